package import Statistics
package import Study

/// The figures of a crowd or a run, computed from its scores: what a table should have printed.
package struct RecomputedFigures: Sendable {
  /// One subscale at one place of the design.
  package struct Cell: Sendable {
    /// Of the people at this place; of a run, all of its default scores.
    package let `default`: Moments
    package let evoked: Moments
    /// Person by person; nil where default and evoked scores do not come in pairs.
    package let change: Moments?
    /// Wilcoxon's p: signed ranks of pairs, else rank sums; nil where it is not known.
    package let wilcoxonP: Double?

    package init(default: Moments, evoked: Moments, change: Moments?, wilcoxonP: Double? = nil) {
      self.default = `default`
      self.evoked = evoked
      self.change = change
      self.wilcoxonP = wilcoxonP
    }

    /// The mean change, evoked minus default; nil where a mean is undefined.
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
    package let cells: [SubscaleID: [DesignPlace: Cell]]

    package init(name: String, cells: [SubscaleID: [DesignPlace: Cell]]) {
      self.name = name
      self.cells = cells
    }
  }

  package let cells: [SubscaleID: [DesignPlace: Cell]]
  package let alternatives: [Alternative]
  private let parts: [SubscaleID: [DesignPlace: [DesignPlace]]]

  package init(
    cells: [SubscaleID: [DesignPlace: Cell]], alternatives: [Alternative] = []
  ) {
    self.cells = cells
    self.alternatives = alternatives
    parts = cells.mapValues { cells in
      var parts: [DesignPlace: [DesignPlace]] = [:]
      for place in cells.keys {
        if let whole = place.whole { parts[whole, default: []].append(place) }
      }
      return parts.mapValues { $0.sorted { "\($0)" < "\($1)" } }
    }
  }

  package subscript(_ subscale: SubscaleID, _ place: DesignPlace) -> Cell? {
    cells[subscale]?[place]
  }

  /// The places right below one, always in the same order.
  package func parts(of place: DesignPlace, _ subscale: SubscaleID) -> [DesignPlace] {
    parts[subscale]?[place] ?? []
  }
}

extension RecomputedFigures {
  /// The figures of a crowd's baseline.
  package init(_ baseline: Baseline) {
    var cells: [SubscaleID: [DesignPlace: Cell]] = [:]
    for row in baseline.rows {
      guard let place = DesignPlace(row.position) else { continue }
      cells[row.subscale, default: [:]][place] = Cell(
        default: row.default.description.moments, evoked: row.evoked.description.moments,
        change: row.change.description.moments, wilcoxonP: row.wilcoxon?.p)
    }
    self.init(cells: cells)
  }

  /// The figures of a run: evoked scores of each place against all default scores.
  package init(_ run: Run) {
    var cells: [SubscaleID: [DesignPlace: Cell]] = [:]
    for column in run.columns {
      let before = Moments(column.default)
      var byPlace: [[Double]] = Array(repeating: [], count: run.places.count)
      for (place, score) in zip(column.place, column.evoked) { byPlace[Int(place)].append(score) }
      for branch in run.branches {
        guard let place = DesignPlace(branch.position) else { continue }
        let evoked = branch.places.flatMap { byPlace[$0] }
        guard !evoked.isEmpty else { continue }
        cells[column.subscale, default: [:]][place] = Cell(
          default: before, evoked: Moments(evoked), change: nil,
          wilcoxonP: rankSumTest(evoked, column.default)?.significance?.p)
      }
    }
    self.init(cells: cells)
  }
}
