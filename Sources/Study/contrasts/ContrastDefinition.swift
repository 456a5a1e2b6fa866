import TextFormats

/// Which two groups of respondents a contrast compares.
package struct ContrastDefinition: Sendable, Hashable {
  /// The second group.
  package enum Opponent: Sendable, Hashable, CustomStringConvertible {
    case group(GroupSelection)
    /// Everyone else who is known to meet not all criteria of the first.
    case rest

    package init(_ text: String) throws(SelectionError) {
      self =
        text.trimmingWhitespace == "rest" ? .rest : .group(try GroupSelection(text))
    }

    package var description: String {
      switch self {
      case .group(let selection): selection.description
      case .rest: "rest"
      }
    }
  }

  /// The name that the study gives it; nil if it was asked for with options.
  package let id: String?
  package let of: GroupSelection
  package let against: Opponent
  /// How small a difference counts as none; nil tests no equivalence.
  package var bounds: EquivalenceBounds?

  package init(
    id: String? = nil, of: GroupSelection, against: Opponent, bounds: EquivalenceBounds? = nil
  ) {
    self.id = id
    self.of = of
    self.against = against
    self.bounds = bounds
  }

  /// Whether both compare the same groups, in whatever order and whatever they are called.
  package func hasGroups(of other: ContrastDefinition) -> Bool {
    of == other.of && against == other.against
      || against == .group(other.of) && other.against == .group(of)
  }

  /// Whether an answer decides who is in a group, so that somebody whose answers were deleted is in none.
  package var asksAnswers: Bool {
    var selections = [of]
    if case .group(let selection) = against { selections.append(selection) }
    return selections.flatMap(\.criteria).contains {
      if case .answer = $0.trait { true } else { false }
    }
  }

  /// "emotion=Anger against kind=neutral".
  package var groups: String { "\(of) against \(against)" }
}

extension ContrastDefinition.Opponent {
  /// Whether a situation of the design is one of the second group's, whoever reads it.
  package func includes(_ cell: Int, of design: Design, beside first: GroupSelection) -> Bool {
    switch self {
    case .group(let selection): return selection.includes(cell, of: design)
    case .rest:
      let isCandidate = first[.kind] != nil || !design.isControl(cell)
      return isCandidate && (!first.ofPeople.isEmpty || !first.includes(cell, of: design))
    }
  }
}
