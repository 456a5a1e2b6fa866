import Foundation
import GRDB
package import Study
import TextFormats

extension ResponseStore {
  /// Looks at everything in a database, and changes nothing. What is found is reported, not thrown.
  ///
  /// - Throws: `StoreError` for a file that is missing, or of another program.
  package static func examination(of path: String) async throws -> StoreExamination {
    var examination = StoreExamination(path: path)
    do {
      let store = try ResponseStore(reading: path)
      examination = try await store.read { database in
        var examiner = Examiner(database, path: path, key: store.key)
        examiner.examine()
        return examiner.examination
      }
    } catch StoreError.notADatabase(_, let reason) {
      guard path.hasSuffix(".sqlite") || FileManager.default.fileExists(atPath: path + "-wal")
      else {
        throw StoreError.notADatabase(path: path, reason: reason)
      }
      examination.findings.append(.init(.file, reason))
    } catch StoreError.empty {
      examination.findings.append(.init(.file, "the file is empty (0 bytes)"))
    } catch StoreError.unreadable(_, let reason) {
      examination.findings.append(.init(.file, reason))
    }
    examination.lookAtDisk()
    return examination
  }
}

extension StoreExamination {
  /// Less free space than this is a warning, and so is less than the size of the database, which a
  /// copy takes.
  private static let leastFree = 100 << 20

  fileprivate mutating func lookAtDisk() {
    let file = URL(fileURLWithPath: path)
    bytes = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
    let system = try? FileManager.default.attributesOfFileSystem(
      forPath: file.deletingLastPathComponent().path)
    freeBytes = (system?[.systemFreeSize] as? NSNumber)?.intValue
    if let freeBytes, freeBytes < max(Self.leastFree, bytes ?? 0) {
      findings.append(.init(.space, "\(grouped(freeBytes >> 20)) MB are free on the disk"))
    }
  }
}

/// Looks at one thing after the other; damage in one does not keep it from the next.
struct Examiner {
  /// Findings of a part that are listed one by one.
  private static let most = 20

  let database: Database
  let key: StudyKey?
  var examination: StoreExamination
  private var counts: [StoreExamination.Part: Int] = [:]

  init(_ database: Database, path: String, key: StudyKey?) {
    self.database = database
    self.key = key
    examination = StoreExamination(path: path)
  }

  mutating func examine() {
    attempt(.file) { try $0.checkFile() }
    attempt(.references) { try $0.checkReferences() }
    attempt(.log) { try $0.checkLog() }
    attempt(.versions) { try $0.checkVersions() }
    attempt(.rows) { try $0.checkRespondents() }
    for kind in RespondentKind.allCases {
      attempt(.rows) { _ = try $0.database.people(of: kind) }
      attempt(.rows) {
        _ = try $0.database.respondents(
          of: kind, including: [.scores, .answers, .attributes, .checks, .keys, .times])
      }
    }
    attempt(.schema) { try $0.checkSchema() }
    attempt(.counts) { try $0.checkCounts() }
    attempt(.seals) { try $0.checkSeals() }
    attempt(.scores) { try $0.checkScores() }
    attempt(.orphans) { try $0.checkOrphans() }
    attempt(.beside) { try $0.checkFilesBeside() }
    for (part, count) in counts where count > Self.most {
      examination.findings.append(.init(part, "\(grouped(count - Self.most)) more of this kind"))
    }
    let order = StoreExamination.Part.allCases
    examination.findings = order.flatMap { part in
      examination.findings.filter { $0.part == part }
    }
  }

  private mutating func attempt(
    _ part: StoreExamination.Part, _ look: (inout Examiner) throws -> Void
  ) {
    do {
      try look(&self)
    } catch let row as DamagedRow {
      report(row)
    } catch let error as DatabaseError {
      report(.file, error.message ?? "\(error.resultCode)")
    } catch let error as any UserFacingError {
      report(part, "\(error)")
    } catch {
      report(part, "a value is of another type than its column")
    }
  }

  mutating func report(_ part: StoreExamination.Part, _ text: String) {
    let finding = StoreExamination.Finding(part, text)
    guard !examination.findings.contains(finding) else { return }
    counts[part, default: 0] += 1
    if counts[part]! <= Self.most { examination.findings.append(finding) }
  }

  private mutating func report(_ row: DamagedRow) {
    report(.rows, "table \(row.table), row with \(row.row): `\(row.column)` is \(row.value)")
  }

  // MARK: Parts

  private mutating func checkFile() throws {
    examination.migration = try String.fetchOne(
      database, sql: "SELECT max(CAST(identifier AS INTEGER)) || '' FROM grdb_migrations")
    for line in try String.fetchAll(database, sql: "PRAGMA integrity_check(1000)")
    where line != "ok" {
      report(.file, line)
    }
  }

  private mutating func checkReferences() throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT "table", parent, count(*), min(rowid) FROM pragma_foreign_key_check GROUP BY 1, 2
        """)
    for row in rows {
      let lost = StoredRow(row, of: "pragma_foreign_key_check")
      let first = try (lost[3] as Int64?).map { ", first the row with id \($0)" } ?? ""
      report(
        .references,
        "table \(try lost[0] as String): \(counted(try lost.count(2), "row")) without the row of "
          + "\(try lost[1] as String) that it refers to\(first)")
    }
  }

  private mutating func checkLog() throws {
    if case .broken(let entry) = try database.checkActionLog() {
      report(
        .log, "table action_log, row with id \(entry): it does not follow from the row before it")
    }
  }

  private mutating func checkVersions() throws {
    examination.versions = try database.all(
      "study_version",
      """
      SELECT id, sha256, title, first_used_at,
        (SELECT count(*) FROM respondent WHERE study_version_id = study_version.id)
      FROM study_version ORDER BY id
      """
    ) { row in
      StoreExamination.Version(
        sha256: try row[1], title: try row[2], firstUsed: try row[3], respondents: try row.count(4))
    }
    for version in examination.versions {
      let files = try database.storedFiles(
        ofVersion: "SELECT id FROM study_version WHERE sha256 = ?", arguments: [version.sha256])
      let study = try files.map { try StudyDefinition.load(from: $0).study }
      if study?.sha256 != version.sha256 {
        report(
          .versions,
          "table study_file: the files of the version \(version.sha256.prefix(12)) of the study are "
            + "not those that were stored")
      }
    }
    let instruments: [(Int64, String, String)] = try database.all(
      "instrument_version", "SELECT id, sha256, content FROM instrument_version ORDER BY id"
    ) { (try $0[0], try $0[1], try $0[2]) }
    for (id, sha256, content) in instruments {
      if try Instrument(yaml: content, file: "the stored instrument").sha256 != sha256 {
        report(.versions, "table instrument_version, row with id \(id): not as it was stored")
      }
    }
    let texts: [(Int64, String?, String)] = try database.all(
      "situation", "SELECT id, text, text_sha256 FROM situation ORDER BY id"
    ) { (try $0[0], try $0[1], try $0[2]) }
    for (id, text, sha256) in texts where text.map({ sha256Hex($0.utf8) }) ?? "" != sha256 {
      report(.versions, "table situation, row with id \(id): `text` is not as it was stored")
    }
  }

  private mutating func checkRespondents() throws {
    let ids = try Int64.fetchAll(database, sql: "SELECT id FROM respondent ORDER BY id")
    examination.respondents = ids.count
    // None is ever deleted, and the ids follow one another.
    if let last = ids.last, last > ids.count {
      report(.seals, "table respondent: \(counted(Int(last) - ids.count, "row")) removed")
    }
    for id in ids {
      attempt(.rows) { _ = try $0.database.state(ofRespondent: id) }
    }
    let places: [(Int64, String)] = try database.all(
      "respondent",
      """
      SELECT id, place_until FROM respondent
      WHERE strftime('%Y-%m-%dT%H:%M:%fZ', place_until) IS NOT place_until ORDER BY id
      """
    ) { (try $0[0], try $0[1]) }
    for (id, until) in places {
      report(
        .rows, "table respondent, row with id \(id): `place_until` is \(until), which is no time")
    }
  }

  private mutating func checkSeals() throws {
    switch try database.checkSeals(with: key) {
    case .unmarked:
      report(.key, "recorded by an earlier build of Evoke, which marked them otherwise, or not")
    case .keyMissing:
      report(.key, "\(missingKey), so it cannot be checked whether answers were changed")
    case .otherKey:
      report(
        .key,
        "nothing was marked with \(StudyKey.path(beside: examination.path)), so it cannot be checked "
          + "whether answers were changed: the key was replaced, or the marks were removed")
    case .checked(let broken, let noted, let earlier):
      for seal in broken { report(.seals, seal.text) }
      if !noted { report(.seals, "table study_key: the row of the key was changed or removed") }
      if earlier > 0 {
        report(
          .key,
          "\(counted(earlier, "respondent")) took part before the key was made, or while another was "
            + "used, and cannot be checked with \(StudyKey.path(beside: examination.path))"
        )
      }
    }
  }

  private mutating func checkScores() throws {
    var versions: [Int64: StoredScoring] = [:]
    let ids = try Int64.fetchAll(database, sql: "SELECT id FROM instrument_version")
    for id in ids { versions[id] = try StoredScoring(database, version: id) }
    let given: [(id: Int64, respondent: Int64, version: Int64)] = try database.all(
      "administration",
      "SELECT id, respondent_id, instrument_version_id FROM administration ORDER BY id"
    ) { (try $0[0], try $0[1], try $0[2]) }
    examination.administrations = given.count
    for (id, respondent, version) in given {
      guard let scoring = versions[version] else { continue }
      attempt(.scores) { examiner in
        let differing = try scoring.differing(
          examiner.database, administration: id, respondent: respondent)
        for subscale in differing {
          examiner.report(
            .scores,
            "table subscale_score, row with respondent_id \(respondent), administration_id \(id): the "
              + "score of \(subscale) does not follow from the answers")
        }
      }
    }
  }

  private mutating func checkOrphans() throws {
    let checks = [
      (
        "of the participant with id %, who withdrew, answers are still there",
        """
        SELECT DISTINCT withdrawal.respondent_id FROM withdrawal
        JOIN administration ON administration.respondent_id = withdrawal.respondent_id
        WHERE answers = 'deleted'
        """
      ),
      (
        "the participant with id % completed, and has no answers",
        """
        SELECT id FROM respondent WHERE status = 'completed' AND NOT EXISTS
          (SELECT 1 FROM administration WHERE respondent_id = respondent.id)
        """
      ),
      (
        "the administration with id % has no answers",
        """
        SELECT id FROM administration WHERE NOT EXISTS
          (SELECT 1 FROM response WHERE administration_id = administration.id)
        """
      ),
      (
        "a score of the participant with id % belongs to no administration of theirs",
        """
        SELECT DISTINCT subscale_score.respondent_id FROM subscale_score
        LEFT JOIN administration ON administration.id = administration_id
        WHERE administration.respondent_id IS NOT subscale_score.respondent_id
          OR administration.ordinal <> subscale_score.ordinal
          OR administration.occasion <> subscale_score.occasion
        """
      ),
    ]
    for (text, sql) in checks {
      for id in try Int64.fetchAll(database, sql: sql) {
        report(.orphans, text.replacing("%", with: "\(id)"))
      }
    }
  }
}

/// How a version of an instrument is scored, by the rows of its items and subscales.
private struct StoredScoring {
  private let instrument: Instrument
  private let scorer: Scorer
  private var positions: [Int64: Int] = [:]
  private var subscales: [Int64: SubscaleID] = [:]

  init?(_ database: Database, version: Int64) throws {
    let content: String? = try database.first(
      "instrument_version", "SELECT id, content FROM instrument_version WHERE id = ?", [version]
    ) { try $0[1] }
    guard let content else { return nil }
    instrument = try Instrument(yaml: content, file: "the stored instrument")
    scorer = instrument.scorer
    var positions: [Int64: Int] = [:]
    var subscales: [Int64: SubscaleID] = [:]
    let items = instrument.items
    try database.forEach(
      "item", "SELECT id, item FROM item WHERE instrument_version_id = ?", [version]
    ) { row in
      let item = ItemID(try row[1])
      guard let position = items.firstIndex(where: { $0.id == item }) else { throw row.damage(1) }
      positions[try row[0]] = position
    }
    try database.forEach(
      "subscale", "SELECT id, subscale FROM subscale WHERE instrument_version_id = ?", [version]
    ) { subscales[try $0[0]] = SubscaleID(try $0[1]) }
    self.positions = positions
    self.subscales = subscales
  }

  /// The subscales whose stored score, or number of answers, is another than the answers give.
  func differing(
    _ database: Database, administration: Int64, respondent: Int64
  ) throws -> [SubscaleID] {
    var answers = [Double?](repeating: nil, count: instrument.items.count)
    try database.forEach(
      "response", keys: [0, 1],
      "SELECT administration_id, item_id, value FROM response WHERE administration_id = ?",
      [administration]
    ) { row in
      guard let position = positions[try row[1]] else { throw row.damage(1) }
      answers[position] = try row.number(2)
    }
    var stored: [SubscaleID: (score: Double?, answered: Int)] = [:]
    try database.forEach(
      "subscale_score", keys: [0, 1],
      """
      SELECT respondent_id, subscale_id, score, answered FROM subscale_score
      WHERE respondent_id = ? AND administration_id = ?
      """, [respondent, administration]
    ) { row in
      guard let subscale = subscales[try row[1]] else { throw row.damage(1) }
      stored[subscale] = (try row.number(2), try row.count(3))
    }
    return scorer.scores(of: answers).filter { score in
      guard let known = stored[score.subscale] else { return true }
      return known.score != score.value || known.answered != score.answered
    }.map(\.subscale)
  }
}
