import Release
import Resources
import Study
import Survey
import TextFormats

/// Loads a study of which one file is the input behind its first line, which names the file; and
/// walks through its pages. A file of a release is read alone.
func readStudy(_ bytes: [UInt8]) {
  let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
  let path = String(decoding: bytes[..<end], as: UTF8.self)
  guard let text = try? UTF8Text.text(of: Array(bytes[end...].dropFirst()), file: path) else {
    return
  }
  switch path {
  case "recipe.yaml": _ = try? ReleaseRecipe(yaml: text, file: path)
  case "hierarchy.yaml": _ = try? GeneralisationHierarchy(yaml: text, file: path)
  default:
    // Only a preview of a translation fills its gaps.
    for gaps in path.contains(".de.") ? [TranslationGaps.refused, .marked] : [.refused] {
      do {
        let files = RichStudy(replaced: [path: text])
        let (study, warnings) = try StudyDefinition.load(from: files, gaps: gaps)
        demand(warnings.allSatisfy { !"\($0)".isEmpty }, "a warning says nothing")
        walk(study)
      } catch let error as DiagnosedError {
        demand(!"\(error)".isEmpty, "an error says nothing")
      } catch {
        demand(error is any UserFacingError, "\(error)")
      }
    }
  }
}

private func walk(_ study: StudyDefinition) {
  for language in study.languages {
    let interview = Interview(study.inLanguage(language))
    for step in interview.steps.indices {
      _ = interview.seconds(for: interview.steps[step])
      let page = interview.page(at: step, for: .init(seed: 1, year: 2026))
      _ = page.read(PageSubmission([:]))
    }
  }
}
