import Foundation
import TextFormats

/// Why a study's folder cannot be made.
package enum NewStudyError: UserFacingError, Equatable {
  case notEmpty(folder: String)

  package var description: String {
    switch self {
    case .notEmpty(let folder):
      "\(folder): already exists and is not empty; choose another name. Nothing was changed"
    }
  }
}

extension TemplateStudy {
  /// What of a study's folder is never to be published with its texts.
  private static let secrets = """
    # Participants' answers, copies of them, and the study's secrets.
    responses.*
    responses-*
    backups/
    .rehearsal-token

    """

  /// Makes a study's folder that holds the template: whole, or not at all.
  ///
  /// - Throws: `NewStudyError` if something is there other than an empty folder.
  package func copy(to folder: String) throws {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: folder, isDirectory: &isFolder) {
      guard isFolder.boolValue, try files.contentsOfDirectory(atPath: folder).isEmpty else {
        throw NewStudyError.notEmpty(folder: folder)
      }
    }
    // Written next to the target and moved there whole, so no half-made study is left.
    let target = URL(fileURLWithPath: folder, isDirectory: true)
    let parent = target.deletingLastPathComponent()
    try files.createDirectory(at: parent, withIntermediateDirectories: true)
    let draft = parent.appendingPathComponent(".\(target.lastPathComponent).\(UUID().uuidString)")
    try files.createDirectory(at: draft, withIntermediateDirectories: false)
    do {
      try Foundation.Data(Self.secrets.utf8).write(to: draft.appendingPathComponent(".gitignore"))
      for path in paths {
        try Foundation.Data((text(of: path) ?? "").utf8)
          .write(to: draft.appendingPathComponent(path))
      }
      if isFolder.boolValue { try files.removeItem(at: target) }
      try files.moveItem(at: draft, to: target)
    } catch {
      try? files.removeItem(at: draft)
      throw error
    }
  }
}
