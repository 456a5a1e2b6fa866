import Foundation
package import Study
import TextFormats

/// The secret of a study by which its server tells simulated participants from people.
///
/// It is kept in the study's folder, readable by its owner alone, and made on first use. It names the
/// very file that it is kept in, so that a copy of the folder is another study.
package struct RehearsalToken {
  package let text: String

  /// The secret that the study's server made, or nil where it was never served.
  package init?(keptIn folder: StudyFolder) {
    let file = Self.file(folder)
    guard let kept = try? String(contentsOf: file, encoding: .utf8).trimmingWhitespace,
      let mark = Self.mark(of: file), kept.hasSuffix("-\(mark)")
    else { return nil }
    text = kept
  }

  /// The study's secret, made where there is none.
  package init(in folder: StudyFolder) throws {
    if let kept = RehearsalToken(keptIn: folder) {
      self = kept
      return
    }
    let file = Self.file(folder)
    // A new file, not another content of the old one: a copy may be a link to it.
    try? FileManager.default.removeItem(at: file)
    guard
      FileManager.default.createFile(
        atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let mark = Self.mark(of: file)
    else {
      throw UserMistake("\(folder.displayName(of: "")): the folder cannot be written to")
    }
    var generator = SystemRandomNumberGenerator()
    let secret = hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    text = "\(secret)-\(mark)"
    let handle = try FileHandle(forWritingTo: file)
    try handle.write(contentsOf: Foundation.Data(text.utf8))
    try handle.close()
  }

  private static func file(_ folder: StudyFolder) -> URL {
    folder.url.appendingPathComponent(".rehearsal-token")
  }

  /// What tells the file from a copy of it: its device and its number there.
  private static func mark(of file: URL) -> String? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.path),
      let device = attributes[.systemNumber] as? NSNumber,
      let number = attributes[.systemFileNumber] as? NSNumber
    else { return nil }
    return "\(device)-\(number)"
  }
}
