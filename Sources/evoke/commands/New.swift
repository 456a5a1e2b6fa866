import ArgumentParser
import Study

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a study's folder to edit, from Evoke's template.")

  @Argument(help: "The folder to make. If it exists, it must be empty.")
  var folder: String

  func validate() throws {
    guard !folder.isEmpty else { throw ValidationError("The folder needs a name.") }
  }

  func run() throws {
    try TemplateStudy().copy(to: folder)
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
