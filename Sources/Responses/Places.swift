import GRDB
package import Study

// Places of the study: given back, and asked for in vain.
extension ResponseStore {
  /// Counts somebody who found the study full. Nothing else is kept.
  package func noteTurnedAway(_ kind: RespondentKind) {
    writeSoon { try $0.countTurnedAway(kind) }
  }

  /// What became of the places of a panel's people.
  package struct FreedPlaces: Sendable, Hashable {
    /// Who held a place and holds none any more.
    package var freed = 0
    /// Who took part and held no place: finished, stopped, or too late.
    package var held = 0
    /// Ids that nobody is known by.
    package var unknown = 0
  }

  /// Ends the time for which places are held for people whom the panel counts on no longer. One who comes
  /// back all the same is a latecomer.
  package func freePlaces(ofPanelIDs ids: [String], now: Timestamp) async throws -> FreedPlaces {
    try await write { database in
      var places = FreedPlaces()
      for id in ids {
        let person = (try? RecruitedIdentity.id(from: id)) ?? id
        let respondents = try Int64.fetchAll(
          database.cachedStatement(sql: "SELECT respondent_id FROM identity WHERE person = ?"),
          arguments: [person])
        if respondents.isEmpty { places.unknown += 1 }
        for respondent in respondents {
          try database.cachedStatement(
            sql: "UPDATE respondent SET place_until = ? WHERE id = ? AND place_until >= ?"
          ).execute(arguments: [now.before.description, respondent, now.description])
          if database.changesCount > 0 { places.freed += 1 } else { places.held += 1 }
        }
      }
      if places.freed > 0 {
        try database.log("places given back", detail: "\(places.freed)", now: now)
      }
      return places
    }
  }
}

extension Timestamp {
  /// The last moment before this one.
  fileprivate var before: Timestamp {
    Timestamp(millisecondsSince1970: millisecondsSince1970 - 1)
  }
}

extension Database {
  func countTurnedAway(_ kind: RespondentKind) throws {
    try cachedStatement(
      sql: """
        INSERT INTO turned_away (kind, people) VALUES (?, 1)
        ON CONFLICT DO UPDATE SET people = people + 1
        """
    ).execute(arguments: [kind.rawValue])
  }

  /// How many people found the study full; a database of an earlier build did not count them.
  func turnedAway(kind: RespondentKind) throws -> Int {
    guard try tableExists("turned_away") else { return 0 }
    return try first(
      "turned_away", "SELECT kind, people FROM turned_away WHERE kind = ?", [kind.rawValue]
    ) { try $0.count(1) } ?? 0
  }

  /// How many have completed and fill a place of the study.
  func placesFilled(kind: RespondentKind) throws -> Int {
    try Int.fetchOne(
      cachedStatement(
        sql: "SELECT coalesce(sum(participants), 0) FROM cell_completion WHERE kind = ?"),
      arguments: [kind.rawValue])!
  }
}
