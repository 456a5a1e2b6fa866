package import Study

/// How cells are given out.
package enum Assignment {
  /// The cell of the design for the next participant: of the least filled factor the least filled cell
  /// that has not reached its quota; ties are drawn by the generator.
  ///
  /// A factor's filling is participants per place, so a factor with few situations fills at the
  /// pace of the others; its neutral situations are a factor of their own. If every cell is full (a latecomer), the same order holds among all cells.
  ///
  /// - Parameters:
  ///   - counts: participants in each cell, completed or holding a place.
  ///   - quota: places of a cell, at least 1.
  package static func leastFilled(
    of design: Design, _ counts: [Int], quota: Int,
    using generator: inout some RandomNumberGenerator
  ) -> Int {
    precondition(!counts.isEmpty && quota > 0, "a study has situations, and places in them")
    let isFull = counts.allSatisfy { $0 >= quota }
    let factors = design.branches(depth: .factor).map { factor in
      (
        cells: factor.cells, open: factor.cells.filter { isFull || counts[$0] < quota },
        people: counts[factor.cells].reduce(0, +)
      )
    }.filter { !$0.open.isEmpty }

    // Participants per cell, compared as fractions: a/b < c/d if a·d < c·b.
    let least = factors.min { $0.people * $1.cells.count < $1.people * $0.cells.count }!
    let tied = factors.filter { $0.people * least.cells.count == least.people * $0.cells.count }
      .sorted { name(of: $0.cells, in: design) < name(of: $1.cells, in: design) }
    let cells = tied.randomElement(using: &generator)!.open
    let fewest = cells.map { counts[$0] }.min()!
    return cells.filter { counts[$0] == fewest }.randomElement(using: &generator)!
  }

  private static func name(
    of factor: Range<Int>, in design: Design
  ) -> (String, String, String) {
    let key = design.cells[factor.lowerBound].key
    return (key.emotion, key.factor, design.isControl(factor.lowerBound) ? key.kind.rawValue : "")
  }
}
