import GRDB
package import Study
import TextFormats

/// The row ids of one version of an instrument.
package struct RegisteredInstrument: Sendable {
  package let instrument: Instrument
  let id: Int64
  let scorer: Scorer
  let items: [ItemID: Int64]
  let subscales: [SubscaleID: Int64]
}

/// A study version as the store knows it: the definition and the row ids of all it names. A class, so
/// that a page that is recorded takes no copy of the study along.
package final class RegisteredStudy: Sendable {
  /// The row ids of what is asked in one language.
  struct Texts: Sendable {
    let instruments: [InstrumentID: RegisteredInstrument]
    /// The situation of each cell of the design.
    let situations: [Int64]
    /// The cells in the order of their situations' ids.
    let cellsInOrder: [Int]

    init(instruments: [InstrumentID: RegisteredInstrument], situations: [Int64]) {
      self.instruments = instruments
      self.situations = situations
      cellsInOrder = situations.indices.sorted { situations[$0] < situations[$1] }
    }
  }

  package let study: StudyDefinition
  let id: Int64
  let design: Design
  private let texts: [Language: Texts]
  /// The cell of every situation that was known when the study was registered, in all its wordings.
  let cells: [Int64: Int]

  init(
    study: StudyDefinition, id: Int64, design: Design, texts: [Language: Texts],
    cells: [Int64: Int]
  ) {
    self.study = study
    self.id = id
    self.design = design
    self.texts = texts
    self.cells = cells
  }

  /// The study as participants see it in the language.
  func texts(in language: Language) -> Texts {
    texts[language] ?? texts[study.language]!
  }
}

extension ResponseStore {
  /// Keeps this version of the study, its files and instruments; a known version is found again.
  package func register(_ study: StudyDefinition, now: Timestamp) async throws -> RegisteredStudy {
    try await write { database in
      try database.register(study, now: now)
    }
  }

  /// The study version that asked these respondents, from the files kept with their answers.
  package func storedStudy(sha256: String, now: Timestamp) async throws -> RegisteredStudy? {
    try await write { database in
      try database.storedStudy(sha256: sha256, now: now)
    }
  }
}

extension Sender {
  /// The study version that asks the sender, from the files kept with the answers.
  package func storedStudy() throws -> RegisteredStudy? {
    try database.storedStudy(sha256: state.studySHA256, now: now)
  }
}

extension Database {
  fileprivate func storedStudy(sha256: String, now: Timestamp) throws -> RegisteredStudy? {
    try storedFiles(
      ofVersion: "SELECT id FROM study_version WHERE sha256 = ?", arguments: [sha256]
    ).map { try register(StudyDefinition.load(from: $0).study, now: now) }
  }

  func register(_ study: StudyDefinition, now: Timestamp) throws -> RegisteredStudy {
    var id = try Int64.fetchOne(
      self, sql: "SELECT id FROM study_version WHERE sha256 = ?", arguments: [study.sha256])
    if id == nil {
      try execute(
        sql: "INSERT INTO study_version (sha256, title, first_used_at) VALUES (?, ?, ?)",
        arguments: [study.sha256, study.title, now.description])
      id = lastInsertedRowID
      for file in study.files {
        try execute(
          sql: "INSERT INTO study_file (study_version_id, path, content) VALUES (?, ?, ?)",
          arguments: [id, file.path, file.text])
      }
      try log("study version first used", detail: study.sha256, now: now)
    }
    let design = Design(study.situations)
    var texts: [Language: RegisteredStudy.Texts] = [:]
    for translated in [study] + study.translations {
      var instruments: [InstrumentID: RegisteredInstrument] = [:]
      for instrument in translated.instruments {
        instruments[instrument.id] = try register(instrument, now: now)
      }
      var situations: [SituationKey: Int64] = [:]
      for situation in translated.situations {
        situations[situation.key] = try register(situation)
      }
      texts[translated.language] = RegisteredStudy.Texts(
        instruments: instruments, situations: design.cells.map { situations[$0.key]! })
    }
    var cells: [Int64: Int] = [:]
    for situation in try Int64.fetchAll(self, sql: "SELECT id FROM situation") {
      cells[situation] = try cell(of: situation, in: design)
    }
    return RegisteredStudy(study: study, id: id!, design: design, texts: texts, cells: cells)
  }

  func register(_ instrument: Instrument, now: Timestamp) throws -> RegisteredInstrument {
    var id = try Int64.fetchOne(
      self, sql: "SELECT id FROM instrument_version WHERE sha256 = ?",
      arguments: [instrument.sha256])
    if id == nil {
      try execute(
        sql: """
          INSERT INTO instrument_version
            (instrument, version, language, sha256, content, first_used_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          instrument.id.name, instrument.version, instrument.language.tag, instrument.sha256,
          instrument.source, now.description,
        ])
      id = lastInsertedRowID
      for (index, item) in instrument.items.enumerated() {
        try execute(
          sql: "INSERT INTO item (instrument_version_id, position, item) VALUES (?, ?, ?)",
          arguments: [id, index + 1, item.id.name])
      }
      for (index, subscale) in instrument.subscales.enumerated() {
        try execute(
          sql: "INSERT INTO subscale (instrument_version_id, position, subscale) VALUES (?, ?, ?)",
          arguments: [id, index + 1, subscale.id.name])
      }
      try remakeWideView()
    }
    return RegisteredInstrument(
      instrument: instrument, id: id!, scorer: instrument.scorer,
      items: try parts("item", of: id!, named: instrument.items.map(\.id)),
      subscales: try parts("subscale", of: id!, named: instrument.subscales.map(\.id)))
  }

  /// The row ids of an instrument's items or subscales, every one of which has a row.
  private func parts<Part>(
    _ table: String, of version: Int64, named names: [Identifier<Part>]
  ) throws -> [Identifier<Part>: Int64] {
    var ids: [Identifier<Part>: Int64] = [:]
    try forEach(
      table, "SELECT id, \(table) FROM \(table) WHERE instrument_version_id = ?", [version]
    ) { row in
      ids[Identifier(try row[1])] = try row[0]
    }
    if let lost = names.first(where: { ids[$0] == nil }) {
      throw DamagedRow(
        table: table, row: "instrument_version_id \(version)", column: table,
        value: "nowhere \"\(lost)\"")
    }
    return ids
  }

  func register(_ situation: Situation) throws -> Int64 {
    try registerSituation(
      situation.key, factorIndex: situation.factorIndex, text: situation.text,
      source: situation.source)
  }

  /// - Parameter text: nil if answers were imported without the situation's wording.
  func registerSituation(
    _ key: SituationKey, factorIndex: Int, text: String?, source: String?
  ) throws -> Int64 {
    let hash = text.map { sha256Hex($0.utf8) } ?? ""
    let known = try Int64.fetchOne(
      self,
      sql: """
        SELECT id FROM situation
        WHERE emotion = ? AND factor = ? AND situation_index = ? AND kind = ? AND text_sha256 = ?
        """, arguments: [key.emotion, key.factor, key.index, key.kind.rawValue, hash])
    if let known { return known }
    try execute(
      sql: """
        INSERT INTO situation
          (emotion, factor, factor_index, situation_index, kind, text, text_sha256, source)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        key.emotion, key.factor, factorIndex, key.index, key.kind.rawValue, text, hash, source,
      ])
    return lastInsertedRowID
  }

  /// Makes the view with one column per instrument, occasion and item: `panas_default_upset`.
  ///
  /// Ids hold only lower-case letters, digits and underscores, so they are safe as names.
  private func remakeWideView() throws {
    let items = try all(
      "item",
      """
      SELECT min(item.id), instrument_version.instrument, item.item, min(item.position) AS position
      FROM item JOIN instrument_version ON instrument_version.id = item.instrument_version_id
      GROUP BY 2, 3 ORDER BY min(instrument_version.id), position
      """
    ) { (InstrumentID(try $0[1]), ItemID(try $0[2])) }
    var columns: [String] = []
    for occasion in Occasion.allCases {
      for (instrument, item) in items {
        let name = VariableName(instrument: instrument, occasion: occasion, item: item)
        columns.append(
          """
          max(CASE WHEN responses_long.occasion = '\(occasion)'
            AND responses_long.instrument = '\(instrument)' AND responses_long.item = '\(item)'
            THEN responses_long.value END) AS \(name)
          """)
      }
    }
    try execute(
      sql: """
        DROP VIEW responses_wide;
        CREATE VIEW responses_wide AS
        SELECT participants.participant, participants.kind, participants.channel,
          participants.status, participants.emotion, participants.factor, participants.situation,
          \(columns.joined(separator: ",\n")),
          participants.situation_kind
        FROM participants
        JOIN responses_long ON responses_long.participant = participants.participant
        GROUP BY participants.participant;
        """)
  }
}
