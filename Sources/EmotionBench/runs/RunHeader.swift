import Study
import TextFormats

/// The first row of a run file.
struct RunHeader {
  /// Every column that is neither `question-k` nor `order-k`, with its name.
  private(set) var measures: [(index: Int, name: String)] = []
  private var orderColumns: [Int: Int] = [:]
  private var questionColumns: [Int: Int] = [:]

  init(_ cells: CSVCells) throws(DiagnosedError) {
    guard cells.rowCount > 0 else {
      throw DiagnosedError([
        Diagnostic(
          file: cells.file, line: 1, column: 1,
          "the file is empty; expected an EmotionBench run file")
      ])
    }
    for index in 0..<cells.cellCount(row: 0) {
      let name = cells.trimmedText(row: 0, column: index)
      if let order = RunColumnName.number(name, after: "order-") {
        orderColumns[order] = orderColumns[order] ?? index
      } else if let order = RunColumnName.number(name, after: "question-") {
        questionColumns[order] = questionColumns[order] ?? index
      } else {
        measures.append((index, name))
      }
    }
    guard measures.contains(where: { RunColumnName($0.name) != nil }) else {
      let found = cells.trimmedText(row: 0, column: 0)
      let separator = found.contains { $0 == ";" || $0 == "\t" }
      throw DiagnosedError([
        cells.diagnostic(
          row: 0, column: 0,
          "not a run file: expected a header with columns such as General_test-0_order-0 and "
            + "Anger-0_scenario-0_test-0_order-0, not \(quoted(found))"
            + (separator ? "; its cells must be separated by commas" : ""))
      ])
    }
  }

  /// The item order of the columns of each `order-k`.
  ///
  /// - Throws: `DiagnosedError` where the questions are those of another scale, and for a row of answers
  ///   that is longer than the header: which of its cells is too many cannot be known.
  func orders(of cells: CSVCells, instrument: Instrument) throws(DiagnosedError)
    -> [Int: Result<RunItemOrder, RunFault>]
  {
    try refuseOtherScale(cells, instrument)
    let width = cells.cellCount(row: 0)
    for row in 1..<max(1, cells.rowCount) where cells.cellCount(row: row) > width {
      let surplus = (width..<cells.cellCount(row: row)).first {
        !cells.trimmedText(row: row, column: $0).isEmpty
      }
      if let surplus, isItem(row, of: cells) {
        throw DiagnosedError([
          cells.diagnostic(
            row: row, column: surplus,
            "the row has \(cells.cellCount(row: row)) cells, the header has \(width): an answer "
              + "is in the wrong column")
        ])
      }
    }
    var orders: [Int: Result<RunItemOrder, RunFault>] = [:]
    for (order, column) in orderColumns {
      do throws(RunFault) {
        orders[order] = .success(
          try RunItemOrder(
            named: "order-\(order)", column: column, questions: questionColumns[order],
            of: cells, instrument: instrument))
      } catch {
        orders[order] = .failure(error)
      }
    }
    return orders
  }

  private func isItem(_ row: Int, of cells: CSVCells) -> Bool {
    orderColumns.values.contains {
      RunColumnName.number(cells.trimmedText(row: row, column: $0), after: "") != nil
    }
  }

  private func refuseOtherScale(_ cells: CSVCells, _ instrument: Instrument)
    throws(DiagnosedError)
  {
    let words = Set(instrument.items.map { $0.text.lowercased() })
    var first: Diagnostic?
    for (order, column) in questionColumns.sorted(by: { $0.key < $1.key }) {
      guard let numbers = orderColumns[order] else { continue }
      for row in stride(from: 1, to: cells.rowCount, by: 1) {
        let question = cells.trimmedText(row: row, column: column)
        guard !question.isEmpty,
          RunColumnName.number(cells.trimmedText(row: row, column: numbers), after: "") != nil
        else { continue }
        if words.contains(RunItemOrder.word(question)) { return }
        first =
          first
          ?? cells.diagnostic(
            row: row, column: column,
            "the run answers another scale: \(quoted(question)) is not an item of the "
              + "\(instrument.title) (\(instrument.id))")
      }
    }
    if let first { throw DiagnosedError([first]) }
  }
}
