import Resources
import Study
import TextFormats

@testable import EmotionBench

/// A small run, written as EmotionBench writes its own.
struct MadeRun {
  /// The cells, row by row: the header, the prompts, the items.
  var rows: [[String]]
  var lineEnding = "\n"

  static let instrument = try! Instrument(
    yaml: BundledFile.text("instruments/panas.yaml")!, file: "panas.yaml")

  static let design = Design([
    cell("Anger", "Bullying", 1, 1), cell("Anger", "Bullying", 1, 2),
    cell("Jealousy", "Romantic", 3, 1),
  ])

  private static func cell(_ emotion: String, _ factor: String, _ index: Int, _ situation: Int)
    -> Design.Cell
  {
    Design.Cell(
      key: SituationKey(emotion: emotion, factor: factor, index: situation), factorIndex: index)
  }

  /// Three default measures, two of each situation; answers from 1 to 5.
  init() {
    let names =
      (0..<3).map { "General_test-\($0)_order-0" }
      + ["Anger-0_scenario-0", "Anger-0_scenario-1", "Jealousy-2_scenario-0"].flatMap { name in
        (0..<2).map { "\(name)_test-\($0)_order-0" }
      }
    rows = [
      ["question-0", "order-0"] + names,
      ["Prompt: \"rate\",\n1. Interested", "You can only reply"] + names.map { "Imagine \($0)" },
    ]
    rows += Self.instrument.items.enumerated().map { index, item in
      ["\(index + 1). \(item.text)", "\(index + 1)"]
        + names.indices.map { String(Self.answer(index, $0)) }
    }
  }

  static func answer(_ item: Int, _ measure: Int) -> Int { 1 + (item * 3 + measure * 7) % 5 }

  /// The cell of an item (from 0) of a column.
  subscript(item: Int, column: String) -> String {
    get { rows[item + 2][rows[0].firstIndex(of: column)!] }
    set { rows[item + 2][rows[0].firstIndex(of: column)!] = newValue }
  }

  mutating func rename(_ name: String, _ other: String) {
    rows[0][rows[0].firstIndex(of: name)!] = other
  }

  mutating func remove(_ name: String) {
    let column = rows[0].firstIndex(of: name)!
    for row in rows.indices { rows[row].remove(at: column) }
  }

  /// The same with its columns in another order.
  func permuted(_ order: [Int]) -> MadeRun {
    var made = self
    made.rows = rows.map { row in order.map { row[$0] } }
    return made
  }

  var text: String {
    rows.map { row in
      row.map { cell in
        cell.contains { $0 == "," || $0 == "\"" || $0.isNewline }
          ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
      }.joined(separator: ",") + lineEnding
    }.joined()
  }

  func read() throws(DiagnosedError) -> RunFile { try Self.read(text) }

  static func read(_ text: String) throws(DiagnosedError) -> RunFile {
    try RunFile(Array(text.utf8), file: "made.csv", instrument: instrument, design: design)
  }
}

extension RunFile {
  /// The scores of one subscale, default and evoked ones each in the order of their columns.
  struct Scores {
    let subscale: SubscaleID
    let `default`: [Double]
    let evoked: [Double]
    /// The situation of each evoked score.
    let situation: [Int]
  }

  var scores: [Scores] {
    respondents.scores.map { table in
      let all = 0..<respondents.count
      let evoked = all.filter { table[.evoked, $0] != nil }
      return Scores(
        subscale: table.subscale, default: all.compactMap { table[.default, $0] },
        evoked: evoked.map { table[.evoked, $0]! },
        situation: evoked.map { respondents.cell(of: $0)! })
    }
  }

  /// The scores without the order of the columns: subscale, situation, score.
  var sorted: [String] {
    scores.flatMap { scores in
      scores.default.map { "\(scores.subscale) default \($0)" }
        + zip(scores.situation, scores.evoked).map { "\(scores.subscale) \($0) \($1)" }
    }.sorted()
  }
}
