internal import Analysis
internal import Statistics
internal import Study

// What the figures of a judgement are held against: resamples of situations, people, situations as
// random, distances between distributions.

extension Closeness {
  static let fields: [Field<Closeness?>] = [
    .number(
      "rmse_floor", "root mean squared standard error of the crowd's mean changes",
      { $0?.error.floor }),
    .number(
      "rmse_one_person", "RMSE of one person drawn at random for each factor",
      { $0?.error.ofOnePerson }),
    .number(
      "people",
      "how many people drawn for each factor would have means as close; below 1: further than one "
        + "person; null at or below the floor, or if unknown", { $0?.people }),
    .text(
      "closeness",
      "`people`, `less_than_one`, or `floor`: as close as the crowd's sampling error allows; null "
        + "if unknown"
    ) { closeness in
      switch closeness?.group {
      case nil: nil
      case .any: "floor"
      case .people: "people"
      case .lessThanOne: "less_than_one"
      }
    },
  ]
}

extension ProfileResamples {
  static let fields: [Field<Figures?>] = [
    .interval(
      "pearson_ci95", "95% interval of `pearson` over resampled situations; null if it misses it",
      { $0?.pearson.interval }),
    .interval("spearman_ci95", "of `spearman`", { $0?.spearman.interval }),
    .interval("rmse_ci95", "of `rmse`", { $0?.rmse.interval }),
  ]
}

extension Rank {
  static let bySubscale = Field<JudgementReport.Ranked>.keyed(
    "ranks", by: "SUBSCALE",
    [
      .integer("rank", "several runs: place by the RMSE of the subscale", \.place),
      .integer(
        "rank_low", "several runs: lower end of its 95% interval", \.interval?.lowerBound),
      .integer("rank_high", "several runs: upper end of it", \.interval?.upperBound),
    ]
  ) { entry in
    zip(entry.run.judgement.profiles, entry.subscales).compactMap { profile, rank in
      rank.map { (name: profile.subscale.name, part: $0) }
    }
  }
}

extension RunDifference {
  static let fields: [Field<RunDifference>] = [
    .text("first", "several runs: the closer run's file", \.first.path),
    .text("second", "several runs: the other's", \.second.path),
    .number("rmse", "several runs: the first's RMSE minus the second's", \.rmse.estimate),
    .interval(
      "rmse_ci95",
      "several runs: its 95% interval, both on the same resamples of situations; null if they "
        + "answered different ones", \.rmse.interval),
    .keyed(
      "profile", by: "SUBSCALE",
      [
        .number("pearson", "several runs: difference of *r*", \.pearson.estimate),
        .interval("pearson_ci95", "several runs: its 95% interval", \.pearson.interval),
        .number("rmse", "several runs: difference of RMSE", \.rmse.estimate),
        .interval("rmse_ci95", "several runs: its 95% interval", \.rmse.interval),
      ]
    ) { $0.subscales.map { (name: $0.subscale.name, part: $0) } },
  ]
}

extension Judgement.Row {
  static let mixedFields = Field<Judgement.Row>.group(
    "mixed", "with situations, and their factors, as random (REML, Satterthwaite)",
    [
      .group("change", "the run's change", TTest.fields + [TTest.log10P], \.change),
      .group(
        "vs_crowd", "the run's change less the crowd's", TTest.fields + [TTest.log10P], \.difference
      ),
    ], \.random)

  static let distanceFields = Field<Judgement.Row>.group(
    "distances", "`--distances`: evoked scores against the crowd's",
    [
      .number("sd_ratio", "the run's SD over the crowd's", \.ratioOfSDs),
      .number("wasserstein", "Wasserstein distance, in points", \.distribution?.wasserstein),
      .number("energy", "energy statistic", \.distribution?.energy),
      .number("energy_p", "its permutation *p*", \.distribution?.p),
    ], \.self)
}
