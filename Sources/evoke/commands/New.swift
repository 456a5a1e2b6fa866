import ArgumentParser
import Study

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a study's folder to edit, from Evoke's template.")

  @Argument(help: "The folder to make. If it exists, it must be empty.")
  var folder: String

  @Option(
    help: """
      emotionbench (negative situations alone) or control (and a neutral one for each factor).
      """)
  var template = TemplateStudy.Name.emotionbench

  func validate() throws {
    guard !folder.isEmpty else { throw ValidationError("The folder needs a name.") }
  }

  func run() throws {
    try TemplateStudy(template).copy(to: folder)
    let design =
      switch template {
      case .emotionbench: "180 situations"
      case .control: "180 negative and 36 neutral situations"
      }
    print(
      """
      \(folder) is a study with 8 emotions, 36 factors and \(design), and the PANAS before and after.

      Next:
        1. fill in who you are: \(folder)/consent.md and \(folder)/debrief.md
        2. evoke check \(folder)
        3. evoke serve \(folder)
      """)
  }
}

extension TemplateStudy.Name: ExpressibleByArgument {}
