import Foundation
import Study

/// The secret of a study by which its server tells simulated participants from people.
///
/// It is kept in the study's folder, readable by its owner alone, and made on first use.
struct RehearsalToken {
  let text: String

  init(in folder: StudyFolder) throws {
    let file = folder.url.appendingPathComponent(".rehearsal-token")
    if let kept = try? String(contentsOf: file, encoding: .utf8).trimmingWhitespace, !kept.isEmpty {
      text = kept
      return
    }
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
