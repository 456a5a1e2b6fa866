package import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension JudgementReport: Report {
  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] {
    let method = Judgement.Method(unit: .situation, withSituations: true, permutations: 999)
    let one = fields(ofOneRun: true, method).flatMap(\.entries)
    return [path.inCSVAlone].flatMap(\.entries) + one
      + fields(ofOneRun: false, method).flatMap(\.entries).filter {
        $0.path.hasPrefix("comparison") || $0.path.hasPrefix("differences")
      }
  }

  package var fields: [Field<JudgementReport>] { Self.fields(ofOneRun: runs.count == 1, method) }

  /// One run's rows at the top level; of several runs a comparison, then each with its rows.
  private static func fields(
    ofOneRun: Bool, _ method: Judgement.Method
  ) -> [Field<JudgementReport>] {
    let head: [Field<JudgementReport>] = [
      .source { $0.source },
      .number("alpha", "the level of the tests", \.method.alpha).inJSONAlone,
      .text("method", "`published` or `emotionbench`") {
        $0.method.variant == .emotionbench ? "emotionbench" : "published"
      }.inJSONAlone,
      .text("unit", "`repetition` or `situation`", \.method.unit.rawValue).inJSONAlone,
      .integer(
        "resamples", "of situations within factors, for intervals",
        \.method.bootstrap.replicates
      ).inJSONAlone,
      .text("seed", "of every random draw", { String($0.method.bootstrap.seed) }).inJSONAlone,
    ]
    let notes = Field<JudgementReport>.texts(
      "notes", "what a reader of the figures must know", separator: " "
    ) { $0.notes.map(\.plain) }.inJSONAlone
    let run =
      JudgedRun.fields
      + [.list("rows", areInCSV: true, Judgement.Row.fields(method), \.judgement.rows)]
    if ofOneRun {
      return head + run.dropLast().map { $0.of { $0.runs[0] } } + [notes]
        + run.suffix(1).map { $0.of { $0.runs[0] } }
    }
    return head + [
      .list(
        "comparison",
        [
          .integer(
            "rank",
            "several runs: place by closeness, from 1, among those over the same factors; null if "
              + "there is no other", \.rank),
          .text("path", "several runs: the run's file", \.run.path),
          .number("rmse", "several runs: RMSE of all mean changes", \.run.judgement.distance.rmse),
          .integer(
            "figures", "several runs: how many changes it stands on",
            \.run.judgement.distance.figures),
          .integer(
            "rank_low", "several runs: lower end of the rank's 95% interval",
            \.overall?.interval?.lowerBound),
          .integer("rank_high", "several runs: upper end of it", \.overall?.interval?.upperBound),
          Rank.bySubscale,
        ]
      ) { $0.ranked },
      .list("differences", RunDifference.fields) { $0.differences },
      notes, .list("runs", areInCSV: true, run, \.runs),
    ]
  }

  /// One line per row, the runs one below the other.
  package var csv: String {
    ([Self.path] + Judgement.Row.fields(method).map { $0.of(\.row) })
      .csv(runs.flatMap { run in run.judgement.rows.map { (path: run.path, row: $0) } })
  }

  private static let path = Field<(path: String, row: Judgement.Row)>.text(
    "run", "the run's file", \.path)
}

extension JudgedRun {
  fileprivate static let fields: [Field<JudgedRun>] =
    [
      Field<JudgedRun>.group(
        "run", "",
        [
          .text("path", "the run's file", \.path),
          .text("sha256", "SHA-256 of the file; null for a database", \.sha256),
          .integer("columns", "repetitions used", \.columns),
          .list("left_out", UnusedColumn.fields, \.leftOut),
        ], \.self
      ).inJSONAlone,
      .keyed(
        "profile", by: "SUBSCALE",
        ProfileSimilarity.fields.map { $0.of(\.profile) }
          + ProfileResamples.fields.map { $0.of(\.resamples) }
      ) { run in
        run.judgement.profiles.enumerated().map { index, profile in
          (
            name: profile.subscale.name,
            part: (profile: profile, resamples: run.judgement.resamples?.subscales[index])
          )
        }
      },
      .number("rmse", "RMSE of all mean changes from the crowd's", \.judgement.distance.rmse)
        .inJSONAlone,
      Field<JudgedRun>.interval(
        "rmse_ci95", "its 95% interval over resampled situations"
      ) { $0.judgement.resamples?.rmse.interval }.inJSONAlone,
    ] + Closeness.fields.map { $0.of(\.judgement.distance.closeness).inJSONAlone }
}

extension ProfileSimilarity {
  fileprivate static let fields: [Field<ProfileSimilarity>] =
    [
      .number(
        "pearson", "Pearson's *r* with the crowd over the factors; null below three",
        \.pearson?.coefficient),
      .number("spearman", "Spearman's *ρ* with it", \.spearman?.coefficient),
      .number("rmse", "RMSE from it", \.rmse),
      .integer("arrows", "factors with a test on both sides", \.arrows),
      .number("arrow_agreement", "share of these with the crowd's arrow", \.arrowAgreement),
      .number(
        "arrow_kappa",
        "the same corrected for chance: Cohen's *κ*; null if undefined, or below five factors",
        \.arrowKappa?.kappa),
      .interval("arrow_kappa_ci95", "its 95% interval", \.arrowKappa?.interval),
      .number(
        "pearson_ceiling", "the *r* that the population's true means would be expected to have",
        \.closeness?.error.ceiling),
    ] + Closeness.fields.map { $0.of(\.closeness) }
}

extension Judgement.Row {
  fileprivate static func fields(_ method: Judgement.Method) -> [Field<Judgement.Row>] {
    let position =
      Design.Position.fields
      + (method.withSituations ? [Design.Position.situation] : [])
    let scores: [Field<Judgement.Row>] = [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.name),
      .integer("n", "evoked scores", \.evoked.n),
      .number("mean", "their mean", \.evoked.mean),
      .number("sd", "their SD (n − 1)", \.evoked.sd),
      .group(
        "default", "all default scores of the run",
        [
          .number("mean", "mean", \.mean), .number("sd", "SD (n − 1)", \.sd),
          .integer("n", "number", \.n),
        ], \.default),
      .number("change", "`mean` minus the mean default", \.change),
    ]
    let distances = method.permutations == nil ? [] : [distanceFields]
    return position.map { $0.of(\.position) } + scores + publishedFields + [mixedFields]
      + distances + [
        .group(
          "vs_crowd", prefix: "", "",
          [
            .integer("n", "participants who were given the run's situations", \.people)
              .inJSONAlone,
            .group("evoked", "evoked scores against the crowd's", difference(method), \.evoked),
            .group("change", "change against the crowd's", difference(method), \.change),
            .group(
              "change_fixed_default", "the same with the mean default as a constant",
              difference(method), \.changeFixedDefault),
          ], \.crowd)
      ]
  }

  private static let publishedFields: [Field<Judgement.Row>] = [
    .group(
      "f_test", prefix: "", "F test of the two variances",
      [
        .number("f", "*F*", \.fTest?.f),
        .number("df1", column: "f_df1", "degrees of freedom of the numerator", \.fTest?.df1),
        .number("df2", column: "f_df2", "degrees of freedom of the denominator", \.fTest?.df2),
        .number("p", column: "f_p", "*p*", \.pOfF),
      ]
    ) { $0.published.fTest == nil ? nil : $0.published },
    .flag(
      "equal_variance", "whether the variances were taken as equal", words: ("true", "false", ""),
      \.published.equalVariance),
    .group(
      "t_test", prefix: "", "*t* test of evoked against default", TTest.fields,
      \.published.tTest),
    .text("arrow", "`up`, `down` or `none`, from that test at `alpha`; null without it") {
      $0.published.arrow?.rawValue
    },
  ]

  private static func difference(
    _ method: Judgement.Method
  ) -> [Field<CrowdComparison.Difference>] {
    let fields: [Field<CrowdComparison.Difference>] = [
      .group("welch", "Welch's *t* test", TTest.fields + [TTest.log10P], \.welch),
      .number("hedges_g", "Hedges' *g*", \.effect?.g),
      .interval("g_ci95", "its 95% interval", \.effect?.gInterval),
      .number("tost_p", "*p* of equivalence", \.equivalence?.p),
    ]
    guard method.unit == .situation else { return fields }
    return fields + [
      .group(
        "paired_t", prefix: "paired_", "situation by situation", TTest.fields + [TTest.log10P],
        \.paired)
    ]
  }
}
