import Statistics
package import Study

extension Interview {
  /// What stands on the page of a scale: an item, or a check of attention.
  package enum ScaleEntry: Sendable {
    case item(Item)
    case check(StudyDefinition.AttentionCheck, options: [AnswerOption])

    /// The name of the form's field.
    package var id: ItemID {
      switch self {
      case .item(let item): item.id
      case .check(let check, _): check.id
      }
    }

    package var text: String {
      switch self {
      case .item(let item): item.text
      case .check(let check, _): check.text
      }
    }

    /// False for a check that ends the interview: nobody is led to fail it by leaving it out.
    package var canBeSkipped: Bool {
      switch self {
      case .item: true
      case .check(let check, _): !check.consequence.ends
      }
    }

    package var options: [AnswerOption] {
      switch self {
      case .item(let item): item.options
      case .check(_, let options): options
      }
    }
  }

  /// The items as one person sees them.
  package struct ScalePage: Sendable {
    package let entries: [ScaleEntry]
    /// Positions of the instrument's items, from 1, in the order shown; nil where as printed.
    package let itemOrder: [Int]?
    package let orderSeed: UInt64?
  }

  /// The page of a scale for one person: shuffled where the study or else the instrument says so, by a seed that
  /// follows from the person's, with the study's attention checks in their places.
  package func page(of step: ScaleStep, seed: UInt64) -> ScalePage {
    var positions = Array(step.instrument.items.indices)
    var orderSeed: UInt64?
    if (study.presentation.order ?? step.instrument.order) == .shuffled {
      var derived = SeededGenerator(seed: seed &+ UInt64(step.ordinal))
      let drawn = derived.next()
      orderSeed = drawn
      var generator = SeededGenerator(seed: drawn)
      positions.shuffle(using: &generator)
    }
    var entries: [ScaleEntry] = []
    for position in positions {
      let item = step.instrument.items[position]
      entries.append(.item(item))
      for check in study.attention {
        guard case .behind(item.id, step.instrument.id, step.occasion) = check.place else {
          continue
        }
        entries.append(.check(check, options: item.options))
      }
    }
    return ScalePage(
      entries: entries, itemOrder: orderSeed == nil ? nil : positions.map { $0 + 1 },
      orderSeed: orderSeed)
  }
}
