package import Study
import TextFormats

/// Why the store could not do what it was asked.
package enum StoreError: UserFacingError {
  case notADatabase(path: String, reason: String)
  case notEvoke(path: String)
  case newer(path: String, migration: String)
  case missing(path: String)
  case notWritable(path: String)
  case logNeedsWriting(path: String)
  case unknownSession
  case busy(path: String)
  case openedForReading(path: String)
  case cellNotInStudy(SituationKey)
  /// Participants whose answers are not stored as they were sent.
  case storedOtherwise(participants: Int, of: Int)

  package var description: String {
    switch self {
    case .notADatabase(let path, let reason):
      "\(path): cannot be opened as an SQLite database (\(reason))"
    case .notEvoke(let path):
      "\(path): an SQLite database, but not one of Evoke's; nothing was changed"
    case .newer(let path, let migration):
      "\(path): written by a newer Evoke (migration \(migration)); update Evoke to read it"
    case .missing(let path):
      "\(path): no such database; `evoke serve` or `evoke import` makes one"
    case .notWritable(let path):
      "\(path): no permission to write, so no answer could be kept; make the file and its folder "
        + "writable for you, or work on a copy of the study"
    case .unknownSession:
      "the session is not known to this database"
    case .logNeedsWriting(let path):
      "\(path): its newest answers are in \(path)-wal, which can be read only if the folder is "
        + "writable; copy both files to a folder of yours, and read the copy"
    case .busy(let path):
      "\(path): another program has been writing to the database for 10 seconds; end it, or wait "
        + "and try again"
    case .openedForReading(let path):
      "\(path): the database was opened for reading only"
    case .cellNotInStudy(let key):
      "the cell \(key) is not part of the study"
    case .storedOtherwise(let participants, let all):
      "\(participants) of \(all) participants are not stored as they were sent"
    }
  }
}
