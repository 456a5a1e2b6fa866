internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension [ItemShifts] {
  /// The table of the items of all subscales.
  ///
  /// - Parameters:
  ///   - sides: the two columns of means, and that of their difference.
  ///   - notes: on these columns.
  ///   - readings: of the subscales.
  func table(
    title: InlineText, sides: (first: InlineText, second: InlineText, difference: InlineText),
    notes: [InlineText], readings: [InlineText] = []
  ) -> ReportTable {
    ReportTable(
      title: title,
      columns: [
        .words(), .init(sides.first), .init(sides.second), .init(sides.difference), "Shift",
        "95% CI", "$t$", "$p$ Holm",
      ],
      groups: map { shifts in
        ReportTable.Group(title: shifts.title, rows: shifts.items.map(\.cells))
      },
      notes: notes + [
        """
        Shift: the item's difference minus the mean difference of the items of its subscale, with its \
        unadjusted 95% interval; $p$ Holm: adjusted over the items of the subscale. Reverse-scored \
        items are reversed first. A shift does not show that an item measures something else: a \
        situation can move one feeling more than another, and an item near an end of its scale has \
        less room to move.
        """
      ] + readings)
  }
}

extension ItemShifts {
  private static let alpha = 0.05

  /// How many items shifted, and which of these most.
  ///
  /// - Parameter change: what the mean difference is called.
  func reading(_ change: InlineText) -> InlineText {
    let tested = items.filter { $0.pHolm != nil }
    guard !tested.isEmpty else {
      let why: InlineText =
        max(n.first, n.second) < 2
        ? "fewer than two respondents have every answer"
        : min(n.first, n.second) < 2
          ? "one side has fewer than two respondents with every answer"
          : "the answers to an item depart from the others by the same amount in all respondents"
      return "\(title): shifts of items cannot be tested, because \(why)."
    }
    let significant = tested.filter { $0.pHolm! <= Self.alpha }
    let count: InlineText = """
      \(title): \(change) = \(figure(difference, decimals: 2)) per item; \(significant.count) of \
      \(tested.count) items shifted significantly from it (α = \(level(Self.alpha)), Holm).
      """
    guard let most = significant.max(by: { abs($0.shift ?? 0) < abs($1.shift ?? 0) }) else {
      return count
    }
    return """
      \(count) The largest significant shift is that of \(most.id.name), \
      \(figure(most.shift, decimals: 2)), 95% CI \(intervalFigure(most.interval)), $p$ \
      \(pEquation(most.pHolm, at: Self.alpha)).
      """
  }
}

extension ItemShifts.Item {
  fileprivate var cells: [String] {
    [
      id.name, figure(means.first, decimals: 2), figure(means.second, decimals: 2),
      figure(difference, decimals: 2), figure(shift, decimals: 2), intervalFigure(interval),
      figure(test?.t, decimals: 2), pFigure(pHolm, at: 0.05),
    ]
  }
}
