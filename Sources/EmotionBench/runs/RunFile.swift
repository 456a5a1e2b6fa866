package import Study
package import TextFormats

/// A model's answers as EmotionBench's run files hold them: one column per repetition, one row per
/// item.
///
/// A column counts when all its answers are there and allowed; any other is excluded whole, as
/// EmotionBench does, and named with the reason.
package struct RunFile: Sendable {
  /// The columns that count: scores, answers and, as their keys, the columns' names. Each is a default
  /// measure or an evoked one: none of the one belongs to one of the other.
  package let respondents: Respondents
  /// Those of the file in its order, then those that it lacks in the order of the design.
  package let leftOut: [UnusedColumn]

  /// Reads a run.
  ///
  /// A repetition that most situations have is missed where another situation lacks it, and so is
  /// a gap among the default measures.
  ///
  /// - Parameters:
  ///   - file: the name that problems are reported under.
  ///   - instrument: the scale that the run must have answered.
  ///   - design: the situations, which the file's names count from 0.
  /// - Throws: `DiagnosedError` for a text that is not a run file, or one whose columns all have to be left
  ///   out.
  package init(
    _ contents: [UInt8], file: String, instrument: Instrument, design: Design
  ) throws(DiagnosedError) {
    try Self.refuseBinary(contents, file: file)
    let cells = try CSVCells(contents, file: file, quoting: .lenient)
    let header = try RunHeader(cells)
    let orders = try header.orders(of: cells, instrument: instrument)
    let situations = RunDesign(design)
    var answers = RunAnswers(instrument)
    var leftOut: [UnusedColumn] = []
    var keys: [String] = []
    var cellOf: [Int32] = []
    var tables = Occasion.allCases.map { AnswerTable([instrument], $0) }
    var known: Set<RunColumnName> = []
    for (index, text) in header.measures {
      func leave(_ reason: String) {
        leftOut.append(UnusedColumn(column: text, reason: reason))
      }
      guard let name = RunColumnName(text) else {
        leave(
          text.isEmpty
            ? "the column has no name"
            : "the name is not that of a measure, such as "
              + "General_test-0_order-0 or Anger-0_scenario-0_test-0_order-0")
        continue
      }
      guard known.insert(name).inserted else {
        leave("an earlier column has this name")
        continue
      }
      var cell = Respondents.noCell
      if let scenario = name.scenario {
        do throws(RunFault) {
          cell = try situations.cell(of: scenario)
        } catch {
          leave(error.reason)
          continue
        }
      }
      let rows: [Int]
      switch orders[name.repetition.order] {
      case nil:
        leave("there is no column order-\(name.repetition.order)")
        continue
      case .failure(let fault):
        leave(fault.reason)
        continue
      case .success(let order): rows = order.rows
      }
      if let reason = answers.read(column: index, rows: rows, of: cells) {
        leave(reason)
        continue
      }
      let table = name.scenario == nil ? 0 : 1
      tables[table].addRow(
        respondent: Int32(keys.count), order: rows.indices.sorted { rows[$0] < rows[$1] })
      for (item, value) in answers.given.enumerated() {
        tables[table].setAnswer(value, row: tables[table].rows - 1, column: item)
      }
      keys.append(text)
      cellOf.append(cell)
    }
    guard !keys.isEmpty else { throw Self.nothingLeft(leftOut, of: cells) }
    leftOut += situations.missing(from: known).map {
      UnusedColumn.absent($0)
    }
    self.leftOut = leftOut
    respondents = Respondents(
      .model, design: design, cells: cellOf, keys: keys,
      scores: instrument.scores(of: tables, count: keys.count), answers: tables)
  }

  /// Whether a line is the header of a run file: it names at least one measure.
  package static func isHeader(_ line: some Sequence<UInt8>) -> Bool {
    guard let cells = try? CSVCells(Array(line), file: "", quoting: .lenient), cells.rowCount > 0
    else {
      return false
    }
    return (0..<cells.cellCount(row: 0)).contains {
      RunColumnName(cells.text(row: 0, column: $0)) != nil
    }
  }

  private static func refuseBinary(_ contents: [UInt8], file: String) throws(DiagnosedError) {
    let isArchive = contents.starts(with: [0x50, 0x4B, 0x03, 0x04])
    guard isArchive || contents.prefix(4_096).contains(0) else { return }
    throw DiagnosedError([
      Diagnostic(
        file: file, line: 1, column: 1,
        "not a run file: this is "
          + (isArchive
            ? "a zip archive (perhaps a workbook, which `--against` takes)"
            : "a file of bytes that are not text")
          + "; expected a CSV file from EmotionBench")
    ])
  }

  private static func nothingLeft(
    _ leftOut: [UnusedColumn], of cells: CSVCells
  ) -> DiagnosedError {
    var reasons: [String] = []
    for column in leftOut where !reasons.contains(column.reason) && reasons.count < 3 {
      reasons.append(column.reason)
    }
    let count = leftOut.count == 1 ? "its one column" : "all its \(leftOut.count) columns"
    return DiagnosedError([
      cells.diagnostic(
        row: 0, column: 0,
        "the run has no usable column; problems in \(count): "
          + reasons.joined(separator: "; "))
    ])
  }
}
