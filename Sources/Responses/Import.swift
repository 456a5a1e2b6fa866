import Foundation
import GRDB
package import Study

/// What an import did.
package struct ImportOutcome: Sendable, Equatable {
  /// Respondents added.
  package var added = 0
  /// Respondents of the file who were stored already.
  package var known = 0
  /// The file's keys of those who may be stored already, or stand in the file twice.
  package var doubtful: [String] = []
  /// When the same file, by its content, was imported before.
  package var earlier: String?
}

/// What is done with respondents of a file whose answers are those of another respondent.
package enum DoubtfulRespondents: String, Sendable, CaseIterable {
  case add, skip
}

extension ResponseStore {
  /// Adds the respondents of a file in one transaction, or nothing.
  ///
  /// - Parameters:
  ///   - design: every situation that the respondents were given, in the order of the design.
  ///   - read: the same respondents in the same order, with answers and attributes.
  ///   - doubtful: nil refuses a file with any.
  ///   - sha256: of the file; one that is known adds nothing.
  /// - Throws: `StoreError.doubtful` if there are any and nothing is said of them.
  package func importRespondents(
    _ respondents: [ImportedRespondent], read: Respondents, of instruments: [Instrument],
    design: Design, fileName: String,
    format: String, sha256: String, doubtful choice: DoubtfulRespondents? = nil, now: Timestamp
  ) async throws -> ImportOutcome {
    try await write { database in
      let earlier = try database.first(
        "imported_file", "SELECT id, respondents, imported_at FROM imported_file WHERE sha256 = ?",
        [sha256]
      ) { ImportOutcome(known: try $0.count(1), earlier: try $0[2]) }
      if let earlier { return earlier }
      let people = KnownPeople(
        of: read,
        among: try database.respondents(of: .human, including: [.answers, .attributes]))
      var outcome = ImportOutcome(known: people.known.count)
      outcome.doubtful = people.doubtful.map { respondents[$0].key }
      guard choice != nil || outcome.doubtful.isEmpty else {
        throw StoreError.doubtful(outcome.doubtful, new: respondents.count - people.known.count)
      }
      let leftOut = choice == .skip ? people.known.union(people.doubtful) : people.known
      outcome.added = respondents.count - leftOut.count
      guard outcome.added > 0 else { return outcome }
      try database.execute(
        sql: """
          INSERT INTO imported_file (sha256, name, format, respondents, imported_at)
          VALUES (?, ?, ?, ?, ?)
          """, arguments: [sha256, fileName, format, outcome.added, now.description])
      let file = database.lastInsertedRowID
      var registered: [InstrumentID: RegisteredInstrument] = [:]
      for instrument in instruments {
        registered[instrument.id] = try database.register(instrument, now: now)
      }
      var situations: [SituationKey: Int64] = [:]
      for cell in design.cells {
        situations[cell.key] = try database.registerSituation(
          cell.key, factorIndex: cell.factorIndex, text: nil, source: fileName)
      }
      for (index, respondent) in respondents.enumerated() where !leftOut.contains(index) {
        try database.insert(
          respondent, file: file, situation: situations[respondent.situation]!,
          instruments: registered, now: now)
      }
      try database.log(
        "imported", detail: "\(outcome.added) respondents of \(sha256)", now: now)
      return outcome
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
        UUID.random().uuidString.lowercased(), file, respondent.key, situation, now.description,
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
      try SealedPart.question.keep(of: id, answer.question.name, in: self)
    }
    for administration in respondent.administrations {
      try insert(
        administration, of: instruments[administration.instrument]!, respondent: id,
        situation: administration.occasion == .evoked ? situation : nil, language: .english,
        now: now)
    }
    try seal(respondent: id, hasEnded: true)
  }
}
