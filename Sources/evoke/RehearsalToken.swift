import Foundation
import Study

/// The secret of a study by which its server tells simulated participants from people.
///
/// It is kept in the study's folder, readable by its owner alone, and made on first use.
struct RehearsalToken {
  let text: String

  /// The secret that the study's server made, or nil where it was never served.
  init?(keptIn folder: StudyFolder) {
    let file = Self.file(folder)
    guard let kept = try? String(contentsOf: file, encoding: .utf8).trimmingWhitespace,
      !kept.isEmpty
    else { return nil }
    text = kept
  }

  private static func file(_ folder: StudyFolder) -> URL {
    folder.url.appendingPathComponent(".rehearsal-token")
  }

  /// The study's secret, made where there is none.
  init(in folder: StudyFolder) throws {
    if let kept = RehearsalToken(keptIn: folder) {
      self = kept
      return
    }
    let file = Self.file(folder)
    var generator = SystemRandomNumberGenerator()
    text = hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    guard
      FileManager.default.createFile(
        atPath: file.path, contents: Foundation.Data(text.utf8),
        attributes: [.posixPermissions: 0o600])
    else {
      throw UserMistake("\(folder.displayName(of: "")): the folder cannot be written to")
    }
  }
}
