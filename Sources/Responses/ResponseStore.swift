import Foundation
import GRDB
package import Study
import Synchronization

/// The SQLite database that a study's responses live in.
///
/// One process writes at a time; every write is a transaction that is durable (write-ahead log,
/// `synchronous=FULL`) before the call that asked for it returns. Writes that arrive together share
/// one commit.
package final class ResponseStore: Sendable {
  let database: any DatabaseReader
  /// A connection for single statements, which are consistent reads in themselves: a transaction, or
  /// a pool's search for a connection, would cost more than they do.
  private let reader: DatabaseQueue
  let writer: RecordingQueue?
  let erasedAnswers: ErasedAnswers?
  private let files: OpenFiles?
  package let path: String
  /// The study's secret; nil only in a store opened for reading that has none beside it.
  package let key: StudyKey?
  private let madeKey: Bool
  /// What whoever serves the study should know of the files beside the database.
  package let warnings: [String]
  /// The UUID of the site at which these answers are collected; empty in one opened for reading.
  let site: String
  /// Whether the file beside the database says that people take part.
  let isRemembered: Mutex<Bool>

  /// Opens the database at the path, making or upgrading it if needed.
  ///
  /// An upgrade first writes a copy named `….backup-before-N` beside the database.
  /// - Parameter beginsAnew: whether people's answers that are missing are given up, and a new
  ///   database is begun.
  /// - Throws: `StoreError` if the file is not a database, not Evoke's, or of a newer Evoke, or if
  ///   people's answers are missing.
  package init(path: String, now: Timestamp, beginsAnew: Bool = false) throws {
    RestoreRun.removeLeftovers(of: path)
    let found = try Self.refuseForeignFile(path)
    try Self.refuseLoss(at: path, site: found, beginsAnew: beginsAnew)
    let isNew = !FileManager.default.fileExists(atPath: path)
    let hasLog = Self.logSize(of: path) > 0
    if isNew {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      guard FileManager.default.fileExists(atPath: folder) else {
        throw StoreError.noFolder(path: folder)
      }
      // People's answers are for their researcher's eyes; SQLite gives its other files the same mode.
      _ = FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }
    let pool: DatabasePool
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration(readonly: false))
      try pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try database.execute(sql: "PRAGMA secure_delete = ON")
      }
      try Self.migrate(pool, path: path)
    } catch let error as DatabaseError {
      if isNew { Self.removeFiles(path) }
      if [.SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM].contains(error.resultCode),
        FileManager.default.isReadableFile(atPath: path)
          || !FileManager.default.fileExists(atPath: path)
      {
        throw StoreError.notWritable(path: path)
      }
      throw StoreError.notADatabase(path: path, reason: error.message ?? "\(error.resultCode)")
    }
    guard try pool.read({ try $0.hasMarks }) else {
      throw StoreError.readableOnly(path: path)
    }
    database = pool
    reader = try DatabaseQueue(path: path, configuration: Self.configuration(readonly: true))
    self.path = path
    (key, madeKey) = try StudyKey.keeping(beside: path)
    let (key, madeKey) = (key, madeKey)
    var warnings: [String] = []
    site = try pool.write { database in
      if let key, try database.introduce(key, now: now) {
        warnings.append(
          "\(StudyKey.path(beside: path)): "
            + (madeKey
              ? "was missing, and a new key was made" : "is not the only key of this study")
            + ". What was marked with another key cannot be checked for changes until that key is back: "
            + "stop the server, and put the key of a backup in its place")
      }
      if let site = try database.site { return site }
      let site = UUID.random().uuidString.lowercased()
      try database.execute(
        sql: "INSERT INTO site (uuid, created_at) VALUES (?, ?)",
        arguments: [site, now.description])
      return site
    }
    if beginsAnew { StudyHistory.remove(beside: path) }
    do {
      isRemembered = Mutex(try StudyHistory(beside: path) != nil)
    } catch {
      isRemembered = Mutex(true)
      warnings.append("\(error)")
    }
    self.warnings = warnings
    let files = try OpenFiles(path)
    self.files = files
    writer = RecordingQueue(pool, check: files.check)
    let erasedAnswers = ErasedAnswers(pool)
    self.erasedAnswers = erasedAnswers
    // Of a program that ended at once: answers may be in it that were erased.
    if hasLog { Task { await erasedAnswers.leaveLog(isOwn: false) } }
    erasedAnswers.watch()
    try? updateHistory()
  }

  /// Opens an existing database for reading alone. The file is opened once.
  package init(reading path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Self.loss(at: path) ?? StoreError.missing(path: path)
    }
    guard try !Self.refuseOtherFormats(path).isEmpty else {
      throw Self.loss(at: path) ?? StoreError.empty(path: path)
    }
    do {
      let queue = try Self.openForReading(path)
      try queue.read { database in
        guard try database.isEvoke else { throw StoreError.notEvoke(path: path) }
        let known = Set(Schema.migrations.map(\.name))
        let applied = try String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations")
        if let newer = applied.first(where: { !known.contains($0) }) {
          throw StoreError.newer(path: path, migration: newer)
        }
      }
      database = queue
      reader = queue
    } catch let error as DatabaseError {
      throw StoreError.notADatabase(path: path, reason: error.message ?? "\(error.resultCode)")
    }
    writer = nil
    erasedAnswers = nil
    files = nil
    self.path = path
    key = (try? StudyKey(beside: path)) ?? nil
    madeKey = false
    warnings = []
    site = ""
    isRemembered = Mutex(true)
  }

  /// The size of the write-ahead log, in bytes.
  private static func logSize(of path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int) ?? 0
  }

  /// How long a program waits for another that is writing.
  static let busySeconds = 10

  static func configuration(readonly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .timeout(Double(busySeconds))
    configuration.label = "responses"
    // Errors quote the statement, never the answers bound to it.
    configuration.publicStatementArguments = false
    return configuration
  }

  /// Refuses a file that is something else, before anything could be written to it.
  ///
  /// - Returns: the site of the database; nil for an empty file and for none.
  private static func refuseForeignFile(_ path: String) throws -> String? {
    guard try !refuseOtherFormats(path).isEmpty else { return nil }
    do {
      return try openForReading(path).read { database in
        guard try !database.isEmpty else { return nil }
        guard try database.isEvoke else { throw StoreError.notEvoke(path: path) }
        return try database.site
      }
    } catch let error as DatabaseError {
      throw StoreError.notADatabase(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  /// Refuses to begin an empty database where people's answers should be.
  private static func refuseLoss(at path: String, site: String?, beginsAnew: Bool) throws {
    let loss = loss(at: path, site: site)
    if beginsAnew {
      guard site == nil || loss != nil else { throw StoreError.notLost(path: path) }
    } else if let loss {
      throw loss
    }
    // SQLite deletes the log of a database that is not there.
    guard site != nil || logSize(of: path) == 0 else {
      throw StoreError.logWithoutDatabase(path: path)
    }
  }

  /// Returns the first bytes of the file, which are SQLite's; empty for an empty file and for none.
  @discardableResult
  private static func refuseOtherFormats(_ path: String) throws -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return Data()
    }
    guard !isFolder.boolValue else { throw StoreError.isFolder(path: path) }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw StoreError.notReadable(path: path)
    }
    defer { try? file.close() }
    let start = try file.read(upToCount: 16) ?? Data()
    guard start.isEmpty || start == Data("SQLite format 3\u{0}".utf8) else {
      throw StoreError.notADatabase(path: path, reason: "the file is not an SQLite database")
    }
    return start
  }

  /// The database, even from a read-only folder.
  ///
  /// SQLite reads a write-ahead log with the help of a file beside it. If it cannot make that file,
  /// a database with an empty log is complete, and is read as one that does not change.
  private static func openForReading(_ path: String) throws -> DatabaseQueue {
    let configuration = configuration(readonly: true)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
      return queue
    } catch let error as DatabaseError {
      guard [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode),
        FileManager.default.isReadableFile(atPath: path)
      else { throw error }
      guard logSize(of: path) == 0 else { throw StoreError.logNeedsWriting(path: path) }
      let address = URL(fileURLWithPath: path).absoluteString + "?immutable=1"
      return try DatabaseQueue(path: address, configuration: configuration)
    }
  }

  private static func migrate(_ pool: DatabasePool, path: String) throws {
    let migrator = Schema.migrator
    let (applied, superseded) = try pool.read { database in
      (try migrator.appliedIdentifiers(database), try migrator.hasBeenSuperseded(database))
    }
    if superseded {
      let known = Set(Schema.migrations.map(\.name))
      throw StoreError.newer(
        path: path, migration: applied.first { !known.contains($0) } ?? "unknown")
    }
    let pending = Schema.migrations.map(\.name).filter { !applied.contains($0) }
    guard let next = pending.first else { return }
    if !applied.isEmpty {
      let copy = try DatabaseQueue(path: "\(path).backup-before-\(next)")
      try pool.backup(to: copy)
    }
    try migrator.migrate(pool)
  }

  // MARK: Reading

  /// Reads with a single statement.
  func readOnce<Value>(_ read: (Database) throws -> Value) throws -> Value {
    do {
      return try reader.unsafeRead(read)
    } catch {
      throw naming(error)
    }
  }

  /// Returns after everything handed over has been committed and the one file holds it all.
  ///
  /// - Returns: the path of a copy, if the database was removed while it was open; else nil.
  @discardableResult package func finish() async throws -> String? {
    await writer?.finish()
    try reader.close()
    if writer != nil { try? updateHistory() }
    await erasedAnswers?.leaveLogAtEnd()
    let rescued = files?.databaseIsRemoved == true ? try copyBeside() : nil
    let isInPlace = files?.databaseIsInPlace != false
    try database.close()
    // SQLite would begin an empty database where the moved one was.
    guard isInPlace else { return rescued }
    // The pool's last connection to close may be a reader, which leaves the empty log behind.
    let last = try DatabaseQueue(path: path)
    _ = try await last.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM site") }
    try last.close()
    return nil
  }

  /// Copies the database to a new file beside its path.
  private func copyBeside() throws -> String {
    let copies = (1...).lazy.map { [path] in "\(path).rescued-\($0)" }
    let copy = copies.first { !FileManager.default.fileExists(atPath: $0) }!
    _ = FileManager.default.createFile(
      atPath: copy, contents: nil, attributes: [.posixPermissions: 0o600])
    let target = try DatabaseQueue(path: copy)
    try database.backup(to: target)
    try target.close()
    return copy
  }

  /// Removes a database that was made for what then failed, unless another program has begun to keep
  /// respondents in it.
  package func removeIfEmpty() throws {
    let isEmpty = try readOnce {
      try !Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM respondent)")!
    }
    guard isEmpty else { return }
    try reader.close()
    try database.close()
    Self.removeFiles(path)
    if madeKey { unlink(StudyKey.path(beside: path)) }
  }

  private static func removeFiles(_ path: String) {
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
  }
}

extension Database {
  fileprivate var isEmpty: Bool {
    get throws { try !Bool.fetchOne(self, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master)")! }
  }

  /// The UUID of the site at which this database was begun.
  var site: String? {
    get throws { try String.fetchOne(self, sql: "SELECT uuid FROM site ORDER BY id LIMIT 1") }
  }

  fileprivate var isEvoke: Bool {
    get throws { try tableExists("grdb_migrations") && tableExists("respondent") }
  }
}

extension DatabaseError {
  /// Whether the same statement may succeed a moment later: another program holds the database.
  var isPassing: Bool {
    [.SQLITE_BUSY, .SQLITE_LOCKED].contains(resultCode)
  }
}
