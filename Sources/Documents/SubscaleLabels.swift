internal import Study

/// Short names of subscales for a narrow column.
///
/// All are made alike, by the first of these ways that tells them apart: the initials of the words,
/// the first letter and a number.
struct SubscaleLabels {
  private struct Key: Hashable {
    let instrument: InstrumentID
    let subscale: SubscaleID
  }

  private var labels: [Key: String] = [:]
  /// "PA: Positive Affect" for each, in the order given.
  private var entries: [String] = []

  /// - Parameter subscales: in order; later mentions of one are ignored.
  init(_ subscales: some Sequence<(InstrumentID, SubscaleID, String)>) {
    var keys: [Key] = []
    var titles: [String] = []
    for (instrument, subscale, title) in subscales {
      let key = Key(instrument: instrument, subscale: subscale)
      guard !keys.contains(key) else { continue }
      keys.append(key)
      titles.append(title)
    }
    let chosen = Self.labels(of: titles)
    for (index, key) in keys.enumerated() {
      labels[key] = chosen[index]
      let isShared = titles.count { $0 == titles[index] } > 1
      entries.append(
        "\(chosen[index]): \(titles[index])" + (isShared ? " (\(key.instrument))" : ""))
    }
  }

  /// The labels of titles alone.
  static func labels(of titles: [String]) -> [String] {
    let initials = titles.map { String($0.split(separator: " ").compactMap(\.first).prefix(4)) }
    guard Set(initials).count < initials.count else { return initials }
    return titles.enumerated().map { "\($0.element.prefix(1))\($0.offset + 1)" }
  }

  /// Empty for a subscale that was not given.
  subscript(_ instrument: InstrumentID, _ subscale: SubscaleID) -> String {
    labels[Key(instrument: instrument, subscale: subscale)] ?? ""
  }

  /// The meaning of the labels, as a note; empty without subscales.
  var legend: [InlineText] {
    entries.isEmpty ? [] : [InlineText(entries.joined(separator: "; ") + ".")]
  }
}
