import Statistics

/// Classes of records with the cells that are suppressed in each, so they meet a requirement.
struct MaskedClasses {
  /// A class of records on the generalised columns.
  struct Group {
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

  let groups: [Group]
  let cells: Int
  /// What the suppressed cells cost.
  let cost: Double

  private init(_ groups: [Group], cost: [Double]) {
    self.groups = groups
    cells = groups.reduce(0) { $0 + $1.members.count * $1.mask.nonzeroBitCount }
    self.cost = groups.reduce(0) { sum, group in
      sum
        + cost.indices.reduce(0) {
          group.mask & (1 << UInt32($1)) == 0 ? $0 : $0 + cost[$1] * Double(group.members.count)
        }
    }
  }

  /// Sets of attributes are tried by their number, then by the cost of losing them; with each,
  /// classes that agree on what remains are masked if together they are large enough. The rest lose
  /// all attributes; if they are still too few, the smallest other classes join them.
  ///
  /// - Returns: nil if more cells would have to be suppressed, or if all records together do not
  ///   meet the requirement.
  init?(_ groups: [Group], cost: [Double], requirement: PrivacyRequirement, mostCells: Int) {
    var groups = Self.sorted(groups)
    var left = groups.indices.filter {
      !requirement.isMet(size: groups[$0].members.count, counts: groups[$0].counts)
    }
    // Each of these loses a cell at least.
    guard left.reduce(0, { $0 + groups[$1].members.count }) <= mostCells else { return nil }
    let active = Self.active(groups)
    var cells = 0
    var taken: [[Int32]: MaskedClass] = [:]
    let nothing = Self.nothing(requirement)
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
    self.init(groups, cost: cost)
  }

  /// The same cells of all classes: of the sets of attributes that are enough, the first by their
  /// number and then by their cost; nil if none is.
  init?(alike groups: [Group], cost: [Double], requirement: PrivacyRequirement) {
    let nothing = Self.nothing(requirement)
    let masks = [0] + Self.masks(of: Self.active(groups), cost: cost)
    let enough = masks.first { mask in
      var sums: [[Int32]: MaskedClass] = [:]
      for group in groups { sums[Self.masked(group.key, mask), default: nothing].add(group) }
      return sums.values.allSatisfy { requirement.isMet(size: $0.size, counts: $0.counts) }
    }
    guard let enough else { return nil }
    self.init(Self.sorted(groups), mask: enough, cost: cost)
  }

  /// Every cell of all classes that distinguishes one from another.
  init(everything groups: [Group], cost: [Double]) {
    let mask = Self.active(groups).reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
    self.init(Self.sorted(groups), mask: mask, cost: cost)
  }

  private init(_ groups: [Group], mask: UInt32, cost: [Double]) {
    var groups = groups
    for index in groups.indices { groups[index].mask = mask }
    self.init(groups, cost: cost)
  }

  private static func sorted(_ groups: [Group]) -> [Group] {
    groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  private static func nothing(_ requirement: PrivacyRequirement) -> MaskedClass {
    MaskedClass(counts: requirement.sensitive.map { Array(repeating: 0, count: $0.labels.count) })
  }

  /// The attributes in which any two classes differ.
  private static func active(_ groups: [Group]) -> [Int] {
    (groups.first?.key.indices).map { attributes in
      attributes.filter { index in groups.contains { $0.key[index] != groups[0].key[index] } }
    } ?? []
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
