import Statistics
package import Study

/// The published tables with everything that is known about their subjects.
package struct Evidence: Sendable {
  /// A figure that a cause predicts, known to within `slack`.
  struct Estimate: Sendable {
    let value: Double
    var slack = 0.0

  }

  private struct Printed {
    var changes: [Design.Position: [PrintedFigure?]] = [:]
    var `default`: [PublishedTables.Default] = []
  }

  package let subscales: [SubscaleID]
  /// Everyone in the tables, and everyone given, in alphabetical order.
  package let names: [String]
  private let recomputed: [String: RecomputedFigures]
  private let printed: [String: Printed]

  package init(_ published: PublishedTables, _ recomputed: [String: RecomputedFigures]) {
    subscales = published.subscales
    self.recomputed = recomputed
    var printed: [String: Printed] = [:]
    for table in published.tables {
      for column in table.columns {
        var known = printed[column.who] ?? Printed()
        if known.default.isEmpty { known.default = column.default }
        for (row, changes) in zip(table.rows, column.changes)
        where known.changes[row.position] == nil {
          known.changes[row.position] = changes.map(\.figure)
        }
        printed[column.who] = known
      }
    }
    self.printed = printed
    names = Set(printed.keys).union(recomputed.keys).sorted()
  }

  package func figures(of who: String) -> RecomputedFigures? { recomputed[who] }

  func printedChange(
    of who: String, at position: Design.Position, _ subscale: Int
  ) -> PrintedFigure? {
    printed[who]?.changes[position]?[subscale]
  }

  func printedDefault(of who: String, _ subscale: Int) -> PublishedTables.Default? {
    guard let known = printed[who]?.default, subscale < known.count else { return nil }
    return known[subscale]
  }

  /// A subject's mean change: recomputed, or as printed if nothing was given to recompute.
  func change(of who: String, at position: Design.Position, _ subscale: Int) -> Estimate? {
    if let figures = recomputed[who] {
      return figures[subscales[subscale], position]?.meanChange.map { Estimate(value: $0) }
    }
    return printedChange(of: who, at: position, subscale).map(Self.estimate)
  }

  /// Someone's mean default, likewise; at a position of its own where pairs have one.
  func `default`(of who: String, at position: Design.Position, _ subscale: Int) -> Estimate? {
    if let figures = recomputed[who] {
      return figures[subscales[subscale], position]?.default.mean.map { Estimate(value: $0) }
    }
    return printedDefault(of: who, subscale).map { Self.estimate($0.mean) }
  }

  /// Someone's mean evoked score: recomputed, or the printed change on the printed default.
  func evoked(of who: String, at position: Design.Position, _ subscale: Int) -> Estimate? {
    if let figures = recomputed[who] {
      return figures[subscales[subscale], position]?.evoked.mean.map { Estimate(value: $0) }
    }
    return change(of: who, at: position, subscale) + self.default(of: who, at: position, subscale)
  }

  static func estimate(_ figure: PrintedFigure) -> Estimate {
    Estimate(value: figure.value, slack: figure.unit / 2)
  }
}

/// The sum; nil if one of the two is not known.
func + (a: Evidence.Estimate?, b: Evidence.Estimate?) -> Evidence.Estimate? {
  guard let a, let b else { return nil }
  return .init(value: a.value + b.value, slack: a.slack + b.slack)
}

/// The difference; nil if one of the two is not known.
func - (a: Evidence.Estimate?, b: Evidence.Estimate?) -> Evidence.Estimate? {
  a + b.map { .init(value: -$0.value, slack: $0.slack) }
}
