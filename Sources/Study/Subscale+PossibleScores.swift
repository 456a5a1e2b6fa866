extension Subscale {
  /// The lowest and the highest score that the items and their options give; nil if an item is
  /// unknown or has no options.
  package func possibleScores(of items: [Item]) -> ClosedRange<Double>? {
    var (low, high, weight) = (0.0, 0.0, 0.0)
    for part in parts {
      guard let values = items.first(where: { $0.id == part.item })?.options.map(\.value),
        let least = values.min(), let most = values.max()
      else { return nil }
      low += min(part.weight * least, part.weight * most)
      high += max(part.weight * least, part.weight * most)
      weight += part.weight
    }
    let scale = factor / (method == .sum ? 1 : weight)
    let ends = [low * scale, high * scale].sorted()
    return ends[0] <= ends[1] ? ends[0]...ends[1] : nil
  }
}
