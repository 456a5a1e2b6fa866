package import Statistics
package import Study

/// The figures of a crowd or a run, computed from its scores: what a table should have printed.
package struct RecomputedFigures: Sendable {
  /// One subscale at one position of the design.
  package struct Cell: Sendable {
    /// Of the people at this position; of a run, all of its default scores.
    package let `default`: SampleSummary
    package let evoked: SampleSummary
    /// One entry per person; nil if default and evoked scores do not come in pairs.
    package let change: SampleSummary?
    /// Wilcoxon's p: signed ranks of pairs, else rank sums; nil if it is not known.
    package let wilcoxonP: Double?

    package init(
      default: SampleSummary, evoked: SampleSummary, change: SampleSummary?,
      wilcoxonP: Double? = nil
    ) {
      self.default = `default`
      self.evoked = evoked
      self.change = change
      self.wilcoxonP = wilcoxonP
    }

    /// The mean change, evoked minus default; nil if a mean is undefined.
    package var meanChange: Double? {
      if let change { return change.mean }
      guard let evoked = evoked.mean, let `default` = `default`.mean else { return nil }
      return evoked - `default`
    }
  }

  /// The same answers scored otherwise, such as with reversed items left as they were answered.
  package struct Alternative: Sendable {
    /// What was done, as in "with reversed items left unreversed".
    package let name: String
    package let cells: [SubscaleID: [Design.Position: Cell]]

    package init(name: String, cells: [SubscaleID: [Design.Position: Cell]]) {
      self.name = name
      self.cells = cells
    }
  }

  /// By position, without the names of factors: a printed table may call them otherwise.
  package let cells: [SubscaleID: [Design.Position: Cell]]
  package let alternatives: [Alternative]
  private let parts: [SubscaleID: [Design.Position: [Design.Position]]]

  package init(
    cells: [SubscaleID: [Design.Position: Cell]], alternatives: [Alternative] = []
  ) {
    self.cells = cells
    self.alternatives = alternatives
    parts = cells.mapValues { cells in
      var parts: [Design.Position: [Design.Position]] = [:]
      for position in cells.keys {
        if let whole = position.whole { parts[whole, default: []].append(position) }
      }
      return parts.mapValues { parts in
        parts.sorted { a, b in
          (a.emotion ?? "", a.factorIndex ?? 0, a.situationIndex ?? 0)
            < (b.emotion ?? "", b.factorIndex ?? 0, b.situationIndex ?? 0)
        }
      }
    }
  }

  package subscript(_ subscale: SubscaleID, _ position: Design.Position) -> Cell? {
    cells[subscale]?[position]
  }

  /// The positions right below one, always in the same order.
  package func parts(of position: Design.Position, _ subscale: SubscaleID) -> [Design.Position] {
    parts[subscale]?[position] ?? []
  }
}

extension RecomputedFigures {
  /// The figures of a crowd's baseline.
  package init(_ baseline: Baseline) {
    var cells: [SubscaleID: [Design.Position: Cell]] = [:]
    for row in baseline.rows {
      cells[row.subscale, default: [:]][row.position.numbered] = Cell(
        default: row.default.summary.sample, evoked: row.evoked.summary.sample,
        change: row.change.summary.sample, wilcoxonP: row.wilcoxon?.significance?.p)
    }
    self.init(cells: cells)
  }

  /// The figures of a run: evoked scores of each position against all default scores.
  package init(_ run: Run) {
    var cells: [SubscaleID: [Design.Position: Cell]] = [:]
    for column in run.columns {
      let before = SampleSummary(column.default)
      var byCell: [[Double]] = Array(repeating: [], count: run.design.cells.count)
      for (cell, score) in zip(column.cell, column.evoked) { byCell[Int(cell)].append(score) }
      for branch in run.design.branches where branch.position.level != .control {
        let evoked = branch.cells.flatMap { byCell[$0] }
        guard !evoked.isEmpty else { continue }
        cells[column.subscale, default: [:]][branch.position.numbered] = Cell(
          default: before, evoked: SampleSummary(evoked), change: nil,
          wilcoxonP: RankSumTest(evoked, column.default)?.significance?.p)
      }
    }
    self.init(cells: cells)
  }
}
