internal import Foundation
package import Study
import TextFormats

/// A release that was made, as a ledger keeps it: no row, no id and no key, but the recipe, which
/// gives the same masks again from the same answers.
package struct LedgerEntry: Codable, Sendable, Hashable {
  package let at: String
  /// SHA-256 of the source file; empty for a database, whose people are told apart by time.
  package let source: String
  /// SHA-256 over the names and hashes of the package's files.
  package let package: String
  /// The recipe, or what a private release was asked for.
  package let recipe: String
  /// SHA-256 of the recipe.
  package let recipeSHA256: String
  package let people: Int
  /// nil for a release without rows.
  package let k: Int?
  /// k of this release together with each earlier one of the same people, by their times.
  package let together: [String: Int]
  /// Columns that may tell who somebody is, and left; nil for none.
  package let identifying: [String]?
  /// What a differentially private baseline spent; nil where rows were released.
  package let epsilon: Double?
  /// Whose answers they were; nil in ledgers that do not say, for humans.
  package let kind: String?

  package init(
    at: String, source: String, package: String, recipe: String, people: Int, k: Int?,
    together: [String: Int], identifying: [String] = [], epsilon: Double? = nil,
    kind: RespondentKind = .human
  ) {
    self.at = at
    self.source = source
    self.package = package
    self.recipe = recipe
    recipeSHA256 = sha256Hex(recipe.utf8)
    self.people = people
    self.k = k
    self.together = together
    self.identifying = identifying.isEmpty ? nil : identifying
    self.epsilon = epsilon
    self.kind = kind.rawValue
  }

  func isOf(_ kind: RespondentKind) -> Bool { (self.kind ?? "human") == kind.rawValue }

  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  package init(json: String) throws {
    self = try JSONDecoder().decode(LedgerEntry.self, from: Foundation.Data(json.utf8))
  }
}

/// A ledger in a file of its own: a line a release, each with the hash of the line before it.
package struct LedgerFile: Sendable {
  private struct Line: Codable {
    let previous: String
    let sha256: String
    let release: LedgerEntry
  }

  private let path: String
  package let entries: [LedgerEntry]
  private let last: String

  /// Reads the ledger; a file that is not there yet is an empty one.
  ///
  /// - Throws: ``ReleaseError/refused(_:)`` where a line was changed, removed or is no entry.
  package init(path: String) throws {
    self.path = path
    var entries: [LedgerEntry] = []
    var last = ""
    if let text = try? String(contentsOfFile: path, encoding: .utf8) {
      for (index, line) in text.split(separator: "\n").enumerated() {
        guard
          let entry = try? JSONDecoder().decode(Line.self, from: Foundation.Data(line.utf8)),
          entry.previous == last,
          entry.sha256 == Self.hash(entry.release, after: last)
        else {
          throw ReleaseError.refused(
            "\(path):\(index + 1): the ledger is no longer as it was written; a line was changed, "
              + "removed or added by hand")
        }
        entries.append(entry.release)
        last = entry.sha256
      }
    } else if FileManager.default.fileExists(atPath: path) {
      throw ReleaseError.refused("\(path): cannot be read as a ledger")
    } else {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      guard FileManager.default.fileExists(atPath: folder) else {
        throw ReleaseError.refused("\(path): there is no folder \(folder) to keep the ledger in")
      }
    }
    self.entries = entries
    self.last = last
  }

  private static func hash(_ entry: LedgerEntry, after previous: String) -> String {
    sha256Hex("\(previous)\u{0}\(entry.json)".utf8)
  }

  /// Adds a line and puts it on the disk before it returns.
  package func append(_ entry: LedgerEntry) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = Line(
      previous: last, sha256: Self.hash(entry, after: last), release: entry)
    let bytes = try encoder.encode(line) + Foundation.Data("\n".utf8)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard descriptor >= 0 else {
      throw ReleaseError.refused("\(path): \(String(cString: strerror(errno)))")
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try handle.write(contentsOf: bytes)
    try handle.synchronize()
    try handle.close()
  }
}
