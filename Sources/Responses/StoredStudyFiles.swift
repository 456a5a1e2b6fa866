import GRDB
import Study

/// The files of a study version as they are kept with the answers.
package struct StoredStudyFiles: StudyFiles {
  /// The texts of the files, by their paths.
  package let texts: [String: String]

  package func text(of path: String) -> String? { texts[path] }
  package func displayName(of path: String) -> String { "the stored \(path)" }
  package var isStored: Bool { true }
}

extension Database {
  /// The files of a study version; nil if the store has no such version.
  ///
  /// - Parameter version: a query that gives the version's row id.
  func storedFiles(
    ofVersion version: String, arguments: StatementArguments
  ) throws -> StoredStudyFiles? {
    var texts: [String: String] = [:]
    try forEach(
      "study_file", keys: [0, 1],
      """
      SELECT study_version_id, path, content FROM study_file WHERE study_version_id = (\(version))
      """, arguments
    ) { texts[try $0[1]] = try $0[2] }
    return texts.isEmpty ? nil : StoredStudyFiles(texts: texts)
  }
}
