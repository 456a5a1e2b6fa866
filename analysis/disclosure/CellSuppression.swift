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

  /// Masks small classes until they meet the requirement, as ``MaskedClasses`` says.
  ///
  /// The outcome follows from the values alone, not from the order of the records.
  ///
  /// - Parameters:
  ///   - columns: the generalised codes; a column with one category alone is never suppressed.
  ///   - cost: what suppressing a cell of each attribute costs.
  ///   - mostCells: gives up beyond so many.
  ///   - earlier: classes that every class of the result is within; nil without an earlier release.
  ///   - mustBeMet: false masks everything where the requirement cannot be met.
  /// - Returns: nil if that many cells are not enough, or if all records together do not meet the
  ///   requirement.
  package init?(
    _ columns: [[Int32]], records: Int, cost: [Double], requirement: PrivacyRequirement,
    mostCells: Int, within earlier: EarlierClasses? = nil, mustBeMet: Bool = true
  ) {
    let classes = EquivalenceClasses(
      columns + (earlier.map { [$0.classOf] } ?? []), records: records)
    let groups = classes.members.map { members in
      MaskedClasses.Group(
        key: columns.map { $0[members[0]] }, members: members,
        counts: requirement.counts(of: members))
    }
    let parts =
      earlier.map { earlier in
        Dictionary(grouping: groups) { earlier.classOf[$0.members[0]] }.sorted { $0.key < $1.key }
          .map(\.value)
      } ?? [groups]
    var masks = [UInt32](repeating: 0, count: records)
    var cells = 0
    for part in parts {
      var masked: [MaskedClasses] = []
      if let least = MaskedClasses(
        part, cost: cost, requirement: requirement, mostCells: mostCells - cells)
      {
        masked.append(least)
      }
      // Classes that were one before the masks of the earlier release are one again under its masks,
      // which the way of the first release need not find.
      if earlier != nil,
        let alike = MaskedClasses(alike: part, cost: cost, requirement: requirement)
      {
        masked.append(alike)
      }
      if masked.isEmpty, !mustBeMet { masked.append(MaskedClasses(everything: part, cost: cost)) }
      guard let best = masked.min(by: { ($0.cells, $0.cost) < ($1.cells, $1.cost) }) else {
        return nil
      }
      cells += best.cells
      guard cells <= mostCells else { return nil }
      for group in best.groups { for record in group.members { masks[record] = group.mask } }
    }
    self.masks = masks
    self.cells = cells
  }
}
