import Study
import TextFormats

/// Why columns of a run file cannot be used.
struct RunFault: Error {
  let reason: String
}

/// Which row of a run file answers which item, for the columns of one order: the numbers of
/// `order-k`, which the words of `question-k` must bear out if that column exists.
struct RunItemOrder {
  /// The row of each item of the instrument, in the instrument's order.
  let rows: [Int]

  init(
    named name: String, column: Int, questions: Int?, of cells: CSVCells, instrument: Instrument
  ) throws(RunFault) {
    let items = instrument.items
    var rowOfItem = [Int?](repeating: nil, count: items.count)
    for row in stride(from: 1, to: cells.rowCount, by: 1) {
      let text = cells.trimmedText(row: row, column: column)
      // The row of the prompts has a text here.
      guard let number = RunColumnName.number(text, after: "") else { continue }
      let line = cells.line(row: row)
      guard items.indices.contains(number - 1) else {
        throw RunFault(
          reason: "\(name) says item \(number) on line \(line); \(instrument.title) has "
            + "\(items.count)")
      }
      let item = Self.name(number - 1, of: instrument)
      if let earlier = rowOfItem[number - 1] {
        throw RunFault(
          reason: "\(name) says \(item) twice, on lines \(cells.line(row: earlier)) and \(line)")
      }
      rowOfItem[number - 1] = row
      if let questions {
        let word = Self.word(cells.trimmedText(row: row, column: questions))
        guard word.isEmpty || word == items[number - 1].text.lowercased() else {
          throw RunFault(
            reason:
              "line \(line) asks \(quoted(cells.trimmedText(row: row, column: questions))), but "
              + "\(name) says \(item)")
        }
      }
    }
    let missing = rowOfItem.indices.filter { rowOfItem[$0] == nil }
    guard missing.isEmpty else {
      let names = missing.prefix(3).map { Self.name($0, of: instrument) }
      throw RunFault(
        reason: "\(name) has no row for \(names.joined(separator: ", "))"
          + (missing.count > 3 ? " and \(missing.count - 3) more" : ""))
    }
    rows = rowOfItem.compactMap { $0 }
  }

  /// `item 7 (Scared)`.
  static func name(_ index: Int, of instrument: Instrument) -> String {
    "item \(index + 1) (\(instrument.items[index].text))"
  }

  /// The wording of a question in lower case, without its number: `7. Scared`.
  static func word(_ question: String) -> String {
    let digits = question.prefix { $0.isWholeNumber }
    let rest = question.dropFirst(digits.count)
    return (!digits.isEmpty && rest.hasPrefix(".") ? String(rest.dropFirst()) : question)
      .trimmingWhitespace.lowercased()
  }
}
