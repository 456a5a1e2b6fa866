import GRDB
import Study
import TextFormats

/// A part of a respondent that is not what was recorded.
struct BrokenSeal {
  enum Damage {
    /// The mark is not that of the content.
    case changed
    /// There is a row, and no mark.
    case unmarked
    /// There is a mark, and no row.
    case removed
  }

  let respondent: Int64
  /// The table, and what tells the row from the respondent's others.
  let part: String
  let damage: Damage
  /// The row of the key that made the mark; nil without a mark.
  var key: Int64?

  /// What is wrong, with the table and the row.
  var text: String {
    let words = part.split(separator: " ", maxSplits: 1).map(String.init)
    let key = SealedPart.all.first { $0.table == words[0] }?.key?.dropFirst(2)
    let row =
      words[0] == "respondent"
      ? "row with id \(respondent)"
      : words.count > 1 && key != nil
        ? "row with respondent_id \(respondent), \(key!) \(words[1])"
        : "rows with respondent_id \(respondent)"
    let what =
      switch (damage, words[0]) {
      case (.changed, "respondent"):
        "the row, or which pages the respondent has, is not what was recorded"
      case (.changed, "administration"):
        "the row, its answers or its scores are not what was recorded"
      case (.changed, _): "not what was recorded"
      case (.unmarked, _): "written without the study's key"
      case (.removed, _): "recorded, and no longer there"
      }
    return "table \(words[0]), \(row): \(what)"
  }
}

/// What the marks of a database show.
enum SealCheck {
  /// The database has no marks at all.
  case unmarked
  /// There is no key to check the marks with.
  case keyMissing
  /// The database was not written with the key that is there.
  case otherKey
  /// - Parameters:
  ///   - noted: whether the database says since whom the key marks.
  ///   - earlier: how many respondents cannot be checked with it, wholly or in part: they came before
  ///     the key was made, or another made their marks.
  case checked([BrokenSeal], noted: Bool, earlier: Int)
}

extension Database {
  /// Computes every mark again.
  func checkSeals(with key: StudyKey?) throws -> SealCheck {
    guard try hasMarks else { return .unmarked }
    guard let key else { return .keyMissing }
    let known = try known(key)
    use(key, id: known?.id)
    if known == nil, try !hasMark { return .otherKey }
    let broken = try SealedPart.all.flatMap { try brokenSeals(of: $0) + removedParts(of: $0) }
    let isContradicted = { (seal: BrokenSeal) in
      switch seal.damage {
      case .unmarked: seal.respondent >= known?.first ?? 1
      case .changed: known == nil || seal.key == known?.id
      case .removed: true
      }
    }
    return .checked(
      broken.filter(isContradicted), noted: known != nil,
      earlier: Set(broken.filter { !isContradicted($0) }.map(\.respondent)).count)
  }

  /// Whether the key has made any mark of a respondent.
  private var hasMark: Bool {
    get throws {
      try Bool.fetchOne(
        self,
        sql: """
          SELECT EXISTS (SELECT 1 FROM (\(SealedPart.respondent.marks(where: "true"))) AS found
            JOIN seal ON seal.respondent_id = respondent AND seal.part = found.part
              AND seal.mark = found.mark)
          """) ?? false
    }
  }

  private func brokenSeals(of part: SealedPart) throws -> [BrokenSeal] {
    try all(
      "seal",
      """
      SELECT respondent, found.part, seal.mark IS NULL, seal.study_key_id FROM (\(part.marks(where: "true"))) AS found
      LEFT JOIN seal ON seal.respondent_id = respondent AND seal.part = found.part
      WHERE seal.mark IS NOT found.mark ORDER BY 1, 2
      """
    ) { row in
      BrokenSeal(
        respondent: try row[0], part: try row[1], damage: try row[2] ? .unmarked : .changed,
        key: try row[3])
    }
  }

  private func removedParts(of part: SealedPart) throws -> [BrokenSeal] {
    guard part.table != SealedPart.respondent.table else { return [] }
    let start = part.table.utf8.count + 2
    let isSame = part.key.map { " AND \($0) = substr(seal.part, \(start))" } ?? ""
    return try all(
      "seal",
      """
      SELECT respondent_id, part FROM seal
      WHERE \(part.key == nil ? "part = '\(part.table)'" : "part GLOB '\(part.table) *'")
        AND NOT EXISTS (SELECT 1 FROM \(part.table) t
          WHERE t.respondent_id = seal.respondent_id\(isSame))
      ORDER BY 1, 2
      """
    ) { BrokenSeal(respondent: try $0[0], part: try $0[1], damage: .removed) }
  }
}
