import ArgumentParser
import Foundation
import Study
import TextFormats

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a study's folder to edit, from Evoke's template.")

  @Argument(help: "The folder to make. If it exists, it must be empty.")
  var folder: String

  func validate() throws {
    guard !folder.isEmpty else { throw ValidationError("The folder needs a name.") }
  }

  func run() throws {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: folder, isDirectory: &isFolder) {
      guard isFolder.boolValue, try files.contentsOfDirectory(atPath: folder).isEmpty else {
        throw UserMistake(
          "\(folder): already exists and is not empty; choose another name. Nothing was changed")
      }
    }
    // Written next to the target and moved there whole, so no half-made study is left.
    let target = URL(fileURLWithPath: folder, isDirectory: true)
    let parent = target.deletingLastPathComponent()
    try files.createDirectory(at: parent, withIntermediateDirectories: true)
    let draft = parent.appendingPathComponent(".\(target.lastPathComponent).\(UUID().uuidString)")
    try files.createDirectory(at: draft, withIntermediateDirectories: false)
    do {
      let template = TemplateStudy()
      for path in template.paths {
        let text = template.text(of: path) ?? ""
        try Foundation.Data(text.utf8).write(to: draft.appendingPathComponent(path))
      }
      if isFolder.boolValue { try files.removeItem(at: target) }
      try files.moveItem(at: draft, to: target)
    } catch {
      try? files.removeItem(at: draft)
      throw error
    }
    print(
      """
      \(folder) is a study with 8 emotions, 36 factors and 180 situations, and the PANAS before and after.

      Next:
        1. fill in who you are: \(folder)/consent.md and \(folder)/debrief.md
        2. evoke check \(folder)
        3. evoke serve \(folder)
      """)
  }
}
