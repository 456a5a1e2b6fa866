internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension ReproductionReport {
  /// The counts, the mismatches with what explains them, and the tables as they should read.
  package var document: Document {
    Document(
      tables: [counts] + reproduction.tables.compactMap(mismatches)
        + reproduction.tables.flatMap(corrected))
  }

  private var counts: ReportTable {
    func line(_ name: String, _ tables: [Reproduction.Table]) -> [String] {
      func sum(_ count: (Reproduction.Table) -> Int) -> Int { tables.reduce(0) { $0 + count($1) } }
      return [
        name, grouped(sum(\.cells)), grouped(sum(\.notChecked)), grouped(sum(\.valueMismatches)),
        grouped(sum(\.arrowMismatches)),
        "\(sum(\.defaultMismatches)) of \(sum(\.defaults) - sum(\.defaultsNotChecked))",
      ]
    }
    let tables = reproduction.tables
    return ReportTable(
      title: "Printed figures against recomputed ones",
      columns: [
        .words("Table"), "Cells", "Not checked", "Wrong values", "Wrong arrows", "Wrong defaults",
      ],
      groups: [
        .init(title: nil, rows: tables.map { line($0.published.id, [$0]) }),
        .init(title: nil, rows: [line("All", tables)]),
      ],
      notes: [
        """
        A cell is a mean change with its arrow; the mean and $SD$ of default scores are counted \
        separately. A value is wrong if the recomputed one does not round to it (a half may go either \
        way). Arrows are those of the paired $t$ test at α = .01 for participants, and of the \
        published $F$ test, then $t$ test, at α = .01 for runs. −: not significant, as \
        in the printed tables; —: no test.
        """, "Source: \(reproduction.citation)",
      ] + withoutTest)
  }

  /// What the counts of arrows leave out.
  private var withoutTest: [InlineText] {
    let count = reproduction.tables.reduce(0) { $0 + $1.arrowsWithoutTest }
    guard count > 0 else { return [] }
    return [
      """
      \(counted(count, "arrow")) not compared, because the scores do not vary and so allow no test.
      """
    ]
  }

  private func mismatches(of table: Reproduction.Table) -> ReportTable? {
    var groups: [ReportTable.Group] = []
    for column in table.published.columns {
      let wrong = reproduction.rows.filter {
        $0.table == table.published.id && $0.who == column.who
          && ($0.valueMatches == false || $0.arrowMatches == false)
      }
      guard !wrong.isEmpty else { continue }
      groups.append(
        .init(
          title: column.who,
          rows: wrong.map { $0.mismatchCells(subscale: labels[$0.subscale] ?? "") }))
    }
    guard !groups.isEmpty else { return nil }
    return ReportTable(
      title: "Table \(table.published.id): what does not follow from the scores",
      columns: [.words("Row"), .words(), "Printed", "Should be", .words("Explanation")],
      groups: groups, notes: notes(of: table))
  }

  /// The short names of the subscales, of which the tables know the ids alone.
  private var labels: [SubscaleID: String] {
    let titles = reproduction.subscales.map { $0.name.uppercased().replacing("_", with: " ") }
    return Dictionary(
      uniqueKeysWithValues: zip(reproduction.subscales, SubscaleLabels.labels(of: titles)))
  }

  private func notes(of table: Reproduction.Table) -> [InlineText] {
    let found: [InlineText] = reproduction.findings.filter { $0.table == table.published.id }
      .map { "\($0.who): \($0.summary) (\($0.rows.joined(separator: ", ")))." }
    let arrows = table.published.columns.compactMap { column -> InlineText? in
      let tallies = table.tallies.filter { $0.who == column.who }
      guard tallies.contains(where: { $0.agreeing < $0.of }) else { return nil }
      let counts = tallies.map { "\($0.test.name) \($0.agreeing)" }.joined(separator: "; ")
      return """
        \(column.who): of \(tallies[0].of) printed arrows, each test gives this many: \(counts).
        """
    }
    return found + arrows
  }

  /// The table as it should read: three columns of people or runs at a time; none if nothing was
  /// checked.
  private func corrected(_ table: Reproduction.Table) -> [ReportTable] {
    let columns = table.published.columns.filter { column in
      reproduction.rows.contains {
        $0.table == table.published.id && $0.who == column.who && $0.isChecked
      }
    }
    return stride(from: 0, to: columns.count, by: 3).map { start in
      let part = Array(columns[start..<min(start + 3, columns.count)])
      return corrected(table, part)
    }
  }

  private func corrected(
    _ table: Reproduction.Table, _ columns: [PublishedTables.Column]
  ) -> ReportTable {
    let rows = reproduction.rows.filter { $0.table == table.published.id }
    let byKey = Dictionary(
      rows.map { ([$0.who, $0.row, $0.subscale.name], $0) }, uniquingKeysWith: { $1 })
    func line(_ name: String, _ id: String) -> [String] {
      let cells = columns.flatMap { column in
        reproduction.subscales.map { byKey[[column.who, id, $0.name]]?.correctedCell ?? "—" }
      }
      return [name] + cells
    }
    let defaults = [
      line("Default, mean", Reproduction.Measure.defaultMean.rawValue),
      line("Default, SD", Reproduction.Measure.defaultSD.rawValue),
    ]
    let names = columns.enumerated().map { "\($0.offset + 1) \($0.element.who)" }
    let subscales = reproduction.subscales.map { (label: labels[$0] ?? "", name: $0.name) }
    let heads = columns.indices.flatMap { column in
      subscales.map { (columns.count > 1 ? "\(column + 1) " : "") + $0.label }
    }
    let who = columns.count > 1 ? names.joined(separator: ", ") : columns[0].who
    let legend = subscales.map { "\($0.label): \($0.name)" }.joined(separator: ", ")
    return ReportTable(
      title: "Table \(table.published.id) as it should read",
      columns: [.words()] + heads.map { .init(InlineText($0)) },
      rows: defaults + table.published.rows.map { line($0.name, $0.id) },
      notes: ["\(who). \(legend). An asterisk marks a figure that differs from the printed one."])
  }
}

extension Reproduction.Row {
  /// The recomputed figure at the printed precision.
  private var should: String {
    recomputed.map { PrintedFigure(rounding: $0, decimals: published.decimals).text } ?? "—"
  }

  fileprivate func mismatchCells(subscale: String) -> [String] {
    let printed = arrowPublished.map { $0.published + " " } ?? ""
    return [row, subscale, printed + published.text, arrowAndFigure, explanation ?? ""]
  }

  fileprivate var correctedCell: String {
    guard isChecked else { return "—" }
    let isWrong = valueMatches == false || arrowMatches == false
    return arrowAndFigure + (isWrong ? "*" : "")
  }

  /// The change with its arrow, or a default.
  private var arrowAndFigure: String {
    (measure == .change && isChecked ? (arrowRecomputed?.published ?? "—") + " " : "") + should
  }
}
