import Foundation
import GRDB

/// A part of what is kept of a respondent that has a mark of its own: HMAC-SHA256 under the study's
/// key over the content of the part's rows and the respondent's UUID.
///
/// What a row refers to is part of the content by what it says, not by its row id.
struct SealedPart: Sendable {
  /// The table whose rows it holds.
  let table: String
  /// What tells the part from others of the same table; nil if the respondent has one.
  let key: String?
  let source: String
  let content: String
  /// Whether there is anything to mark.
  var condition = "true"

  /// The part's name in the table `seal`.
  private var name: String { key.map { "'\(table) ' || \($0)" } ?? "'\(table)'" }

  /// A query for the rows' respondents, the parts' names and marks.
  ///
  /// - Parameter rows: which rows of the table, called `t`; the respondent's is called `r`.
  func marks(where rows: String) -> String {
    """
    SELECT respondent, part, evoke_mark(part, content) AS mark FROM (
      SELECT r.id AS respondent, \(name) AS part, \(content) AS content
      FROM \(source) WHERE \(rows) AND \(condition))
    """
  }

  /// Columns that hold numbers or texts, which `%Q` does not tell from each other.
  private static let anyType: Set = ["t.value", "value", "c.score"]

  /// The values of a row as one text, from which they can be told.
  private static func row(_ columns: [String]) -> String {
    let format = columns.map { anyType.contains($0) ? "%s" : "%Q" }.joined(separator: ",")
    let values = columns.map { anyType.contains($0) ? "quote(\($0))" : $0 }
    return "printf('\(format)', \(values.joined(separator: ", ")))"
  }

  /// The values of a part's own row, after whom they belong to.
  private static func owned(_ columns: String) -> String {
    row(["r.uuid"] + names(columns))
  }

  /// The rows of a query as one text.
  private static func rows(_ columns: String, _ query: String) -> String {
    """
    coalesce((SELECT group_concat(line, ';') FROM (SELECT \(row(names(columns))) AS line \(query))), '')
    """
  }

  private static func names(_ columns: String) -> [String] {
    columns.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
  }
}

extension SealedPart {
  static let consent = SealedPart(
    table: "consent", key: "t.id",
    source: "consent t JOIN respondent r ON r.id = t.respondent_id",
    content: owned("t.given, t.text_sha256, t.language, t.at"))

  static let question = SealedPart(
    table: "question_answer", key: "t.question",
    source: "question_answer t JOIN respondent r ON r.id = t.respondent_id",
    content: owned("t.question, t.purpose, t.value, t.accepted"))

  static let attention = SealedPart(
    table: "attention_answer", key: "t.check_id",
    source: "attention_answer t JOIN respondent r ON r.id = t.respondent_id",
    content: owned("t.check_id, t.option, t.passed, t.at"))

  /// With its responses and scores.
  static let administration = SealedPart(
    table: "administration", key: "t.ordinal",
    source: """
      administration t JOIN respondent r ON r.id = t.respondent_id
      LEFT JOIN instrument_version v ON v.id = t.instrument_version_id
      LEFT JOIN situation s ON s.id = t.situation_id
      """,
    content: [
      owned(
        """
        t.ordinal, v.sha256, t.occasion, s.emotion, s.factor, s.factor_index, s.situation_index, \
        s.kind, s.text_sha256, t.language, t.item_order, t.order_seed, t.layout, t.recorded_at
        """),
      rows(
        "i.position, i.item, option, value, missing",
        """
        FROM response LEFT JOIN item i ON i.id = item_id
        WHERE administration_id = t.id ORDER BY item_id
        """),
      rows(
        "u.position, u.subscale, c.ordinal, c.occasion, c.score, c.answered, c.scoring",
        """
        FROM subscale_score c LEFT JOIN subscale u ON u.id = c.subscale_id
        WHERE c.respondent_id = t.respondent_id AND c.administration_id = t.id ORDER BY c.subscale_id
        """),
    ].joined(separator: " || '|' || "))

  static let paradata = whole("paradata", "page, item, measure, value, at")

  static let changes = whole("answer_change", "page, field, option, at")

  /// All rows of a table together, marked when the interview has ended: until then there are more to
  /// come.
  private static func whole(_ table: String, _ columns: String) -> SealedPart {
    SealedPart(
      table: table, key: nil, source: "respondent r",
      content: owned("r.id") + " || '|' || "
        + rows(columns, "FROM \(table) WHERE respondent_id = r.id ORDER BY id"),
      condition: """
        r.status <> 'active' AND EXISTS (SELECT 1 FROM \(table) WHERE respondent_id = r.id)
        """)
  }

  /// The respondent's own row and tombstones, with the marks of all other parts: none is taken away
  /// or put in.
  static let respondent = SealedPart(
    table: "respondent", key: nil,
    source: """
      respondent r LEFT JOIN site ON site.id = r.site_id
      LEFT JOIN study_version v ON v.id = r.study_version_id
      LEFT JOIN run ON run.id = r.run_id
      LEFT JOIN imported_file f ON f.id = r.imported_file_id
      LEFT JOIN situation s ON s.id = r.situation_id
      """,
    content: [
      owned(
        """
        site.uuid, r.kind, r.channel, r.status, v.sha256, run.name, f.sha256, r.imported_key, \
        r.language, r.step, s.emotion, s.factor, s.factor_index, s.situation_index, s.kind, \
        s.text_sha256, r.ended_by, r.excluded, r.seed, r.started_at, r.finished_at
        """),
      // A page that is being filled in may set it.
      "CASE r.status WHEN 'active' THEN '' ELSE quote(r.layout) END",
      rows(
        "answers, responses_deleted, status_before, failed_attention, at",
        "FROM withdrawal WHERE respondent_id = r.id ORDER BY answers"),
      rows(
        "part, study_key_id, hex(mark)",
        "FROM seal WHERE respondent_id = r.id AND part <> 'respondent' ORDER BY part"),
    ].joined(separator: " || '|' || "))

  /// In the order in which they are examined.
  static let all = [
    consent, question, attention, administration, paradata, changes, respondent,
  ]

  /// The statement that writes the marks.
  private func keeping(where rows: String) -> String {
    """
    INSERT INTO seal (respondent_id, part, mark, study_key_id)
    SELECT respondent, part, mark, evoke_key() FROM (\(marks(where: rows))) WHERE true
    ON CONFLICT DO UPDATE SET mark = excluded.mark, study_key_id = excluded.study_key_id
    """
  }

  private static let keepingOne = Dictionary(
    uniqueKeysWithValues: all.map { part in
      let rows = part.key.map { "t.respondent_id = ? AND \($0) = ?" } ?? "r.id = ?"
      return (part.table, part.keeping(where: rows))
    })

  /// Writes the mark of one part of a respondent.
  ///
  /// - Parameter key: of the part; nil if the respondent has one.
  func keep(
    of respondent: Int64, _ key: (any DatabaseValueConvertible)? = nil, in database: Database
  ) throws {
    var arguments: StatementArguments = [respondent]
    if let key { arguments += [key] }
    try database.cachedStatement(sql: Self.keepingOne[table]!).execute(arguments: arguments)
  }
}

extension Database {
  /// Marks a respondent's own row, after everything else of the respondent has been written.
  func seal(respondent: Int64, hasEnded: Bool) throws {
    if hasEnded {
      try SealedPart.paradata.keep(of: respondent, in: self)
      try SealedPart.changes.keep(of: respondent, in: self)
    }
    try SealedPart.respondent.keep(of: respondent, in: self)
  }

  /// Erases the marks of everything that is erased with the answers.
  func unseal(answersOf respondent: Int64) throws {
    try execute(
      sql: "DELETE FROM seal WHERE respondent_id = ? AND part NOT LIKE 'consent %'",
      arguments: [respondent])
  }

  /// Makes the key's marks known to SQL as `evoke_mark(part, content)`, and its row as `evoke_key()`.
  func use(_ key: StudyKey, id: Int64?) {
    add(function: DatabaseFunction("evoke_key", argumentCount: 0, pure: true) { _ in id })
    add(
      function: DatabaseFunction("evoke_mark", argumentCount: 2, pure: true) { values in
        guard let part = String.fromDatabaseValue(values[0]),
          let content = String.fromDatabaseValue(values[1])
        else { return nil }
        return Foundation.Data(key.code(for: .answers, Array("\(part)\u{0}\(content)".utf8)))
      })
  }
}
