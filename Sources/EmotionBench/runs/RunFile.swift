package import Study
package import TextFormats

/// A model's answers as EmotionBench's run files hold them: a column a repetition, a row an item.
///
/// A column counts when all its answers are there and allowed; any other is left out whole, as
/// EmotionBench does, and named with the reason.
package struct RunFile: Sendable {
  /// A column that does not count.
  package struct LeftOut: Sendable, Hashable {
    /// The column's name; a name that should be there, where the file lacks it.
    package let column: String
    package let reason: String
  }

  /// The scores of one subscale. Default and evoked scores are repetitions apart: none of the one
  /// belongs to one of the other.
  package struct Scores: Sendable {
    package let subscale: SubscaleID
    package fileprivate(set) var `default`: [Double] = []
    package fileprivate(set) var evoked: [Double] = []
    /// The situation of each evoked score, as an index into the situations.
    package fileprivate(set) var situation: [Int32] = []
  }

  package let instrument: InstrumentID
  /// The design, whether or not the run has answers to all of it.
  package let situations: [SituationPlace]
  /// How many columns count.
  package let columns: Int
  /// Those of the file in its order, then those that it lacks in the order of the design.
  package let leftOut: [LeftOut]
  package let scores: [Scores]
  /// The answers themselves; a respondent is a column, its key the column's name.
  package let answers: ItemAnswers

  /// Reads a run.
  ///
  /// A repetition that most situations have is missed where another situation lacks it, and so is
  /// a gap among the default measures.
  ///
  /// - Parameters:
  ///   - file: the name that problems are reported under.
  ///   - instrument: the scale that the run must have answered.
  ///   - design: the situations, which the file's names count from 0.
  /// - Throws: `DiagnosedError` for a text that is no run file, or one whose columns all have to be left
  ///   out.
  package init(
    _ contents: [UInt8], file: String, instrument: Instrument, design: [SituationPlace]
  ) throws(DiagnosedError) {
    try Self.refuseBinary(contents, file: file)
    let cells = try CSVCells(contents, file: file, quoting: .lenient)
    let header = try RunHeader(cells)
    let orders = try header.orders(of: cells, instrument: instrument)
    let places = RunDesign(design)
    var scoring = RunScoring(instrument)
    var scores = instrument.subscales.map { Scores(subscale: $0.id) }
    var leftOut: [LeftOut] = []
    var respondents: [ItemAnswers.Respondent] = []
    var tables = Occasion.allCases.map { AnswerTable([instrument], $0) }
    var known: Set<RunColumnName> = []
    for (index, text) in header.measures {
      func leave(_ reason: String) {
        leftOut.append(LeftOut(column: text, reason: reason))
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
        leave("a column of this name stands before it")
        continue
      }
      var place: Int32?
      if let scenario = name.scenario {
        switch places.place(of: scenario) {
        case .success(let found): place = found
        case .failure(let fault):
          leave(fault.reason)
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
      if let reason = scoring.read(column: index, rows: rows, of: cells) {
        leave(reason)
        continue
      }
      let table = place == nil ? 0 : 1
      tables[table].addRow(
        respondent: Int32(respondents.count), order: rows.indices.sorted { rows[$0] < rows[$1] })
      for (item, value) in scoring.given.enumerated() {
        tables[table].setAnswer(value, row: tables[table].rows - 1, column: item)
      }
      respondents.append(.init(key: text, situation: place.map { design[Int($0)].key }))
      for subscale in scores.indices {
        let score = scoring.score(subscale)
        if let place {
          scores[subscale].evoked.append(score)
          scores[subscale].situation.append(place)
        } else {
          scores[subscale].default.append(score)
        }
      }
    }
    guard !respondents.isEmpty else { throw Self.nothingLeft(leftOut, of: cells) }
    leftOut += places.missing(from: known).map { LeftOut(column: $0, reason: "not in the file") }
    self.instrument = instrument.id
    self.situations = design
    self.columns = respondents.count
    self.leftOut = leftOut
    self.scores = scores
    answers = ItemAnswers(respondents: respondents, tables: tables)
  }

  private static func refuseBinary(_ contents: [UInt8], file: String) throws(DiagnosedError) {
    let isArchive = contents.starts(with: [0x50, 0x4B, 0x03, 0x04])
    guard isArchive || contents.prefix(4_096).contains(0) else { return }
    throw DiagnosedError([
      Diagnostic(
        file: file, line: 1, column: 1,
        "this is no run file but "
          + (isArchive ? "a zip archive, such as a workbook" : "a file of bytes that are no text")
          + "; a CSV text of EmotionBench is expected")
    ])
  }

  private static func nothingLeft(_ leftOut: [LeftOut], of cells: CSVCells) -> DiagnosedError {
    var reasons: [String] = []
    for column in leftOut where !reasons.contains(column.reason) && reasons.count < 3 {
      reasons.append(column.reason)
    }
    let count = leftOut.count == 1 ? "its one column" : "all its \(leftOut.count) columns"
    return DiagnosedError([
      cells.diagnostic(
        row: 0, column: 0,
        "nothing is left of this run, \(count) must be left out: "
          + reasons.joined(separator: "; "))
    ])
  }
}
