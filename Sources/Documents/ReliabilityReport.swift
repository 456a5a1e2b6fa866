package import Analysis
package import Study

/// What `evoke reliability` prints.
package struct ReliabilityReport {
  let reliability: Reliability
  let source: Provenance
  let isRun: Bool
  let hasDoubtfulOrder: Bool
  let leftOut: [UnusedColumn]
  let exclusion: (made: Exclusion, everyone: Reliability)?
  let showsItems: Bool
  /// Of the items from before to after; nil if they were not asked for.
  let shifts: [ItemShifts]?

  /// - Parameters:
  ///   - isRun: whether the respondents are repetitions of one model.
  ///   - hasDoubtfulOrder: whether the items may have been asked in other orders than the source says.
  ///   - leftOut: columns of a run that could not be used.
  ///   - exclusion: who was excluded, and the figures of all respondents to set beside.
  ///   - showsItems: whether the document has the statistics of single items.
  ///   - shifts: of the items from before to after, if they were asked for.
  package init(
    _ reliability: Reliability, source: Provenance, isRun: Bool,
    hasDoubtfulOrder: Bool = false, leftOut: [UnusedColumn] = [],
    exclusion: (made: Exclusion, everyone: Reliability)? = nil, showsItems: Bool = false,
    shifts: [ItemShifts]? = nil
  ) {
    self.reliability = reliability
    self.source = source
    self.isRun = isRun
    self.hasDoubtfulOrder = hasDoubtfulOrder
    self.leftOut = leftOut
    self.exclusion = exclusion
    self.showsItems = showsItems
    self.shifts = shifts
  }

  /// The largest number of respondents behind a figure.
  var participants: Int { source.participants - (exclusion?.made.leftOut.count ?? 0) }
}
