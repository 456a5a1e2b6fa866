import TestSupport
import Testing

@testable import Statistics

/// lmerTest; see script/reference-figures/distances.R. Its df are numerical derivatives.
@Suite("The mean of grouped observations") struct ClusteredMeanTests {
  let figures: Figures
  let situation: [Int32]
  let factor: [Int32]

  init() throws {
    figures = try Repository.references("distances")
    let scores = figures["scores"]
    situation = (scores["situation"].numbers ?? []).map { Int32($0) }
    factor = (scores["factor"].numbers ?? []).map { Int32($0) }
  }

  func mean(_ key: String, _ rows: [Int], nested: Bool) -> ClusteredMean? {
    let values = figures["scores"][key].numbers!
    return ClusteredMean(
      rows.map { values[$0] },
      groupedBy: (nested ? [rows.map { factor[$0] }] : []) + [rows.map { situation[$0] }])
  }

  @Test("agrees with lmerTest", arguments: ["all", "one_factor"])
  func reference(name: String) throws {
    let expected = figures["random"][name]
    let rows = situation.indices.filter { name == "all" || factor[$0] == 3 }
    let before = try #require(ClusteredMean(SampleSummary(figures["scores"]["default"].numbers!)))
    let ours = try #require(mean("evoked", rows, nested: name == "all"))
    let theirs = try #require(mean("people", rows, nested: name == "all"))
    for (found, key) in [(ours, "ours"), (theirs, "theirs")] {
      #expect(agree(found.estimate, expected[key]["estimate"].number, within: 1e-6))
      #expect(agree(found.standardError, expected[key]["se"].number, within: 1e-5))
      #expect(agree(found.df, expected[key]["df"].number, within: 1e-4))
    }
    for (test, key) in [
      (TTest.contrast([(1, ours), (-1, before)]), "change"),
      (TTest.contrast([(1, ours), (-1, before), (-1, theirs)]), "difference"),
    ] {
      #expect(agree(test?.estimate, expected[key]["estimate"].number, within: 1e-5))
      #expect(agree(test?.standardError, expected[key]["se"].number, within: 1e-5))
      #expect(agree(test?.df, expected[key]["df"].number, within: 1e-4))
      #expect(agree(test?.p, expected[key]["p"].number, within: 1e-4))
    }
  }

  @Test("a factor of one group or of single situations is left out")
  func unneeded() {
    let rows = situation.indices.filter { factor[$0] == 3 }
    #expect(mean("evoked", rows, nested: true) == mean("evoked", rows, nested: false))
    let single = situation.indices.filter { [1, 4, 7, 10].contains(situation[$0]) }
    #expect(mean("evoked", single, nested: true) == mean("evoked", single, nested: false))
  }

  @Test("groups of one value, and groups that do not vary, are values")
  func collapsed() {
    let values: [Double] = [3, 8, 4, 9, 1]
    let plain = ClusteredMean(SampleSummary(values))
    #expect(ClusteredMean(values, groupedBy: [[0, 1, 2, 3, 4]]) == plain)
    #expect(
      ClusteredMean(values + values + [3], groupedBy: [[0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0]])
        == plain)
    // So are factors of such situations.
    let nested = ClusteredMean([3, 3, 8, 8, 4], groupedBy: [[0, 0, 1, 1, 2], [0, 0, 1, 1, 2]])
    #expect(nested == ClusteredMean(SampleSummary([3, 8, 4])))
  }

  @Test("one group, or no variance at all, has none")
  func undefined() {
    #expect(ClusteredMean([3, 4, 5], groupedBy: [[1, 1, 1]]) == nil)
    #expect(ClusteredMean([3, 3, 3, 3], groupedBy: [[1, 1, 2, 2]]) == nil)
    #expect(ClusteredMean([], groupedBy: [[]]) == nil)
  }

  @Test("values with the n, M and SD of each group fit as the values themselves")
  func representatives() throws {
    let values = figures["scores"]["people"].numbers!
    let groups = Set(situation).sorted()
    var made: [Double] = []
    var numbers: [Int32] = []
    for group in groups {
      let own = situation.indices.filter { situation[$0] == group }.map { values[$0] }
      let summary = SampleSummary(own)
      let stand = summary.representatives
      #expect(agree(SampleSummary(stand).sd, summary.sd, within: 1e-12))
      made += stand
      numbers += stand.map { _ in group }
    }
    let one = try #require(ClusteredMean(values, groupedBy: [situation]))
    let other = try #require(ClusteredMean(made, groupedBy: [numbers]))
    #expect(agree(one.estimate, other.estimate, within: 1e-9, scale: 1))
    #expect(agree(one.standardError, other.standardError, within: 1e-7))
    #expect(agree(one.df, other.df, within: 1e-6))
    #expect(SampleSummary(n: 1, mean: 4, sd: nil).representatives == [4])
    #expect(SampleSummary([]).representatives.isEmpty)
  }
}
