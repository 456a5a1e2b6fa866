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

  /// Whether any column has a title.
  var hasHeader: Bool { columns.contains { !$0.title.isEmpty } }
}
