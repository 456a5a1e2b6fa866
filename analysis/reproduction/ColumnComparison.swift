import Statistics
import Study
import TextFormats

/// One column of one table, compared figure by figure.
struct ColumnComparison {
  private typealias Target = ExplanationSearch.Target

  let table: PublishedTables.Table
  let column: PublishedTables.Column
  let evidence: Evidence
  /// nil if nothing was given.
  let own: RecomputedFigures?
  private let causes: [ExplanationSearch.Target: Cause]

  init(
    table: PublishedTables.Table, column: PublishedTables.Column, evidence: Evidence,
    own: RecomputedFigures?
  ) {
    self.table = table
    self.column = column
    self.evidence = evidence
    self.own = own
    guard let own else {
      causes = [:]
      return
    }
    let search = ExplanationSearch(table: table, column: column, evidence: evidence, own: own)
    let mismatched = Self.targets(table, subscales: evidence.subscales.count).filter { target in
      guard let value = search.recomputed(target) else { return false }
      return search.printed(target)?.canStand(for: value) == false
    }
    causes = search.causes(of: mismatched)
  }

  private static func targets(_ table: PublishedTables.Table, subscales: Int) -> [Target] {
    let measures: [ExplanationSearch.Measure] =
      [.defaultMean, .defaultSD] + table.rows.indices.map { .change($0) }
    return measures.flatMap { measure in
      (0..<subscales).map { Target(measure: measure, subscale: $0) }
    }
  }

  var rows: [Reproduction.Row] {
    Self.targets(table, subscales: evidence.subscales.count).map { target in
      let subscale = evidence.subscales[target.subscale]
      guard case .change(let index) = target.measure else {
        let cell = own?[subscale, .overall]
        let printed = column.default[target.subscale]
        return target.measure == .defaultMean
          ? row(target, .defaultMean, printed.mean, cell?.default.mean)
          : row(target, .defaultSD, printed.sd, cell?.default.sd)
      }
      let printed = column.changes[index][target.subscale]
      let cell = own?[subscale, table.rows[index].position]
      return row(target, .change, printed.figure, cell?.meanChange, in: index, printed.arrow, cell)
    }
  }

  /// - Parameters:
  ///   - index: of the table's row; nil for a default.
  ///   - cell: what the arrow follows from.
  private func row(
    _ target: Target, _ measure: Reproduction.Measure, _ printed: PrintedFigure, _ value: Double?,
    in index: Int? = nil, _ printedArrow: Arrow? = nil, _ cell: RecomputedFigures.Cell? = nil
  ) -> Reproduction.Row {
    let cause = causes[target]
    let arrow = value == nil ? nil : cell.flatMap { referenceTest($0).arrow($0) }
    var reasons = cause.map { [explained($0, row: index)] } ?? []
    if let index, let cell, let arrow, arrow != printedArrow {
      reasons.append(arrowExplained(index, target.subscale, cell, cause))
    }
    return Reproduction.Row(
      table: table.id, row: index.map { table.rows[$0].id } ?? measure.rawValue,
      name: index.map { table.rows[$0].name } ?? measure.rawValue, measure: measure,
      subscale: evidence.subscales[target.subscale], who: column.who, published: printed,
      recomputed: value, valueMatches: value.map { printed.canStand(for: $0) },
      arrowPublished: printedArrow, arrowRecomputed: arrow,
      arrowMatches: arrow.map { $0 == printedArrow }, cause: cause,
      explanation: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
  }

  // MARK: Arrows

  private func referenceTest(_ cell: RecomputedFigures.Cell) -> ArrowTest {
    ArrowTest.plausible(paired: cell.change != nil)[0]
  }

  /// Each test's agreement with the printed arrows, the reference first, over the cells where that
  /// one can be done.
  var tallies: [Reproduction.ArrowTally] {
    var cells: [(RecomputedFigures.Cell, Arrow)] = []
    for (row, changes) in zip(table.rows, column.changes) {
      for (subscale, printed) in zip(evidence.subscales, changes) {
        guard let cell = own?[subscale, row.position], referenceTest(cell).arrow(cell) != nil
        else { continue }
        cells.append((cell, printed.arrow))
      }
    }
    guard let first = cells.first else { return [] }
    return ArrowTest.plausible(paired: first.0.change != nil).compactMap { test in
      let given = cells.compactMap { cell, printed in
        test.arrow(cell).map { $0 == printed }
      }
      // A test that cannot be done everywhere is not compared with the others.
      guard given.count == cells.count else { return nil }
      return Reproduction.ArrowTally(
        who: column.who, test: test, agreeing: given.count { $0 }, of: given.count)
    }
  }

  private func arrowExplained(
    _ row: Int, _ subscale: Int, _ cell: RecomputedFigures.Cell, _ cause: Cause?
  ) -> String {
    let printed = column.changes[row][subscale]
    if let source = cause.flatMap({ self.source($0, row: row) }),
      let held = own?[evidence.subscales[subscale], source],
      referenceTest(held).arrow(held) == printed.arrow
    {
      return "the arrow is that of \(name(source)) too"
    }
    if let mistaken = mistaken(cell, cause, subscale),
      referenceTest(mistaken).arrow(mistaken) == printed.arrow
    {
      return "the arrow follows from it"
    }
    let isTurned =
      printed.arrow == .up && printed.figure.value < 0
      || printed.arrow == .down && printed.figure.value > 0
    if isTurned { return "the arrow is reversed: it contradicts its own figure" }
    let giving = ArrowTest.plausible(paired: cell.change != nil).filter {
      $0.arrow(cell) == printed.arrow
    }
    return giving.isEmpty
      ? "no test tried gives the arrow"
      : "the arrow is given by \(giving.map(\.name).joined(separator: ", "))"
  }

  /// The cell with the default that the cause says the difference was taken from. A default known
  /// from print alone is taken to have as many scores as the own one.
  private func mistaken(
    _ cell: RecomputedFigures.Cell, _ cause: Cause?, _ subscale: Int
  ) -> RecomputedFigures.Cell? {
    guard case .anotherDefault(let who) = cause else { return nil }
    let id = evidence.subscales[subscale]
    let printed = evidence.printedDefault(of: who, subscale)
    guard
      let summary = evidence.figures(of: who)?[id, .overall]?.default
        ?? printed.map({
          SampleSummary(n: cell.default.n, mean: $0.mean.value, sd: $0.sd.value)
        })
    else { return nil }
    return RecomputedFigures.Cell(default: summary, evoked: cell.evoked, change: nil)
  }

  // MARK: Words

  /// The position whose figures the row holds, if the cause is such a one.
  private func source(_ cause: Cause, row: Int) -> Design.Position? {
    let position = table.rows[row].position
    switch cause {
    case .average(let levels): return position.wholes[levels - 1]
    case .shifted(let offset): return table.rows[row + offset].position
    case .row(let source): return table.rows[source].position
    default: return nil
    }
  }

  /// The table's name for a position; else its own.
  private func name(_ position: Design.Position) -> String {
    if let row = table.rows.first(where: { $0.position == position }) { return row.id }
    return switch position.part {
    case .overall, .control: "overall"
    case .emotion(let emotion): emotion
    case .factor(let factor): "\(factor.emotion)-F\(factor.index)"
    case .situation(let factor, let situation):
      "\(factor.emotion)-F\(factor.index)S\(situation)"
    }
  }

  /// The cause of one row's figure in words; of several rows' if `row` is nil.
  private func explained(_ cause: Cause, row: Int?) -> String {
    switch cause {
    case .average(let levels):
      guard let row else {
        return levels == 1
          ? "hold the average that they belong to" : "hold the average \(levels) levels up"
      }
      return "holds the average of \(name(table.rows[row].position.wholes[levels - 1]))"
    case .shifted(let offset):
      let distance = abs(offset) == 1 ? "one row" : "\(abs(offset)) rows"
      let direction = offset < 0 ? "above" : "below"
      guard let row else {
        return "shifted by \(distance): hold the figures of the row \(direction)"
      }
      return
        "shifted by \(distance): holds the figures of \(name(table.rows[row + offset].position)), "
        + "the row \(direction)"
    case .row(let source): return "holds the figures of \(table.rows[source].id), another row"
    case .sign: return "the sign is lost or reversed"
    case .rounding(.coarse): return "rounded to one decimal less"
    case .rounding(.towardZero): return "cut off (toward zero) instead of rounded"
    case .rounding(.down): return "rounded down (floor) instead of to the nearest"
    case .rounding(.up): return "rounded up (ceiling) instead of to the nearest"
    case .column(.evoked): return "another column: that of the evoked scores, not of the default"
    case .column(.change): return "another column: that of the changes, not of the default"
    case .spread(.population): return "the SD with n, not with n-1"
    case .spread(.standardError): return "the standard error of the mean, not the SD"
    case .subscale(let offset):
      return evidence.subscales.count == 2
        ? "subscales swapped: holds the other subscale's figure"
        : "subscales swapped: holds the subscale's \(offset) further"
    case .missed(let part): return "the average omits \(name(part))"
    case .partsAsPrinted(let part?): return "the average includes \(name(part)) as printed"
    case .partsAsPrinted(nil): return "the average of its parts as they are printed"
    case .unweighted: return "the mean of its parts' means, not weighted by n"
    case .anotherDefault(let who):
      return row == nil
        ? "another run's default: that of \(who)"
        : "another run's default: the difference is taken from that of \(who)"
    case .anotherScores(let who): return "another run's scores: the evoked ones of \(who)"
    case .anotherChange(let who): return "another run's figure: the change of \(who)"
    case .alternative(let index): return own?.alternatives[index].name ?? "scored otherwise"
    case .unexplained: return "unexplained"
    }
  }

  /// The causes in order of how many figures each explains; what is unexplained last.
  var findings: [Reproduction.Finding] {
    let order = Self.targets(table, subscales: evidence.subscales.count)
    return Dictionary(grouping: order.filter { causes[$0] != nil }) { causes[$0]! }
      .map { cause, targets in
        var rows: [String] = []
        for target in targets {
          let row =
            switch target.measure {
            case .change(let row): table.rows[row].id
            case .defaultMean: Reproduction.Measure.defaultMean.rawValue
            case .defaultSD: Reproduction.Measure.defaultSD.rawValue
            }
          if rows.last != row { rows.append(row) }
        }
        var single: Int?
        if rows.count == 1, case .change(let row) = targets[0].measure { single = row }
        return Reproduction.Finding(
          table: table.id, who: column.who, cause: cause,
          summary: explained(cause, row: single), rows: rows, figures: targets.count)
      }
      .sorted { a, b in
        (a.cause == .unexplained ? 1 : 0, -a.figures, a.rows[0])
          < (b.cause == .unexplained ? 1 : 0, -b.figures, b.rows[0])
      }
  }
}
