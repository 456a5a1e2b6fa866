import Documents
import Study
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics

@Suite struct ProrationSensitivityTests {
  static let before: [Double] = [10, 12, 14, 11, 13, 15, 20, 22]
  static let after: [Double] = [15, 12, 20, 13, 19, 18, 20, 26]

  /// Eight people with both scores among nine; the respondents' numbers leave out the seventh.
  private func crowd(
    of members: [Int] = Array(before.indices), unscored: [Int32] = [6], prorated: [Int32] = []
  ) -> Respondents {
    var scores = ScoreTable("panas", "positive_affect", title: "Positive Affect", count: 9)
    for person in Int32(0)..<9 {
      if unscored.contains(person) {
        scores.addPair(nil, 20, isProrated: false, of: Int(person))
        continue
      }
      let member = Int(person < 6 ? person : person - 1)
      guard person != 6, members.contains(member) else { continue }
      scores.addPair(
        Self.before[member], Self.after[member], isProrated: prorated.contains(person),
        of: Int(person))
    }
    return Respondents(
      .human, design: Design([Design.Cell.made("Fear")]), cells: Array(repeating: 0, count: 9),
      scores: [scores])
  }

  @Test func `complete answers stand beside those with prorated scores`() throws {
    let crowd = crowd(prorated: [1, 4])
    let missing = try #require(ProrationSensitivity.all(in: crowd, alpha: 0.01).first)
    #expect((missing.unscored, missing.prorated) == (1, 2))
    let complete = Baseline(self.crowd(of: [0, 2, 3, 5, 6, 7])).rows[0]
    #expect(missing.complete?.n == 6)
    #expect(missing.complete?.change.summary == complete.change.summary)
    #expect(missing.complete?.pairedT?.p == complete.pairedT?.p)
    let all = Baseline(crowd).rows[0]
    #expect(missing.withProrated?.n == 8)
    #expect(missing.withProrated?.cohenDz?.d == all.cohenDz?.d)
  }

  @Test func `counting the prorated is said to change the arrow where it does`() throws {
    // R 4.2.2, t.test: p = .0069 of all eight and .0129 of the six; the arrow stands for .01.
    let missing = try #require(
      ProrationSensitivity.all(in: crowd(prorated: [1, 4]), alpha: 0.01).first)
    #expect(missing.reading.plain.hasSuffix("Including them changes the arrow."))
    #expect(
      try #require(ProrationSensitivity.all(in: crowd(prorated: [1, 4]), alpha: 0.05).first).reading
        .plain
        .hasSuffix("Including them does not change the arrow."))
  }

  @Test func `where nobody is prorated the complete answers stand alone`() throws {
    let missing = try #require(ProrationSensitivity.all(in: crowd(), alpha: 0.01).first)
    #expect(missing.complete?.n == 8)
    #expect(missing.withProrated == nil)
    #expect(ProrationSensitivity.table([missing])?.groups[0].rows.count == 1)
    #expect(ProrationSensitivity.table([]) == nil)
  }

  @Test func `where everybody is prorated there is nobody complete`() throws {
    let crowd = crowd(of: [0, 1], unscored: [], prorated: [0, 1])
    let missing = try #require(ProrationSensitivity.all(in: crowd, alpha: 0.01).first)
    #expect(missing.complete == nil)
    #expect(missing.withProrated?.n == 2)
    #expect(missing.reading.plain.hasSuffix("and no participant gave every answer."))
  }

  @Test func `who is left out is no longer counted as missing`() {
    let kept = crowd(prorated: [1, 4]).without([1, 6]).scores
    #expect(kept.map(\.prorated) == [[3]])
    #expect(kept.map(\.unscored) == [[]])
    let nobody = crowd(prorated: [1]).without([1, 6])
    #expect(ProrationSensitivity.all(in: nobody, alpha: 0.01).isEmpty)
  }
}
