package import Analysis
import Statistics
import Study
package import TextFormats

extension Reproduction {
  /// A file that figures were recomputed from.
  package struct Source: Sendable {
    /// The name that the tables give.
    package let who: String
    package let path: String
    package let sha256: String?

    package init(who: String, path: String, sha256: String?) {
      self.who = who
      self.path = path
      self.sha256 = sha256
    }
  }

  // MARK: JSON

  package func json(published: String, sources: [Source], version: String) -> JSONValue {
    .object([
      ("evoke", .text(version)),
      ("published", .object([("name", .text(published)), ("citation", .text(citation))])),
      (
        "sources",
        .array(
          sources.map {
            .object([
              ("who", .text($0.who)), ("path", .text($0.path)), ("sha256", .optional($0.sha256)),
            ])
          })
      ),
      ("tables", .array(tables.map(\.json))),
      ("rows", .array(rows.map(\.json))),
    ])
  }

  // MARK: CSV

  package var csv: String {
    let header = [
      "table", "row", "name", "subscale", "who", "published", "recomputed", "value_matches",
      "arrow_published", "arrow_recomputed", "arrow_matches", "explanation",
    ]
    return csvText([header] + rows.map(\.csvCells))
  }

  // MARK: Tables

  /// The counts, the mismatches with what explains them, and the tables as they should read.
  ///
  /// - Parameter wrapping: whether long explanations go on in rows of their own, as a terminal of
  ///   80 columns needs it.
  package func reports(wrapping: Bool) -> [ReportTable] {
    [counts]
      + tables.compactMap { mismatches(of: $0, wrapping: wrapping) }
      + tables.flatMap(corrected)
  }

  private var counts: ReportTable {
    let total = { (count: (Table) -> Int) in String(tables.reduce(0) { $0 + count($1) }) }
    return ReportTable(
      title: "Printed figures against recomputed ones",
      columns: [
        .init("Table", .leading), .init("Cells"), .init("Not checked"), .init("Wrong values"),
        .init("Wrong arrows"), .init("Wrong defaults"),
      ],
      groups: [
        .init(
          title: nil,
          rows: tables.map { table in
            [
              table.published.id, String(table.cells), String(table.notChecked),
              String(table.valueMismatches), String(table.arrowMismatches),
              "\(table.defaultMismatches) of \(table.defaults - table.defaultsNotChecked)",
            ]
          }),
        .init(
          title: nil,
          rows: [
            [
              "All", total(\.cells), total(\.notChecked), total(\.valueMismatches),
              total(\.arrowMismatches),
              "\(total(\.defaultMismatches)) of "
                + total { $0.defaults - $0.defaultsNotChecked },
            ]
          ]),
      ],
      notes: [
        "A cell is a mean change with its arrow; a default's mean and SD count apart. A value is "
          + "wrong where the recomputed one does not round to it, a half either way. An arrow "
          + "stands for the paired t at .01 where people come in pairs, else for the published F, "
          + "then t, at .01.",
        "Source: \(citation)",
      ])
  }

  private func mismatches(of table: Table, wrapping: Bool) -> ReportTable? {
    var groups: [ReportTable.Group] = []
    for column in table.published.columns {
      let wrong = rows.filter {
        $0.table == table.published.id && $0.who == column.who
          && ($0.valueMatches == false || $0.arrowMatches == false)
      }
      guard !wrong.isEmpty else { continue }
      groups.append(
        .init(title: column.who, rows: wrong.flatMap { $0.mismatchCells(wrapping: wrapping) }))
    }
    let notes = notes(of: table)
    guard !groups.isEmpty else { return nil }
    return ReportTable(
      title: "Table \(table.published.id): what does not follow from the scores",
      columns: [
        .init("Row", .leading), .init("", .leading), .init("Printed"), .init("Should be"),
        .init("Explanation", .leading),
      ], groups: groups, notes: notes)
  }

  private func notes(of table: Table) -> [String] {
    let found = findings.filter { $0.table == table.published.id }.map { finding in
      "\(finding.who): \(finding.summary) (\(finding.rows.joined(separator: ", ")))."
    }
    let arrows = table.published.columns.compactMap { column -> String? in
      let tallies = table.tallies.filter { $0.who == column.who }
      guard tallies.contains(where: { $0.agreeing < $0.of }) else { return nil }
      return "\(column.who): tests that give the \(tallies[0].of) printed arrows: "
        + tallies.map { "\($0.test.name) \($0.agreeing)" }.joined(separator: "; ") + "."
    }
    return found + arrows
  }

  /// The table as it should read: three columns of people or runs at a time; none where nothing
  /// was checked.
  private func corrected(_ table: Table) -> [ReportTable] {
    let columns = table.published.columns.filter { column in
      rows.contains {
        $0.table == table.published.id && $0.who == column.who && $0.isChecked
      }
    }
    return stride(from: 0, to: columns.count, by: 3).map { start in
      let part = Array(columns[start..<min(start + 3, columns.count)])
      return corrected(table, part)
    }
  }

  private func corrected(_ table: Table, _ columns: [PublishedTables.Column]) -> ReportTable {
    struct Key: Hashable {
      let who: String
      let row: String
      let subscale: String
    }
    var byKey: [Key: Row] = [:]
    for row in rows where row.table == table.published.id {
      byKey[Key(who: row.who, row: row.row, subscale: row.subscale.name)] = row
    }
    func cells(_ id: String) -> [Row?] {
      columns.flatMap { column in
        subscales.map { byKey[Key(who: column.who, row: id, subscale: $0.name)] }
      }
    }
    let means = cells(Measure.defaultMean.rawValue).map { $0?.correctedCell ?? "—" }
    let sds = cells(Measure.defaultSD.rawValue).map { $0?.correctedCell ?? "—" }
    var lines = [["Default, mean"] + means, ["Default, SD"] + sds]
    for row in table.published.rows {
      lines.append([row.name] + cells(row.id).map { $0?.correctedCell ?? "—" })
    }
    let names = columns.enumerated().map { "\($0.offset + 1) \($0.element.who)" }
    let heads = columns.indices.flatMap { column in
      subscales.map { (columns.count > 1 ? "\(column + 1) " : "") + $0.initial }
    }
    return ReportTable(
      title: "Table \(table.published.id) as it should read",
      columns: [.init("", .leading, width: 22)] + heads.map { .init($0) },
      groups: [.init(title: nil, rows: lines)],
      notes: [
        (columns.count > 1 ? names.joined(separator: ", ") : columns[0].who) + ". "
          + subscales.map { "\($0.initial): \($0.name)" }.joined(separator: ", ")
          + ". * differs from what was printed."
      ])
  }
}

extension Reproduction.Table {
  fileprivate var json: JSONValue {
    .object([
      ("id", .text(published.id)), ("cells", .integer(cells)),
      ("not_checked", .integer(notChecked)), ("value_mismatches", .integer(valueMismatches)),
      ("arrow_mismatches", .integer(arrowMismatches)),
    ])
  }
}

extension Reproduction.Row {
  fileprivate var json: JSONValue {
    func optional(_ value: Bool?) -> JSONValue { value.map { .boolean($0) } ?? .null }
    return .object([
      ("table", .text(table)), ("row", .text(row)), ("subscale", .text(subscale.name)),
      ("who", .text(who)), ("published", .number(published.value)),
      ("recomputed", .optional(recomputed)), ("value_matches", optional(valueMatches)),
      ("arrow_published", .optional(arrowPublished?.rawValue)),
      ("arrow_recomputed", .optional(arrowRecomputed?.rawValue)),
      ("arrow_matches", optional(arrowMatches)), ("explanation", .optional(explanation)),
    ])
  }

  fileprivate var csvCells: [String] {
    func cell(_ value: Bool?) -> String { value.map { $0 ? "true" : "false" } ?? "not_checked" }
    return [
      table, row, name, subscale.name, who, published.text.replacing("−", with: "-"),
      recomputed.map(formatted) ?? "", cell(valueMatches), arrowPublished?.rawValue ?? "",
      arrowRecomputed?.rawValue ?? "",
      arrowPublished == nil ? "" : cell(arrowMatches), explanation ?? "",
    ]
  }

  /// The recomputed figure at the printed precision.
  private var should: String {
    recomputed.map { PrintedFigure(rounding: $0, decimals: published.decimals).text } ?? "—"
  }

  fileprivate func mismatchCells(wrapping: Bool) -> [[String]] {
    func cell(_ figure: String, _ arrow: Arrow?) -> String {
      (arrow.map { $0.symbol + " " } ?? "") + figure
    }
    let text = explanation ?? ""
    let lines = wrapping ? wrapped(text, width: 38) : [text]
    let first = [
      row, subscale.initial, cell(published.text, arrowPublished), cell(should, arrowRecomputed),
      lines.first ?? "",
    ]
    return [first] + lines.dropFirst().map { ["", "", "", "", $0] }
  }

  fileprivate var correctedCell: String {
    guard isChecked else { return "—" }
    let isWrong = valueMatches == false || arrowMatches == false
    return (arrowRecomputed.map { $0.symbol + " " } ?? "") + should + (isWrong ? "*" : "")
  }
}

extension SubscaleID {
  /// The letter that stands for the subscale in a narrow table.
  fileprivate var initial: String { name.prefix(1).uppercased() }
}
