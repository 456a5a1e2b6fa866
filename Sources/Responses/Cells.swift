import Foundation
import GRDB
import Statistics
import Study

extension StoredRow {
  /// The emotion, the factor, the number and the kind of a situation, in columns that follow one
  /// another.
  func situationKey(_ column: Int) throws -> SituationKey {
    SituationKey(
      emotion: try self[column], factor: try self[column + 1], index: try ordinal(column + 2),
      kind: try self[column + 3])
  }

  /// The same, followed by the number of the factor.
  func cell(_ column: Int) throws -> Design.Cell {
    Design.Cell(key: try situationKey(column), factorIndex: try ordinal(column + 4))
  }
}

/// The queries that count places: how long they take depends on the cells and on the places that are
/// held, not on how many have completed.
package enum CountingOfPlaces {
  package static let inEachCell = """
    SELECT situation_id, participants FROM cell_completion WHERE kind = :kind
    UNION ALL
    SELECT situation_id, 1 FROM respondent INDEXED BY respondent_place
    WHERE kind = :kind AND place_until >= :now AND situation_id IS NOT NULL
    """

  package static let inAll = """
    SELECT
      (SELECT coalesce(sum(participants), 0) FROM cell_completion WHERE kind = :kind)
      + (SELECT count(*) FROM respondent INDEXED BY respondent_place
        WHERE kind = :kind AND place_until >= :now)
    """
}

extension Database {
  /// How many people of the kind are in each cell of the design: completed, or active with a place
  /// that is held.
  ///
  /// A reworded situation is still the same cell.
  private func cellCounts(
    kind: RespondentKind, in registered: RegisteredStudy, now: Timestamp
  ) throws -> [Int] {
    var counts = registered.design.cells.map { _ in 0 }
    try forEach(
      "cell_completion", CountingOfPlaces.inEachCell,
      ["kind": kind.rawValue, "now": now.description]
    ) { row in
      let situation: Int64 = try row[0]
      let cell = try registered.cells[situation] ?? cell(of: situation, in: registered.design)
      if let cell { counts[cell] += try row.count(1) }
    }
    return counts
  }

  /// The cell of a situation; nil if the design lacks it.
  func cell(of situation: Int64, in design: Design) throws -> Int? {
    let key = try first(
      "situation",
      "SELECT id, emotion, factor, situation_index, kind FROM situation WHERE id = ?", [situation]
    ) { try $0.situationKey(1) }
    return design.cells.firstIndex { $0.key == key }
  }

  /// Chooses a cell for a participant, and records what it was chosen by.
  func assignCell(
    to state: inout RespondentState, in registered: RegisteredStudy, latecomer: Bool,
    choose: CellChoice, now: Timestamp
  ) throws {
    let counts = try cellCounts(kind: state.kind, in: registered, now: now)
    var generator = SeededGenerator(seed: state.seed)
    let cell = choose(registered.design, counts, &generator)
    let situations = registered.texts(in: state.language).situations
    let recorded = registered.texts(in: state.language).cellsInOrder.filter { counts[$0] > 0 }
      .map { "\"\(situations[$0])\": \(counts[$0])" }.joined(separator: ", ")
    try cachedStatement(
      sql: """
        INSERT INTO assignment
          (respondent_id, situation_id, counts, quota, seed, latecomer, at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        state.id, situations[cell], "{\(recorded)}", registered.study.quota,
        Int64(bitPattern: state.seed), latecomer, now.description,
      ])
    state.situation = registered.design.cells[cell].key
    state.situationID = situations[cell]
  }
}
