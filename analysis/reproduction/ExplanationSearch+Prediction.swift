import Statistics
import Study

extension ExplanationSearch {
  /// Every cause that is tried for a figure.
  func candidates(_ target: Target) -> [Cause] {
    var causes: [Cause] = [.sign] + Cause.Rounding.allCases.map(Cause.rounding)
    causes += (1..<max(1, evidence.subscales.count)).map(Cause.subscale)
    let others = evidence.names.filter { $0 != column.who }
    causes += others.map(Cause.anotherDefault)
    causes += own.alternatives.indices.map(Cause.alternative)
    switch target.measure {
    case .defaultMean:
      causes += [.column(.evoked), .column(.change)]
    case .defaultSD:
      causes += [.column(.evoked), .column(.change)]
      causes += [.spread(.population), .spread(.standardError)]
    case .change(let row):
      let position = table.rows[row].position
      causes += position.wholes.indices.map { .average(levels: $0 + 1) }
      causes += [.shifted(by: -1), .shifted(by: 1)]
      causes += others.flatMap { [.anotherScores($0), .anotherChange($0)] }
      causes += table.rows.indices.filter { $0 != row }.map(Cause.row)
      let parts = own.parts(of: position, evidence.subscales[target.subscale])
      let printed = parts.filter {
        evidence.printedChange(of: column.who, at: $0, target.subscale) != nil
      }
      causes += printed.map { .partsAsPrinted($0) }
      causes += parts.map(Cause.missed)
      if parts.count > 1 { causes.append(.unweighted) }
      if printed.count > 1, printed.count == parts.count { causes.append(.partsAsPrinted(nil)) }
      if position == .overall {
        causes += parts.flatMap { own.parts(of: $0, evidence.subscales[target.subscale]) }
          .map(Cause.missed)
      }
    }
    return causes
  }

  /// What the figure would be if this were its cause; two if an average was itself printed
  /// differently from the recomputed one, none if the cause does not apply.
  func estimates(_ cause: Cause, _ target: Target) -> [Evidence.Estimate] {
    switch target.measure {
    case .change(let row): change(cause, row: row, target).compactMap(\.self)
    case .defaultMean: [defaultFigure(cause, target, \.mean, \.mean)].compactMap(\.self)
    case .defaultSD: [defaultFigure(cause, target, \.sd, \.sd)].compactMap(\.self)
    }
  }

  private func exact(_ value: Double?) -> Evidence.Estimate? {
    value.map { .init(value: $0) }
  }

  private func change(_ cause: Cause, row: Int, _ target: Target) -> [Evidence.Estimate?] {
    let (position, subscale) = (table.rows[row].position, target.subscale)
    guard let value = recomputed(target) else { return [] }
    let here = cell(position, subscale)
    func change(ofRow row: Int) -> Evidence.Estimate? {
      table.rows.indices.contains(row)
        ? exact(cell(table.rows[row].position, subscale)?.meanChange) : nil
    }
    switch cause {
    case .average(let levels):
      let wholes = position.wholes
      return levels <= wholes.count ? held(by: wholes[levels - 1], subscale) : []
    case .shifted(let offset): return [change(ofRow: row + offset)]
    case .row(let source): return [change(ofRow: source)]
    case .sign: return [exact(-value)]
    case .rounding(let rounding): return [rounded(value, rounding, target)]
    case .subscale(let offset):
      let other = (subscale + offset) % evidence.subscales.count
      return [exact(cell(position, other)?.meanChange)]
    case .missed(let part): return [average(of: position, without: part, subscale)]
    case .partsAsPrinted(let part):
      let parts = part.map { [$0] } ?? own.parts(of: position, evidence.subscales[subscale])
      return [average(of: position, asPrinted: parts, subscale)]
    case .unweighted:
      let means = own.parts(of: position, evidence.subscales[subscale])
        .compactMap { cell($0, subscale)?.meanChange }
      return means.count < 2 ? [] : [exact(means.reduce(0, +) / Double(means.count))]
    case .anotherDefault(let who):
      return [exact(here?.evoked.mean) - evidence.default(of: who, at: position, subscale)]
    case .anotherScores(let who):
      return [evidence.evoked(of: who, at: position, subscale) - exact(here?.default.mean)]
    case .anotherChange(let who): return [evidence.change(of: who, at: position, subscale)]
    case .alternative(let index):
      let cells = own.alternatives[index].cells[evidence.subscales[subscale]]
      return [exact(cells?[position]?.meanChange)]
    case .column, .spread, .unexplained: return []
    }
  }

  /// The average that belongs at a position, and the one that is printed there where it differs.
  private func held(by position: Design.Position, _ subscale: Int) -> [Evidence.Estimate?] {
    let value = cell(position, subscale)?.meanChange
    let here = table.rows.firstIndex { $0.position == position }
    let printed =
      here.map { column.changes[$0][subscale].figure }
      ?? evidence.printedChange(of: column.who, at: position, subscale)
    let differs = value.map { printed?.canStand(for: $0) != true } ?? true
    return [exact(value), differs ? exact(printed?.value) : nil]
  }

  private func rounded(
    _ value: Double, _ rounding: Cause.Rounding, _ target: Target
  ) -> Evidence.Estimate? {
    guard let printed = printed(target) else { return nil }
    let scaled = value / printed.unit
    switch rounding {
    case .coarse:
      guard printed.decimals > 0 else { return nil }
      return exact(PrintedFigure(rounding: value, decimals: printed.decimals - 1).value)
    case .towardZero: return exact(scaled.rounded(.towardZero) * printed.unit)
    case .down: return exact(scaled.rounded(.down) * printed.unit)
    case .up: return exact(scaled.rounded(.up) * printed.unit)
    }
  }

  /// The weight of a part's mean in that of the whole: its share of the scores.
  private func share(
    of part: Design.Position, in whole: Design.Position, _ subscale: Int
  ) -> Double? {
    guard let n = cell(part, subscale)?.evoked.n, let total = cell(whole, subscale)?.evoked.n,
      total > 0
    else { return nil }
    return Double(n) / Double(total)
  }

  private func average(
    of whole: Design.Position, without part: Design.Position, _ subscale: Int
  ) -> Evidence.Estimate? {
    guard part.wholes.contains(whole), let share = share(of: part, in: whole, subscale),
      share < 1, let mean = cell(whole, subscale)?.meanChange,
      let left = cell(part, subscale)?.meanChange
    else { return nil }
    return .init(value: (mean - share * left) / (1 - share))
  }

  private func average(
    of whole: Design.Position, asPrinted parts: [Design.Position], _ subscale: Int
  ) -> Evidence.Estimate? {
    guard var mean = cell(whole, subscale)?.meanChange else { return nil }
    var slack = 0.0
    var differs = false
    for part in parts {
      guard part.whole == whole, let share = share(of: part, in: whole, subscale),
        let value = cell(part, subscale)?.meanChange,
        let printed = evidence.printedChange(of: column.who, at: part, subscale)
      else { return nil }
      mean += share * (printed.value - value)
      slack += share * printed.unit / 2
      differs = differs || !printed.canStand(for: value)
    }
    return differs ? .init(value: mean, slack: slack) : nil
  }

  private func defaultFigure(
    _ cause: Cause, _ target: Target, _ statistic: (SampleSummary) -> Double?,
    _ printed: (PublishedTables.Default) -> PrintedFigure
  ) -> Evidence.Estimate? {
    let subscale = target.subscale
    guard let own = cell(.overall, subscale), let value = statistic(own.default) else { return nil }
    switch cause {
    case .sign: return .init(value: -value)
    case .rounding(let rounding): return rounded(value, rounding, target)
    case .column(.evoked): return exact(statistic(own.evoked))
    case .column(.change): return exact(own.change.flatMap(statistic))
    case .spread(.population):
      let n = Double(own.default.n)
      return exact(n > 1 ? value * ((n - 1) / n).squareRoot() : nil)
    case .spread(.standardError): return exact(own.default.standardError)
    case .subscale(let offset):
      let other = (subscale + offset) % evidence.subscales.count
      return exact(cell(.overall, other).flatMap { statistic($0.default) })
    case .anotherDefault(let who):
      guard let figures = evidence.figures(of: who) else {
        return evidence.printedDefault(of: who, subscale)
          .map { Evidence.estimate(printed($0)) }
      }
      return exact(
        figures[evidence.subscales[subscale], .overall].flatMap { statistic($0.default) })
    case .alternative(let index):
      let cells = self.own.alternatives[index].cells[evidence.subscales[subscale]]
      return exact(cells?[.overall].flatMap { statistic($0.default) })
    default: return nil
    }
  }
}
