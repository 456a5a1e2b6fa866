internal import Analysis
internal import Study

/// Short names of subscales for a narrow column.
///
/// All are made alike, by the first of these ways that tells them apart: the initials of the words,
/// the first letter and a number.
struct SubscaleLabels {
  private var labels: [ScoredSubscale: String] = [:]
  /// "PA: Positive Affect" for each, in the order given.
  private var entries: [String] = []

  /// - Parameter figures: in order; later mentions of a subscale are ignored.
  init(_ figures: some Sequence<any SubscaleFigures>) {
    var scales: [ScoredSubscale] = []
    for figure in figures where !scales.contains(figure.scale) { scales.append(figure.scale) }
    let titles = scales.map(\.title)
    for (scale, label) in zip(scales, Self.labels(of: titles)) {
      labels[scale] = label
      let isShared = titles.count { $0 == scale.title } > 1
      entries.append("\(label): \(scale.title)" + (isShared ? " (\(scale.instrument))" : ""))
    }
  }

  /// The labels of titles alone.
  static func labels(of titles: [String]) -> [String] {
    let initials = titles.map { String($0.split(separator: " ").compactMap(\.first).prefix(4)) }
    guard Set(initials).count < initials.count else { return initials }
    return titles.enumerated().map { "\($0.element.prefix(1))\($0.offset + 1)" }
  }

  /// Empty for a subscale that was not given.
  subscript(_ scale: ScoredSubscale) -> String { labels[scale] ?? "" }

  /// The meaning of the labels, as a note; empty without subscales.
  var legend: [InlineText] {
    entries.isEmpty ? [] : [InlineText(entries.joined(separator: "; ") + ".")]
  }
}
