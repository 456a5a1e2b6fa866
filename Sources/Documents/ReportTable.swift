/// A table for people: titled columns, rows in groups, notes below.
package struct ReportTable: Sendable {
  package enum Alignment: Sendable {
    /// Words, which go on in a next line if the table is too wide.
    case leading
    /// Numbers.
    case trailing
  }

  package struct Column: Sendable {
    package let title: InlineText
    package let alignment: Alignment

    package init(_ title: InlineText, _ alignment: Alignment = .trailing) {
      self.title = title
      self.alignment = alignment
    }

    static func words(_ title: InlineText = "") -> Column { Column(title, .leading) }
  }

  package struct Group: Sendable {
    package let title: String?
    package let rows: [[String]]

    /// - Parameter rows: cells as they are, as many in each row as there are columns.
    package init(title: String?, rows: [[String]]) {
      self.title = title
      self.rows = rows
    }
  }

  package let title: InlineText
  package let columns: [Column]
  package let groups: [Group]
  package let notes: [InlineText]

  package init(
    title: InlineText, columns: [Column], groups: [Group], notes: [InlineText] = []
  ) {
    self.title = title
    self.columns = columns
    self.groups = groups
    self.notes = notes
  }

  /// A table whose rows are one group without a title.
  init(title: InlineText, columns: [Column], rows: [[String]], notes: [InlineText] = []) {
    self.init(
      title: title, columns: columns, groups: [Group(title: nil, rows: rows)], notes: notes)
  }

  /// Whether any column has a title.
  var hasHeader: Bool { columns.contains { !$0.title.isEmpty } }
}

extension ReportTable.Column: ExpressibleByStringLiteral {
  /// A column of numbers.
  package init(stringLiteral title: String) { self.init(InlineText(stringLiteral: title)) }
}

extension [ReportTable.Group] {
  /// Groups of rows that follow one another and have one title.
  ///
  /// - Parameter cells: of a row, which may omit what the row above says.
  init<Row>(
    _ rows: some Sequence<Row>, titled title: (Row) -> String?,
    _ cells: (_ row: Row, _ above: Row?) -> [String]
  ) {
    self.init()
    var above: Row?
    for row in rows {
      let cells = cells(row, above)
      if let last, last.title == title(row) {
        self[count - 1] = ReportTable.Group(title: last.title, rows: last.rows + [cells])
      } else {
        append(ReportTable.Group(title: title(row), rows: [cells]))
      }
      above = row
    }
  }
}
