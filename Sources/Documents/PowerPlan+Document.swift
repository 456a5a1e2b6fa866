package import Analysis
internal import Foundation
internal import Statistics
internal import TextFormats

extension PowerPlan: Report {
  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] { list.flatMap(\.entries) }

  package var fields: [Field<PowerPlan>] { Self.list }

  package var csv: String { Self.list.csv([self]) }

  private static let list: [Field<PowerPlan>] =
    [
      .text("test", "the test", \.test.rawValue),
      .number("d", "the effect in SDs; of an equivalence test the true effect", \.d),
      .number("bound", "the bounds of an equivalence test, in SDs", \.bound).omittedIfNull,
      .number("alpha", "the level of the test", \.alpha),
      .integer("sides", "1 or 2") { $0.isOneSided ? 1 : 2 },
      .number("power", "the power", \.power),
      .integer("n", "participants, in each group if there are two", \.n),
      .number("n_exact", "`n` before it is rounded up", \.exactN),
      .integer("n_total", "participants in all") { $0.test.design == .two ? 2 * $0.n : $0.n },
      .number("power_of_n", "the power with `n` participants", \.powerOfN),
      .text("solved", "which of the three was computed", \.solvedName),
      .text("reading", "the plan in a sentence", \.reading.plain),
    ]

  package var document: Document { Document(tables: [table]) }

  /// The plan in one sentence.
  package var reading: InlineText {
    let people: InlineText =
      test.design == .two
      ? "\(counted(n, "participant")) in each of two groups" : "\(counted(n, "participant"))"
    let chance = chance(solved == .power ? power : powerOfN)
    let symbol: InlineText = test.isPaired ? "$d_z$" : "$d$"
    guard let bound else {
      return """
        With \(people), a \(isOneSided ? "one-sided" : "two-sided") \(testName) at α = \
        \(level(alpha)) has \(chance) power to detect an effect of \(symbol) = \
        \(effect(d)).
        """
    }
    let truth: InlineText = d == 0 ? "is 0" : "is \(symbol) = \(effect(d))"
    return """
      With \(people), two one-sided $t$ tests at α = \(level(alpha)) have \(chance) power to show \
      that an effect lies within \(symbol) = ±\(effect(bound)), if the true effect \
      \(truth).
      """
  }

  /// A power as a whole percentage, which 0% and 100% would overstate.
  private func chance(_ power: Double) -> String {
    switch power {
    case ..<0.005: "less than 1%"
    case 0.995...: "more than 99%"
    default: percentage(power, decimals: 0)
    }
  }

  /// An effect with two decimals, or as many as `decimals` gives if it has more.
  private func effect(_ d: Double) -> String {
    figure(d, decimals: abs(d * 100 - (d * 100).rounded()) < 1e-9 ? 2 : decimals(d))
  }

  /// Three, or as many as show three digits of a smaller effect.
  private func decimals(_ d: Double) -> Int {
    d == 0 ? 3 : max(3, 2 - Int(log10(abs(d)).rounded(.down)))
  }

  private var testName: InlineText {
    switch test {
    case .paired: "paired $t$ test"
    case .oneSample: "one-sample $t$ test"
    case .twoSample: "two-sample $t$ test"
    case .equivalence, .equivalenceTwoSample: "equivalence test"
    }
  }

  private var table: ReportTable {
    let symbol: InlineText = test.isPaired ? "$d_z$" : "$d$"
    let cells: [(column: ReportTable.Column, text: String)?] = [
      (.words("Test"), testName.plain),
      test.isEquivalence ? nil : ("Sides", isOneSided ? "1" : "2"),
      (.init(test.isEquivalence ? "True \(symbol)" : symbol), figure(d, decimals: decimals(d))),
      bound.map { ("Bounds", "±" + figure($0, decimals: decimals($0))) },
      ("α", level(alpha)), ("Power", powerFigure(power, decimals: 3)),
      (test.design == .two ? "$n$ per group" : "$n$", grouped(n)),
      // Fewer than two people have no test: there the power is above the one asked for.
      solved == .n && n > 2 ? ("$n$ exact", figure(exactN, decimals: 2)) : nil,
    ]
    let shown = cells.compactMap(\.self)
    return ReportTable(
      title: "Power", columns: shown.map(\.column), rows: [shown.map(\.text)],
      notes: [reading])
  }

  private var solvedName: String {
    switch solved {
    case .n: "n"
    case .power: "power"
    case .effect: test.isEquivalence ? "bound" : "d"
    }
  }
}

extension PowerPlan.Test {
  /// Whether the effect is d_z.
  fileprivate var isPaired: Bool { self == .paired || self == .equivalence }
}
