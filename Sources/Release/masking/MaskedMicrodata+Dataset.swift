import Disclosure
import Documents
import Responses
internal import Study
import TextFormats

extension ReleasedDataset {
  /// The dataset of masked people, in random order under new random ids.
  ///
  /// - Parameters:
  ///   - precedents: what was released before.
  ///   - date: of the release, such as `2026-11-21`.
  ///   - generator: the Evoke that makes it.
  init(
    _ masked: MaskedMicrodata, report: RiskReport, after precedents: Precedents = .none,
    date: String, generator name: String,
    using generator: inout some RandomNumberGenerator
  ) {
    let table = masked.table(using: &generator)
    let microdata = masked.microdata
    let (kept, situations) = (masked.kept, masked.situations)
    var leftOut = microdata.leftOut
    if !masked.masking.dropped.isEmpty {
      leftOut.append(
        LeftOut(
          reason: "excluded so that others cannot find them", count: masked.masking.dropped.count))
    }
    self.init(
      about: microdata.rules.description, kind: microdata.kind,
      languages: microdata.languages(of: kept), instruments: microdata.instruments,
      situations: situations,
      variables: table.variables, rows: table.rows, leftOut: leftOut, risk: report.summary,
      documents: [
        PackageFile(
          "recipe.yaml", masked.recipe.yaml,
          "How quasi-identifiers were made coarser; it can be applied again."),
        PackageFile(
          "risk/report.md", report.document.markdown,
          "How easily participants could be found, before and after."),
        PackageFile(
          "risk/report.html", report.document.html, "The same report as a page for a browser."),
        PackageFile("risk/risk.json", report.json.description, "The report's figures."),
      ], date: date, generator: name, precedents: precedents)
  }
}

extension MaskedMicrodata {
  /// The columns of the release, its rows in random order under new random ids.
  package func table(
    using generator: inout some RandomNumberGenerator
  ) -> (variables: [ReleasedVariable], rows: [[ReleasedValue]]) {
    let order = kept.shuffled(using: &generator)
    let ids = Self.randomIDs(order.count, using: &generator)
    var variables = [
      ReleasedVariable(
        name: "participant", label: "A random id of the participant, used only in this release.",
        kind: .string, measure: .nominal, role: .identifier)
    ]
    var columns: [[ReleasedValue]] = [ids.map { .text($0) }]
    for (variable, values) in releasedColumns {
      let ordered = order.map { values[$0] }
      let found = Set(ordered)
      variables.append(variable)
      variables[columns.count].missing = MissingReason.allCases.filter {
        found.contains(.missing($0))
      }
      columns.append(ordered)
    }
    let rows = order.indices.map { row in columns.map { $0[row] } }
    return (variables, rows)
  }

  /// Ids that no spreadsheet takes for a number, without vowels, so they spell no words.
  private static func randomIDs(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [String] {
    let letters = Array("bcdfghjkmnpqrstvwxz23456789")
    var seen: Set<String> = []
    var ids: [String] = []
    while ids.count < count {
      let id = "p" + String((0..<9).map { _ in letters.randomElement(using: &generator)! })
      if seen.insert(id).inserted { ids.append(id) }
    }
    return ids
  }
}
