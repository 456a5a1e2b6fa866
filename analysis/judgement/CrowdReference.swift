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
