/// What reads input that Evoke has not written itself. Each takes any bytes: it returns, and neither
/// traps nor takes seconds or hundreds of megabytes.
package enum FuzzedReader: String, CaseIterable, Sendable {
  /// A form as a browser sends it, read as each page of a study.
  case form
  /// Files of a study: the first line names the file that the rest replaces.
  case yaml
  /// Tables of text.
  case csv
  /// A crowd baseline.
  case json
  /// EmotionBench's workbook: a zip archive, or the parts of one behind lines that name them.
  case workbook
  /// A model's run.
  case run
  /// Changes of a sound database, which is then read.
  case database

  package func read(_ bytes: [UInt8]) {
    switch self {
    case .form: readForm(bytes)
    case .yaml: readStudy(bytes)
    case .csv: readTables(bytes)
    case .json: readBaseline(bytes)
    case .workbook: readWorkbook(bytes)
    case .run: readRun(bytes)
    case .database: readDatabase(bytes)
    }
  }
}

/// A promise of a reader that its input has broken; ends the program, as a trap does.
func demand(_ holds: Bool, _ promise: String) {
  if !holds { fatalError(promise) }
}
