import TextFormats

/// Why the store could not do what it was asked.
package enum StoreError: UserFacingError {
  case notADatabase(path: String, reason: String)
  case notEvoke(path: String)
  case newer(path: String, migration: String)
  /// The tables are those of a build before the first release.
  case readableOnly(path: String)
  case missing(path: String)
  case notWritable(path: String)
  /// There is no such folder to make a database in.
  case noFolder(path: String)
  case logNeedsWriting(path: String)
  case unknownSession
  /// A row holds what it cannot.
  case damaged(path: String, DamagedRow)
  /// SQLite could not make sense of the file.
  case unreadable(path: String, reason: String)
  case busy(path: String)
  case diskFull(path: String)
  case openedForReading(path: String)
  /// A file of the open database is no longer at its path.
  case displaced(path: String)
  /// People have taken part, but the database with their answers is not at the path.
  case lost(path: String, since: String)
  /// A new database was to be begun, and people's answers are there.
  case notLost(path: String)
  case logWithoutDatabase(path: String)
  case historyNotKept(path: String, reason: String)
  /// The file of the study's history is there, and says nothing.
  case historyUnusable(path: String, reason: String)
  /// The database holds fewer respondents than it once did.
  case older(path: String, known: Int, found: Int)
  /// There are none to accept.
  case notOlder(path: String)
  case notReadable(path: String)
  case empty(path: String)
  case isFolder(path: String)
  /// The file of the study's key is there, and is not a key.
  case keyUnusable(path: String, reason: String)
  case notBackedUp(path: String, folder: String, reason: String)
  /// Answers that were erased are still in the write-ahead log.
  case erasedInLog(path: String)
  /// Another program has the database open that is to be replaced.
  case inUse(path: String)
  case unusableCopy(path: String, reason: String)
  /// - Parameter isAside: whether the database was on its way to another name.
  case notRestored(path: String, reason: String, isAside: Bool)
  case noResponses(folder: String)
  /// Respondents of a file whose answers are those of others, by the file's keys.
  case doubtful([String], new: Int)
  /// A text that is not a receipt code, as it was given.
  case notACode(String)
  /// Nobody has the code or id by which a participant is to withdraw.
  case unknownParticipant(folder: String)

  package var description: String {
    switch self {
    case .notADatabase(let path, let reason):
      "\(path): cannot be opened as an SQLite database (\(reason))"
    case .notEvoke(let path):
      "\(path): an SQLite database, but not one of Evoke's; nothing was changed"
    case .newer(let path, let migration):
      "\(path): written by a newer Evoke (migration \(migration)); update Evoke to read it"
    case .readableOnly(let path):
      "\(path): made by a build of Evoke before its first release; it can be read, but nothing more "
        + "can be recorded in it. Nothing was changed"
    case .missing(let path):
      "\(path): no such database; `evoke serve` or `evoke import` makes one"
    case .notWritable(let path):
      "\(path): no permission to write, so no answer could be kept; make the file and its folder "
        + "writable for you, or work on a copy of the study"
    case .noFolder(let path):
      "\(path): no such folder, so no database can be made in it; make the folder first"
    case .unknownSession:
      "the session is not known to this database"
    case .damaged(let path, let row):
      "\(path): the row of the table \(row.table) with \(row.row) is damaged: `\(row.column)` is "
        + "\(row.value); `evoke doctor \(path)` lists all damage and says what to do"
    case .unreadable(let path, let reason):
      "\(path): the database is damaged (\(reason)); `evoke doctor \(path)` lists all damage and "
        + "says what to do"
    case .logNeedsWriting(let path):
      "\(path): its newest answers are in \(path)-wal, which can be read only if the folder is "
        + "writable; copy both files to a folder of yours, and read the copy"
    case .diskFull(let path):
      "\(path): the disk is full, so nothing more can be kept; free some space and try again"
    case .busy(let path):
      "\(path): another program has been writing to the database for 10 seconds; end it, or wait "
        + "and try again"
    case .openedForReading(let path):
      "\(path): the database was opened for reading only"
    case .displaced(let path):
      "\(path): the file was moved, replaced or removed while it was open, so nothing more is kept; "
        + "put the same file back, or stop the program and start it again"
    case .lost(let path, let since):
      "\(path): people have taken part since \(since), but the database with their answers is not "
        + "here. Put it back, from a backup if need be. If you want to begin a new database without "
        + "these answers, start `evoke serve` once with --new-database. Nothing was changed"
    case .notLost(let path):
      "\(path): there is a database, so none was begun; leave out --new-database"
    case .logWithoutDatabase(let path):
      "\(path)-wal: holds answers of a database that is not here. Put the database back beside it; "
        + "or move this file away to begin a new database. Nothing was changed"
    case .historyNotKept(let path, let reason):
      "\(path): cannot be written (\(reason)). Nobody is enrolled and no answer is deleted before it is: "
        + "else answers that were withdrawn could come back with a copy. Nothing was changed"
    case .historyUnusable(let path, let reason):
      "\(path): cannot be read as the study's history (\(reason)), so it is not known who has withdrawn "
        + "and whether the database is the newest. Make it readable, or put it back from a backup; or move "
        + "it away, and what the database knows is written to a new one"
    case .older(let path, let known, let found):
      "\(path): \(counted(known, "respondent")) had taken part, and the database holds \(grouped(found)): "
        + "an older one is in its place. Put the newest back. If you want to continue with this one, "
        + "start `evoke serve` once with --older-database"
    case .notOlder(let path):
      "\(path): no respondents are missing; leave out --older-database"
    case .notReadable(let path):
      "\(path): no permission to read it; make it readable for you"
    case .empty(let path):
      "\(path): the file is empty (0 bytes), and no database; put the database back, from a backup if "
        + "need be"
    case .isFolder(let path):
      "\(path): a folder; name a .sqlite file"
    case .keyUnusable(let path, let reason):
      "\(path): cannot be used as the study's key (\(reason)). Put it back from a backup; or move it "
        + "away, and a new one is made, which cannot check the answers recorded so far"
    case .notBackedUp(let path, let folder, let reason):
      "\(path): no copy was made in \(folder) (\(reason)); earlier copies are as they were"
    case .erasedInLog(let path):
      "\(path)-wal: deleted answers can still be read here, because another program is reading the "
        + "database. End it; the next program that writes to the database, or has it open, empties the file"
    case .inUse(let path):
      "\(path): another program has the database open; stop the server and other commands first. "
        + "Nothing was changed"
    case .unusableCopy(let path, let reason):
      "\(path): cannot be restored: \(reason). Nothing was changed"
    case .notRestored(let path, let reason, let isAside):
      "\(path): the copy could not take its place (\(reason)). "
        + (isAside ? "The database before is beside it" : "Nothing was changed")
    case .noResponses(let folder):
      "\(folder): there are no responses here (no responses.sqlite)"
    case .doubtful(let keys, let new):
      "\(counted(keys.count, "participant")) of \(grouped(new)) not yet stored gave the same answers "
        + "to all items as another, stored or earlier in the file, with other details or not: "
        + keys.prefix(20).joined(separator: ", ") + (keys.count > 20 ? " …" : "")
        + ". They may be the same people twice. Add `--doubtful skip` to leave them out, or "
        + "`--doubtful add` to take them for others. Nothing was imported"
    case .notACode(let text):
      "`\(text)` is not a code; expected twelve letters and digits, as in 7QKF-2M9X-BT4D"
    case .unknownParticipant(let folder):
      "no participant in \(folder) has this code or id; check every letter and digit, and the "
        + "study. Nothing was changed"
    }
  }
}
