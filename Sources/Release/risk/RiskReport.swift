package import Disclosure
import Documents
import Study
import TextFormats

/// The report on a release: what could be found out about people before it and after it.
package struct RiskReport: Sendable {
  package let before: DisclosureRisk
  package let after: DisclosureRisk
  /// One entry per released identifying column.
  package let identifying: [IdentifyingFigures]
  /// The same as `after` if others know the columns that are released as answered as well; nil
  /// without.
  package let withAttributes: DisclosureRisk?
  let masked: MaskedMicrodata
  let earlier: EarlierReleases?
  /// The calendar year of the release, for ages.
  let year: Int

  /// - Parameter populations: sizes that the people are assumed to be a random sample of.
  package init(
    _ masked: MaskedMicrodata, earlier: EarlierReleases?, populations: [Int], year: Int
  ) {
    let all = masked.microdata
    let kept = masked.kept
    func ofKept(_ column: CategoryColumn) -> CategoryColumn {
      CategoryColumn(
        name: column.name, codes: kept.map { column.codes[$0] }, labels: column.labels)
    }
    before = DisclosureRisk(
      masked.categoriesBefore, records: all.people.count, sensitive: masked.sensitive,
      conditions: all.conditions, populations: populations,
      linkability: all.linkability(of: Array(all.people.indices)))!
    let columns = masked.categoriesAfter
    let attributes = all.questions.filter { all.rules.attributes.contains($0.id) }
      .map { ofKept(all.column($0)) }
    withAttributes =
      attributes.isEmpty
      ? nil : DisclosureRisk(columns + attributes, records: kept.count, populations: [])
    after = DisclosureRisk(
      columns.isEmpty
        ? [CategoryColumn(name: "nothing", texts: kept.map { _ in "" })] : columns,
      records: kept.count, sensitive: masked.sensitive.map(ofKept),
      conditions: all.conditions.map(ofKept), populations: populations,
      linkability: all.linkability(of: kept))!
    identifying = all.identifying.map { IdentifyingFigures(masked, $0, known: columns) }
    self.masked = masked
    self.earlier = earlier
    self.year = year
  }

  var summary: RiskSummary {
    RiskSummary(
      requestedK: masked.recipe.limits.k, k: after.k, classes: after.classes,
      suppressedCells: masked.masking.suppression, loss: masked.masking.loss,
      droppedRows: masked.masking.dropped.count)
  }

  /// The columns that are released as answered.
  var attributes: [String] { masked.microdata.rules.attributes }

  var json: JSONValue {
    [
      "before": .object(before.json), "after": .object(after.json),
      "suppressed_cells": .number(masked.masking.suppression),
      "information_loss": .number(masked.masking.loss),
      "dropped_rows": .integer(masked.masking.dropped.count),
      "identifying": .object(identifying.map { ($0.column.name, $0.json) }),
      "with_attributes": withAttributes.map {
        ["columns": .texts(attributes), "k": .integer($0.k), "uniques": .integer($0.uniques)]
      } ?? .null,
      "k_with_earlier_releases": .array(earlier?.pairs.map { .integer($0.k) } ?? []),
    ]
  }
}
