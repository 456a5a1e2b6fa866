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
    let free = counts.filter { $0.value < quota }
    let open = free.isEmpty ? counts : free
    let openFactors = Set(open.keys.map { Factor(emotion: $0.emotion, name: $0.factor) })

    var people: [Factor: Int] = [:]
    var cells: [Factor: Int] = [:]
    for (key, count) in counts {
      let factor = Factor(emotion: key.emotion, name: key.factor)
      people[factor, default: 0] += count
      cells[factor, default: 0] += 1
    }
    // Participants per cell, compared as fractions: a/b < c/d if a·d < c·b.
    let least = openFactors.min { a, b in
      people[a]! * cells[b]! < people[b]! * cells[a]!
    }!
    let tied = openFactors.filter { people[$0]! * cells[least]! == people[least]! * cells[$0]! }
      .sorted { ($0.emotion, $0.name) < ($1.emotion, $1.name) }
    let factor = tied.randomElement(using: &generator)!

    let situations = open.filter {
      $0.key.emotion == factor.emotion && $0.key.factor == factor.name
    }
    let fewest = situations.values.min()!
    return situations.filter { $0.value == fewest }.keys
      .sorted { $0.index < $1.index }
      .randomElement(using: &generator)!
  }
}
