package import Study

/// A subscale of an instrument, with its title.
///
/// Those of the same ids are equal: a stored baseline does not know the titles.
package struct ScoredSubscale: Sendable, Hashable {
  package let instrument: InstrumentID
  package let id: SubscaleID
  package let title: String

  package static func == (a: Self, b: Self) -> Bool { (a.instrument, a.id) == (b.instrument, b.id) }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(instrument)
    hasher.combine(id)
  }
}

/// Figures of one subscale.
package protocol SubscaleFigures {
  var scale: ScoredSubscale { get }
}

extension SubscaleFigures {
  package var instrument: InstrumentID { scale.instrument }
  package var subscale: SubscaleID { scale.id }
  /// The subscale's title.
  package var title: String { scale.title }
}

extension ScoreTable {
  var scale: ScoredSubscale { ScoredSubscale(instrument: instrument, id: subscale, title: title) }
}
