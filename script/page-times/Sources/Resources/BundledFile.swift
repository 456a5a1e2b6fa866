import Foundation

/// The templates, read from the folder that this is run in.
package enum BundledFile {
  package static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "survey/\(folder)")) ?? []
  }

  package static func text(_ path: String) -> String? {
    try? String(contentsOfFile: "survey/\(path)", encoding: .utf8)
  }
}
