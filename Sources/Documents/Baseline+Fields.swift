internal import Analysis
internal import Statistics
internal import Study

extension Design.Position {
  /// Level, emotion and factor.
  static let fields: [Field<Design.Position>] = [
    .text("level", "`overall`, `emotion`, `factor` or `situation`") { $0.level.rawValue },
    .text("emotion", "the emotion's name") { $0.emotion },
    .text("factor", "the factor's name") { $0.factor },
    .integer("factor_index", "the factor's number within its emotion, from 1") { $0.factorIndex },
  ]

  static let situation = Field<Design.Position>.integer(
    "situation_index", "the situation's number within its factor, from 1"
  ) { $0.situationIndex }
}

extension Baseline.Measure {
  static let fields: [Field<Baseline.Measure>] = [
    .number("mean", "mean") { $0.summary.mean },
    .number("sd", "standard deviation (n − 1)") { $0.summary.sd },
    .number("median", "median") { $0.summary.median },
    .interval("ci95", "95% *t* interval of the mean") { $0.interval },
  ]
}

extension Baseline.Wilcoxon {
  static let fields: [Field<Baseline.Wilcoxon>] = [
    .number("v", "sum of the ranks of the rises") { $0.v },
    .number("p", "*p*") { $0.p },
    .integer("n_zero", "participants whose score did not change") { $0.zeros },
  ]
}

extension Baseline.Row {
  /// Where the row stands and whom it counts.
  static let head: [Field<Baseline.Row>] =
    [.text("instrument", "the instrument's id") { $0.instrument.name }]
    + [
      .text("level", "`overall`, `emotion`, `factor`, `situation`, or `demographic` with `--by`") {
        $0.levelName
      }
    ]
    + (Design.Position.fields.dropFirst() + [Design.Position.situation]).map {
      $0.of { $0.position }
    }
    + [
      .text("subscale", "the subscale's id") { $0.subscale.name },
      .integer("n", "participants with both scores") { $0.n },
    ]

  static let measures: [Field<Baseline.Row>] = [
    .group("default", "score before the situation", Baseline.Measure.fields) { $0.default },
    .group("evoked", "score after it", Baseline.Measure.fields) { $0.evoked },
    .group("change", "evoked minus default", Baseline.Measure.fields) { $0.change },
  ]

  static let tests: [Field<Baseline.Row>] = [
    .group(
      "paired_t", prefix: "", "paired *t* test of the change", TTest.fields + [TTest.log10P]
    ) { $0.pairedT },
    .group("wilcoxon", "Wilcoxon's signed rank test", Baseline.Wilcoxon.fields) { $0.wilcoxon },
    .number("dz", "*d_z*: mean over SD of the change") { $0.cohenDz?.d },
    .interval("dz_ci95", "its 95% interval") { $0.cohenDz?.interval },
    .number("d_av", "*d_av*: mean change over the mean of both SDs") { $0.cohenDav },
    .number("hedges_gz", "Hedges' *g_z*") { $0.cohenDz?.g },
    .number("p_holm", "*p* adjusted over the factors (Holm)") { $0.pHolm },
    .number("p_bh", "*p* adjusted over the factors (Benjamini and Hochberg)") {
      $0.pBenjaminiHochberg
    },
    .interval("bca95", "`--bootstrap`: BCa interval of the mean change") { $0.bca }.omittedIfNull,
    .text("arrow", "`up`, `down` or `none`, from the unadjusted paired *t* at `alpha`") {
      $0.arrow.rawValue
    },
  ]

  static let bayes: [Field<Baseline.Row>] = [
    .number("log_bf10", "`--bayes`: natural logarithm of the JZS Bayes factor") {
      $0.logBayesFactor
    },
    .text("bayes_reading", "`--bayes`: the same in a sentence") { $0.bayesReading.plain },
  ]

  static let groups: [Field<Baseline.Row>] = [
    .text("attribute", "`--by`: the attribute of a row of level `demographic`") {
      $0.group?.attribute.rawValue
    }.omittedIfNull,
    .text("group", "`--by`: its group") { $0.group?.name }.omittedIfNull,
  ]
}

extension DemographicBaseline.Tests {
  static let fields: [Field<DemographicBaseline.Tests>] = [
    .group("anova", "`--by`: pooled analysis of variance of the change", FTest.fields) {
      $0.anova
    },
    .group("welch_anova", "`--by`: Welch's analysis of variance", FTest.fields) { $0.welchANOVA },
    .group(
      "kruskal", "`--by`: Kruskal-Wallis test",
      [
        .number("h", "*H*") { $0.h }, .integer("df", "degrees of freedom") { $0.df },
        .number("p", "*p*") { $0.p },
      ]
    ) { $0.kruskal },
    .group("levene", "`--by`: Levene's test", FTest.fields) { $0.levene },
    .group("brown_forsythe", "`--by`: Brown and Forsythe's test", FTest.fields) {
      $0.brownForsythe
    },
  ]
}

extension Exclusion {
  static let fields: [Field<Exclusion>] = [
    .integer("left_out", "`--exclude`: respondents excluded by any rule") { $0.leftOut.count },
    .list(
      "rules",
      [
        .text("rule", "a rule") { $0.rule },
        .integer("left_out", "respondents whom it excludes") { $0.leftOut },
        .integer("unknown", "respondents about whom it cannot be decided") { $0.unknown },
      ]
    ) { $0.counts },
  ]

  /// The same in sentences.
  var notes: [InlineText] {
    counts.map { count in
      let unknown: InlineText =
        count.unknown > 0 ? ", \(count.unknown) could not be checked" : ""
      return "\(count.rule): \(count.leftOut) excluded\(unknown)."
    }
  }
}

extension Field {
  /// What figures were computed from, as the JSON of every analysis says.
  static func source(_ source: @escaping @Sendable (Row) -> Provenance) -> Self {
    group("source", "", Provenance.fields) { source($0) }.inJSONAlone
  }
}

extension Provenance {
  fileprivate static let fields: [Field<Provenance>] = [
    .text("path", "what was read") { $0.path },
    .text("sha256", "SHA-256 of the file; null for a database, whose content still changes") {
      $0.sha256
    },
    .integer("participants", "respondents in it") { $0.participants },
  ]
}
