package import Analysis
internal import Statistics
internal import TextFormats

/// What a baseline shows beside its own figures, where it was asked for.
package struct FurtherAnalyses: Sendable {
  package var bayes: Bool
  package var robust: Bool
  package var mixed: [SituationModel]?
  /// Shown without being asked for, where somebody has an answer missing.
  package var missing: [ProrationSensitivity]

  package init(
    bayes: Bool = false, robust: Bool = false, mixed: [SituationModel]? = nil,
    missing: [ProrationSensitivity] = []
  ) {
    self.bayes = bayes
    self.robust = robust
    self.mixed = mixed
    self.missing = missing
  }

  /// The tables, each with its reading below.
  package func tables(of baseline: Baseline, levels: Set<Baseline.Level>) -> [ReportTable] {
    var tables: [ReportTable] = []
    if let table = ProrationSensitivity.table(missing) { tables.append(table) }
    if baseline.rows.contains(where: { $0.bca != nil }) {
      tables.append(baseline.bootstrapTable(levels: levels))
    }
    if bayes { tables.append(baseline.bayesTable(levels: levels)) }
    if robust { tables.append(baseline.robustTable(levels: levels)) }
    if let mixed { tables += SituationModel.tables(mixed, alpha: baseline.alpha) }
    return tables
  }

  var csvHeader: [String] {
    (bayes ? ["log_bf10", "bayes_reading"] : []) + (robust ? Robustness.csvHeader : [])
      + (mixed == nil ? [] : SituationModel.csvHeader)
  }

  /// One row's cells. Models of all situations stand in the rows of level `overall`, their means
  /// of an emotion in that emotion's.
  func csvCells(_ row: Baseline.Row, alpha: Double) -> [String] {
    var cells: [String] = []
    if bayes { cells += [csvCell(row.logBayesFactor), row.bayesReading] }
    if robust {
      cells +=
        row.robust.map { $0.csvCells(of: row, alpha: alpha) }
        ?? Robustness.csvHeader.map { _ in "" }
    }
    if let mixed { cells += SituationModel.csvCells(of: row, mixed, alpha: alpha) }
    return cells
  }
}

/// A number that reads back as the same double; nothing where it is undefined.
func csvCell(_ value: Double?) -> String { value.map(formatted) ?? "" }

extension Baseline {
  /// The rows of some levels under the headings of their emotions.
  ///
  /// - Parameter cells: what follows in a row after its place in the design, n and its subscale.
  func groups(
    levels: Set<Level>, _ cells: (_ row: Row) -> [String]
  ) -> [ReportTable.Group] {
    let labels = labels
    var groups: [(title: String?, rows: [[String]])] = []
    var last: Row?
    for row in rows where levels.contains(row.position.level) {
      if last == nil || row.position.emotion != last?.position.emotion {
        groups.append((row.position.emotion, []))
      }
      groups[groups.count - 1].rows.append(row.head(after: last, labels) + cells(row))
      last = row
    }
    return groups.map { .init(title: $0.title, rows: $0.rows) }
  }

  /// The rows over everybody, one a subscale.
  var overall: [Row] { rows.filter { $0.position.level == .overall } }
}
