import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

/// A study that states a contrast in each of some versions, and 12 people.
@Suite struct ContrastVersionTests {
  private func version(_ contrasts: String, month: Int) throws -> Respondents.Checks.Version {
    .init(
      try StudyWithContrasts(contrasts: "contrasts: [\(contrasts)]").load(),
      firstUsed: "2026-0\(month)-03T04:05:06.007Z")
  }

  /// The study is set back to its first version after half of the people.
  @Test func `a contrast that an earlier version drops says when, and whom it asked`() throws {
    let versions = [
      try version("", month: 1),
      try version("{ id: fear, of: emotion=Fear, against: kind=neutral }", month: 2),
    ]
    var entries = Array(repeating: Respondents.Checks.Entry(), count: 12)
    for person in 0..<12 { entries[person].study = person < 6 ? 1 : 0 }
    let crowd = contrastCrowd(
      .init(
        entries, versions: versions,
        uses: [
          .init(version: 1, since: "2026-02-04T00:00:00.000Z"),
          .init(version: 0, since: "2026-03-04T05:06:07.008Z"),
        ]))
    let dropped = try contrast("emotion=Fear", "kind=neutral", in: crowd)
    #expect(dropped.statement?.until == "2026-03-04T05:06:07.008Z")
    #expect(dropped.statement?.notStated == 4)
    #expect(
      dropped.planning.plain
        == "Added in the version of 2026-02-03 04:05 UTC, and not planned for 4 of 8 participants, whom "
        + "versions without it asked. Not stated any more since 2026-03-04 05:06 UTC.")
  }

  @Test func `the same id, and the same groups in either order, are one contrast`() throws {
    let versions = [
      try version("{ id: a, of: emotion=Fear, against: emotion=Joy }", month: 1),
      try version("{ id: b, of: emotion=Joy, against: emotion=Fear }", month: 2),
      try version("{ id: b, of: emotion=Joy, against: kind=neutral, bounds: 2 }", month: 3),
    ]
    var entries = Array(repeating: Respondents.Checks.Entry(), count: 12)
    for person in 0..<12 { entries[person].study = 2 }
    let crowd = contrastCrowd(.init(entries, versions: versions))
    let known = crowd.statedContrasts(beside: [])
    #expect(
      known.map(\.groups) == [
        "emotion=Joy against kind=neutral", "emotion=Fear against emotion=Joy",
      ])
    let swapped = crowd.statedContrasts(beside: versions[1].study.contrasts)
    #expect(swapped.map(\.groups) == ["emotion=Joy against emotion=Fear"])
    let one = try contrast("emotion=Joy", "kind=neutral", in: crowd)
    let all = try Contrast.all(known, of: crowd, everyone: crowd)
    #expect(one.statedOthers == 1 && all.allSatisfy { $0.statedOthers == 0 })
    #expect(one.figures[0].families.welch == 1 && all[0].figures[0].families.welch == 2)
    let others = "The study states 1 other contrast, over which p is not adjusted."
    #expect(one.paragraph(alpha: 0.01).plain.hasSuffix(others))
    #expect(one.planning.plain.hasSuffix(others))
    let bounded = try Contrast.all(
      [ContrastDefinition(of: known[1].of, against: known[1].against, bounds: .points(2))],
      of: crowd, everyone: crowd)[0]
    #expect(bounded.planning.plain.contains("No bounds of equivalence were stated."))
  }
}

@Suite struct ContrastGroupTests {
  /// Eight people of Fear, with as many different numbers.
  @Test func `a number is the answer itself, and not a quarter of those who took part`() throws {
    var attributes = Respondents.Attributes(count: 8)
    attributes.forms = [
      "siblings": .number(0...20), "born": .yearOfBirth(ages: 18...100), "country": .country,
    ]
    for person in 0..<8 {
      attributes["siblings", person] = person == 7 ? nil : "\(person)"
      attributes["born", person] = "\(1990 + person)"
      attributes.years[person] = 2026
    }
    let crowd = Respondents.made(
      [contrastCell("Fear")], cells: Array(repeating: 0, count: 8),
      default: [20, 21, 25, 31, 24, 28, 19, 30], evoked: [29, 22, 21, 36, 23, 27, 30, 31],
      attributes: attributes)
    func sizes(_ of: String, _ against: String) throws -> [Int] {
      let found = try contrast(of, against, in: crowd)
      return [found.first.people, found.second.people]
    }
    #expect(try sizes("siblings=0", "rest") == [1, 6])
    #expect(try sizes("siblings=1..3", "siblings=4..20") == [3, 3])
    #expect(try sizes("born=1990..1992", "rest") == [3, 5])
    // 2026 less 1990 and 1991.
    #expect(try sizes("age=35 to 44", "age=25 to 34") == [2, 6])
    func fault(_ of: String) throws -> String? {
      crowd.vocabulary.fault(of: .init(of: try GroupSelection(of), against: .rest))?.reason
    }
    #expect(try fault("siblings=0") == nil)
    #expect(try fault("country=DE") == "no participant answered `country` with `DE`")
    #expect(try fault("siblings=12") == "no participant answered `siblings` with `12`")
    #expect(
      try fault("siblings=-4")
        == "`-4` is not an answer to `siblings`; answers are numbers from 0 to 20")
    #expect(try fault("age=30")?.hasPrefix("`30` is not an answer to `age`") == true)
    #expect(try fault("age=65 and over") == "no participant answered `age` with `65 and over`")
  }

  @Test func `several contrasts say what p is adjusted over, and that answers are simulated`()
    throws
  {
    // Changes 6, 7, 8 and 3, 4, 5 and 0, 1, 2: t(4) = 3.674 of both, p = .0213, Holm's p twice that.
    let crowd = Respondents.made(
      [contrastCell("Fear"), contrastCell("Fear", 1, .neutral), contrastCell("Joy")],
      cells: [0, 0, 0, 1, 1, 1, 2, 2, 2], default: [20, 21, 25, 30, 27, 24, 31, 29, 22],
      evoked: [26, 28, 33, 33, 31, 29, 31, 30, 24], kind: .simulated)
    let contrasts = try Contrast.all(
      [
        ContrastDefinition(of: GroupSelection("emotion=Fear"), against: .init("kind=neutral")),
        ContrastDefinition(of: GroupSelection("emotion=Joy"), against: .init("kind=neutral")),
      ], of: crowd, everyone: crowd)
    let paragraph = contrasts[0].paragraph(alpha: 0.03).plain
    #expect(
      paragraph.contains(
        "t(4) = 3.67, p = .021 unadjusted and = .043 adjusted over 2 contrasts (Holm); significant at "
          + "α = .03 unadjusted, but not adjusted."))
    #expect(paragraph.contains("The figures are of simulated participants."))
  }
}
