import Study

/// The crowd's sheet as it is read row by row, and the participants it makes at the end.
struct CrowdTable {
  /// The first participant's column, C.
  private static let firstColumn = 3
  /// The column of the labels, B.
  private static let labelColumn = 2
  /// The most rows that are looked at; the published sheet has 54.
  private static let mostRows = 500
  /// Years of birth that are believed.
  private static let years = 1900.0...2100.0

  private enum Answer {
    case text(String)
    case number(Double, text: String)
    case invalid(String)
  }

  /// The cells of a row from ``firstColumn`` on, as far as the codes reach.
  private enum Cells {
    /// A response, 0 for a blank cell, ``invalidResponse`` for one that is reported already.
    case responses([UInt8])
    case answers([Answer?])
    case none
  }

  private static let invalidResponse = UInt8.max

  private let layout: CrowdLayout
  private let labels: CrowdLabels
  private let sheet: String
  private var participantCells: [Design.Cell?] = []
  private var hasCode: [Bool] = []
  private var rows: [CrowdLabels.Found] = []
  private var cells: [Cells] = []
  private var uncodedColumns: Set<Int> = []
  private var surplusRow: Int?
  private var headerProblems = ProblemList()
  private var cellProblems = ProblemList()

  init(layout: CrowdLayout, sheet: String) {
    self.layout = layout
    self.sheet = sheet
    labels = CrowdLabels(items: layout.items)
  }

  /// Takes the sheet's next row.
  mutating func take(_ row: WorkbookRow) {
    if row.number == 1 { return takeCodes(row) }
    let label = row.cells.first { $0.column == Self.labelColumn }.map(row.text) ?? ""
    let firstCell = row.cells.firstIndex { $0.column >= Self.firstColumn } ?? row.cells.endIndex
    let values = row.cells[firstCell...]
    if label.isEmpty, values.allSatisfy({ $0.value == .blank }) { return }
    guard rows.count < Self.mostRows else {
      surplusRow = surplusRow ?? row.number
      return
    }
    let candidates = labels.candidates(for: label)
    rows.append(CrowdLabels.Found(number: row.number, label: label, candidates: candidates))
    guard let candidate = candidates.first else {
      cells.append(.none)
      return
    }
    cells.append(
      labels.expected[candidate].isItem
        ? .responses(responses(values, of: row)) : .answers(answers(values, of: row)))
  }

  /// Returns the participants of the given rows.
  ///
  /// Throws if anything is wrong with them; see ``WorkbookError/problems`` for the order.
  func participants(file: String) throws(WorkbookError) -> [CrowdParticipant] {
    var problems = ProblemList()
    if let surplusRow {
      problems.add(
        problem(
          "\(surplusRow)", "the sheet has more than \(Self.mostRows) rows below its codes",
          "\(labels.expected.count) rows and a few derived ones",
          "Check that it is the right sheet."))
    }
    let (positions, labelProblems) = labels.assign(rows, sheet: sheet)
    problems.add(labelProblems)
    problems.add(headerProblems)
    if !hasCode.contains(true) {
      problems.add(
        problem(
          "C1", "there is no participant's code",
          "a code like Angry_F1S1 in row 1 from column C on",
          "Check that it is the right sheet."))
    }
    for column in uncodedColumns.sorted() {
      problems.add(
        problem(
          CellReference(row: 1, column: column).description,
          "the column has responses but no participant's code",
          "a code like Angry_F1S1", "Add the code, or clear the column."))
    }
    let blank = reportBlanks(positions, &problems)
    problems.add(cellProblems)
    let years = yearsOfBirth(positions, &problems)
    let texts = [0, 2, 3, 4].map { textAnswers(positions, $0, &problems) }
    problems.add(blank)
    guard problems.isEmpty else {
      throw WorkbookError(file: file, problems: problems.problems, unlisted: problems.unlisted)
    }
    let responses = positions.dropFirst(labels.expected.count - 2 * layout.items.count).map {
      if case .responses(let responses) = cells[$0!] { responses } else { [UInt8]() }
    }
    let count = layout.items.count
    return participantCells.indices.compactMap { index in
      participantCells[index].map { cell in
        CrowdParticipant(
          column: CellReference.letters(ofColumn: index + Self.firstColumn),
          cell: cell, gender: texts[0][index], yearOfBirth: years[index], country: texts[1][index],
          employment: texts[2][index], education: texts[3][index],
          default: responses[..<count].map { Int($0[index]) },
          evoked: responses[count...].map { Int($0[index]) })
      }
    }
  }

  private mutating func takeCodes(_ row: WorkbookRow) {
    let codes = row.cells.filter { $0.column >= Self.firstColumn && $0.value != .blank }
    guard let last = codes.last else { return }
    participantCells = Array(repeating: nil, count: last.column - Self.firstColumn + 1)
    hasCode = Array(repeating: false, count: participantCells.count)
    for cell in codes {
      let code = row.text(of: cell)
      guard !code.isEmpty else { continue }
      hasCode[cell.column - Self.firstColumn] = true
      do throws(CodeFault) {
        participantCells[cell.column - Self.firstColumn] = try layout.cell(of: code)
      } catch {
        let problem = problem(
          row.reference(of: cell).description, error.wrong, error.expected,
          "Correct the code, or remove the participant's column.")
        headerProblems.add(problem)
      }
    }
  }

  private mutating func responses(
    _ values: ArraySlice<WorkbookCell>, of row: WorkbookRow
  ) -> [UInt8] {
    var responses = [UInt8](repeating: 0, count: participantCells.count)
    for cell in values where cell.value != .blank {
      let index = cell.column - Self.firstColumn
      guard index < participantCells.count, hasCode[index] else {
        uncodedColumns.insert(cell.column)
        continue
      }
      if case .number(let number) = cell.value, let response = Int(exactly: number),
        layout.responses.contains(response)
      {
        responses[index] = UInt8(response)
      } else {
        responses[index] = Self.invalidResponse
        let problem = invalidResponse(cell, of: row)
        cellProblems.add(problem)
      }
    }
    return responses
  }

  private func invalidResponse(
    _ cell: WorkbookCell, of row: WorkbookRow
  ) -> WorkbookError.Problem {
    let text = row.text(of: cell)
    let remedy = "Correct the cell, or remove the participant's column."
    let wrong: String
    var advice = remedy
    switch cell.value {
    case .number: wrong = "the response is \(quoted(text))"
    case .text:
      wrong = "the response is the text \(quoted(text))"
      if Int(text) != nil { advice = "Turn the text into a number in a spreadsheet program." }
    case .boolean: wrong = "the response is a truth value"
    case .error: wrong = "the response is the error \(quoted(text))"
    case .blank: wrong = "the response is blank"
    }
    return problem(row.reference(of: cell).description, wrong, allowedResponses, advice)
  }

  private mutating func answers(
    _ values: ArraySlice<WorkbookCell>, of row: WorkbookRow
  ) -> [Answer?] {
    var answers = [Answer?](repeating: nil, count: participantCells.count)
    for cell in values where cell.value != .blank {
      let text = row.text(of: cell)
      guard !text.isEmpty else { continue }
      let index = cell.column - Self.firstColumn
      guard index < participantCells.count, hasCode[index] else {
        uncodedColumns.insert(cell.column)
        continue
      }
      switch cell.value {
      case .number(let number): answers[index] = .number(number, text: text)
      case .text: answers[index] = .text(text)
      case .boolean: answers[index] = .invalid("a truth value")
      case .error: answers[index] = .invalid("the error \(quoted(text))")
      case .blank: break
      }
    }
    return answers
  }

  /// The blank responses of the participants; if all of a participant's responses are blank, one
  /// problem alone.
  private func reportBlanks(_ positions: [Int?], _ problems: inout ProblemList) -> ProblemList {
    var items: [(row: Int, responses: [UInt8])] = []
    for position in positions.compactMap(\.self) {
      if case .responses(let responses) = cells[position] {
        items.append((rows[position].number, responses))
      }
    }
    var blanks = ProblemList()
    guard !items.isEmpty else { return blanks }
    let isEmpty = hasCode.indices.map { index in
      hasCode[index] && items.allSatisfy { $0.responses[index] == 0 }
    }
    for index in isEmpty.indices where isEmpty[index] {
      problems.add(
        problem(
          CellReference.letters(ofColumn: index + Self.firstColumn),
          "the participant has a code but no responses", "\(items.count) responses",
          "Remove the column, or fill it in."))
    }
    for (row, responses) in items {
      for index in responses.indices
      where responses[index] == 0 && hasCode[index] && !isEmpty[index] {
        blanks.add(
          problem(
            CellReference(row: row, column: index + Self.firstColumn).description,
            "the response is blank", allowedResponses,
            "Fill in the cell, or remove the participant's column."))
      }
    }
    return blanks
  }

  private func yearsOfBirth(_ positions: [Int?], _ problems: inout ProblemList) -> [Int?] {
    answers(positions, 1, &problems) { answer in
      if case .number(let number, _) = answer, Self.years.contains(number) {
        return Int(exactly: number)
      }
      return nil
    }
  }

  private func textAnswers(
    _ positions: [Int?], _ expected: Int, _ problems: inout ProblemList
  ) -> [String?] {
    answers(positions, expected, &problems) { answer in
      switch answer {
      case .text(let text), .number(_, let text): text
      case .invalid: nil
      }
    }
  }

  /// The answers of an expected row as `value` reads them, nil if not answered; answers that it
  /// cannot read are problems.
  private func answers<Value>(
    _ positions: [Int?], _ expected: Int, _ problems: inout ProblemList,
    value: (Answer) -> Value?
  ) -> [Value?] {
    var values = [Value?](repeating: nil, count: participantCells.count)
    guard let position = positions[expected], case .answers(let answers) = cells[position] else {
      return values
    }
    for (index, answer) in answers.enumerated() {
      guard let answer else { continue }
      values[index] = value(answer)
      guard values[index] == nil else { continue }
      let shown =
        switch answer {
        case .text(let text): "the text \(quoted(text))"
        case .number(_, let text): quoted(text)
        case .invalid(let what): what
        }
      problems.add(
        problem(
          CellReference(row: rows[position].number, column: index + Self.firstColumn).description,
          "the answer is \(shown)",
          labels.expected[expected] == .yearOfBirth
            ? "a year from \(Int(Self.years.lowerBound)) to \(Int(Self.years.upperBound))"
            : "a text",
          "Correct the cell, or clear it if the answer is not known."))
    }
    return values
  }

  private var allowedResponses: String {
    "a whole number from \(layout.responses.lowerBound) to \(layout.responses.upperBound)"
  }

  private func problem(
    _ cell: String, _ wrong: String, _ expected: String, _ remedy: String
  ) -> WorkbookError.Problem {
    WorkbookError.Problem(
      sheet: sheet, cell: cell, wrong: wrong, expected: expected, remedy: remedy)
  }
}
