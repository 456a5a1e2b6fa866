/// A place in the design, by emotion and by numbers counted from 1: what a row of a table is about.
package enum DesignPlace: Hashable, Sendable {
  case overall
  case emotion(String)
  case factor(String, Int)
  case situation(String, Int, Int)

  /// nil for a row that is not of the design, such as one of a demographic group.
  package init?(_ position: Baseline.Position) {
    switch position.level {
    case .overall: self = .overall
    case .emotion:
      guard let emotion = position.emotion else { return nil }
      self = .emotion(emotion)
    case .factor:
      guard let emotion = position.emotion, let factor = position.factorIndex else { return nil }
      self = .factor(emotion, factor)
    case .situation:
      guard let emotion = position.emotion, let factor = position.factorIndex,
        let situation = position.situationIndex
      else { return nil }
      self = .situation(emotion, factor, situation)
    case .demographic: return nil
    }
  }

  /// The place that this one is averaged into; nil for the whole.
  package var whole: DesignPlace? {
    switch self {
    case .overall: nil
    case .emotion: .overall
    case .factor(let emotion, _): .emotion(emotion)
    case .situation(let emotion, let factor, _): .factor(emotion, factor)
    }
  }

  /// The places above this one, the nearest first.
  var wholes: [DesignPlace] {
    Array(sequence(first: self) { $0.whole }.dropFirst())
  }
}
