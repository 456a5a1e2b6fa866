import Foundation
import GRDB
import Responses
import Study
import Survey
import SurveySession

/// A database in which every table that participants fill has rows, and every column takes any value.
final class SoundDatabase: Sendable {
  static let shared = SoundDatabase()
  static let moment = Timestamp(millisecondsSince1970: 1_767_225_600_000)
  static let sessions = [
    SessionToken("0123456789abcdef0123456789abcdef")!,
    SessionToken("00000000000000000000000000000001")!,
    SessionToken("00000000000000000000000000000002")!,
  ]

  /// A value that a row is given: more than its column may hold.
  private static let values = [
    "NULL", "'nonsense'", "''", "-1", "0", "1", "2", "9223372036854775807", "-9223372036854775808",
    "9e999", "-9e999", "1e300", "0.5", "x'00ff'", "'2026-02-30T25:61:61.999Z'", "'{}'", "'[1,2'",
    "'default'", "'active'", "'human'", "'3 2 1 1'", "char(0)", "zeroblob(100000)",
    "printf('%.*c', 70000, 'a')",
  ]

  private let folder: URL
  private let contents: Data
  private let columns: [(table: String, column: String, row: String)]

  private init() {
    let memory = URL(fileURLWithPath: "/dev/shm")
    folder =
      (FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory)
      .appendingPathComponent("evoke-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
    try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("sound.sqlite").path
    wait { try! await Self.fill(path) }
    let database = try! DatabaseQueue(path: path)
    try! database.writeWithoutTransaction { try $0.execute(sql: Self.others + Self.loosening) }
    try! database.close()
    columns = try! DatabaseQueue(path: path).read { try Self.columns(of: $0) }
    contents = try! Data(contentsOf: URL(fileURLWithPath: path))
    try! FileManager.default.removeItem(atPath: path)
  }

  private static func fill(_ path: String) async throws {
    let store = try ResponseStore(path: path, now: moment)
    let study = try StudyDefinition.load(from: RichStudy()).study
    let interviews = try await StudyInterviews(of: study, in: store) { moment }
    let answers = PageSubmission([
      "adult": "yes", "gender": "female", "born": "1980", "country": "KE", "siblings": "3",
      "at_ease": "2", "restless": "3", "slept": "1a", "check_a": "2", "check_b": "blue",
      "vividness": "3", "imagined": "A wood.",
    ])
    let ends = ["debrief", "evoked", "default"]
    for (session, end) in zip(sessions, ends) {
      let session = interviews.session(session, channel: .web, kind: .human)
      _ = try await session.consent(.init(isGiven: true, language: .english))
      for _ in 0..<12 {
        guard let standing = try await session.standing(), standing.isActive,
          standing.step.name != end
        else { break }
        session.noteShown(try session.page(of: standing)!.page, to: standing)
        var answers = answers
        answers.wasHinted = true
        _ = try await session.send(answers, of: standing.step.name)
      }
      _ = try await session.save(answers, of: end)
    }
    _ = try await store.close(true, now: moment)
    try await store.finish()
  }

  private static let others = """
    INSERT INTO latecomer VALUES (1, 1, 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z');
    INSERT INTO imported_file VALUES (1, '\(String(repeating: "a", count: 64))', 'f', 'x', 0, 'now');
    INSERT INTO run VALUES (1, 'r', 'm', 1, NULL);
    INSERT INTO release VALUES (1, 'now', 'r', '\(String(repeating: "b", count: 64))', '{}');

    """

  private static let loosening = """
    PRAGMA writable_schema = ON;
    UPDATE sqlite_master SET sql = replace(replace(replace(replace(
      sql, 'IS NOT NULL', 'NOTNULL'), 'NOT NULL', ''), ') STRICT, W', ') W'), ') STRICT', ')')
    WHERE type = 'table';
    DELETE FROM sqlite_master WHERE type = 'trigger';
    """

  /// Each column with each of its first rows, and with all of them.
  private static func columns(
    of database: Database
  ) throws -> [(table: String, column: String, row: String)] {
    let tables = try Row.fetchAll(
      database,
      sql: """
        SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations' ORDER BY 1
        """)
    return try tables.flatMap { row in
      let (table, isKeyed): (String, Bool) = (row[0], row[1])
      let rows = ["1"] + (isKeyed ? [] : (1...3).map { "rowid = \($0)" })
      return try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))").flatMap { column in
        rows.map { (table, column["name"] as String, $0) }
      }
    }
  }

  /// The path of a copy that the edits have changed.
  func changed(by edits: Edits) -> String {
    let path = folder.appendingPathComponent("changed.sqlite").path
    var contents = contents
    for edit in edits.bytes {
      contents[edit.offset % contents.count] = edit.byte
    }
    if let length = edits.length { contents = contents.prefix(length % contents.count) }
    for end in ["-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: path + end)
    }
    _ = FileManager.default.createFile(atPath: path, contents: contents)
    guard !edits.rows.isEmpty else { return path }
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let statements = edits.rows.map { edit in
      let (table, column, row) = columns[edit.column % columns.count]
      let value = Self.values[edit.value % Self.values.count]
      return "UPDATE OR REPLACE \(table) SET \"\(column)\" = \(value) WHERE \(row)"
    }
    try? DatabaseQueue(path: path, configuration: configuration).writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF")
      for statement in statements { try? $0.execute(sql: statement) }
    }
    return path
  }
}

/// Changes of a database as bytes say them, four for each.
struct Edits {
  private(set) var rows: [(column: Int, value: Int)] = []
  private(set) var bytes: [(offset: Int, byte: UInt8)] = []
  /// To which length the file is cut.
  private(set) var length: Int?

  init(_ input: [UInt8]) {
    for start in stride(from: 0, to: input.count - 3, by: 4).prefix(64) {
      let (first, second) = (Int(input[start + 1]), Int(input[start + 2]))
      switch input[start] % 8 {
      case 0...4: rows.append((first + 256 * (second % 8), Int(input[start + 3])))
      case 5, 6:
        bytes.append(((first + 256 * second) * 16 + Int(input[start]) / 16, input[start + 3]))
      default: length = (first + 256 * second) * 64
      }
    }
  }
}
