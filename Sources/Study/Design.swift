/// The design of a study, emotion › factor › situation: its cells, its positions and their order.
///
/// Situations that are a control stand behind the others, in positions of their own: neutral ones, and
/// positive ones if one of them belongs to a factor that has negative ones.
package struct Design: Sendable, Hashable {
  /// The unit of assignment: one situation.
  package struct Cell: Sendable, Hashable {
    package let key: SituationKey
    /// The number of the factor among those of its emotion, from 1.
    package let factorIndex: Int

    package init(key: SituationKey, factorIndex: Int) {
      self.key = key
      self.factorIndex = factorIndex
    }

    package init(_ situation: Situation) {
      self.init(key: situation.key, factorIndex: situation.factorIndex)
    }

    package var factor: Factor {
      Factor(emotion: key.emotion, index: factorIndex, name: key.factor)
    }
  }

  /// A factor of an emotion.
  package struct Factor: Sendable, Hashable {
    package let emotion: String
    /// The number of the factor among those of its emotion, from 1.
    package let index: Int
    /// nil if only the number is known, as in a printed table.
    package let name: String?
  }

  /// A position and the cells that belong to it.
  package struct Branch: Sendable, Hashable {
    package let position: Position
    /// Indices into the cells of the design.
    package let cells: Range<Int>
  }

  /// The cells in the order of the design, none of them twice: controls last, by kind; emotions in the
  /// order in which they were first named, factors by number, then by name, situations by number.
  package let cells: [Cell]
  /// The whole, then each emotion followed by its factors, each factor followed by its situations; the
  /// same of each control. Empty for a design without cells, but for the whole.
  package let branches: [Branch]
  /// The kinds that are a control here.
  package let controls: [Situation.Kind]
  private let indices: [Cell: Int]

  /// - Parameter cells: in any order; only the order of the emotions counts.
  package init(_ cells: some Sequence<Cell>) {
    var emotions: [String: Int] = [:]
    var known: Set<Cell> = []
    var found: [Cell] = []
    for cell in cells where known.insert(cell).inserted {
      if emotions[cell.key.emotion] == nil { emotions[cell.key.emotion] = emotions.count }
      found.append(cell)
    }
    func rank(_ cell: Cell) -> (Int, Int, String, Int) {
      (emotions[cell.key.emotion]!, cell.factorIndex, cell.key.factor, cell.key.index)
    }
    let kinds = Self.controls(among: found)
    let strands = [nil] + kinds.map(Optional.some)
    let sorted = strands.flatMap { kind in
      found.filter { kinds.contains($0.key.kind) ? $0.key.kind == kind : kind == nil }
        .sorted { rank($0) < rank($1) }
    }
    self.cells = sorted
    controls = kinds
    indices = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    branches = Self.branches(sorted, controls: kinds)
  }

  private static func controls(among cells: [Cell]) -> [Situation.Kind] {
    let negative = Set(cells.lazy.filter { $0.key.kind == .negative }.map(\.factor))
    return Situation.Kind.allCases.filter { kind in
      cells.contains { cell in
        cell.key.kind == kind
          && (kind.isControl || kind == .positive && negative.contains(cell.factor))
      }
    }
  }

  package init(_ situations: [Situation]) {
    self.init(situations.lazy.map(Cell.init))
  }

  private static func branches(_ cells: [Cell], controls: [Situation.Kind]) -> [Branch] {
    func position(_ index: Int, _ level: Level) -> Position {
      let part = Position(cells[index], level)
      let kind = cells[index].key.kind
      return controls.contains(kind) ? .control(kind, part) : part
    }
    let own = cells.prefix { !controls.contains($0.key.kind) }
    var branches = [Branch(position: .overall, cells: own.indices)]
    var start: [Level: Int] = [:]
    for index in cells.indices {
      let isControl = controls.contains(cells[index].key.kind)
      for level in (isControl ? [Level.overall] : []) + [.emotion, .factor, .situation] {
        let position = position(index, level)
        if let branch = start[level], branches[branch].position == position {
          branches[branch] = Branch(
            position: position, cells: branches[branch].cells.lowerBound..<(index + 1))
        } else {
          start[level] = branches.count
          branches.append(Branch(position: position, cells: index..<(index + 1)))
        }
      }
    }
    return branches
  }

  /// The index of a cell; nil if the design lacks it.
  package func index(of cell: Cell) -> Int? { indices[cell] }

  /// The branches of one level, in their order; those of controls are of a level of their own.
  package func branches(_ level: Level) -> [Branch] {
    branches.filter { $0.position.level == level }
  }

  /// The branches as far down as a level, those of controls among them.
  package func branches(depth: Level) -> [Branch] {
    branches.filter { $0.position.depth == depth }
  }

  /// Whether a cell belongs to a control.
  package func isControl(_ cell: Int) -> Bool { controls.contains(cells[cell].key.kind) }

  /// The emotions in their order.
  package var emotions: [String] { branches(.emotion).compactMap(\.position.emotion) }

  /// The factors of an emotion in their order, each with its cells.
  package func factors(of emotion: String) -> [(factor: Factor, cells: Range<Int>)] {
    branches(.factor).compactMap { branch in
      guard case .factor(let factor) = branch.position, factor.emotion == emotion else {
        return nil
      }
      return (factor, branch.cells)
    }
  }
}
