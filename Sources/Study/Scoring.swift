import Statistics

/// The score of one subscale in one administration.
package struct SubscaleScore: Sendable, Hashable {
  package let subscale: SubscaleID
  /// nil where the instrument's missing rule allows no score.
  package let value: Double?
  package let answered: Int
  package let items: Int

  package init(subscale: SubscaleID, value: Double?, answered: Int, items: Int) {
    self.subscale = subscale
    self.value = value
    self.answered = answered
    self.items = items
  }

  /// True where the score stands on fewer answers than the subscale has items.
  package var isProrated: Bool { value != nil && answered < items }
}

extension Instrument {
  /// The score of every subscale, in the order of the instrument.
  ///
  /// An item without an entry, or with nil, is missing and treated by the instrument's missing
  /// rule. Sums are weighted, means divide by the sum of the weights; a prorated sum is the weighted
  /// mean of what was answered times the sum of all weights. No answers at all give no score.
  package func scores(of answers: [ItemID: Double?]) -> [SubscaleScore] {
    subscales.map { subscale in
      var weighted = 0.0
      var answeredWeight = 0.0
      var weight = 0.0
      var answered = 0
      for part in subscale.parts {
        weight += part.weight
        guard let item = item(part.item), let value = answers[part.item] ?? nil else { continue }
        answered += 1
        answeredWeight += part.weight
        weighted += part.weight * item.scored(value)
      }
      let items = subscale.parts.count
      let complete = answered == items
      let allowed =
        switch missing {
        case .complete: complete
        case .prorate(let share): answered > 0 && Double(answered) >= share * Double(items)
        }
      guard allowed, items > 0 else {
        return SubscaleScore(subscale: subscale.id, value: nil, answered: answered, items: items)
      }
      let total = complete ? weighted : weighted / answeredWeight * weight
      let score = subscale.method == .sum ? total : total / weight
      return SubscaleScore(
        subscale: subscale.id, value: score * subscale.factor, answered: answered, items: items)
    }
  }
}
