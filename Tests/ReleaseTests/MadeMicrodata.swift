import Foundation
import Resources
import Responses
import Statistics
import Testing

@testable import Release
@testable import Study

/// People who answered PANAS twice, made from a seed.
///
/// - Parameters:
///   - control: the cell of a further situation, which the last persons alone read.
///   - finishedAt: when the person of a number finished.
func madePeople(
  _ count: Int, seed: UInt64 = 1, title: String = "Made", identifying: [IdentifyingColumn] = [],
  control: (cell: Design.Cell, readers: Int)? = nil,
  finishedAt: (Int) -> String = { _ in "2026-03-09T11:00:00.000Z" }
) throws -> Microdata {
  var generator = SeededGenerator(seed: seed)
  let panas = try Instrument(
    yaml: #require(BundledFile.text("instruments/panas.yaml")), file: "panas.yaml")
  let places = (1...4).map {
    Design.Cell(
      key: SituationKey(emotion: $0 < 3 ? "Anger" : "Fear", factor: "Factor \($0)", index: 1),
      factorIndex: $0 < 3 ? $0 : $0 - 2)
  }
  func place(_ index: Int) -> Design.Cell {
    if let control, index >= count - control.readers { return control.cell }
    return places[index % 4]
  }
  var columns = PersonColumns(count: count)
  let people = (0..<count).map { index in
    let person = StoredPerson(
      id: Int64(index), situation: place(index), situationText: nil,
      startedAt: "2026-03-0\(index % 9 + 1)T10:11:12.345Z", finishedAt: finishedAt(index),
      channel: .web,
      language: "en")
    let answers = [
      ("gender", ["female", "male"].randomElement(using: &generator)),
      ("year_of_birth", "\(Int.random(in: 1950...2004, using: &generator))"),
      ("country", ["GB", "GB", "GB", "DE", "KE"].randomElement(using: &generator)),
    ]
    for (question, answer) in answers { columns.setAnswer(answer, question, of: index) }
    for occasion in Occasion.allCases {
      var answers: [ItemID: Double?] = [:]
      for item in panas.items {
        let value = Double(Int.random(in: 1...5, using: &generator))
        answers[item.id] = value
        columns.setResponse(
          .init(option: "\(Int(value))", value: value, missing: nil),
          .init(instrument: "panas", occasion: occasion, item: item.id), of: index)
      }
      for score in panas.scores(of: answers) {
        columns.setScore(
          score.value!, .init(instrument: "panas", occasion: occasion, subscale: score.subscale),
          of: index)
      }
    }
    return person
  }
  return try Microdata(
    people: people, columns: columns,
    forms: [
      ("gender", "Gender", nil), ("year_of_birth", "Born", nil), ("country", "Country", nil),
    ],
    instruments: [panas],
    situations: (places + (control.map { [$0.cell] } ?? [])).map { .init(cell: $0, text: nil) },
    leftOut: [],
    rules: ReleaseRules(
      description: ReleaseDescription(title: title, authors: [.init(group: "Makers")]),
      namesAuthors: false, identifying: identifying),
    secrets: ["secret-identity-1"])
}

/// What is released of masked people.
func dataset(_ masked: MaskedMicrodata, seed: UInt64 = 1) -> ReleasedDataset {
  var generator = SeededGenerator(seed: seed)
  return ReleasedDataset(
    masked, report: RiskReport(masked, earlier: nil, populations: [100_000], year: 2026),
    date: "2026-11-21", generator: "Evoke 0.0.0", using: &generator)
}

/// A new folder.
func temporaryFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appending(path: "evoke-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}
