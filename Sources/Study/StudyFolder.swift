package import Foundation
import Resources
import TextFormats

/// A study's files on disk. Paths that lead out of the folder are not followed.
package struct StudyFolder: StudyFiles {
  package let url: URL
  private let displayed: String

  /// - Parameter path: the folder as the person typed it; diagnostics repeat it.
  package init(path: String) {
    url = URL(fileURLWithPath: path, isDirectory: true)
    displayed = path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  package func text(of path: String) throws -> String? {
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else { return nil }
    let file = url.appendingPathComponent(path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder),
      !isFolder.boolValue
    else { return nil }
    let own = url.resolvingSymlinksInPath().path + "/"
    guard file.resolvingSymlinksInPath().path.hasPrefix(own) else {
      throw DiagnosedError([
        Diagnostic(
          file: displayName(of: path),
          "a symbolic link that leads out of the study's folder, which is not followed; put a copy "
            + "of the file in its place")
      ])
    }
    return try UTF8Text.text(
      of: [UInt8](Foundation.Data(contentsOf: file)), file: displayName(of: path))
  }

  package func displayName(of path: String) -> String {
    displayed.isEmpty || displayed == "." ? path : "\(displayed)/\(path)"
  }

  /// The file that holds the study's answers.
  package var responsesPath: String {
    url.appendingPathComponent("responses.sqlite").path
  }

  /// The folder that copies of the answers go to unless another is named.
  package var backupsPath: String {
    url.appendingPathComponent("backups").path
  }
}
