import Foundation
import GRDB
package import Study

/// What an import did.
package enum ImportOutcome: Sendable, Equatable {
  case imported(respondents: Int)
  /// The same file, by its content, had been imported before.
  case known(respondents: Int, at: String)
}

extension ResponseStore {
  /// Adds the respondents of a file in one transaction, or nothing.
  ///
  /// - Parameters:
  ///   - design: every situation that the respondents were given, in the order of the design.
  ///   - sha256: of the file; one that is known adds nothing.
  package func importRespondents(
    _ respondents: [ImportedRespondent], of instruments: [Instrument],
    design: Design, fileName: String,
    format: String, sha256: String, now: Timestamp
  ) async throws -> ImportOutcome {
    try await write { database in
      if let known = try Row.fetchOne(
        database, sql: "SELECT respondents, imported_at FROM imported_file WHERE sha256 = ?",
        arguments: [sha256])
      {
        return .known(respondents: known[0], at: known[1])
      }
      try database.execute(
        sql: """
          INSERT INTO imported_file (sha256, name, format, respondents, imported_at)
          VALUES (?, ?, ?, ?, ?)
          """, arguments: [sha256, fileName, format, respondents.count, now.description])
      let file = database.lastInsertedRowID
      var registered: [InstrumentID: RegisteredInstrument] = [:]
      for instrument in instruments {
        registered[instrument.id] = try database.register(instrument, now: now)
      }
      var situations: [SituationKey: Int64] = [:]
      for cell in design.cells {
        situations[cell.key] = try database.registerSituation(
          cell.key, factorIndex: cell.factorIndex, kind: .negative, text: nil, source: fileName)
      }
      for respondent in respondents {
        try database.insert(
          respondent, file: file, situation: situations[respondent.situation]!,
          instruments: registered, now: now)
      }
      try database.log(
        "imported", detail: "\(respondents.count) respondents of \(sha256)", now: now)
      return .imported(respondents: respondents.count)
    }
  }
}

extension Database {
  fileprivate func insert(
    _ respondent: ImportedRespondent, file: Int64, situation: Int64,
    instruments: [InstrumentID: RegisteredInstrument], now: Timestamp
  ) throws {
    try cachedStatement(
      sql: """
        INSERT INTO respondent
          (uuid, site_id, kind, channel, status, imported_file_id, imported_key, language, step,
           situation_id, seed, started_at, finished_at)
        VALUES (?, 1, 'human', 'import', 'completed', ?, ?, 'en', 0, ?, 0, ?, ?)
        """
    ).execute(
      arguments: [
        UUID().uuidString.lowercased(), file, respondent.key, situation, now.description,
        now.description,
      ])
    let id = lastInsertedRowID
    for answer in respondent.questions {
      try cachedStatement(
        sql: """
          INSERT INTO question_answer (respondent_id, question, purpose, value)
          VALUES (?, ?, ?, ?)
          """
      ).execute(arguments: [id, answer.question.name, answer.purpose.rawValue, answer.value])
    }
    for administration in respondent.administrations {
      try insert(
        administration, of: instruments[administration.instrument]!, respondent: id,
        situation: administration.occasion == .evoked ? situation : nil, language: .english,
        now: now)
    }
  }
}
