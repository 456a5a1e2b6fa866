import TestSupport
import Testing

@testable import Statistics

/// R's `lm` and emmeans; see script/reference-figures/change.R.
@Suite("Means adjusted for a covariate") struct CovarianceAnalysisTests {
  typealias Groups = [(covariate: [Double], outcome: [Double])]

  private func groups(_ figures: Figures) throws -> Groups {
    let before = try #require(figures["before"].numbers)
    let after = try #require(figures["after"].numbers)
    let group = try #require(figures["group"].numbers)
    return (1...Int(try #require(group.max()))).map { number in
      let own = group.indices.filter { group[$0] == Double(number) }
      return (own.map { before[$0] }, own.map { after[$0] })
    }
  }

  private func expect(_ found: FTest?, _ expected: Figures) {
    #expect(agree(found?.f, expected["f"].number, within: 1e-9))
    #expect(agree(found?.df1, expected["df1"].number))
    #expect(agree(found?.df2, expected["df2"].number))
    #expect(agree(found?.p, expected["p"].number, within: 1e-9))
  }

  @Test(
    "are emmeans' of lm, with a group of one and one that starts alike",
    arguments: ["chick", "uneven"])
  func references(name: String) throws {
    let expected = try Repository.references("change")["ancova"][name]
    let found = try #require(CovarianceAnalysis(try groups(expected)))
    for (index, mean) in found.means.enumerated() {
      #expect(agree(mean?.estimate, expected["evoked"].numbers?[index]))
      #expect(agree(mean?.standardError, expected["se"].numbers?[index]))
      #expect(agree(mean?.interval.low, expected["low"].numbers?[index]))
      #expect(agree(mean?.interval.high, expected["high"].numbers?[index]))
    }
    #expect(found.df == expected["df"].number)
    #expect(agree(found.slope.estimate, expected["slope"].number))
    #expect(agree(found.slope.standardError, expected["slope_se"].number))
    #expect(agree(found.slope.interval()?.low, expected["slope_interval"].numbers?[0]))
    #expect(agree(found.residualVariance, expected["residual_variance"].number))
    expect(found.groups, expected["groups"])
    expect(found.slopes, expected["slopes"])
  }

  @Test("move with a shift of the outcome, not with one of the covariate")
  func shifts() throws {
    let groups = try groups(try Repository.references("change")["ancova"]["uneven"])
    let plain = try #require(CovarianceAnalysis(groups))
    let moved = try #require(
      CovarianceAnalysis(groups.map { ($0.covariate.map { $0 + 64 }, $0.outcome.map { $0 - 8 }) }))
    for (one, other) in zip(plain.means, moved.means) {
      #expect(agree(other?.estimate, one.map { $0.estimate - 8 }, within: 1e-12, scale: 10))
    }
    #expect(agree(moved.slope.estimate, plain.slope.estimate, within: 1e-12))
    #expect(agree(moved.groups?.f, plain.groups?.f, within: 1e-11))
    // An empty group is left out and keeps its place.
    let gap = try #require(CovarianceAnalysis([groups[0], ([], [])] + groups.dropFirst()))
    #expect(gap.means[1] == nil && gap.means[2] == plain.means[1] && gap.df == plain.df)
  }

  @Test("of one group are its mean, with nothing to compare")
  func oneGroup() throws {
    let found = try #require(CovarianceAnalysis([([1, 2, 3, 4], [2, 2, 5, 6])]))
    #expect(found.means.first??.estimate == 3.75)
    #expect(found.groups == nil && found.slopes == nil)
  }

  @Test("are nil without variance, degrees of freedom, numbers or people")
  func degenerate() {
    let cases: [Groups] = [
      [], [([], [])], [([1], [2])], [([1, 2], [2, 3])], [([1, 2], [2, 5]), ([3], [4])],
      [([5, 5, 5], [1, 2, 4]), ([3, 3, 3], [1, 3, 4])],
      [([1, 2, 3], [4, 4, 4]), ([1, 2, 3], [7, 7, 7])],
      [([1, 2, 3, 4], [2, 3, 4, 5])],
      // All moved by −5: what is left is the rounding of the means.
      [
        ([25, 28, 26, 29, 27], [20, 23, 21, 24, 22]),
        ([26, 29, 27, 25, 28], [21, 24, 22, 20, 23]), ([27, 25], [22, 20]),
      ],
      [([1, 2, 3, 4], [2, 3, .nan, 5])], [([1, 2, .infinity, 4], [2, 3, 3, 5])],
    ]
    for groups in cases { #expect(CovarianceAnalysis(groups) == nil) }
  }
}
