extension Design {
  /// How much of the design a position covers, from the whole to a single situation.
  package enum Level: String, Sendable, CaseIterable {
    case overall, emotion, factor, situation
  }

  /// The whole of a design, or a part of it.
  package enum Position: Sendable, Hashable {
    case overall
    case emotion(String)
    case factor(Factor)
    /// A situation by its number within its factor, from 1.
    case situation(Factor, Int)

    /// The position of a cell at a level.
    package init(_ cell: Cell, _ level: Level) {
      self =
        switch level {
        case .overall: .overall
        case .emotion: .emotion(cell.key.emotion)
        case .factor: .factor(cell.factor)
        case .situation: .situation(cell.factor, cell.key.index)
        }
    }

    /// A position by the parts that a row of a table has.
    ///
    /// - Parameter situation: the number of the situation; does not count without a factor.
    package init(emotion: String?, factorIndex: Int?, factor: String? = nil, situation: Int? = nil)
    {
      guard let emotion else {
        self = .overall
        return
      }
      guard let factorIndex else {
        self = .emotion(emotion)
        return
      }
      let factor = Factor(emotion: emotion, index: factorIndex, name: factor)
      self = situation.map { .situation(factor, $0) } ?? .factor(factor)
    }

    package var level: Level {
      switch self {
      case .overall: .overall
      case .emotion: .emotion
      case .factor: .factor
      case .situation: .situation
      }
    }

    package var emotion: String? {
      switch self {
      case .overall: nil
      case .emotion(let emotion): emotion
      case .factor(let factor), .situation(let factor, _): factor.emotion
      }
    }

    private var ownFactor: Factor? {
      switch self {
      case .overall, .emotion: nil
      case .factor(let factor), .situation(let factor, _): factor
      }
    }

    /// The name of the factor.
    package var factor: String? { ownFactor?.name }
    /// The number of the factor among those of its emotion, from 1.
    package var factorIndex: Int? { ownFactor?.index }

    /// The number of the situation within its factor, from 1.
    package var situationIndex: Int? {
      if case .situation(_, let index) = self { index } else { nil }
    }

    /// The position without the name of its factor: two that agree in emotion and numbers are equal
    /// then, as in a printed table, which may call a factor otherwise.
    package var numbered: Position {
      Position(emotion: emotion, factorIndex: factorIndex, situation: situationIndex)
    }

    /// The position right above; nil for the whole.
    package var whole: Position? {
      switch self {
      case .overall: nil
      case .emotion: .overall
      case .factor(let factor): .emotion(factor.emotion)
      case .situation(let factor, _): .factor(factor)
      }
    }

    /// The positions above, the nearest first.
    package var wholes: [Position] {
      Array(sequence(first: self) { $0.whole }.dropFirst())
    }
  }
}
