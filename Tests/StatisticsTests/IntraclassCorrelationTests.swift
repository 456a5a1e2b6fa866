import TestSupport
import Testing

@testable import Statistics

/// Expected figures: `script/references`, by `psych::ICC(x, lmer = FALSE)` on table 2 of Shrout and
/// Fleiss (1979), who print .17, .29, .44 and .62 for ICC(1,1), ICC(2,1), ICC(1,4) and ICC(2,4).
@Suite("An intraclass correlation") struct IntraclassCorrelationTests {
  private let file: Figures
  private let ratings: [[Double]]

  init() throws {
    file = try Repository.references("psychometrics")
    ratings = file["ratings"].list?.compactMap(\.numbers) ?? []
  }

  private func check(
    _ value: Double?, _ interval: Interval?, _ form: String,
    location: SourceLocation = #_sourceLocation
  ) {
    let expected = file["agreement"][form]
    #expect(agree(value, expected["icc"].number), sourceLocation: location)
    #expect(
      agree(interval?.low, expected["interval"].numbers?[0], scale: 1), sourceLocation: location)
    #expect(
      agree(interval?.high, expected["interval"].numbers?[1], scale: 1), sourceLocation: location)
  }

  @Test("of one-way ratings is that of psych")
  func oneWay() throws {
    let icc = try #require(IntraclassCorrelation.oneWay(ratings))
    check(icc.single, icc.singleInterval, "ICC1")
    check(icc.average, icc.averageInterval, "ICC1k")
    #expect((icc.k, icc.targets) == (4, 6))
    #expect((icc.single * 100).rounded() == 17)
    #expect((icc.average * 100).rounded() == 44)
  }

  @Test("of two-way ratings is that of psych, with the test of the raters")
  func twoWay() throws {
    let icc = try #require(IntraclassCorrelation.twoWay(ratings))
    check(icc.single, icc.singleInterval, "ICC2")
    check(icc.average, icc.averageInterval, "ICC2k")
    #expect((icc.single * 100).rounded() == 29)
    #expect((icc.average * 100).rounded() == 62)
    #expect(agree(icc.raters?.f, file["agreement"]["raters_f"].number))
    #expect(icc.raters?.df1 == 3)
  }

  @Test("of unequal numbers of ratings takes the effective number, as aov's mean squares give it")
  func unequal() throws {
    let icc = try #require(IntraclassCorrelation.oneWay(ratings + [[5, 7, 6], []]))
    #expect(agree(icc.k, file["unequal"]["k"].number))
    #expect(agree(icc.single, file["unequal"]["icc"].number))
    #expect(agree(icc.average, file["unequal"]["average"].number))
  }

  @Test("is 1 without an interval where ratings agree, and undefined where it cannot be told")
  func degenerate() throws {
    let same = try #require(IntraclassCorrelation.oneWay([[1, 1], [2, 2], [5, 5]]))
    #expect((same.single, same.average) == (1, 1))
    #expect(same.singleInterval == nil && same.averageInterval == nil)
    let agreed = try #require(IntraclassCorrelation.twoWay([[1, 1], [2, 2], [5, 5]]))
    #expect(agreed.single == 1 && agreed.singleInterval == nil && agreed.raters == nil)
    #expect(IntraclassCorrelation.oneWay([[1, 2, 3]]) == nil)
    #expect(IntraclassCorrelation.oneWay([[1], [2]]) == nil)
    #expect(IntraclassCorrelation.oneWay([[3, 3], [3, 3]]) == nil)
    // The targets do not differ at all, so their mean square is 0 and the average has no value.
    #expect(IntraclassCorrelation.oneWay([[1, 3], [3, 1], [2, 2]]) == nil)
    #expect(IntraclassCorrelation.oneWay([]) == nil)
    #expect(IntraclassCorrelation.twoWay([[1], [2]]) == nil)
    #expect(IntraclassCorrelation.twoWay([[4, 4], [4, 4]]) == nil)
  }
}
