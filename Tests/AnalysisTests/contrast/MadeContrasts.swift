import Study

@testable import Analysis

/// A version of a study that states contrasts.
struct StudyWithContrasts: StudyFiles {
  var contrasts: String

  func text(of path: String) -> String? {
    switch path {
    case "study.yaml":
      """
      title: T
      consent: text.md
      debrief: text.md
      design: panas -> imagine situation -> panas
      situations: situations.csv
      quota: 5
      \(contrasts)
      """
    case "text.md": "# T"
    case "situations.csv":
      """
      emotion,factor,situation,kind,text,source
      Fear,Fear 1,1,negative,A wolf.,test
      Fear,Fear 1,1,neutral,A tree.,test
      Joy,Joy 1,1,negative,A gift.,test
      """
    default: nil
    }
  }

  func displayName(of path: String) -> String { path }

  func load() throws -> StudyDefinition { try StudyDefinition.load(from: self).study }
}

func contrastCell(
  _ emotion: String, _ index: Int = 1, _ kind: Situation.Kind = .negative
) -> Design.Cell {
  Design.Cell(
    key: SituationKey(emotion: emotion, factor: "\(emotion) 1", index: index, kind: kind),
    factorIndex: 1)
}

/// Twelve people: of Fear, of its control, of Joy, in turn.
func contrastCrowd(_ checks: Respondents.Checks? = nil) -> Respondents {
  var attributes = Respondents.Attributes(count: 12)
  for person in 0..<12 {
    attributes["pet", person] = [nil, "cat", "dog", "cat"][person % 4]
    attributes.setLanguage(person < 6 ? "en" : "de", of: person)
  }
  return .made(
    [contrastCell("Fear"), contrastCell("Fear", 1, .neutral), contrastCell("Joy")],
    cells: (0..<12).map { $0 % 3 },
    default: [20, 21, 25, 31, 24, 28, 19, 30, 22, 26, 27, 23],
    evoked: [29, 22, 21, 36, 23, 27, 30, 31, 18, 33, 28, 20], attributes: attributes,
    checks: checks)
}

func contrast(
  _ of: String, _ against: String, in crowd: Respondents = contrastCrowd(),
  stated: [ContrastDefinition] = []
) throws -> Contrast {
  try Contrast.all(
    [ContrastDefinition(of: GroupSelection(of), against: .init(against))], of: crowd,
    everyone: crowd, stated: stated)[0]
}
