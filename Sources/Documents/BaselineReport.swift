package import Analysis
package import Statistics
package import Study
internal import TextFormats

/// What `evoke baseline` prints.
package struct BaselineReport: Report {
  package let baseline: Baseline
  package let source: Provenance
  /// The contrasts that the study states in advance, which come first; nil if it states none.
  package var contrasts: ContrastReport?
  /// A further method of adjusting p over the factors.
  package var adjustment: Adjustment?
  /// Who was excluded, and the baseline of all respondents to set beside.
  package var exclusion: (made: Exclusion, everyone: Baseline)?
  package var demographics: [DemographicBaseline] = []
  package var bayes = false
  package var robust = false
  package var mixed: [SituationModel]?
  package var norms: NormComparisons?
  /// How small a change counts as none.
  package var bounds: EquivalenceBounds?
  /// Whether those at the ends of the scale are shown.
  package var floor = false
  /// The models that adjust changes for the default score.
  package var ancova: [Ancova]?
  /// Where participants gave the same answers to all items, in groups by their keys in the source.
  package var sameAnswers: [[String]] = []
  /// Shown without being asked for, if an answer is missing.
  package var missing: [ProrationSensitivity] = []
  /// Which rows the table shows.
  package var levels: Set<Design.Level> = [.overall, .emotion, .factor]

  package init(_ baseline: Baseline, source: Provenance) {
    self.baseline = baseline
    self.source = source
  }

  /// The largest number of respondents behind a figure.
  var participants: Int { source.participants - (exclusion?.made.leftOut.count ?? 0) }

  /// How many were given the situations of each control, most of a subscale.
  var controlled: [(kind: String, n: Int)] {
    let rows = baseline.rows.filter { $0.position.control != nil && $0.position.depth == .overall }
    return Dictionary(grouping: rows) { $0.position.control!.rawValue }
      .map { (kind: $0, n: $1.map(\.n).max()!) }.sorted { $0.kind < $1.kind }
  }

  // MARK: Fields

  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] {
    fields(
      alpha: 0.01,
      rows: rowFields(
        alpha: 0.01, adjusted: [:], bayes: true, robust: true, bounds: .points(1), floor: true,
        ancova: [], mixed: [], tests: [("", [])], exclusions: "", controls: true)
    ).flatMap(\.entries)
      + NormComparison.columns(prefix: "norm_", alpha: 0.01) { (_: Baseline.Row) in nil }.entries
  }

  package var fields: [Field<Self>] { Self.fields(alpha: baseline.alpha, rows: rowFields) }

  package var csv: String { rowFields.csv(baseline.rows + demographics.flatMap(\.rows)) }

  private static func fields(
    alpha: Double, rows: [Field<Baseline.Row>]
  ) -> [Field<Self>] {
    [
      .source { $0.source },
      .number("alpha", "the level of the arrows' test", \.baseline.alpha).inJSONAlone,
      .list("contrasts", Contrast.fields(alpha: alpha), \.contrasts?.contrasts).omittedIfNull,
      .text("apa", "the overall change in a paragraph in APA style", \.paragraph.plain).inJSONAlone,
      .texts(
        "disagreements", "where analyses of the overall change disagree, and which to report",
        separator: " "
      ) { $0.disagreements.map(\.plain) }.inJSONAlone,
      .list(
        "same_answers",
        [
          .texts(
            "participants", "columns of participants who gave the same answers to all items",
            separator: " "
          ) { $0 }
        ]
      ) { $0.sameAnswers.isEmpty ? nil : $0.sameAnswers }.omittedIfNull,
      .text("adjustment", "`--adjust`: the method", \.adjustment?.rawValue).inJSONAlone
        .omittedIfNull,
      .list("missing", ProrationSensitivity.fields) { $0.missing.isEmpty ? nil : $0.missing }
        .omittedIfNull,
      .list("ancova", Ancova.fields(alpha: alpha), \.ancova).omittedIfNull,
      .list("mixed", SituationModel.fields(alpha: alpha), \.mixed).omittedIfNull,
      .list("norms", NormComparison.fields(alpha: alpha), \.norms?.rows).omittedIfNull,
      .list(
        "tests",
        [
          .text("attribute", "`--by`: the attribute", \.attribute.name),
          .text("grouping", "`--by`: how answers make groups", \.attribute.grouping.title),
          .text("subscale", "`--by`: the subscale's id", \.test.subscale.name),
        ] + DemographicBaseline.Tests.fields.map { $0.of(\.test) }
      ) { report in
        report.demographics.isEmpty
          ? nil
          : report.demographics.flatMap { demographic in
            demographic.tests.map { (attribute: demographic.attribute, test: $0) }
          }
      }.omittedIfNull,
      Field<Self>.group("exclusions", "", Exclusion.fields, \.exclusion?.made).omittedIfNull
        .inJSONAlone,
      .list(
        "rows_without_exclusions", Baseline.Row.head + Baseline.Row.measures + Baseline.Row.tests,
        \.exclusion?.everyone.rows
      ).omittedIfNull,
      .list("rows", areInCSV: true, rows) { report in
        report.baseline.rows + report.demographics.flatMap(\.rows)
      },
    ]
  }

  private var rowFields: [Field<Baseline.Row>] {
    designFields + (norms?.columns(alpha: baseline.alpha) ?? [])
  }

  private var designFields: [Field<Baseline.Row>] {
    let adjusted = adjustment.map { baseline.adjusted($0) }
    return Self.rowFields(
      alpha: baseline.alpha,
      adjusted: adjusted.map {
        Dictionary(uniqueKeysWithValues: zip(baseline.rows.map(\.key), $0))
      }, bayes: bayes, robust: robust, bounds: bounds, floor: floor, ancova: ancova, mixed: mixed,
      tests: demographics.map { split in
        (demographics.count > 1 ? "\(split.attribute.name)_" : "", split.tests)
      }, exclusions: exclusion?.made.summary,
      controls: baseline.rows.contains { $0.position.control != nil })
  }

  /// The fields of a row, with those of what was asked for.
  private static func rowFields(
    alpha: Double, adjusted: [Baseline.Row.Key: Double?]?, bayes: Bool, robust: Bool,
    bounds: EquivalenceBounds?, floor: Bool, ancova: [Ancova]?, mixed: [SituationModel]?,
    tests: [(prefix: String, tests: [DemographicBaseline.Tests])],
    exclusions: String?, controls: Bool
  ) -> [Field<Baseline.Row>] {
    let adjustedField = adjusted.map { adjusted in
      Field<Baseline.Row>.number("p_adjusted", "`--adjust`: *p* adjusted over the factors") {
        adjusted[$0.key] ?? nil
      }.present { $0.group == nil }
    }
    return Baseline.Row.head + (controls ? [Baseline.Row.kind.inCSVAlone] : [])
      + Baseline.Row.measures + Baseline.Row.tests
      + (adjustedField.map { [$0] } ?? []) + (bayes ? Baseline.Row.bayes : [])
      + (robust ? [Robustness.field(alpha: alpha)] : [])
      + (bounds.map { Baseline.Row.equivalence($0, alpha: alpha) } ?? [])
      + (floor ? Baseline.Row.floor : [])
      + (ancova.map { Baseline.Row.ancova($0, alpha: alpha) } ?? [])
      + (mixed.map { SituationModel.columns(of: $0, alpha: alpha) } ?? [])
      + (tests.isEmpty
        ? [] : Baseline.Row.groups + tests.flatMap { testColumns(prefix: $0.prefix, $0.tests) })
      + (exclusions.map { summary in
        [
          Field<Baseline.Row>.text(
            "exclusions", "`--exclude`: what each rule does, in sentences, in the overall rows"
          ) { $0.isOverall ? summary : nil }.inCSVAlone
        ]
      } ?? [])
  }

  /// The tests of groups, in the overall row of their subscale.
  ///
  /// - Parameter prefix: of the columns, which sets several attributes apart.
  private static func testColumns(
    prefix: String, _ tests: [DemographicBaseline.Tests]
  ) -> [Field<Baseline.Row>] {
    DemographicBaseline.Tests.fields.map { field in
      Field<Baseline.Row>.group("tests", prefix: prefix, "", [field]) { row in
        guard row.isOverall else { return nil }
        return tests.first { $0.subscale == row.subscale }
      }.inCSVAlone
    }
  }
}

extension Baseline.Row {
  /// What sets the row apart from all others of its baseline.
  struct Key: Hashable {
    let position: Design.Position
    let scale: ScoredSubscale
  }

  var key: Key { Key(position: position, scale: scale) }
}
