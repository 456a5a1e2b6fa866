import GRDB
import Study

extension SnapshotReader {
  /// The answers to questions, but for descriptions of what was imagined, and the year of each
  /// respondent.
  func attributes(yearOfImports: Int?) throws -> Respondents.Attributes {
    var attributes = Respondents.Attributes(count: ids.count)
    for version in try database.studyVersions().versions {
      for question in version.study.screening + version.study.demographics {
        attributes.forms[question.id] = question.form
      }
    }
    var numbers = numbers
    try database.forEach(
      "question_answer", keys: [0, 1],
      """
      SELECT respondent_id, question, CAST(value AS TEXT) FROM question_answer
      WHERE respondent_id BETWEEN ? AND ? AND question <> ? AND value IS NOT NULL
      ORDER BY respondent_id
      """, range + [Imagining.descriptionID.name]
    ) { row in
      guard let number = numbers.number(of: try row[0]) else { return }
      attributes[QuestionID(try row[1]), number] = try row[2]
    }
    numbers = self.numbers
    try database.forEach(
      "respondent",
      """
      SELECT id, channel = 'import', CAST(substr(started_at, 1, 4) AS INTEGER), language
      FROM respondent WHERE id BETWEEN ? AND ? ORDER BY id
      """, range
    ) { row in
      guard let number = numbers.number(of: try row[0]) else { return }
      let isImported: Bool = try row[1]
      attributes.years[number] = try isImported ? yearOfImports : row.count(2)
      // What an import says of the language was never asked.
      attributes.setLanguage(isImported ? nil : try row[3], of: number)
    }
    return attributes
  }
}
