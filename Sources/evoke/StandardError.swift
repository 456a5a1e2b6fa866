import Foundation
import TextFormats

/// The stream for errors and progress.
struct StandardError: TextOutputStream, Sendable {
  func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Foundation.Data(text.withoutControls.utf8))
  }

  var isTerminal: Bool { isatty(2) == 1 }
}

let standardError = StandardError()
