import Foundation
import TextFormats

/// Why a result could not be printed or written.
enum OutputError: UserFacingError {
  /// What the system says of the last failed write; no path stands for the terminal.
  case notWritten(path: String?, errno: CInt)
  case isFolder(path: String)
  case noFolder(String, path: String)

  var description: String {
    switch self {
    case .notWritten(let path, let errno):
      "\(path ?? "the output") could not be written: \(String(cString: strerror(errno)))"
    case .isFolder(let path): "\(path): a folder; name a file instead"
    case .noFolder(let folder, let path): "\(path): there is no folder \(folder) to write into"
    }
  }
}
