import Foundation
import GRDB
import Statistics
import Study
import TextFormats

extension Database {
  /// Records a participant as a latecomer if the place had lapsed before this page arrived; returns
  /// whether it had.
  func notesLatecomer(
    _ state: RespondentState, situation: Int64?, until: String, now: Timestamp
  ) throws -> Bool {
    guard until < now.description else { return false }
    try execute(
      sql: """
        INSERT INTO latecomer (respondent_id, situation_id, lapsed_at, at) VALUES (?, ?, ?, ?)
        """, arguments: [state.id, situation, until, now.description])
    return true
  }

  /// How many people of the kind are in each cell: completed, or active with a place that is held.
  ///
  /// A reworded situation is still the same cell.
  func cellCounts(
    kind: RespondentKind, in registered: RegisteredStudy, now: Timestamp
  ) throws -> [SituationKey: Int] {
    var counts = registered.texts(in: registered.study.language).situations.mapValues { _ in 0 }
    let rows = try Row.fetchCursor(
      cachedStatement(
        sql: """
          SELECT situation_id, participants FROM cell_completion WHERE kind = :kind
          UNION ALL
          SELECT situation_id, count(*) FROM respondent INDEXED BY respondent_place
          WHERE kind = :kind AND place_until >= :now AND situation_id IS NOT NULL
          GROUP BY situation_id
          """), arguments: ["kind": kind.rawValue, "now": now.description])
    while let row = try rows.next() {
      let id: Int64 = row[0]
      let key = try registered.keys[id] ?? situationKey(id)
      if let key, counts[key] != nil { counts[key]! += row[1] }
    }
    return counts
  }

  private func situationKey(_ id: Int64) throws -> SituationKey? {
    try Row.fetchOne(
      cachedStatement(
        sql: """
          SELECT emotion, factor, situation_index FROM situation WHERE id = ?
          """), arguments: [id]
    ).map { SituationKey(emotion: $0[0], factor: $0[1], index: $0[2]) }
  }

  /// Chooses a cell for a participant, and records what it was chosen by.
  func assignCell(
    to state: RespondentState, in registered: RegisteredStudy, latecomer: Bool,
    choose: CellChoice, now: Timestamp
  ) throws -> SituationKey {
    let counts = try cellCounts(kind: state.kind, in: registered, now: now)
    var generator = SeededGenerator(seed: state.seed)
    let key = choose(counts, &generator)
    let situations = registered.texts(in: state.language).situations
    guard let situation = situations[key] else {
      throw StoreError.cellNotInStudy(key)
    }
    let recorded = counts.compactMap { key, count in
      count == 0 ? nil : situations[key].map { (id: $0, count: count) }
    }.sorted { $0.id < $1.id }.map { (key: "\($0.id)", value: JSONValue.integer($0.count)) }
    try cachedStatement(
      sql: """
        INSERT INTO assignment
          (respondent_id, situation_id, counts, quota, seed, latecomer, at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        state.id, situation, JSONValue.object(recorded).line, registered.study.quota,
        Int64(bitPattern: state.seed), latecomer, now.description,
      ])
    return key
  }
}
