package import EmotionBench
import Responses
package import Study
package import TextFormats

extension Microdata {
  /// The people of a published workbook.
  package init(_ file: EmotionBenchFile, rules: ReleaseRules) throws(DiagnosedError) {
    let imports = file.imports
    var columns = PersonColumns(count: imports.count)
    let people = imports.enumerated().map { index, respondent in
      for answer in respondent.questions {
        columns.setAnswer(answer.value, answer.question.name, of: index)
      }
      for administration in respondent.administrations {
        let (instrument, occasion) = (administration.instrument, administration.occasion)
        for (item, answer) in administration.answers {
          guard case .chosen(let option) = answer else { continue }
          columns.setResponse(
            .init(option: option.code, value: option.value, missing: nil),
            .init(instrument: instrument, occasion: occasion, item: item), of: index)
        }
        let values = administration.answers.mapValues { answer -> Double? in
          if case .chosen(let option) = answer { option.value } else { nil }
        }
        for score in file.instrument.scores(of: values) {
          guard let value = score.value else { continue }
          columns.setScore(
            value, .init(instrument: instrument, occasion: occasion, subscale: score.subscale),
            of: index)
        }
      }
      return StoredPerson(
        id: Int64(index),
        situation: Design.Cell(key: respondent.situation, factorIndex: respondent.factorIndex),
        situationText: nil, startedAt: "", finishedAt: nil, channel: .import, language: "en")
    }
    try self.init(
      people: people, columns: columns,
      forms: CrowdQuestion.allCases.map { ($0.rawValue, $0.text, nil) },
      instruments: [file.instrument],
      situations: file.design.cells.map { ReleasedDataset.Situation(cell: $0, text: nil) },
      leftOut: [], rules: rules, secrets: [])
    self.rules.description = rules.description.addingNote(
      "The same answers are public already, with what is masked here: joining the two by "
        + "the answers undoes the masking.")
    arePublic = true
  }
}

/// The questions that the published workbook holds answers to.
enum CrowdQuestion: String, CaseIterable {
  case gender
  case yearOfBirth = "year_of_birth"
  case country, employment, education

  var text: String {
    switch self {
    case .gender: "Gender"
    case .yearOfBirth: "Year of birth"
    case .country: "Country"
    case .employment: "Employment status"
    case .education: "Highest education"
    }
  }

  static func text(of id: String) -> String {
    CrowdQuestion(rawValue: id)?.text ?? id
  }
}
