import GRDB
package import Study

extension ResponseStore {
  /// All respondents of a kind who completed, in the order of the store, as they are at one moment:
  /// everything is read in one transaction, so that whoever completes meanwhile is in all of it or in
  /// nothing.
  ///
  /// Scores are read as they were stored, never computed from answers. If an instrument was given
  /// more than once on an occasion, the first administration counts.
  ///
  /// - Parameter yearOfImports: the calendar year in which imported respondents took part, which the
  ///   store does not know.
  package func respondents(
    of kind: RespondentKind, including parts: Respondents.Parts, yearOfImports: Int? = nil
  ) async throws -> Respondents {
    try await read {
      try $0.respondents(of: kind, including: parts, yearOfImports: yearOfImports)
    }
  }
}

extension Database {
  func respondents(
    of kind: RespondentKind, including parts: Respondents.Parts, yearOfImports: Int? = nil
  ) throws -> Respondents {
    try respondents(
      SnapshotReader(self, kind), including: parts, yearOfImports: yearOfImports)
  }

  /// One respondent who has completed, with what the study's rules look at.
  func respondent(
    _ state: RespondentState, in registered: RegisteredStudy
  ) throws -> Respondents {
    try respondents(
      SnapshotReader(self, state, askedBy: registered), including: [.answers, .checks])
  }

  private func respondents(
    _ reader: SnapshotReader, including parts: Respondents.Parts, yearOfImports: Int? = nil
  ) throws -> Respondents {
    let scores = parts.contains(.scores) ? try reader.scores() : []
    let answers =
      parts.contains(.answers) ? try reader.answers(withTimes: parts.contains(.times)) : []
    let attributes =
      parts.contains(.attributes) ? try reader.attributes(yearOfImports: yearOfImports) : nil
    return Respondents(
      reader.kind, design: reader.design, cells: reader.cells,
      keys: parts.contains(.keys) ? try reader.keys() : [], scores: scores, answers: answers,
      attributes: attributes, checks: parts.contains(.checks) ? try reader.checks() : nil,
      unfinished: parts.contains(.unfinished)
        ? try unfinished(reader.kind, among: reader.design) : nil)
  }

  /// Those of a kind who were given a situation here and did not complete; nil if all were imported,
  /// which files do not say of.
  private func unfinished(
    _ kind: RespondentKind, among design: Design
  ) throws -> Respondents.Unfinished? {
    let wereAsked = try Bool.fetchOne(
      self, sql: "SELECT EXISTS (SELECT 1 FROM respondent WHERE kind = ? AND channel <> 'import')",
      arguments: [kind.rawValue])
    guard wereAsked == true else { return nil }
    let reader = try SnapshotReader(self, kind, whose: .unfinished)
    return Respondents.Unfinished(
      cells: reader.cells, attributes: try reader.attributes(yearOfImports: nil))
  }
}

/// Reads the columns of a snapshot, each large table in one plain scan: a join, and the sort that it
/// takes, would cost three times as much. Rows are brought together by the ids of the respondents.
struct SnapshotReader {
  let database: Database
  let kind: RespondentKind
  let design: Design
  /// The ids of the respondents, ascending: a respondent's number is the position here.
  let ids: [Int64]
  /// The cell of each respondent, as an index into the design.
  let cells: [Int32]
  /// The versions of the instruments, oldest first.
  let instruments: [(id: Int64, instrument: Instrument)]
  /// The version of the study that asked the one respondent; nil if all are read.
  let asked: RegisteredStudy?

  init(_ database: Database, _ state: RespondentState, askedBy registered: RegisteredStudy) {
    self.database = database
    kind = state.kind
    design = registered.design
    ids = [state.id]
    let cell = state.situationID.flatMap { registered.cells[$0] }
    cells = [cell.map(Int32.init) ?? Respondents.noCell]
    instruments = registered.texts(in: state.language).instruments.values
      .map { ($0.id, $0.instrument) }.sorted { $0.0 < $1.0 }
    asked = registered
  }

  /// Who is read.
  enum Progress: String {
    case completed = "status = 'completed'"
    /// Those whose place is still held may yet complete.
    case unfinished = """
      (status IN ('left', 'screened_out', 'withdrawn')
        OR status = 'active' AND place_until < strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
      """
  }

  init(_ database: Database, _ kind: RespondentKind, whose progress: Progress = .completed) throws {
    self.database = database
    self.kind = kind
    var known: [(id: Int64, cell: Design.Cell)] = []
    try database.forEach(
      "situation",
      """
      SELECT id, emotion, factor, situation_index, kind, factor_index FROM situation ORDER BY id
      """
    ) { known.append((try $0[0], try $0.cell(1))) }
    let design = Design(known.lazy.map(\.cell))
    var cellOf: [Int64: Int32] = [:]
    for (id, cell) in known { cellOf[id] = design.index(of: cell).map(Int32.init) }
    var people: [(id: Int64, cell: Int32)] = []
    try database.forEach(
      "respondent",
      """
      SELECT id, situation_id FROM respondent
      WHERE kind = ? AND \(progress.rawValue) AND situation_id IS NOT NULL
      """, [kind.rawValue]
    ) { row in
      guard let cell = cellOf[try row[1]] else { throw row.damage(1) }
      people.append((try row[0], cell))
    }
    people.sort { $0.id < $1.id }
    self.design = design
    asked = nil
    ids = people.map(\.id)
    cells = people.map(\.cell)
    instruments = try database.all(
      "instrument_version", "SELECT id, content FROM instrument_version ORDER BY id"
    ) { (try $0[0], try Instrument(yaml: try $0[1], file: "the stored instrument")) }
  }

  /// The arguments of `BETWEEN` for all respondents.
  var range: StatementArguments { [ids.first, ids.last] }

  var numbers: Numbers { Numbers(ids) }

  /// Finds the numbers of respondents whose ids come in rising order, each any number of times.
  struct Numbers {
    private let ids: [Int64]
    private var position = 0

    init(_ ids: [Int64]) {
      self.ids = ids
    }

    /// nil for a respondent of another kind, or who has not completed.
    mutating func number(of id: Int64) -> Int? {
      while position < ids.count, ids[position] < id { position += 1 }
      return position < ids.count && ids[position] == id ? position : nil
    }
  }

  /// Where each respondent is found again: the UUID, or the place in an imported file.
  func keys() throws -> [String] {
    var numbers = numbers
    var keys = Array(repeating: "", count: ids.count)
    try database.forEach(
      "respondent",
      """
      SELECT id, coalesce(imported_key, uuid) FROM respondent
      WHERE id BETWEEN ? AND ? ORDER BY id
      """, range
    ) { row in
      if let number = numbers.number(of: try row[0]) { keys[number] = try row[1] }
    }
    return keys
  }
}
