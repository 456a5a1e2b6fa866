import Resources
import Study

/// A study's files in memory.
struct FilesInMemory: StudyFiles {
  var texts: [String: String]

  func text(of path: String) -> String? { texts[path] }
  func displayName(of path: String) -> String { path }

  /// The template, with one text replaced by another in one of its files.
  static func template(
    _ path: String = "study.yaml", replacing old: String = "", with new: String = ""
  )
    -> FilesInMemory
  {
    let template = TemplateStudy()
    var texts = Dictionary(
      uniqueKeysWithValues: template.paths.map { ($0, template.text(of: $0) ?? "") })
    if !old.isEmpty {
      precondition(texts[path]!.contains(old), "the template has no `\(old)`")
      texts[path] = texts[path]!.replacing(old, with: new)
    }
    return FilesInMemory(texts: texts)
  }
}

/// PANAS as Evoke brings it.
func panasText() -> String { BundledFile.text("instruments/panas.yaml")! }
