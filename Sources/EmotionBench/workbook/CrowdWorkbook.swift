package import Study

/// A participant of a crowd workbook: a column of the sheet.
package struct CrowdParticipant: Equatable, Sendable {
  /// The letters of the participant's column, such as `C`.
  package let column: String
  package let cell: Design.Cell
  /// Gender as answered; nil if not answered, as for the four answers below.
  package let gender: String?
  /// The calendar year.
  package let yearOfBirth: Int?
  package let country: String?
  package let employment: String?
  package let education: String?
  /// The responses of the default measure, in the order of the items.
  package let `default`: [Int]
  /// The responses of the evoked measure, in the order of the items.
  package let evoked: [Int]
}

/// EmotionBench's workbook of human responses: a column per participant from C on; a code in row 1
/// (emotion, factor, situation); below, by their labels in column B, five demographic answers and
/// the items' responses before and after. Figures derived from these may follow and are not read.
package struct CrowdWorkbook: Sendable {
  /// The participants, in the order of their columns; at least one.
  package let participants: [CrowdParticipant]

  /// Reads the workbook whose bytes are `contents`; `file` is the name that errors give.
  ///
  /// Every column with a code is a participant, whose responses must all be present and allowed;
  /// demographic answers may be blank. Throws a ``WorkbookError`` with all problems of the sheet if
  /// there are any, so a crowd is never partial.
  package static func read(
    _ contents: [UInt8], file: String, layout: CrowdLayout, limits: WorkbookLimits = .standard
  ) throws(WorkbookError) -> CrowdWorkbook {
    let workbook = try Workbook(contents, file: file, limits: limits)
    var sheet = try workbook.sheet(named: layout.sheet)
    var table = CrowdTable(layout: layout, sheet: sheet.name)
    while let row = try sheet.nextRow() { table.take(row) }
    return CrowdWorkbook(participants: try table.participants(file: file))
  }
}
