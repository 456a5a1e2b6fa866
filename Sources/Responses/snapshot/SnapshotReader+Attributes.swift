import GRDB
import Study

extension SnapshotReader {
  /// The answers to questions, but for descriptions of what was imagined, and the year of each
  /// respondent.
  func attributes(yearOfImports: Int?) throws -> Respondents.Attributes {
    var attributes = Respondents.Attributes(count: ids.count)
    for version in try studyVersions().versions {
      for question in version.study.screening + version.study.demographics {
        attributes.forms[question.id] = question.form
      }
    }
    var numbers = numbers
    let answers = try Row.fetchCursor(
      database,
      sql: """
        SELECT respondent_id, question, CAST(value AS TEXT) FROM question_answer
        WHERE respondent_id BETWEEN ? AND ? AND question <> ? AND value IS NOT NULL
        ORDER BY respondent_id
        """, arguments: range + [Imagining.descriptionID.name])
    while let row = try answers.next() {
      guard let number = numbers.number(of: row[0]) else { continue }
      attributes[QuestionID(row[1]), number] = row[2]
    }
    numbers = self.numbers
    let years = try Row.fetchCursor(
      database,
      sql: """
        SELECT id, channel = 'import', CAST(substr(started_at, 1, 4) AS INTEGER) FROM respondent
        WHERE id BETWEEN ? AND ? ORDER BY id
        """, arguments: range)
    while let row = try years.next() {
      guard let number = numbers.number(of: row[0]) else { continue }
      attributes.years[number] = row[1] ? yearOfImports : row[2]
    }
    return attributes
  }
}
