import Statistics

/// The score of one subscale in one administration.
package struct SubscaleScore: Sendable, Hashable {
  package let subscale: SubscaleID
  /// nil if the instrument's missing rule allows no score.
  package let value: Double?
  package let answered: Int
  package let items: Int

  /// Whether the score is based on fewer answers than the subscale has items.
  package var isProrated: Bool { value != nil && answered < items }
}

/// The way an instrument is scored, worked out once for any number of respondents.
///
/// Answers come in the order of the instrument's items, nil for a missing one. Sums are weighted and
/// means divide by the sum of the weights. If answers are missing and the instrument prorates, the
/// weighted mean of the others replaces each.
package struct Scorer: Sendable {
  private struct Rule: Sendable {
    let subscale: SubscaleID
    let parts: [(item: Int, weight: Double)]
    /// The sum of the weights.
    let weight: Double
    /// What the sum is divided by.
    let divisor: Double
    let factor: Double
    /// The fewest answers that give a score.
    let fewest: Int

    init(_ subscale: Subscale, missing: MissingRule, positions: [ItemID: Int]) {
      self.subscale = subscale.id
      parts = subscale.parts.compactMap { part in positions[part.item].map { ($0, part.weight) } }
      weight = parts.reduce(0) { $0 + $1.weight }
      divisor = subscale.method == .sum ? 1 : weight
      factor = subscale.factor
      let items = parts.count
      fewest =
        switch missing {
        case .complete: max(items, 1)
        case .prorate(let share):
          (0..<items).first { Double($0 + 1) >= share * Double(items) }.map { $0 + 1 }
            ?? max(items, 1)
        }
    }
  }

  private let rules: [Rule]
  /// For each item what a reversed answer is taken from; nil for an item that counts as answered.
  private let reflections: [Double?]

  /// - Parameter version: the version of the instrument that asked, which says what items are
  ///   reversed; an item that it lacks is reversed as the instrument says.
  package init(_ instrument: Instrument, askedBy version: Instrument? = nil) {
    let positions = Dictionary(
      uniqueKeysWithValues: instrument.items.enumerated().map { ($1.id, $0) })
    rules = instrument.subscales.map {
      Rule($0, missing: instrument.missing, positions: positions)
    }
    reflections = instrument.items.map { item in
      let asked = version?.item(item.id) ?? item
      return asked.reversed ? asked.scored(0) : nil
    }
  }

  /// The answer as it counts: smallest plus largest option minus the answer if the item is reversed.
  package func keyed(_ answer: Double, item: Int) -> Double {
    reflections[item].map { $0 - answer } ?? answer
  }

  /// The score of every subscale, in the order of the instrument.
  package func scores(of answers: [Double?]) -> [SubscaleScore] {
    rules.indices.map { score($0, of: answers) }
  }

  /// The score of a subscale, by its position in the instrument; nil as its value if fewer answers
  /// are there than the instrument's missing rule asks for.
  package func score(_ subscale: Int, of answers: [Double?]) -> SubscaleScore {
    let rule = rules[subscale]
    let (sum, weight, answered) = counted(rule, answers)
    let total = answered == rule.parts.count ? sum : sum / weight * rule.weight
    // Weights such as 0.1 leave rounding behind, by which equal scores would differ.
    let value = total / rule.divisor * rule.factor
    return SubscaleScore(
      subscale: rule.subscale,
      value: answered >= rule.fewest
        ? fraction(near: value, within: 8 * max(value.magnitude, 1).ulp) : nil,
      answered: answered, items: rule.parts.count)
  }

  /// What each item of a subscale adds to its sum, in the order of the subscale: the answer as it is
  /// keyed, times the weight of the item. nil if the answers give no score.
  package func terms(_ subscale: Int, of answers: [Double?]) -> [Double]? {
    let rule = rules[subscale]
    let (sum, weight, answered) = counted(rule, answers)
    guard answered >= rule.fewest else { return nil }
    return rule.parts.map { part in
      part.weight * (answers[part.item].map { keyed($0, item: part.item) } ?? sum / weight)
    }
  }

  private func counted(
    _ rule: Rule, _ answers: [Double?]
  ) -> (sum: Double, weight: Double, answered: Int) {
    var (sum, weight, answered) = (0.0, 0.0, 0)
    for part in rule.parts {
      guard let answer = answers[part.item] else { continue }
      answered += 1
      weight += part.weight
      sum += part.weight * keyed(answer, item: part.item)
    }
    return (sum, weight, answered)
  }
}

extension Instrument {
  package var scorer: Scorer { Scorer(self) }

  /// The score of every subscale, in the order of the instrument; an item without an entry is
  /// missing. A caller with many respondents keeps the `scorer`.
  package func scores(of answers: [ItemID: Double?]) -> [SubscaleScore] {
    scorer.scores(of: items.map { answers[$0.id] ?? nil })
  }
}
