import Statistics

/// Which cells of the quasi-identifiers are suppressed, so every class meets a requirement.
///
/// A suppressed cell is a separate category: a record is hidden among those that have the same
/// cells suppressed and agree on the others. This is stricter than letting a missing value match
/// anything.
package struct CellSuppression: Sendable {
  /// For each record one bit per attribute, lowest first; set if the cell is suppressed.
  package let masks: [UInt32]
  /// How many cells are suppressed.
  package let cells: Int

  /// A class of records on the generalised columns.
  private struct Group {
    let key: [Int32]
    let members: [Int]
    let counts: [[Int]]
    var mask: UInt32 = 0
  }

  /// The size and counts of a class after masking.
  private struct MaskedClass {
    var size = 0
    var counts: [[Int]]

    mutating func add(_ group: Group) {
      size += group.members.count
      for index in counts.indices {
        for value in counts[index].indices { counts[index][value] += group.counts[index][value] }
      }
    }
  }

  /// Masks small classes until they meet the requirement.
  ///
  /// Sets of attributes are tried by their number, then by the `cost` of losing them; with each,
  /// classes that agree on what remains are masked if together they are large enough. The rest lose
  /// all attributes; if they are still too few, the smallest other classes join them. The outcome
  /// follows from the values alone, not from the order of the records.
  ///
  /// - Parameters:
  ///   - columns: the generalised codes; a column with one category alone is never suppressed.
  ///   - cost: what suppressing a cell of each attribute costs.
  ///   - mostCells: gives up beyond so many.
  /// - Returns: nil if that many cells are not enough, or if all records together do not meet the
  ///   requirement.
  package init?(
    _ columns: [[Int32]], records: Int, cost: [Double], requirement: PrivacyRequirement,
    mostCells: Int
  ) {
    let classes = EquivalenceClasses(columns, records: records)
    var groups = classes.members.map { members in
      Group(
        key: columns.map { $0[members[0]] }, members: members,
        counts: requirement.counts(of: members))
    }
    groups.sort { $0.key.lexicographicallyPrecedes($1.key) }
    var left = groups.indices.filter {
      !requirement.isMet(size: groups[$0].members.count, counts: groups[$0].counts)
    }
    // Each of these loses a cell at least.
    guard left.reduce(0, { $0 + groups[$1].members.count }) <= mostCells else { return nil }
    let active = columns.indices.filter { Set(columns[$0]).count > 1 }
    var cells = 0
    var taken: [[Int32]: MaskedClass] = [:]
    let nothing = MaskedClass(
      counts: requirement.sensitive.map { Array(repeating: 0, count: $0.labels.count) })
    for mask in Self.masks(of: active, cost: cost) where !left.isEmpty {
      var together: [[Int32]: (members: [Int], sum: MaskedClass)] = [:]
      for index in left {
        let key = Self.masked(groups[index].key, mask)
        together[key, default: ([], taken[key] ?? nothing)].members.append(index)
        together[key]!.sum.add(groups[index])
      }
      var still: [Int] = []
      for index in left {
        let key = Self.masked(groups[index].key, mask)
        let sum = together[key]!.sum
        if requirement.isMet(size: sum.size, counts: sum.counts) {
          groups[index].mask = mask
          cells += groups[index].members.count * mask.nonzeroBitCount
          taken[key] = sum
        } else {
          still.append(index)
        }
      }
      left = still
      if cells > mostCells { return nil }
    }
    if !left.isEmpty {
      // Not even those who lose everything are enough: others join them, smallest first.
      let everything = active.reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
      var sum = nothing
      for index in groups.indices where groups[index].mask == everything || left.contains(index) {
        sum.add(groups[index])
      }
      for index in left {
        groups[index].mask = everything
        cells += groups[index].members.count * everything.nonzeroBitCount
      }
      while !requirement.isMet(size: sum.size, counts: sum.counts) {
        var sizes: [[Int32]: Int] = [:]
        for group in groups where group.mask != everything {
          sizes[Self.masked(group.key, group.mask), default: 0] += group.members.count
        }
        guard
          let next = sizes.min(by: {
            ($0.value, $0.key.description) < ($1.value, $1.key.description)
          })
        else { return nil }
        for index in groups.indices
        where groups[index].mask != everything
          && Self.masked(groups[index].key, groups[index].mask) == next.key
        {
          let more = everything.nonzeroBitCount - groups[index].mask.nonzeroBitCount
          cells += groups[index].members.count * more
          groups[index].mask = everything
          sum.add(groups[index])
        }
      }
      if cells > mostCells { return nil }
    }
    var masks = [UInt32](repeating: 0, count: records)
    for group in groups { for record in group.members { masks[record] = group.mask } }
    self.masks = masks
    self.cells = cells
  }

  private static func masks(of active: [Int], cost: [Double]) -> [UInt32] {
    (1...max(1, active.count)).flatMap { size in
      combinations(of: active.count, size: size).map { chosen in
        (
          mask: chosen.reduce(UInt32(0)) { $0 | 1 << UInt32(active[$1]) },
          cost: chosen.reduce(0) { $0 + cost[active[$1]] }
        )
      }
      .sorted { ($0.cost, $0.mask) < ($1.cost, $1.mask) }
      .map(\.mask)
    }
  }

  private static func masked(_ key: [Int32], _ mask: UInt32) -> [Int32] {
    var key = key
    for index in key.indices where mask & (1 << UInt32(index)) != 0 { key[index] = -1 }
    return key
  }
}
