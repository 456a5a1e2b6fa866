package import Analysis
package import Study

/// What `evoke reliability` prints.
package struct ReliabilityReport {
  let reliability: Reliability
  let source: Provenance
  let isRun: Bool
  let leftOut: [UnusedColumn]
  let exclusion: (made: Exclusion, everyone: Reliability)?
  let showsItems: Bool

  /// - Parameters:
  ///   - isRun: whether the respondents are repetitions of one model.
  ///   - leftOut: columns of a run that could not be used.
  ///   - exclusion: who was excluded, and the figures of all respondents to set beside.
  ///   - showsItems: whether the document has the statistics of single items.
  package init(
    _ reliability: Reliability, source: Provenance, isRun: Bool,
    leftOut: [UnusedColumn] = [],
    exclusion: (made: Exclusion, everyone: Reliability)? = nil, showsItems: Bool = false
  ) {
    self.reliability = reliability
    self.source = source
    self.isRun = isRun
    self.leftOut = leftOut
    self.exclusion = exclusion
    self.showsItems = showsItems
  }

  /// The largest number of respondents behind a figure.
  var participants: Int { source.participants - (exclusion?.made.leftOut.count ?? 0) }
}
