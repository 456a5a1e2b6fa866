package import Analysis
import Statistics
import Study
package import TextFormats

extension PowerPlan {
  /// The plan in one sentence.
  package var reading: String {
    let people = test.design == .two ? "\(n) people in each of two groups" : "\(n) people"
    let level = "at alpha \(formatted(alpha))"
    let chance = figure(solved == .power ? power : powerOfN, decimals: 3)
    guard let bound else {
      let sides = isOneSided ? "one-sided" : "two-sided"
      return "With \(people), a \(sides) \(testName) \(level) finds a true effect of "
        + "\(figure(abs(d), decimals: 3)) SDs with probability \(chance)."
    }
    return "With \(people), two one-sided t tests \(level) show an effect to lie within "
      + "∓\(figure(bound, decimals: 3)) SDs with probability \(chance), if "
      + (d == 0 ? "there is none." : "the true one is \(figure(d, decimals: 3)) SDs.")
  }

  private var testName: String {
    switch test {
    case .paired: "paired t test"
    case .oneSample: "one-sample t test"
    case .twoSample: "two-sample t test"
    case .equivalence, .equivalenceTwoSample: "equivalence test"
    }
  }

  private var effectTitle: String {
    test == .paired || test == .equivalence ? "d_z" : "d"
  }

  package var table: ReportTable {
    var columns: [ReportTable.Column] = [.init("Test", .leading)]
    var cells = [testName]
    if !test.isEquivalence {
      columns.append(.init("Sides"))
      cells.append(isOneSided ? "1" : "2")
    }
    columns += [.init(test.isEquivalence ? "True \(effectTitle)" : effectTitle)]
    cells.append(figure(d, decimals: 3))
    if let bound {
      columns.append(.init("Bounds"))
      cells.append("∓" + figure(bound, decimals: 3))
    }
    columns += [
      .init("alpha"), .init("Power"), .init(test.design == .two ? "n a group" : "n"),
      .init("n exact"),
    ]
    cells += [
      formatted(alpha), figure(power, decimals: 3), String(n), figure(exactN, decimals: 2),
    ]
    return ReportTable(
      title: "Power", columns: columns, groups: [.init(title: nil, rows: [cells])],
      notes: [reading])
  }

  package func json(version: String) -> JSONValue {
    var pairs: [(key: String, value: JSONValue)] = [
      ("evoke", .text(version)), ("test", .text(test.rawValue)), ("d", .number(d)),
    ]
    if let bound { pairs.append(("bound", .number(bound))) }
    pairs += [
      ("alpha", .number(alpha)), ("sides", .integer(isOneSided ? 1 : 2)),
      ("power", .number(power)), ("n", .integer(n)), ("n_exact", .number(exactN)),
      ("n_total", .integer(test.design == .two ? 2 * n : n)), ("power_of_n", .number(powerOfN)),
      ("solved", .text(solvedName)), ("reading", .text(reading)),
    ]
    return .object(pairs)
  }

  private var solvedName: String {
    switch solved {
    case .n: "n"
    case .power: "power"
    case .effect: test.isEquivalence ? "bound" : "d"
    }
  }

  package var csv: String {
    csvText([
      [
        "test", "d", "bound", "alpha", "sides", "power", "n", "n_exact", "n_total", "power_of_n",
        "solved", "reading",
      ],
      [test.rawValue, csvCell(d), csvCell(bound), csvCell(alpha), isOneSided ? "1" : "2"]
        + [csvCell(power), String(n), csvCell(exactN)]
        + [String(test.design == .two ? 2 * n : n), csvCell(powerOfN), solvedName, reading],
    ])
  }
}

extension DetectableChange {
  package func table(levels: Set<Baseline.Level>, of baseline: Baseline) -> ReportTable {
    let detectable = rows.filter { levels.contains($0.baseline.position.level) }
    var shown = detectable.makeIterator()
    return ReportTable(
      title: "What this many people can show, with power \(formatted(power))",
      columns: [
        .init("", .leading, width: 22), .init("n"), .init("", .leading), .init("d_z found"),
        .init("Smallest d_z"), .init("Points"), .init("Bounds"), .init("Points"),
      ],
      groups: baseline.groups(levels: levels) { row in
        let here = shown.next()
        return [
          figure(row.dz?.d, decimals: 2), figure(here?.d, decimals: 2),
          figure(here?.points, decimals: 1),
          here?.bound.map { "∓" + figure($0, decimals: 2) } ?? "—",
          here?.boundPoints.map { "∓" + figure($0, decimals: 1) } ?? "—",
        ]
      },
      notes: baseline.labels.legend + [
        "Smallest d_z: the change, in its SDs and in points of the scale, that the two-sided paired "
          + "t finds at alpha \(formatted(alpha)). Bounds: the narrowest within which two one-sided "
          + "tests show equivalence if nothing changes."
      ] + detectable.filter { $0.baseline.position.level == .overall }.map(reading))
  }

  /// A row in one sentence.
  package func reading(_ row: Row) -> String {
    let name = row.baseline.title
    guard let d = row.d else {
      return "\(name): one person shows no change, whatever its size."
    }
    let people = row.baseline.n
    if row.points == nil {
      return "\(name): everybody changed alike, so that SDs of the change say nothing here."
    }
    return "\(name): with \(people) people a change of \(figure(d, decimals: 2)) SDs"
      + (row.points.map { ", \(figure($0, decimals: 1)) points," } ?? "")
      + " is found with probability \(formatted(power)); anything smaller can go unseen."
  }

  package func json(source: Baseline.Source, version: String) -> JSONValue {
    .object([
      ("evoke", .text(version)),
      (
        "source",
        .object([
          ("path", .text(source.path)), ("sha256", .optional(source.sha256)),
          ("participants", .integer(source.participants)),
        ])
      ),
      ("alpha", .number(alpha)), ("power", .number(power)),
      (
        "rows",
        .array(
          rows.map { row in
            let position = row.baseline.position
            return .object([
              ("test", .text(PowerPlan.Test.paired.rawValue)),
              ("level", .text(position.level.rawValue)), ("emotion", .optional(position.emotion)),
              ("factor", .optional(position.factor)),
              ("factor_index", .optional(position.factorIndex)),
              ("situation_index", .optional(position.situationIndex)),
              ("subscale", .text(row.baseline.subscale.name)), ("d", .optional(row.d)),
              ("alpha", .number(alpha)), ("power", .number(power)),
              ("n", .integer(row.baseline.n)), ("n_exact", .number(Double(row.baseline.n))),
              ("points", .optional(row.points)), ("bound", .optional(row.bound)),
              ("bound_points", .optional(row.boundPoints)),
              ("d_found", .optional(row.baseline.dz?.d)), ("reading", .text(reading(row))),
            ])
          })
      ),
    ])
  }

  package var csv: String {
    let header = [
      "test", "level", "emotion", "factor", "factor_index", "situation_index", "subscale", "d",
      "alpha", "power", "n", "n_exact", "points", "bound", "bound_points", "d_found", "reading",
    ]
    return csvText(
      [header]
        + rows.map { row in
          let position = row.baseline.position
          return [
            PowerPlan.Test.paired.rawValue, position.level.rawValue, position.emotion ?? "",
            position.factor ?? "", position.factorIndex.map(String.init) ?? "",
            position.situationIndex.map(String.init) ?? "", row.baseline.subscale.name,
            csvCell(row.d), csvCell(alpha), csvCell(power), String(row.baseline.n),
            String(row.baseline.n), csvCell(row.points), csvCell(row.bound),
            csvCell(row.boundPoints), csvCell(row.baseline.dz?.d), reading(row),
          ]
        })
  }
}
