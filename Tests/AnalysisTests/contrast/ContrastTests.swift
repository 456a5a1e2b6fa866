import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

@Suite struct ContrastTests {
  @Test func `a group without a kind leaves controls out, and so does its rest`() throws {
    #expect(try contrast("emotion=Fear", "kind=neutral").first.people == 4)
    #expect(try contrast("emotion=Fear", "kind=neutral").second.people == 4)
    #expect(try contrast("emotion=Fear", "rest").second.people == 4)
    #expect(try contrast("kind=neutral", "rest").second.people == 8)
    #expect(try contrast("emotion=Fear", "emotion=Fear, kind=neutral").second.people == 4)
    #expect(try contrast("language=de", "language=en").first.people == 4)
  }

  @Test func `people who did not say are in no group, the rest included`() throws {
    let pets = try contrast("pet=cat", "rest")
    // Of the eight without a control, two did not say.
    let crowd = contrastCrowd()
    let others = (0..<12).filter { $0 % 3 != 1 }
    let said = others.map { crowd.attributes!["pet", $0] }
    #expect(pets.first.people == said.count { $0 == "cat" })
    #expect(pets.second.people == said.count { $0 == "dog" })
    #expect(pets.first.people + pets.second.people < others.count)
  }

  @Test func `swapped groups have the same figures with the other sign`() throws {
    let (one, two) = (
      try contrast("emotion=Fear", "emotion=Joy").figures[0],
      try contrast("emotion=Joy", "emotion=Fear").figures[0]
    )
    #expect(one.welch?.t == two.welch.map { -$0.t } && one.welch?.p == two.welch?.p)
    #expect(agree(one.effect?.g, two.effect?.g.map { -$0 }))
    #expect(agree(one.adjusted?.estimate, two.adjusted.map { -$0.estimate }, within: 1e-12))
    #expect(agree(one.effect?.gInterval?.low, two.effect?.gInterval.map { -$0.high }))
  }

  @Test func `people in both groups, empty groups and unknown names are errors`() throws {
    #expect(throws: ContrastError.inBoth(people: 1, groups: "emotion=Fear against pet=dog")) {
      _ = try contrast("emotion=Fear", "pet=dog")
    }
    #expect(throws: ContrastError.empty("emotion=Fear, pet=cow")) {
      _ = try contrast("emotion=Fear, pet=cow", "rest")
    }
    let known = contrastCrowd().vocabulary
    func fault(_ of: String, _ against: String) throws -> String? {
      known.fault(of: .init(of: try GroupSelection(of), against: try .init(against)))?.reason
    }
    #expect(
      try fault("emotion=Fier", "rest") == "no emotion is called `Fier`; did you mean `Fear`?")
    #expect(try fault("kind=positive", "rest") == "no situation is positive")
    #expect(
      try fault("kind=neutrla", "rest")
        == "`kind` is `neutrla`; expected one of negative, positive, neutral")
    #expect(try fault("pet=cta", "rest") == "`cta` is not an answer to `pet`; did you mean `cat`?")
    for (of, against, reason) in [
      ("emotion=Fear", "language=fr", "nobody is asked in `fr`"),
      ("emotion=Fear", "factor=Fear 1", "a participant can be in both groups"),
      ("emotion=Joy, kind=neutral", "rest", "no situation is in the group"),
    ] {
      #expect(try fault(of, against)?.hasPrefix(reason) == true)
    }
    #expect(try fault("emotion=Fear", "emotion=Joy") == nil)
    #expect(try fault("kind=negative", "rest") == nil)
  }

  @Test func `a text that is no group says what is wrong with it`() throws {
    #expect(throws: SelectionError.noValue("Fear")) { _ = try GroupSelection("Fear") }
    #expect(throws: SelectionError.noValue("emotion=")) { _ = try GroupSelection("emotion=") }
    #expect(throws: SelectionError.twice("emotion")) {
      _ = try GroupSelection("emotion=Fear, emotion=Joy")
    }
    // A comma is a name's own unless another criterion follows.
    let blaming = try GroupSelection("gender=female,factor=Blaming, Slandering, and Tattling")
    #expect(blaming.description == "factor=Blaming, Slandering, and Tattling, gender=female")
    #expect(try blaming == GroupSelection(blaming.description))
  }

  @Test func `a contrast says since when it was stated, and for whom it was not`() throws {
    let line = "contrasts: [{ id: fear, of: emotion=Fear, against: kind=neutral, bounds: 2 }]"
    let versions = [
      Respondents.Checks.Version(
        try StudyWithContrasts(contrasts: "").load(), firstUsed: "2026-01-02T03:04:05.006Z"),
      .init(try StudyWithContrasts(contrasts: line).load(), firstUsed: "2026-02-03T04:05:06.007Z"),
    ]
    func crowd(askedByFirst count: Int) -> Respondents {
      var entries = Array(repeating: Respondents.Checks.Entry(), count: 12)
      for person in 0..<12 { entries[person].study = person < count ? 0 : 1 }
      return contrastCrowd(.init(entries, versions: versions))
    }
    let today = versions[1].study.contrasts
    func stated(_ of: String, askedByFirst count: Int) throws -> Contrast {
      try contrast(of, "kind=neutral", in: crowd(askedByFirst: count), stated: today)
    }
    let planned = try stated("emotion=Fear", askedByFirst: 0)
    #expect(planned.isPlanned && planned.statement?.since == "2026-02-03T04:05:06.007Z")
    #expect(planned.name == "fear")
    #expect(
      planned.planning.plain
        == "Planned since the version of 2026-02-03 04:05 UTC, before any of them was asked.")
    let late = try stated("emotion=Fear", askedByFirst: 6)
    #expect(!late.isPlanned && late.statement?.notStated == 4 && late.statement?.isAdded == true)
    #expect(
      late.planning.plain
        == "Added in the version of 2026-02-03 04:05 UTC, so not planned for 4 of 8 participants.")
    let other = try stated("emotion=Joy", askedByFirst: 0)
    #expect(!other.isPlanned && other.statement == nil && other.planning.plain == "Not planned.")
    let unused = try contrast("emotion=Fear", "kind=neutral", stated: today)
    #expect(!unused.isPlanned && unused.statement?.notStated == 8)
    let bounds = try Contrast.all(
      [
        ContrastDefinition(
          of: GroupSelection("emotion=Fear"), against: .init("kind=neutral"), bounds: .points(5))
      ], of: crowd(askedByFirst: 0), everyone: crowd(askedByFirst: 0), stated: today)[0]
    #expect(bounds.statement?.hasStatedBounds == false)
    #expect(
      bounds.planning.plain.hasSuffix("bounds of equivalence are not those that were stated."))
  }

  @Test func `those who did not complete are counted by group, and those who said nothing in none`()
    throws
  {
    let all = contrastCrowd()
    var attributes = Respondents.Attributes(count: 3)
    attributes["pet", 0] = "cat"
    attributes["pet", 1] = "cat"
    let withGone = Respondents(
      .human, design: all.design,
      cells: (0..<12).map { Int32(all.cell(of: $0)!) }, scores: all.scores,
      attributes: all.attributes,
      unfinished: .init(
        cells: [0, Int32(all.design.index(of: contrastCell("Fear", 1, .neutral))!), 0],
        attributes: attributes))
    let dropout = try #require(
      contrast("emotion=Fear", "kind=neutral", in: withGone).dropout)
    #expect(dropout.first == .init(assigned: 6, completed: 4))
    #expect(dropout.second == .init(assigned: 5, completed: 4))
    #expect(
      dropout.reading(alpha: 0.01).plain.hasPrefix(
        "33.3% (2 of 6) and 20.0% (1 of 5) did not complete, difference = 13.3 percentage points, 95% CI"
      ))
    let pets = try #require(contrast("pet=cat", "pet=dog", in: withGone).dropout)
    #expect(pets.first.unfinished == 1 && pets.second.unfinished == 0)
    #expect(
      try contrast("pet=cat", "pet=dog", in: withGone).paragraph(alpha: 0.01).plain.contains(
        "Of those given a situation, without those whose answers were deleted, "))
    #expect(try contrast("emotion=Fear", "kind=neutral").dropout == nil)
  }

  @Test func `a report fits 80 columns, and claims no more than its figures`() throws {
    let crowd = contrastCrowd()
    let contrasts = try Contrast.all(
      [
        ContrastDefinition(
          of: GroupSelection("emotion=Fear"), against: .init("kind=neutral"), bounds: .sds(0.2)),
        ContrastDefinition(of: GroupSelection("emotion=Joy"), against: .rest),
        ContrastDefinition(of: GroupSelection("emotion=Joy, language=de"), against: .rest),
      ], of: crowd, everyone: crowd)
    let report = ContrastReport(
      contrasts, source: .init(path: "here", sha256: nil, participants: 12), alpha: 0.01)
    let text = report.document.text()
    #expect(text.split(separator: "\n").allSatisfy { displayWidth($0) <= 80 })
    let fear = contrasts[0].paragraph(alpha: 0.01).plain
    #expect(fear.hasPrefix("Contrast that was not planned, emotion=Fear against kind=neutral: "))
    #expect(fear.contains("the mean change was 7.50 points higher for emotion=Fear (M = "))
    for paragraph in report.paragraphs.map(\.plain) {
      #expect(!paragraph.contains("no change") && !paragraph.contains("nan"))
      #expect(paragraph.contains("95% CI [") && paragraph.hasSuffix("."))
    }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("differently in one group") && !words.contains("other factors"))
    // An effect stands before its p.
    let p = try #require(fear.firstRange(of: ", p "))
    let g = try #require(fear.firstRange(of: "g = "))
    #expect(g.lowerBound < p.lowerBound)
    for other in [
      report.document.markdown, report.document.latex, report.document.html, report.csv,
    ] {
      #expect(!other.isEmpty && !other.contains("nan"))
    }
    #expect(report.csv.split(whereSeparator: \.isNewline).count == 4)
  }

  @Test func `one participant, and people who all change alike, have no test`() throws {
    let one = Respondents.made(
      [contrastCell("Fear"), contrastCell("Joy")], cells: [0, 1, 1], default: [20, 21, 25],
      evoked: [29, 22, 21])
    let alone = try contrast("emotion=Fear", "emotion=Joy", in: one)
    #expect(alone.figures[0].welch == nil && alone.figures[0].difference == 10.5)
    #expect(
      alone.paragraph(alpha: 0.01).plain.contains("a group has fewer than two participants"))
    #expect(alone.figures[0].effect == nil)
    #expect(
      alone.figures[0].adjustedNote?.plain
        == "there is no adjusted difference, because there are fewer than four participants with both "
        + "scores")
    let alike = Respondents.made(
      [contrastCell("Fear"), contrastCell("Joy")], cells: [0, 1, 0, 1], default: [20, 21, 25, 30],
      evoked: [22, 22, 27, 31])
    let figures = try contrast("emotion=Fear", "emotion=Joy", in: alike).figures[0]
    #expect(figures.welch == nil && figures.effect == nil && figures.adjusted == nil)
    #expect(figures.reading(alpha: 0.01).plain.contains("changed by the same amount"))
    #expect(
      figures.reading(alpha: 0.01).plain.contains(
        "is 1.00 point; there is no test, because all participants of each group changed by the same"
      ))
    #expect(figures.adjustedNote?.plain.hasSuffix("the model leaves nothing unexplained") == true)
  }
}
