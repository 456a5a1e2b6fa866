import Analysis
import Statistics
import Study
import TextFormats

extension ReliabilityReport {
  /// A sentence in plain words for each subscale, change and stability.
  package var readings: [String] {
    var sentences: [String] = []
    var done: Set<String> = []
    for row in reliability.rows where done.insert("\(row.instrument) \(row.subscale)").inserted {
      sentences.append(
        reading(
          row.title,
          reliability.rows.filter { $0.instrument == row.instrument && $0.subscale == row.subscale }
        )
      )
    }
    sentences += reliability.changes.map(reading)
    sentences += reliability.stability.map(reading)
    return sentences
  }

  /// What alpha says (Cronbach 1951): how scores of another such set of items would correlate.
  private func reading(_ title: String, _ rows: [Reliability.Row]) -> String {
    let known = rows.filter { $0.consistency.alpha != nil }
    guard let alpha = known.compactMap(\.consistency.alpha).min() else {
      return "How consistent the answers to \(title) are cannot be told: \(obstacle(rows))."
    }
    let parts = known.map { row in
      let scale = row.consistency
      let interval = scale.alphaInterval.map {
        " (95% CI \(coefficient($0.low)) to \(coefficient($0.high)))"
      }
      return "\(coefficient(scale.alpha))\(interval ?? "") "
        + "\(row.occasion == .default ? "before" : "after") the situation"
    }.joined(separator: " and ")
    guard alpha >= 0 else {
      return "The items of \(title) do not go together, alpha is \(parts): an item is scored the "
        + "wrong way round, or they do not measure one thing."
    }
    return
      "Another set of items like those of \(title) would give scores that correlate with these "
      + "by about \(parts)."
  }

  private func obstacle(_ rows: [Reliability.Row]) -> String {
    if rows.allSatisfy({ $0.items.count < 2 }) { return "it has a single item" }
    if rows.allSatisfy({ $0.consistency.n < 2 }) {
      return isRun
        ? "fewer than two repetitions have every answer" : "fewer than two people have every answer"
    }
    return "the answers or their sums do not differ"
  }

  private func reading(_ change: Reliability.Change) -> String {
    guard let reliability = change.reliability else {
      let why =
        change.n < 2
        ? "fewer than two people have every answer on both occasions"
        : (change.sd.change ?? 0) == 0
          ? "everybody changed alike" : "how consistent its items are is not known"
      return "How reliable changes in \(change.title) are cannot be told: \(why)."
    }
    guard reliability > 0 else {
      return "Differences between people's changes in \(change.title) are noise as far as can be "
        + "told (reliability \(coefficient(reliability)))."
    }
    return "Of the differences between people's changes in \(change.title), "
      + "\(percent(reliability)) are no noise (reliability \(coefficient(reliability)))."
  }

  private func reading(_ stable: Stability) -> String {
    [afterSituations(stable), ordersReading(stable), beforeSituations(stable)].compactMap(\.self)
      .joined(separator: " ")
  }

  private func afterSituations(_ stable: Stability) -> String {
    guard let icc = stable.situations else {
      return "How far \(stable.title) after a situation is due to the situation cannot be told: "
        + "there are fewer than two situations, none was asked twice, or no score differs."
    }
    return "Asked again after the same situation, this model's \(stable.title) is "
      + "\(icc.stability): \(percent(max(0, icc.single))) of the differences between its scores are "
      + "due to the situation and the rest to chance (ICC(1,1) \(coefficient(icc.single)))."
  }

  private func ordersReading(_ stable: Stability) -> String? {
    guard let across = stable.acrossOrders, let level = across.raters else { return nil }
    return
      "The order of the items \(level.p < 0.05 ? "moves" : "does not reliably move") the level "
      + "of these scores (\(level.equation())); orders agree on single situations by an ICC(2,1) of "
      + "\(coefficient(across.single))."
  }

  private func beforeSituations(_ stable: Stability) -> String? {
    guard let mean = stable.default.mean, let sd = stable.default.sd else { return nil }
    guard sd > 0 else {
      return "Without a situation it is \(figure(mean, decimals: 2)) every time."
    }
    let items = stable.items.map {
      "; single repetitions agree on the items by an ICC of \(coefficient($0.single))"
    }
    return
      "Without a situation its score is \(figure(mean, decimals: 2)) on average and moves by an "
      + "SD of \(figure(sd, decimals: 2)) from repetition to repetition\(items ?? "")."
  }

  private func percent(_ share: Double) -> String { "\(figure(share * 100, decimals: 0))%" }
}

extension IntraclassCorrelation {
  /// Koo and Li's steps (2016, Journal of Chiropractic Medicine 15, 155-163), for a single
  /// measurement; they call them poor, moderate, good and excellent.
  fileprivate var stability: String {
    switch single {
    case ..<0.5: "not stable"
    case ..<0.75: "moderately stable"
    case ..<0.9: "stable"
    default: "very stable"
    }
  }
}
