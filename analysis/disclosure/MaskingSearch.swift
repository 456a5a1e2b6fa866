import Statistics

/// A choice of levels with what it suppresses, and what that costs.
package struct Masking: Sendable {
  /// The level of each attribute, from 0.
  package let levels: [Int]
  /// For each record one bit per attribute; set if the cell is suppressed.
  package let masks: [UInt32]
  /// Records that are dropped, in order.
  package let dropped: [Int]
  /// Share of quasi-identifier cells that are suppressed or dropped.
  package let suppression: Double
  /// Non-uniform entropy lost, mean over the attributes.
  package let loss: Double
}

/// Looks for the levels that reach a requirement with the least information lost.
package struct MaskingSearch: Sendable {
  private let attributes: [GeneralisedAttribute]
  private let losses: [EntropyLoss]
  private let requirement: PrivacyRequirement
  private let kind: SuppressionKind
  private let earlier: EarlierClasses?
  private let records: Int

  /// - Parameter earlier: classes within which the requirement is to be met; nil without an earlier
  ///   release of these records.
  package init(
    _ attributes: [GeneralisedAttribute], requirement: PrivacyRequirement, kind: SuppressionKind,
    within earlier: EarlierClasses? = nil
  ) {
    precondition(!attributes.isEmpty && attributes.count <= 32)
    self.attributes = attributes
    self.requirement = requirement
    self.kind = kind
    self.earlier = earlier
    losses = attributes.map(EntropyLoss.init)
    records = attributes[0].original.codes.count
  }

  /// The masking with the least loss among all combinations of levels; nil if none stays within the
  /// allowed suppression and loss.
  ///
  /// Combinations are taken in the order of what the levels alone lose. That is a lower bound of
  /// their loss, so the search ends when it passes the best one found.
  package func best(maximumSuppression: Double, maximumLoss: Double) -> Masking? {
    // Cells that are suppressed put no one into a larger class of an earlier release.
    if kind == .cells, let earlier, earlier.smallest < requirement.k { return nil }
    var combinations: [(levels: [Int], loss: Double)] = [([], 0)]
    for loss in losses {
      combinations = combinations.flatMap { levels, sum in
        loss.shares.indices.map { (levels + [$0], sum + loss.shares[$0]) }
      }
    }
    combinations.sort {
      ($0.loss, $0.levels.description) < ($1.loss, $1.levels.description)
    }
    var best: Masking?
    for (levels, sum) in combinations {
      let lowest = sum / Double(attributes.count)
      if lowest > maximumLoss || lowest >= best?.loss ?? .infinity { break }
      guard let masking = masking(levels, maximumSuppression: maximumSuppression),
        masking.loss <= maximumLoss, masking.loss < best?.loss ?? .infinity
      else { continue }
      best = masking
    }
    return best
  }

  /// The masking on these levels; nil if it needs more suppression than allowed.
  ///
  /// - Parameter mustBeMet: false suppresses everything where the requirement cannot be met.
  package func masking(
    _ levels: [Int], maximumSuppression: Double, mustBeMet: Bool = true
  ) -> Masking? {
    let columns = zip(attributes, levels).map { $0.column($1).codes }
    let all = records * attributes.count
    let most = Int((maximumSuppression * Double(all) + 1e-9).rounded(.down))
    switch kind {
    case .cells:
      let cost = zip(losses, levels).map { $0.whole > 0 ? 1 - $0.shares[$1] : 0 }
      guard
        let suppression = CellSuppression(
          columns, records: records, cost: cost, requirement: requirement, mostCells: most,
          within: earlier, mustBeMet: mustBeMet)
      else { return nil }
      return masking(levels, masks: suppression.masks, dropped: [], cells: suppression.cells)
    case .rows:
      let dropped = dropped(columns)
      guard dropped.count * attributes.count <= most else { return nil }
      return masking(
        levels, masks: Array(repeating: 0, count: records), dropped: dropped,
        cells: dropped.count * attributes.count)
    }
  }

  /// The records of classes that do not meet the requirement, in order. Absence is seen by those who
  /// have an earlier release: of a class that it holds, none or as many as k are dropped, or all.
  private func dropped(_ columns: [[Int32]]) -> [Int] {
    let classes = EquivalenceClasses(
      columns + (earlier.map { [$0.classOf] } ?? []), records: records)
    let members = classes.members
    let isMet = members.map {
      requirement.isMet(size: $0.count, counts: requirement.counts(of: $0))
    }
    var dropped = members.indices.filter { !isMet[$0] }
    if let earlier {
      func key(_ index: Int) -> [Int32] { columns.map { $0[members[index][0]] } }
      let parts = Dictionary(grouping: members.indices) { earlier.classOf[members[$0][0]] }
      for (part, indices) in parts where earlier.areReleased[Int(part)] {
        var gone = indices.filter { !isMet[$0] }.reduce(0) { $0 + members[$1].count }
        guard gone > 0 else { continue }
        let kept = indices.filter { isMet[$0] }.sorted {
          members[$0].count == members[$1].count
            ? key($0).lexicographicallyPrecedes(key($1)) : members[$0].count < members[$1].count
        }
        for index in kept where gone < requirement.k {
          gone += members[index].count
          dropped.append(index)
        }
      }
    }
    return dropped.flatMap { members[$0] }.sorted()
  }

  private func masking(
    _ levels: [Int], masks: [UInt32], dropped: [Int], cells: Int
  ) -> Masking {
    let gone = Set(dropped)
    var loss = 0.0
    for (index, attribute) in attributes.enumerated() where losses[index].whole > 0 {
      let bits = losses[index].bits[levels[index]]
      var sum = 0.0
      for record in 0..<records {
        let code = Int(attribute.original.codes[record])
        let isSuppressed = masks[record] & (1 << UInt32(index)) != 0 || gone.contains(record)
        sum += isSuppressed ? losses[index].suppressed[code] : bits[code]
      }
      loss += sum / losses[index].whole
    }
    return Masking(
      levels: levels, masks: masks, dropped: dropped,
      suppression: Double(cells) / Double(max(1, records * attributes.count)),
      loss: loss / Double(attributes.count))
  }
}
