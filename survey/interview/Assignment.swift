package import Study

/// How cells are given out.
package enum Assignment {
  private struct Factor: Hashable {
    let emotion: String
    let name: String
  }

  /// The situation for the next participant: of the least filled factor the least filled situation
  /// that has not reached its quota; ties are drawn by the generator.
  ///
  /// A factor's filling is participants per place, so a factor with few situations fills at the
  /// pace of the others. If every cell is full (a latecomer), the same order holds among all cells.
  ///
  /// - Parameters:
  ///   - counts: participants in each cell, completed or holding a place; every cell has an entry.
  ///   - quota: places of a cell, at least 1.
  package static func leastFilled(
    _ counts: [SituationKey: Int], quota: Int, using generator: inout some RandomNumberGenerator
  ) -> SituationKey {
    precondition(!counts.isEmpty && quota > 0, "a study has situations, and places in them")
    let isFull = counts.values.allSatisfy { $0 >= quota }
    let factors = Dictionary(grouping: counts) { cell in
      Factor(emotion: cell.key.emotion, name: cell.key.factor)
    }.map { factor, cells in
      (
        factor: factor, open: cells.filter { isFull || $0.value < quota },
        people: cells.reduce(0) { $0 + $1.value }, cells: cells.count
      )
    }.filter { !$0.open.isEmpty }

    // Participants per cell, compared as fractions: a/b < c/d if a·d < c·b.
    let least = factors.min { $0.people * $1.cells < $1.people * $0.cells }!
    let tied = factors.filter { $0.people * least.cells == least.people * $0.cells }
      .sorted { ($0.factor.emotion, $0.factor.name) < ($1.factor.emotion, $1.factor.name) }
    let situations = tied.randomElement(using: &generator)!.open
    let fewest = situations.map(\.value).min()!
    return situations.filter { $0.value == fewest }.map(\.key)
      .sorted { $0.index < $1.index }
      .randomElement(using: &generator)!
  }
}
