package import Responses
package import Study

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

  /// Reads a run.
  ///
  /// A repetition that most situations have is missed where another situation lacks it, and so is
  /// a gap among the default measures.
  ///
  /// - Parameters:
  ///   - file: the name that problems are reported under.
  ///   - instrument: the scale that the run must have answered.
  ///   - design: the situations, which the file's names count from 0.
  /// - Throws: `StudyError` for a text that is no run file, or one whose columns all have to be left
  ///   out.
  package init(
    _ contents: [UInt8], file: String, instrument: Instrument, design: [SituationPlace]
  ) throws(StudyError) {
    let cells = try CellRanges(contents, file: file)
    let header = try RunHeader(cells)
    let orders = try header.orders(of: cells, instrument: instrument)
    let places = RunDesign(design)
    var scoring = RunScoring(instrument)
    var scores = instrument.subscales.map { Scores(subscale: $0.id) }
    var leftOut: [LeftOut] = []
    var used = 0
    var known: Set<RunColumnName> = []
    for (index, text) in header.measures {
      func leave(_ reason: String) {
        leftOut.append(LeftOut(column: text, reason: reason))
      }
      guard let name = RunColumnName(text) else {
        leave(
          text.isEmpty
            ? "the column has no name" : "the name is not that of a measure, such as "
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
      used += 1
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
    guard used > 0 else { throw Self.nothingLeft(leftOut, of: cells) }
    leftOut += places.missing(from: known).map { LeftOut(column: $0, reason: "not in the file") }
    self.instrument = instrument.id
    self.situations = design
    self.columns = used
    self.leftOut = leftOut
    self.scores = scores
  }

  private static func nothingLeft(_ leftOut: [LeftOut], of cells: CellRanges) -> StudyError {
    var reasons: [String] = []
    for column in leftOut where !reasons.contains(column.reason) && reasons.count < 3 {
      reasons.append(column.reason)
    }
    let count = leftOut.count == 1 ? "its one column" : "all its \(leftOut.count) columns"
    return StudyError([
      cells.diagnostic(
        row: 0, column: 0,
        "nothing is left of this run, \(count) must be left out: "
          + reasons.joined(separator: "; "))
    ])
  }
}

/// The first row of a run file.
private struct RunHeader {
  /// Every column that is no `question-k` and no `order-k`, with its name.
  private(set) var measures: [(index: Int, name: String)] = []
  private var orderColumns: [Int: Int] = [:]
  private var questionColumns: [Int: Int] = [:]

  init(_ cells: CellRanges) throws(StudyError) {
    guard cells.rowCount > 0 else {
      throw StudyError([
        Diagnostic(
          file: cells.file, line: 1, column: 1,
          "the file is empty; a run file of EmotionBench is expected")
      ])
    }
    for index in 0..<cells.cellCount(row: 0) {
      let name = cells.text(row: 0, column: index)
      if let order = RunColumnName.number(name, after: "order-") {
        orderColumns[order] = orderColumns[order] ?? index
      } else if let order = RunColumnName.number(name, after: "question-") {
        questionColumns[order] = questionColumns[order] ?? index
      } else {
        measures.append((index, name))
      }
    }
    guard measures.contains(where: { RunColumnName($0.name) != nil }) else {
      let found = cells.text(row: 0, column: 0)
      let separator = found.contains { $0 == ";" || $0 == "\t" }
      throw StudyError([
        cells.diagnostic(
          row: 0, column: 0,
          "this is no run file: a header with columns such as General_test-0_order-0 and "
            + "Anger-0_scenario-0_test-0_order-0 is expected, not \(quoted(found))"
            + (separator ? "; its cells must be separated by commas" : ""))
      ])
    }
  }

  /// The item order of the columns of each `order-k`.
  ///
  /// - Throws: `StudyError` where the questions are those of another scale, and for a row of answers
  ///   that is longer than the header: which of its cells is too many cannot be known.
  func orders(of cells: CellRanges, instrument: Instrument) throws(StudyError)
    -> [Int: Result<RunItemOrder, RunItemOrder.Fault>]
  {
    try refuseOtherScale(cells, instrument)
    let width = cells.cellCount(row: 0)
    for row in 1..<max(1, cells.rowCount) where cells.cellCount(row: row) > width {
      let surplus = (width..<cells.cellCount(row: row)).first {
        !cells.text(row: row, column: $0).isEmpty
      }
      if let surplus, isItem(row, of: cells) {
        throw StudyError([
          cells.diagnostic(
            row: row, column: surplus,
            "the row has \(cells.cellCount(row: row)) cells, the header has \(width): an answer "
              + "stands in a wrong column")
        ])
      }
    }
    var orders: [Int: Result<RunItemOrder, RunItemOrder.Fault>] = [:]
    for (order, column) in orderColumns {
      do throws(RunItemOrder.Fault) {
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

  private func isItem(_ row: Int, of cells: CellRanges) -> Bool {
    orderColumns.values.contains {
      RunColumnName.number(cells.text(row: row, column: $0), after: "") != nil
    }
  }

  private func refuseOtherScale(_ cells: CellRanges, _ instrument: Instrument) throws(StudyError) {
    let words = Set(instrument.items.map { $0.text.lowercased() })
    var first: Diagnostic?
    for (order, column) in questionColumns.sorted(by: { $0.key < $1.key }) {
      guard let numbers = orderColumns[order] else { continue }
      for row in stride(from: 1, to: cells.rowCount, by: 1) {
        let question = cells.text(row: row, column: column)
        guard !question.isEmpty,
          RunColumnName.number(cells.text(row: row, column: numbers), after: "") != nil
        else { continue }
        if words.contains(RunItemOrder.word(question)) { return }
        first =
          first
          ?? cells.diagnostic(
            row: row, column: column,
            "the run answers another scale: \(quoted(question)) is no item of the "
              + "\(instrument.title) (\(instrument.id))")
      }
    }
    if let first { throw StudyError([first]) }
  }
}

/// The design under the names of run files.
private struct RunDesign {
  struct Fault: Error {
    let reason: String
  }

  private let design: [SituationPlace]
  private var places: [RunColumnName.Scenario: Int32] = [:]

  init(_ design: [SituationPlace]) {
    self.design = design
    for (index, place) in design.enumerated() { places[Self.scenario(place)] = Int32(index) }
  }

  private static func scenario(_ place: SituationPlace) -> RunColumnName.Scenario {
    RunColumnName.Scenario(
      emotion: place.key.emotion, factor: place.factorIndex - 1, scenario: place.key.index - 1)
  }

  /// The place in the design of a name's situation, or why there is none.
  func place(of scenario: RunColumnName.Scenario) -> Result<Int32, Fault> {
    if let place = places[scenario] { return .success(place) }
    let inEmotion = design.filter { $0.key.emotion == scenario.emotion }
    guard !inEmotion.isEmpty else {
      let emotions = Set(design.map(\.key.emotion))
      let hint = nearest(to: scenario.emotion, among: emotions.sorted())
      return .failure(
        Fault(
          reason: "the design has no emotion \(quoted(scenario.emotion))"
            + (hint.map { "; did you mean \($0)?" } ?? "")))
    }
    guard let factor = inEmotion.first(where: { $0.factorIndex == scenario.factor + 1 }) else {
      return .failure(
        Fault(
          reason: "\(scenario.emotion) has no factor \(scenario.factor) "
            + "(run files count from 0)"))
    }
    return .failure(
      Fault(
        reason: "\(scenario.emotion) › \(factor.key.factor) has no scenario "
          + "\(scenario.scenario) (run files count from 0)"))
  }

  /// The names of columns that a file with these ones lacks.
  func missing(from known: Set<RunColumnName>) -> [String] {
    var general: [Int: Set<Int>] = [:]
    var situations: [RunColumnName.Repetition: Int] = [:]
    var present: Set<RunColumnName.Scenario> = []
    for name in known {
      guard let scenario = name.scenario else {
        general[name.repetition.order, default: []].insert(name.repetition.test)
        continue
      }
      guard places[scenario] != nil else { continue }
      present.insert(scenario)
      situations[name.repetition, default: 0] += 1
    }
    var names: [RunColumnName] = []
    for (order, tests) in general.sorted(by: { $0.key < $1.key }) {
      // A stray number far beyond the others is no sign of a gap.
      guard let last = tests.max(), last < 2 * tests.count else { continue }
      names += (0...last).filter { !tests.contains($0) }.map {
        RunColumnName(scenario: nil, repetition: .init(test: $0, order: order))
      }
    }
    let expected = situations.filter { 2 * $0.value >= present.count }.keys.sorted()
    for place in design {
      names += expected.map { RunColumnName(scenario: Self.scenario(place), repetition: $0) }
        .filter { !known.contains($0) }
    }
    return names.map(\.description)
  }
}

/// Reads the answers of a column and scores them, with what does not change between columns looked
/// up once.
private struct RunScoring {
  private struct Part {
    let item: Int
    let weight: Double
  }

  private let instrument: Instrument
  private let allowed: [[Double]]
  private let reflection: [Double?]
  private let parts: [[Part]]
  private let expected: [String]
  private var values: [Double]

  init(_ instrument: Instrument) {
    self.instrument = instrument
    allowed = instrument.items.map { $0.options.map(\.value) }
    // A reversed answer counts low + high - answer.
    reflection = instrument.items.map { $0.reversed ? $0.scored(0) : nil }
    let place = Dictionary(
      uniqueKeysWithValues: instrument.items.enumerated().map { ($1.id, $0) })
    parts = instrument.subscales.map { subscale in
      subscale.parts.compactMap { part in
        place[part.item].map { Part(item: $0, weight: part.weight) }
      }
    }
    expected = allowed.map { values in
      let isRun = zip(values, values.dropFirst()).allSatisfy { $1 - $0 == 1 }
      return isRun && values.count > 2
        ? "a whole number from \(formatted(values[0])) to \(formatted(values[values.count - 1]))"
        : values.map(formatted).joined(separator: ", ")
    }
    values = Array(repeating: 0, count: instrument.items.count)
  }

  /// Takes the column's answers; says why they cannot be taken, or nil.
  mutating func read(column: Int, rows: [Int], of cells: CellRanges) -> String? {
    var blank: [Int] = []
    for (item, row) in rows.enumerated() {
      guard let bytes = cells.bytes(row: row, column: column), !Self.isBlank(bytes) else {
        blank.append(item)
        continue
      }
      guard let value = Self.number(bytes), allowed[item].contains(value) else {
        return "line \(cells.line(row: row)): \(RunItemOrder.name(item, of: instrument)) is "
          + "\(quoted(cells.text(row: row, column: column))); \(expected[item]) is expected"
      }
      values[item] = reflection[item].map { $0 - value } ?? value
    }
    guard let first = blank.first else { return nil }
    if blank.count == rows.count { return "every answer is blank" }
    let place = "line \(cells.line(row: rows[first])): \(RunItemOrder.name(first, of: instrument))"
    return blank.count == 1
      ? "\(place) is blank" : "\(blank.count) answers are blank, such as \(place)"
  }

  /// The score of the answers taken last.
  func score(_ subscale: Int) -> Double {
    let rule = instrument.subscales[subscale]
    var weighted = 0.0
    var weight = 0.0
    for part in parts[subscale] {
      weighted += part.weight * values[part.item]
      weight += part.weight
    }
    return (rule.method == .sum ? weighted : weighted / weight) * rule.factor
  }

  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// A decimal number, spaces around it allowed: `3`, ` 3`, `3.0`.
  private static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    if bytes.count == 1, let digit = bytes.first {
      return digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "9")
        ? Double(digit - UInt8(ascii: "0")) : nil
    }
    let text = String(decoding: bytes, as: UTF8.self).trimmingWhitespace
    guard text.utf8.allSatisfy({ $0 < 0x80 && "0123456789.-+eE".utf8.contains($0) }) else {
      return nil
    }
    return Double(text)
  }
}
