internal import Foundation
internal import Study
import TextFormats

/// A ledger in a separate file: a line per release, each with the hash of the line before it.
struct LedgerFile: Sendable {
  private struct Line: Codable {
    let previous: String
    let sha256: String
    let release: LedgerEntry
  }

  private let path: String
  let entries: [LedgerEntry]
  private let chain: HashChain

  /// Reads the ledger; a file that does not exist yet is an empty one.
  ///
  /// - Throws: ``ReleaseError`` if a line was changed, removed or is not an entry.
  init(path: String) throws {
    self.path = path
    var entries: [LedgerEntry] = []
    var chain = HashChain()
    if let text = try? String(contentsOfFile: path, encoding: .utf8) {
      for (index, line) in text.split(separator: "\n").enumerated() {
        guard let entry = try? JSONDecoder().decode(Line.self, from: Foundation.Data(line.utf8)),
          chain.takes([entry.release.json], previous: entry.previous, sha256: entry.sha256)
        else { throw ReleaseError.ledgerChanged(path, line: index + 1) }
        entries.append(entry.release)
      }
    } else if FileManager.default.fileExists(atPath: path) {
      throw ReleaseError.ledgerUnreadable(path)
    } else {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      guard FileManager.default.fileExists(atPath: folder) else {
        throw ReleaseError.noFolder(folder, for: path)
      }
    }
    self.entries = entries
    self.chain = chain
  }

  /// Adds a line and puts it on the disk before it returns.
  func append(_ entry: LedgerEntry) throws {
    var chain = chain
    let previous = chain.last
    let line = Line(previous: previous, sha256: chain.add([entry.json]), release: entry)
    let bytes = try LedgerEntry.encoder.encode(line) + Foundation.Data("\n".utf8)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard descriptor >= 0 else {
      throw ReleaseError.file(path, reason: String(cString: strerror(errno)))
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try handle.write(contentsOf: bytes)
    try handle.synchronize()
    try handle.close()
  }
}
