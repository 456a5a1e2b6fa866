import Resources
import Statistics

@testable import Release
@testable import Study

/// A released dataset with everything that is hard to write: formulas, quotes, lines, scripts that
/// are not Latin, missing values of every kind, half points, and sentences as labels.
enum MadeDataset {
  static let panas = try! Instrument(
    yaml: BundledFile.text("instruments/panas.yaml")!, file: "panas.yaml")

  /// Words that a spreadsheet would run or misread, and others that stay as they are.
  static let remarks = [
    "=1+1", "+49", "-", "@home", "\tindented", " =A1", "'=A1", "＝１", "it's fine", "a, \"b\"",
    "two\nlines", "naïve 你好 ✓", "2-3", "plain",
  ]

  static func dataset(
    people: Int = 60, licence: String? = "CC-BY-4.0",
    documents: [PackageFile] = [
      PackageFile("recipe.yaml", "k: 5\n", "The recipe."),
      PackageFile("risk/report.md", "# Risk\n", "The report."),
    ]
  ) -> ReleasedDataset {
    var seed = SeededGenerator(seed: 7)
    var rows: [[ReleasedValue]] = []
    for person in 0..<people { rows.append(row(person, &seed)) }
    return ReleasedDataset(
      about: about(licence: licence), languages: [.english, Language("zh-Hans")],
      instruments: [panas], situations: situations, variables: variables, rows: rows,
      leftOut: [.init(reason: "did not finish", count: 3)],
      risk: RiskSummary(
        requestedK: 5, k: 6, classes: 9, suppressedCells: 0.0421, loss: 0.25, droppedRows: 0),
      documents: documents, date: "2026-11-21", generator: "evoke 0.1.0")
  }

  static func about(licence: String?) -> ReleaseDescription {
    ReleaseDescription(
      title: "Moods: \"before\" & after <imagining>", keywords: ["emotion", "PANAS"],
      licence: licence,
      authors: [
        .init(
          givenNames: "Ada", familyName: "Lovelace", orcid: "0000-0002-1825-0097",
          affiliation: "Analytical Society"),
        .init(group: "The Émigrés' Lab"),
      ],
      publisher: "A University", version: "1.2.0", doi: "10.5281/zenodo.123",
      url: "https://example.org/moods", references: ["Huang, J., et al. (2024)."],
      changes: ["Ages are coarser.", "Two\nlines."])
  }

  static let situations = [
    ("Anger", "Blaming", 1), ("Anger", "Bad Attitude", 2), ("Fear", "A|B", 1),
  ]
  .flatMap { emotion, factor, factorIndex in
    (1...2).map {
      ReleasedDataset.Situation(
        cell: Design.Cell(
          key: SituationKey(emotion: emotion, factor: factor, index: $0), factorIndex: factorIndex),
        text: "You are told \"no\", \(emotion) \($0).")
    }
  }

  static let ages = ["20-to-24-years", "25-to-29-years", "30 and older"]

  static let variables: [ReleasedVariable] = {
    func levels(_ texts: [String]) -> [ReleasedVariable.Level] {
      texts.map { .init(value: .text($0), label: $0) }
    }
    var variables = [
      ReleasedVariable(
        name: "participant", label: "Random id", kind: .string, measure: .nominal,
        role: .identifier),
      ReleasedVariable(
        name: "year_of_birth", label: "Year of birth", kind: .string, measure: .ordinal,
        role: .quasiIdentifier, levels: levels(ages), missing: [.suppressed, .declined]),
      ReleasedVariable(
        name: "gender", label: "Gender; \"self-described\"", kind: .string, measure: .nominal,
        role: .quasiIdentifier,
        levels: [
          .init(value: .text("female"), label: "Female"), .init(value: .text("-"), label: "Other"),
        ], missing: [.suppressed]),
      ReleasedVariable(
        name: "remark", label: "What would you like to add?", kind: .string, measure: .nominal,
        role: .attribute, missing: [.declined]),
      ReleasedVariable(
        name: "hours", label: "Hours slept", kind: .number, measure: .scale, role: .attribute,
        range: 0...24, missing: [.suppressed, .declined]),
      ReleasedVariable(
        name: "emotion", label: "Emotion of the situation", kind: .string, measure: .nominal,
        role: .condition(.emotion), levels: levels(["Anger", "Fear"])),
      ReleasedVariable(
        name: "factor", label: "Factor of the situation", kind: .string, measure: .nominal,
        role: .condition(.factor), levels: levels(["Blaming", "Bad Attitude", "A|B"])),
      ReleasedVariable(
        name: "factor_index", label: "The factor's number", kind: .integer, measure: .nominal,
        role: .condition(.factorIndex), range: 1...2),
      ReleasedVariable(
        name: "situation", label: "The situation's number", kind: .integer, measure: .nominal,
        role: .condition(.situation), range: 1...2),
    ]
    for occasion in Occasion.allCases {
      for item in panas.items {
        variables.append(
          ReleasedVariable(
            name: "panas_\(occasion.rawValue)_\(item.id)", label: item.text, kind: .integer,
            measure: .ordinal, role: .response("panas", occasion, item.id),
            levels: item.options.map { .init(value: .integer(Int($0.value)), label: $0.label) },
            range: 1...5, missing: [.skipped, .notReached]))
      }
      for subscale in panas.subscales {
        variables.append(
          ReleasedVariable(
            name: "panas_\(occasion.rawValue)_\(subscale.id)", label: subscale.title,
            kind: .number, measure: .scale, role: .score("panas", occasion, subscale.id),
            range: 10...50, missing: [.skipped]))
      }
    }
    return variables
  }()

  private static func row(_ person: Int, _ seed: inout SeededGenerator) -> [ReleasedValue] {
    let situation = situations[person % situations.count]
    var row: [ReleasedValue] = [
      .text("p" + String(repeating: "0", count: 4 - "\(person)".count) + "\(person)"),
      person % 10 == 3
        ? .missing(.suppressed)
        : person % 10 == 4 ? .missing(.declined) : .text(ages[person % 3]),
      person % 7 == 0 ? .missing(.suppressed) : .text(person % 2 == 0 ? "female" : "-"),
      person % 15 == 14 ? .missing(.declined) : .text(remarks[person % 15]),
      person % 20 == 1 ? .missing(.declined) : .number(Double(person % 17) + 0.1),
      .text(situation.cell.key.emotion), .text(situation.cell.key.factor),
      .integer(situation.cell.factorIndex),
      .integer(situation.cell.key.index),
    ]
    for _ in Occasion.allCases {
      var scores = [String: Double]()
      var isWhole = true
      for item in panas.items {
        let value = Int.random(in: 1...5, using: &seed)
        let isSkipped = person == 11 && item.id == "alert"
        isWhole = isWhole && !isSkipped
        row.append(isSkipped ? .missing(.skipped) : .integer(value))
        for subscale in panas.subscales where subscale.parts.contains(where: { $0.item == item.id })
        {
          scores[subscale.id.name, default: 0] += Double(value)
        }
      }
      for subscale in panas.subscales {
        row.append(isWhole ? .number(scores[subscale.id.name]!) : .missing(.skipped))
      }
    }
    return row
  }
}
