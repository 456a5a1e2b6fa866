package import Foundation

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
    let bytes = try [UInt8](Foundation.Data(contentsOf: file))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw StudyError([
        Diagnostic(file: displayName(of: path), line: 1, column: 1, "the file is not UTF-8 text")
      ])
    }
    return text
  }

  package func displayName(of path: String) -> String {
    displayed.isEmpty || displayed == "." ? path : "\(displayed)/\(path)"
  }

  /// Where the study's answers are kept.
  package var responsesPath: String {
    url.appendingPathComponent("responses.sqlite").path
  }
}

/// The study that `evoke new` copies, as the binary carries it.
package struct TemplateStudy: StudyFiles {
  private static let folder = "studies/emotionbench/"

  package init() {}

  package var paths: [String] { BundledFile.names(in: Self.folder) }

  package func text(of path: String) -> String? {
    BundledFile.text(Self.folder + path)
  }

  package func displayName(of path: String) -> String {
    "Evoke's template \(path)"
  }
}
