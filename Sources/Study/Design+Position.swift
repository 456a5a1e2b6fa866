extension Design {
  /// How much of the design a position covers, from the whole to a single situation.
  package enum Level: String, Sendable, CaseIterable {
    case overall, emotion, factor, situation
    /// Situations that are a control, whichever part of them.
    case control
  }

  /// The whole of a design, or a part of it.
  package indirect enum Position: Sendable, Hashable {
    case overall
    case emotion(String)
    case factor(Factor)
    /// A situation by its number within its factor, from 1.
    case situation(Factor, Int)
    /// The whole or a part of the situations of a kind that is a control. They are in no other position.
    case control(Situation.Kind, Position)

    /// The position of a cell at a level, as if there were no controls.
    package init(_ cell: Cell, _ level: Level) {
      self =
        switch level {
        case .overall: .overall
        case .emotion: .emotion(cell.key.emotion)
        case .factor: .factor(cell.factor)
        case .situation: .situation(cell.factor, cell.key.index)
        case .control: .control(cell.key.kind, .overall)
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
      case .control: .control
      }
    }

    /// The same position among the situations that are no control.
    package var part: Position { if case .control(_, let part) = self { part } else { self } }

    /// How far down a position is; of a control, among its own situations.
    package var depth: Level { part.level }

    /// The kind of the situations; nil unless they are a control.
    package var control: Situation.Kind? {
      if case .control(let kind, _) = self { kind } else { nil }
    }

    package var emotion: String? {
      switch part {
      case .overall, .control: nil
      case .emotion(let emotion): emotion
      case .factor(let factor), .situation(let factor, _): factor.emotion
      }
    }

    private var ownFactor: Factor? {
      switch part {
      case .overall, .emotion, .control: nil
      case .factor(let factor), .situation(let factor, _): factor
      }
    }

    /// The name of the factor.
    package var factor: String? { ownFactor?.name }
    /// The number of the factor among those of its emotion, from 1.
    package var factorIndex: Int? { ownFactor?.index }

    /// The number of the situation within its factor, from 1.
    package var situationIndex: Int? {
      if case .situation(_, let index) = part { index } else { nil }
    }

    /// The position without the name of its factor: two that agree in emotion and numbers are equal
    /// then, as in a printed table, which may call a factor otherwise.
    package var numbered: Position {
      let part = Position(emotion: emotion, factorIndex: factorIndex, situation: situationIndex)
      return control.map { .control($0, part) } ?? part
    }

    /// The position right above; nil for the whole, and for the whole of a control.
    package var whole: Position? {
      switch self {
      case .overall: nil
      case .emotion: .overall
      case .factor(let factor): .emotion(factor.emotion)
      case .situation(let factor, _): .factor(factor)
      case .control(let kind, let part): part.whole.map { .control(kind, $0) }
      }
    }

    /// The positions above, the nearest first.
    package var wholes: [Position] {
      Array(sequence(first: self) { $0.whole }.dropFirst())
    }
  }
}
