package import Study

/// The scores of a model that answered a study's protocol many times: columns of numbers, and the
/// situation that each evoked score belongs to.
package struct Run: Sendable {
  /// One subscale. Default and evoked scores are treated as independent; pairs in a store are
  /// ignored.
  package struct Column: Sendable, SubscaleFigures {
    package let scale: ScoredSubscale
    package let `default`: [Double]
    package let evoked: [Double]
    /// The cell of each evoked score, as an index into the design's.
    package let cell: [Int32]

    package init(
      instrument: InstrumentID, subscale: SubscaleID, title: String, default: [Double],
      evoked: [Double], cell: [Int32]
    ) {
      precondition(cell.count == evoked.count)
      scale = ScoredSubscale(instrument: instrument, id: subscale, title: title)
      self.default = `default`
      self.evoked = evoked
      self.cell = cell
    }
  }

  /// A run need not have answers to all of it.
  package let design: Design
  package let columns: [Column]

  package init(design: Design, columns: [Column]) {
    self.design = design
    self.columns = columns
  }

  /// The scores of the respondents, who are repetitions of one model.
  package init(_ respondents: Respondents) {
    let columns = respondents.scores.map { Column($0, respondents) }
    self.init(
      design: respondents.design,
      columns: columns.filter { !$0.default.isEmpty || !$0.evoked.isEmpty })
  }
}

extension Run.Column {
  fileprivate init(_ scores: ScoreTable, _ respondents: Respondents) {
    let evoked = (0..<respondents.count).filter {
      scores[.evoked, $0] != nil && respondents.cell(of: $0) != nil
    }
    self.init(
      instrument: scores.instrument, subscale: scores.subscale, title: scores.title,
      default: (0..<respondents.count).compactMap { scores[.default, $0] },
      evoked: evoked.map { scores[.evoked, $0]! },
      cell: evoked.map { Int32(respondents.cell(of: $0)!) })
  }
}
