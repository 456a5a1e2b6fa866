import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics
@testable import Study

@Suite("A mean against a norm") struct NormComparisonTests {
  /// The scale of four items from 4 to 20, with norms in its file.
  private static func instrument(_ norms: String = "") throws -> Instrument {
    let four = try fourItems()
    return try Instrument(yaml: four.source + "\nnorms:\n" + norms, file: "four.yaml")
  }

  private static let scale = ScoredSubscale(instrument: "four", id: "all", title: "All")

  private static func compared(
    _ sample: SampleSummary, n: Int?, mean: Double, sd: Double?
  ) throws -> NormComparison {
    NormComparison(
      scale, sample: sample,
      against: Norm(subscale: "all", name: "Adults", n: n, mean: mean, sd: sd, source: "made"),
      of: try fourItems())
  }

  @Test(
    "agrees with R",
    arguments: ["near", "far", "skewed", "constant_sample", "two_people"])
  func reference(name: String) throws {
    let expected = try Repository.references("norms")["norms"][name]
    func summary(_ key: String) -> SampleSummary {
      expected[key].summaryWithItsN
    }
    let norm = summary("norm")
    // The possible scores of the reference are PANAS's.
    let items = (1...10).map { "item\($0)" }
    let ten = try Instrument(
      yaml: try fourItems().source
        .replacing(
          /items:\n(\s+- .*\n)+/,
          with: "items:\n"
            + items.map {
              "  - { id: \($0), text: \($0), scale: agreement }\n"
            }.joined()
        )
        .replacing(
          "items: [one, two, three, four], range: [4, 20]",
          with: "items: [\(items.joined(separator: ", "))], range: [10, 50]"),
      file: "ten.yaml")
    let found = NormComparison(
      Self.scale, sample: summary("sample"),
      against: Norm(
        subscale: "all", name: "Adults", n: norm.n, mean: norm.mean!, sd: norm.sd, source: "R"),
      of: ten)
    let unit = norm.sd!
    #expect(agree(found.difference, expected["difference"].number))
    #expect(agree(found.welch?.t, expected["t"].number))
    #expect(agree(found.welch?.df, expected["df"].number))
    #expect(agree(found.welch?.p, expected["p"].number))
    #expect(agree(found.welch?.log10P, expected["log10_p"].number))
    #expect(agree(found.effect?.g, expected["g"].number))
    #expect(agree(found.equivalence?.bounds.high, expected["bound"].number))
    #expect(agree(found.equivalence?.p, expected["tost_p"].number))
    #expect(agree(found.z, expected["z"].number))
    #expect(agree(found.percentile, expected["percentile"].number))
    #expect(agree(found.percentOutside, expected["percent_outside"].number))
    for (interval, key, scale) in [
      (found.welch?.interval(), "interval", unit), (found.effect?.gInterval, "g_interval", 1),
    ] {
      let ends = try #require(expected[key].numbers)
      #expect(agree(interval?.low, ends[0], scale: scale), "\(key)")
      #expect(agree(interval?.high, ends[1], scale: scale), "\(key)")
    }
  }

  @Test("says what it can of a norm without n or SD, or of one person")
  func incomplete() throws {
    let sample = SampleSummary([8, 10, 12, 14])
    let all = try Self.compared(sample, n: 30, mean: 12, sd: 3)
    #expect(all.welch != nil && all.effect != nil && all.equivalence != nil)
    let withoutN = try Self.compared(sample, n: nil, mean: 12, sd: 3)
    #expect(withoutN.difference == -1 && withoutN.z == -1.0 / 3)
    #expect(agree(withoutN.percentile, all.percentile))
    #expect(withoutN.welch == nil && withoutN.effect == nil && withoutN.equivalence == nil)
    #expect(withoutN.reading(alpha: 0.01).plain.hasSuffix("the norm's n is not stated."))
    let withoutSD = try Self.compared(sample, n: 30, mean: 12, sd: nil)
    #expect(withoutSD.difference == -1 && withoutSD.welch == nil && withoutSD.z == nil)
    #expect(withoutSD.percentile == nil && withoutSD.percentOutside == nil)
    #expect(withoutSD.reading(alpha: 0.01).plain.hasSuffix("the norm's SD is not stated."))
    let one = try Self.compared(sample, n: 1, mean: 12, sd: 3)
    #expect(one.welch == nil && one.z == -1.0 / 3)
    #expect(one.reading(alpha: 0.01).plain.hasSuffix("the norm is of one person."))
  }

  @Test("has no z and no bounds against a norm without variance")
  func noVariance() throws {
    let found = try Self.compared(SampleSummary([8, 10, 12, 14]), n: 30, mean: 12, sd: 0)
    #expect(found.z == nil && found.percentile == nil && found.equivalence == nil)
    #expect(found.welch?.t == TTest.oneSample(SampleSummary([8, 10, 12, 14]), against: 12)?.t)
    #expect(found.reading(alpha: 0.01).plain.hasSuffix("because the norm's SD is 0."))
    let neither = try Self.compared(SampleSummary([8, 8, 8]), n: 30, mean: 12, sd: 0)
    #expect(neither.welch == nil && neither.difference == -4)
    #expect(neither.reading(alpha: 0.01).plain.hasSuffix("the scores vary on neither side."))
  }

  @Test("has no test of fewer than two scores", arguments: [0, 1])
  func few(n: Int) throws {
    let found = try Self.compared(
      SampleSummary(Array(repeating: 14, count: n)), n: 30, mean: 12, sd: 4)
    #expect(found.welch == nil && found.effect == nil && found.equivalence == nil)
    #expect(found.z == (n == 1 ? 0.5 : nil))
    #expect(
      found.reading(alpha: 0.01).plain.hasSuffix("there are fewer than two default scores."))
  }

  @Test("turns all its figures round if scores and norm are mirrored")
  func mirrored() throws {
    let scores: [Double] = [8, 10, 12, 14, 15, 9]
    let found = try Self.compared(SampleSummary(scores), n: 30, mean: 13.5, sd: 3)
    let mirrored = try Self.compared(
      SampleSummary(scores.map { 24 - $0 }), n: 30, mean: 24 - 13.5, sd: 3)
    #expect(agree(found.z, mirrored.z.map { -$0 }))
    #expect(agree(found.effect?.g, mirrored.effect?.g.map { -$0 }))
    #expect(agree(found.welch?.t, mirrored.welch.map { -$0.t }))
    #expect(agree(found.equivalence?.p, mirrored.equivalence?.p))
    #expect(agree(found.percentile, mirrored.percentile.map { 100 - $0 }))
  }

  @Test("takes each norm of each subscale, and names subscales without one")
  func all() throws {
    let instrument = try Self.instrument(
      """
        - { subscale: all, name: Adults, n: 30, mean: 12, sd: 3, source: a }
        - { subscale: all, name: Students, n: 40, mean: 13, sd: 2, source: b }
      """)
    let other = ScoredSubscale(instrument: "four", id: "other", title: "Other")
    let sample = SampleSummary([8, 10, 12])
    let found = NormComparisons([(Self.scale, sample), (other, sample)], of: [instrument])
    #expect(found.rows.map(\.norm.name) == ["Adults", "Students"])
    #expect(found.withoutNorm == [other])
    #expect(NormComparisons([(Self.scale, sample)], of: []).rows.isEmpty)
  }

  @Test("says that a difference can be significant and the means equivalent all the same")
  func sentence() throws {
    let found = try Self.compared(
      SampleSummary(n: 5_000, mean: 12.5, sd: 3), n: 5_000, mean: 12, sd: 3)
    let text = found.reading(alpha: 0.01).plain
    #expect(text.contains("is significant at α = .01, Welch's t(9998.0) = 8.33, p < .001"))
    #expect(text.contains("The means are equivalent within ±1.50 (half the norm's SD)"))
    // t = 2.2: beyond the 5% but not the 1% level.
    let between = try Self.compared(
      SampleSummary(n: 50, mean: 13.32, sd: 3), n: 50, mean: 12, sd: 3)
    #expect(
      between.reading(alpha: 0.01).plain.contains(
        "The interval excludes 0, because it corresponds to a test at α = .05. Equivalence"))
    #expect(!between.reading(alpha: 0.05).plain.contains("corresponds"))
    #expect(!between.reading(alpha: 0.05).plain.contains("interval of g"))
    // Two scores that vary less than the norm's.
    let two = try Self.compared(SampleSummary([17, 19]), n: 660, mean: 11, sd: 3)
    #expect(two.reading(alpha: 0.01).plain.contains("The interval of g excludes 0, unlike that of"))
    let same = try Self.compared(SampleSummary([17, 17]), n: 660, mean: 11, sd: 3)
    #expect(same.reading(alpha: 0.01).plain.contains("do not vary, so the test takes their mean"))
    for (sample, reason) in [
      (SampleSummary(n: 4, mean: 12, sd: 0.1), "4 scores are too few for it"),
      (SampleSummary([12, 12, 12, 12, 12, 12]), "the default scores do not vary"),
    ] {
      let found = try Self.compared(sample, n: 660, mean: 12, sd: 3)
      #expect(found.equivalence?.isEquivalent(alpha: 0.05) == true && !found.isEquivalent)
      let text = found.reading(alpha: 0.01).plain
      #expect(text.contains("not called equivalent within ±1.50"), "\(text)")
      #expect(text.contains("because \(reason)."), "\(text)")
    }
    let small = try Self.compared(SampleSummary([11, 12, 14]), n: 30, mean: 12, sd: 3)
    #expect(small.reading(alpha: 0.01).plain.contains("is not significant at α = .01"))
    #expect(small.reading(alpha: 0.01).plain.contains("Equivalence within ±1.50"))
    #expect(small.reading(alpha: 0.01).plain.contains("is not shown"))
  }
}

extension Figures {
  fileprivate var summaryWithItsN: SampleSummary {
    summary(n: Int(self["n"].number ?? 0))
  }
}
