/// The design of a study, emotion › factor › situation: its cells, its positions and their order.
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

  /// The cells in the order of the design, none of them twice: emotions in the order in which they
  /// were first named, factors by number, then by name, situations by number.
  package let cells: [Cell]
  /// The whole, then each emotion followed by its factors, each factor followed by its situations.
  /// Empty for a design without cells, but for the whole.
  package let branches: [Branch]
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
    let sorted = found.sorted { rank($0) < rank($1) }
    self.cells = sorted
    indices = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    branches = Self.branches(sorted)
  }

  package init(_ situations: [Situation]) {
    self.init(situations.lazy.map(Cell.init))
  }

  private static func branches(_ cells: [Cell]) -> [Branch] {
    var branches = [Branch(position: .overall, cells: cells.indices)]
    var start: [Level: Int] = [:]
    for index in cells.indices {
      for level in [Level.emotion, .factor, .situation] {
        let position = Position(cells[index], level)
        if index > 0, Position(cells[index - 1], level) == position {
          let branch = start[level]!
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

  /// The branches of one level, in their order.
  package func branches(_ level: Level) -> [Branch] {
    branches.filter { $0.position.level == level }
  }

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
