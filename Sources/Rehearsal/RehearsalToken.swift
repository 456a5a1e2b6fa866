import Foundation
package import Study
import TextFormats

/// The secret of a study by which its server recognises simulated participants.
///
/// It is kept in the study's folder, readable only by its owner, and made on first use. It names
/// the file that it is kept in, so a copy of the folder counts as another study.
package struct RehearsalToken {
  package let text: String

  /// The secret that the study's server made, or nil if it was never served.
  package init?(keptIn folder: StudyFolder) {
    let file = Self.file(folder)
    guard let kept = try? String(contentsOf: file, encoding: .utf8).trimmingWhitespace,
      let mark = Self.mark(of: file), kept.hasSuffix("-\(mark)")
    else { return nil }
    text = kept
  }

  /// The study's secret, made if there is none.
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
      throw RehearsalError.notWritable(folder: folder.displayName(of: ""))
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

  /// What distinguishes the file from a copy: its device and inode number.
  private static func mark(of file: URL) -> String? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.path),
      let device = attributes[.systemNumber] as? NSNumber,
      let number = attributes[.systemFileNumber] as? NSNumber
    else { return nil }
    return "\(device)-\(number)"
  }
}
