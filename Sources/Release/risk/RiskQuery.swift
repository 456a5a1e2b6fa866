package import Disclosure
internal import Study
internal import TextFormats

/// The columns that a risk is measured by, as a person names them: names joined by commas, nil for none.
package struct RiskQuery: Sendable {
  /// Sizes of the population if none are stated; those that are too small are left out.
  package static let usualPopulations = [20_000, 200_000]

  /// The quasi-identifiers; nil takes those of the study.
  package var quasiIdentifiers: String?
  /// The sensitive columns; `score:10/14/50` groups numbers in bands that end there.
  package var sensitive: String?
  /// Of a table: columns that are known as well, each joined in separately.
  package var conditions: String?
  /// Of a table: columns of answers.
  package var answers: String?
  /// Sizes of the population that the people are assumed to be a random sample of.
  package var populations = RiskQuery.usualPopulations

  package init() {}

  /// The risk of people whose columns are known.
  ///
  /// - Throws: ``ReleaseError`` for columns that are missing, and if no respondent completed.
  package func risk(of microdata: Microdata) throws -> DisclosureRisk {
    let records = microdata.people.count
    guard records > 0 else { throw ReleaseError.nobody(microdata.kind) }
    try checkPopulations(records)
    guard conditions == nil, answers == nil else { throw ReleaseError.columnsAreKnown }
    let questions = microdata.questions
    let columns =
      try quasiIdentifiers.map { list in
        try names(list, among: questions.map(\.id)).map { id in
          questions.first { $0.id == id }!
        }
      } ?? microdata.quasiIdentifiers
    guard !columns.isEmpty else { throw ReleaseError.nothingToMeasure }
    return DisclosureRisk(
      columns.map(microdata.column), records: records,
      sensitive: try microdata.sensitive(sensitive.map(sensitiveColumns)),
      conditions: microdata.conditions, populations: populations,
      linkability: microdata.linkability(of: Array(microdata.people.indices)))!
  }

  /// The risk of the rows of any table.
  ///
  /// - Throws: ``ReleaseError`` for columns that are not there, and if there is no row.
  package func risk(of table: ColumnTable) throws -> DisclosureRisk {
    guard let quasiIdentifiers else { throw ReleaseError.quasiIdentifiersNotNamed }
    guard table.records > 0 else { throw ReleaseError.noRows }
    try checkPopulations(table.records)
    func columns(_ list: String?) throws -> [CategoryColumn] {
      try (list.map { try names($0, among: table.names) } ?? []).map(table.column)
    }
    let vector = try columns(answers)
    return DisclosureRisk(
      try columns(quasiIdentifiers), records: table.records,
      sensitive: try (sensitive.map(sensitiveColumns) ?? []).map { column in
        try table.column(names(column.column, among: table.names)[0], bands: column.bands)
      }, conditions: try columns(conditions), populations: populations,
      linkability: vector.isEmpty
        ? nil : ResidualLinkability([("all", vector)], records: table.records))!
  }

  /// A sample is no larger than its population.
  private func checkPopulations(_ records: Int) throws(ReleaseError) {
    guard populations != Self.usualPopulations else { return }
    if let small = populations.first(where: { $0 < records }) {
      throw .sampleLargerThanPopulation(records: records, population: small)
    }
  }

  private func names(_ list: String, among known: [String]) throws(ReleaseError) -> [String] {
    // A name may itself hold a comma, or spaces at its ends.
    if known.contains(list) { return [list] }
    var found: [String] = []
    for part in list.split(separator: ",") {
      let name = known.contains(String(part)) ? String(part) : String(part).trimmingWhitespace
      if name.hasSuffix("*") {
        found += known.filter { $0.hasPrefix(name.dropLast()) }
      } else if known.contains(name) {
        found.append(name)
      } else {
        throw .unknownColumn(name, known: known)
      }
    }
    guard !found.isEmpty, Set(found).count == found.count else { throw .namedTwice(list) }
    return found
  }

  private func sensitiveColumns(_ list: String) throws(ReleaseError) -> [ReleaseRules.Sensitive] {
    var columns: [ReleaseRules.Sensitive] = []
    for part in list.split(separator: ",") {
      let pieces = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pieces[0]).trimmingWhitespace
      guard pieces.count == 2 else {
        columns.append(ReleaseRules.Sensitive(column: name))
        continue
      }
      let ends = pieces[1].split(separator: "/")
      let bands = ends.compactMap { Double($0) }
      guard !bands.isEmpty, bands == bands.sorted(), bands.count == ends.count else {
        throw .bandsNotRising(String(part))
      }
      columns.append(ReleaseRules.Sensitive(column: name, bands: bands))
    }
    return columns
  }
}
