package import Statistics
package import Study

/// What a judgement needs to know of the crowd: n, mean and SD of the evoked scores and of the
/// changes at each position of the design. Any baseline has them, also one that travels without its
/// people's scores.
package struct CrowdReference: Sendable {
  /// One subscale at one position.
  package struct Cell: Sendable, Equatable {
    package let evoked: SampleSummary
    /// Evoked minus default, person by person.
    package let change: SampleSummary
  }

  private struct Key: Hashable {
    let instrument: InstrumentID
    let subscale: SubscaleID
    let position: Design.Position
  }

  private var cells: [Key: Cell] = [:]
  private var scores: [Key: [Double]] = [:]
  /// The situations that have people, in the order of their rows.
  package private(set) var situations: [Design.Position] = []
  /// The instruments that the crowd answered, in the order of their rows.
  package private(set) var instruments: [InstrumentID] = []

  /// The figures of a baseline's rows.
  package init(_ baseline: Baseline) {
    self.init()
    for row in baseline.rows {
      add(
        Cell(evoked: row.evoked.summary.sample, change: row.change.summary.sample),
        row.instrument, row.subscale, at: row.position)
    }
  }

  /// The figures of a baseline's rows, with the evoked scores of the people whom it was computed from.
  package init(_ baseline: Baseline, of respondents: Respondents) {
    self.init(baseline)
    for scores in PairedScores.all(respondents) {
      for branch in respondents.design.branches(.situation) {
        let key = Key(
          instrument: scores.table.instrument, subscale: scores.table.subscale,
          position: branch.position)
        self.scores[key] = scores.table.scores(.evoked, of: scores.members(of: branch))
      }
    }
  }

  /// An empty crowd.
  package init() {}

  package mutating func add(
    _ cell: Cell, _ instrument: InstrumentID, _ subscale: SubscaleID,
    at position: Design.Position
  ) {
    cells[Key(instrument: instrument, subscale: subscale, position: position)] = cell
    if !instruments.contains(instrument) { instruments.append(instrument) }
    if position.level == .situation, !situations.contains(position) { situations.append(position) }
  }

  /// The evoked scores of the people in a situation; empty also if only their summaries are known.
  package func evokedScores(
    _ instrument: InstrumentID, _ subscale: SubscaleID, in situation: Design.Position
  ) -> [Double] {
    scores[Key(instrument: instrument, subscale: subscale, position: situation)] ?? []
  }

  /// The people at a position; nil if there are none.
  package func people(
    _ instrument: InstrumentID, _ subscale: SubscaleID, at position: Design.Position
  ) -> Cell? {
    cells[Key(instrument: instrument, subscale: subscale, position: position)]
  }

  /// The people at a position who had one of these situations; nil if there are none.
  package func people(
    _ instrument: InstrumentID, _ subscale: SubscaleID, at position: Design.Position,
    having answered: Set<Design.Position>
  ) -> Cell? {
    if position.level == .situation {
      return answered.contains(position) ? people(instrument, subscale, at: position) : nil
    }
    let within = situations.filter { $0 == position || $0.wholes.contains(position) }
    guard !within.allSatisfy(answered.contains) else {
      return people(instrument, subscale, at: position)
    }
    let common = within.filter(answered.contains).compactMap {
      people(instrument, subscale, at: $0)
    }
    guard !common.isEmpty else { return nil }
    return Cell(
      evoked: SampleSummary(together: common.map(\.evoked)),
      change: SampleSummary(together: common.map(\.change)))
  }
}
