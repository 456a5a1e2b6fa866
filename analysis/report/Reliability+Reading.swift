import Study

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

  private func reading(_ title: String, _ rows: [Reliability.Row]) -> String {
    let who = isRun ? "repetitions" : "people"
    let known = rows.compactMap { row in row.consistency.alpha.map { (row.occasion, $0) } }
    guard !known.isEmpty else {
      return "How consistent the answers to \(title) are cannot be told."
    }
    let parts = known.map { occasion, alpha in
      "\(percent(max(0, alpha))) \(occasion == .default ? "before" : "after") the situation "
        + "(alpha \(coefficient(alpha)))"
    }
    return "Of the differences between \(who) in \(title), what its items have in common makes up "
      + "\(parts.joined(separator: " and ")); the rest is noise."
  }

  private func reading(_ change: Reliability.Change) -> String {
    guard let reliability = change.reliability else {
      return "How reliable changes in \(change.title) are cannot be told."
    }
    guard reliability > 0 else {
      return "Differences between people's changes in \(change.title) are noise as far as can be "
        + "told (reliability \(coefficient(reliability)))."
    }
    return "Of the differences between people's changes in \(change.title), "
      + "\(percent(reliability)) are no noise (reliability \(coefficient(reliability)))."
  }

  private func reading(_ stable: Stability) -> String {
    guard let icc = stable.situations else {
      let items = stable.items.map {
        ": single repetitions agree on its items by an ICC of \(coefficient($0.single))"
      }
      return "How far \(stable.title) after a situation is due to the situation cannot be told"
        + "\(items ?? "")."
    }
    let share = percent(max(0, icc.single))
    var text =
      "Asked again after the same situation, this model's \(stable.title) is \(icc.stability): "
      + "\(share) of the differences between its scores are due to the situation and the rest to "
      + "chance (ICC(1,1) \(coefficient(icc.single)))"
    if let across = stable.acrossOrders {
      text +=
        ", and the order of the items \(across.raters.map { $0.p < 0.05 } ?? false ? "moves" : "does not reliably move") "
        + "the level (ICC(2,1) \(coefficient(across.single)))"
    }
    return text + "."
  }

  private func percent(_ share: Double) -> String { "\(figure(share * 100, decimals: 0))%" }
}

extension IntraclassCorrelation {
  /// Koo and Li's words (2016, Journal of Chiropractic Medicine 15, 155-163), for a single
  /// measurement.
  fileprivate var stability: String {
    switch single {
    case ..<0.5: "not stable"
    case ..<0.75: "moderately stable"
    case ..<0.9: "stable"
    default: "very stable"
    }
  }
}
