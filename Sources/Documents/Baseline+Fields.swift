internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Design.Position {
  /// Level, emotion and factor.
  static let fields: [Field<Design.Position>] = [
    .text("level", "`overall`, `emotion`, `factor`, `situation` or `control`", \.level.rawValue),
    .text("emotion", "the emotion's name", \.emotion),
    .text("factor", "the factor's name", \.factor),
    .integer("factor_index", "the factor's number within its emotion, from 1", \.factorIndex),
  ]

  static let situation = Field<Design.Position>.integer(
    "situation_index", "the situation's number within its factor, from 1", \.situationIndex)
}

extension Baseline.Measure {
  static let fields: [Field<Baseline.Measure>] = [
    .number("mean", "mean", \.summary.mean),
    .number("sd", "standard deviation (n − 1)", \.summary.sd),
    .number("median", "median", \.summary.median),
    .interval("ci95", "95% *t* interval of the mean", \.interval),
  ]
}

extension SignedRankTest {
  fileprivate static let fields: [Field<SignedRankTest>] = [
    .number("v", "sum of the ranks of the rises", \.v),
    .number("p", "*p*", \.significance?.p),
    .integer("n_zero", "participants whose score did not change", \.zeros),
  ]
}

extension Baseline.Row {
  /// Where the row stands and whom it counts.
  static let head: [Field<Baseline.Row>] =
    [.text("instrument", "the instrument's id", \.instrument.name)]
    + [
      .text(
        "level",
        "`overall`, `emotion`, `factor`, `situation`, `control`, or `demographic` with `--by`",
        \.levelName)
    ]
    + (Design.Position.fields.dropFirst() + [Design.Position.situation]).map {
      $0.of(\.position)
    }
    + [
      .text("subscale", "the subscale's id", \.subscale.name),
      .integer("n", "participants with both scores", \.n),
      kind.omittedIfNull.inJSONAlone,
    ]

  /// What a row of level `control` counts; what it stands for among these follows from the columns that
  /// it has, as in the other levels.
  static let kind = Field<Baseline.Row>.text(
    "kind", "kind of the situations in a row of level `control`: `neutral` or `positive`"
  ) { $0.position.control?.rawValue }

  static let measures: [Field<Baseline.Row>] = [
    .group("default", "score before the situation", Baseline.Measure.fields, \.default),
    .group("evoked", "score after it", Baseline.Measure.fields, \.evoked),
    .group("change", "evoked minus default", Baseline.Measure.fields, \.change),
  ]

  static let tests: [Field<Baseline.Row>] = [
    .group(
      "paired_t", prefix: "", "paired *t* test of the change", TTest.fields + [TTest.log10P],
      \.pairedT),
    .group("wilcoxon", "Wilcoxon's signed rank test", SignedRankTest.fields, \.wilcoxon),
    .number("dz", "*d_z*: mean over SD of the change", \.cohenDz?.d),
    .interval("dz_ci95", "its 95% interval", \.cohenDz?.interval),
    .number("d_av", "*d_av*: mean change over the mean of both SDs", \.cohenDav),
    .number("hedges_gz", "Hedges' *g_z*", \.cohenDz?.g),
    .number("p_holm", "*p* adjusted over the factors (Holm)", \.pHolm),
    .number("p_bh", "*p* adjusted over the factors (Benjamini and Hochberg)", \.pBenjaminiHochberg),
    .interval("bca95", "`--bootstrap`: BCa interval of the mean change", \.bca).omittedIfNull,
    .text(
      "arrow", "`up`, `down` or `none`, from the unadjusted paired *t* at `alpha`; null without one"
    ) { $0.arrow?.rawValue },
  ]

  static let bayes: [Field<Baseline.Row>] = [
    .number("log_bf10", "`--bayes`: natural logarithm of the JZS Bayes factor", \.logBayesFactor),
    .text("bayes_reading", "`--bayes`: the same in a sentence", \.bayesReading.plain),
  ]

  static let groups: [Field<Baseline.Row>] = [
    .text(
      "attribute", "`--by`: the attribute of a row of level `demographic`",
      \.group?.attribute.name
    ).omittedIfNull,
    .text("group", "`--by`: its group", \.group?.name).omittedIfNull,
  ]
}

extension DemographicBaseline.Tests {
  static let fields: [Field<DemographicBaseline.Tests>] = [
    .group("anova", "`--by`: pooled analysis of variance of the change", FTest.fields, \.anova),
    .group("welch_anova", "`--by`: Welch's analysis of variance", FTest.fields, \.welchANOVA),
    .group(
      "kruskal", "`--by`: Kruskal-Wallis test",
      [
        .number("h", "*H*", \.h), .integer("df", "degrees of freedom", \.df),
        .number("p", "*p*", \.p),
      ], \.kruskal),
    .group("levene", "`--by`: Levene's test", FTest.fields, \.levene),
    .group("brown_forsythe", "`--by`: Brown and Forsythe's test", FTest.fields, \.brownForsythe),
  ]
}

extension Exclusion {
  static let fields: [Field<Exclusion>] = [
    .integer("left_out", "`--exclude`: respondents excluded by any rule", \.leftOut.count),
    .list(
      "rules", Exclusion.Count.fields(excluded: ("left_out", "respondents whom it excludes")),
      \.counts),
    .texts("notes", "the same in sentences", separator: " ") { $0.notes().map(\.plain) },
  ]
}

extension Field {
  /// What figures were computed from, as the JSON of every analysis says.
  static func source(_ source: @escaping @Sendable (Row) -> Provenance) -> Self {
    group("source", "", Provenance.fields) { source($0) }.inJSONAlone
  }
}

extension Provenance {
  fileprivate static let fields: [Field<Provenance>] = [
    .text("path", "what was read", \.path),
    .text(
      "sha256", "SHA-256 of the file; null for a database, whose content still changes", \.sha256),
    .integer("participants", "respondents in it", \.participants),
    .text(
      "kind",
      "what they are: `human`, `simulated`, `test` or `model`; null if a stored baseline does not say",
      \.kind?.rawValue),
  ]

  /// "1,266 participants" or "5 simulated participants".
  func counted(_ number: Int) -> String {
    TextFormats.counted(number, (kind ?? .human).noun)
  }
}

extension RespondentKind {
  /// One of them in a sentence.
  var noun: String {
    switch self {
    case .human: "participant"
    case .simulated: "simulated participant"
    case .test: "test participant"
    case .model: "repetition"
    }
  }
}
