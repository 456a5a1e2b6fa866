package import Statistics
package import Study

/// Printed tables against the figures that follow from the scores.
package struct Reproduction: Sendable {
  /// What a figure is.
  package enum Measure: String, Sendable {
    case change
    case defaultMean = "default mean"
    case defaultSD = "default sd"
  }

  /// One printed figure.
  package struct Row: Sendable {
    package let table: String
    /// The row's id in its table; the measure for a default.
    package let row: String
    package let name: String
    package let measure: Measure
    package let subscale: SubscaleID
    package let who: String
    package let published: PrintedFigure
    /// nil if nothing was given to recompute from.
    package let recomputed: Double?
    /// Whether the recomputed figure rounds to the printed one; a half may have gone either way.
    package let valueMatches: Bool?
    /// nil for defaults.
    package let arrowPublished: Arrow?
    /// nil if it was not checked or the scores allow no test; then it does not match or mismatch.
    package let arrowRecomputed: Arrow?
    package let arrowMatches: Bool?
    /// What explains a value that does not match; nil for one that does or was not checked.
    package let cause: Cause?
    /// In words, for value and arrow; nil if there is nothing to explain.
    package let explanation: String?

    package var isChecked: Bool { valueMatches != nil }
  }

  /// How many of a column's printed arrows a test gives.
  package struct ArrowTally: Sendable {
    package let who: String
    package let test: ArrowTest
    package let agreeing: Int
    package let of: Int
  }

  /// The counts of one table: changes with their arrows, and the defaults apart.
  package struct Table: Sendable {
    package let published: PublishedTables.Table
    package let cells: Int
    package let notChecked: Int
    package let valueMismatches: Int
    package let arrowMismatches: Int
    /// The checked changes whose scores allow no test.
    package let arrowsWithoutTest: Int
    package let defaults: Int
    package let defaultsNotChecked: Int
    package let defaultMismatches: Int
    package let tallies: [ArrowTally]
  }

  /// Rows of one column that one cause explains.
  package struct Finding: Sendable {
    package let table: String
    package let who: String
    package let cause: Cause
    /// In words, for all of the rows.
    package let summary: String
    package let rows: [String]
    package let figures: Int
  }

  package let citation: String
  package let subscales: [SubscaleID]
  package let tables: [Table]
  package let rows: [Row]
  package let findings: [Finding]

  /// Compares every figure, and searches for what explains those that do not follow.
  ///
  /// - Parameters:
  ///   - published: all tables, including those of others, whose figures serve as explanations.
  ///   - figures: recomputed, by the name that the tables give. Tables of anyone else are not
  ///     checked.
  ///   - only: the tables to report on, by id; all if nil.
  package init(
    _ published: PublishedTables, recomputed figures: [String: RecomputedFigures],
    only: Set<String>? = nil
  ) {
    let evidence = Evidence(published, figures)
    citation = published.citation
    subscales = published.subscales
    var rows: [Row] = []
    var findings: [Finding] = []
    var tables: [Table] = []
    for table in published.tables where only?.contains(table.id) ?? true {
      var ofTable: [Row] = []
      var tallies: [ArrowTally] = []
      for column in table.columns {
        let comparison = ColumnComparison(
          table: table, column: column, evidence: evidence, own: figures[column.who])
        ofTable += comparison.rows
        tallies += comparison.tallies
        findings += comparison.findings
      }
      tables.append(Table(table, rows: ofTable, tallies: tallies))
      rows += ofTable
    }
    self.rows = rows
    self.tables = tables
    self.findings = findings
  }
}

extension Reproduction.Table {
  fileprivate init(
    _ table: PublishedTables.Table, rows: [Reproduction.Row], tallies: [Reproduction.ArrowTally]
  ) {
    let changes = rows.filter { $0.measure == .change }
    let defaults = rows.filter { $0.measure != .change }
    published = table
    cells = changes.count
    notChecked = changes.count { !$0.isChecked }
    valueMismatches = changes.count { $0.valueMatches == false }
    arrowMismatches = changes.count { $0.arrowMatches == false }
    arrowsWithoutTest = changes.count { $0.isChecked && $0.arrowMatches == nil }
    self.defaults = defaults.count
    defaultsNotChecked = defaults.count { !$0.isChecked }
    defaultMismatches = defaults.count { $0.valueMatches == false }
    self.tallies = tallies
  }
}
