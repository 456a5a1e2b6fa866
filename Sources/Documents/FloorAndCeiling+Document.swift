internal import Analysis
internal import Study
internal import TextFormats

extension Baseline {
  /// The shares at the ends of the scale, with the overall ones in words.
  func floorTable(levels: Set<Design.Level>) -> ReportTable {
    ReportTable(
      title: "Participants at the floor and at the ceiling",
      columns: [
        .words(), "$n$", .words(), "Floor", "before", "after", "Ceiling", "before", "after",
      ],
      groups: groups(levels: levels) { row in
        guard let ends = row.ends else { return Array(repeating: "—", count: 6) }
        return [
          formatted(ends.range.lowerBound), percentage(ends.share(\.default.floor)),
          percentage(ends.share(\.evoked.floor)), formatted(ends.range.upperBound),
          percentage(ends.share(\.default.ceiling)), percentage(ends.share(\.evoked.ceiling)),
        ]
      },
      notes: labels.legend + [
        """
        Floor and ceiling: the lowest and the highest possible score, with the share of participants \
        who have it. A score at the floor cannot fall and one at the ceiling cannot rise, so mean \
        changes in these directions may be too small. Shares above 15% are often called floor or \
        ceiling effects (Terwee et al., 2007).
        """
      ] + overall.map(\.floorReading))
  }
}

extension FloorAndCeiling {
  func share(_ count: (FloorAndCeiling) -> Int) -> Double { Double(count(self)) / Double(n) }
}

extension Baseline.Row {
  /// The shares in words.
  var floorReading: InlineText {
    guard let ends else {
      return "\(title): the lowest and the highest possible score are not known."
    }
    func share(_ count: (FloorAndCeiling) -> Int) -> String { percentage(ends.share(count)) }
    return """
      \(title): \(share(\.default.floor)) before and \(share(\.evoked.floor)) after the situation were \
      at the floor (\(formatted(ends.range.lowerBound))), \(share(\.default.ceiling)) before and \
      \(share(\.evoked.ceiling)) after it at the ceiling (\(formatted(ends.range.upperBound))), $n$ = \
      \(grouped(n)).
      """
  }

  /// What `--floor` adds to a row.
  static let floor: [Field<Baseline.Row>] = {
    func shares(
      _ before: @escaping @Sendable (FloorAndCeiling) -> Int,
      _ after: @escaping @Sendable (FloorAndCeiling) -> Int
    ) -> [Field<FloorAndCeiling>] {
      [
        .number("default", "share who have it before") { $0.share(before) },
        .number("evoked", "share who have it after") { $0.share(after) },
      ]
    }
    let floor: [Field<FloorAndCeiling>] = [
      .number("score", "the score") { $0.range.lowerBound }
    ]
    let ceiling: [Field<FloorAndCeiling>] = [
      .number("score", "the score") { $0.range.upperBound }
    ]
    return [
      .group(
        "floor", "`--floor`: the lowest possible score",
        floor + shares({ $0.default.floor }, { $0.evoked.floor }), \.ends),
      .group(
        "ceiling", "`--floor`: the highest possible score",
        ceiling + shares({ $0.default.ceiling }, { $0.evoked.ceiling }), \.ends),
      .text("floor_reading", "`--floor`: the same in words", \.floorReading.plain),
    ]
  }()
}
