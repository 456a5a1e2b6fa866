internal import Analysis
internal import Statistics
internal import Study

extension ItemShifts {
  /// The two sides by their names in keys.
  enum Sides {
    case occasions, groups

    var keys: (first: String, second: String) {
      self == .occasions ? ("default", "evoked") : ("people", "run")
    }
  }

  /// - Parameter sides: what is compared.
  static func fields(_ sides: Sides) -> [Field<ItemShifts>] {
    let head: [Field<ItemShifts>] = [
      .text("instrument", "the instrument's id", \.instrument.name),
      .text("subscale", "the subscale's id", \.subscale.name),
    ]
    return head + counts(sides) + [
      .number("difference", "mean difference of its items", \.difference),
      .list("items", Item.fields(sides), \.items),
    ]
  }

  /// Who counts and who does not.
  static func counts(_ sides: Sides) -> [Field<ItemShifts>] {
    let (first, second) = sides.keys
    switch sides {
    case .occasions:
      return [
        .integer("n", "participants with every answer on both occasions", \.n.first),
        .integer("excluded", "participants who do not count", \.largestExcluded),
      ]
    case .groups:
      return [
        .integer("n_\(first)", "people with every evoked answer, in situations of both", \.n.first),
        .integer("n_\(second)", "repetitions with the same", \.n.second),
        .integer("excluded_\(first)", "people who do not count", \.excluded.first),
        .integer("excluded_\(second)", "repetitions that do not count", \.excluded.second),
      ]
    }
  }

  /// The larger of the numbers on both occasions.
  private var largestExcluded: Int { max(excluded.first, excluded.second) }
}

extension ItemShifts.Item {
  static func fields(_ sides: ItemShifts.Sides) -> [Field<ItemShifts.Item>] {
    [.text("item", "the item's id", \.id.name)] + figures(sides)
  }

  static func figures(_ sides: ItemShifts.Sides) -> [Field<ItemShifts.Item>] {
    let (first, second) = sides.keys
    return [
      .number("mean_\(first)", "its mean, \(first)", \.means.first),
      .number("mean_\(second)", "its mean, \(second)", \.means.second),
      .number("difference", "\(second) minus \(first)", \.difference),
      .number("shift", "its difference minus that of the subscale", \.shift),
      .interval("shift_ci95", "95% interval of the shift, unadjusted", \.interval),
      .group("test", prefix: "", "*t* test of the shift", TTest.fields + [TTest.log10P], \.test),
      .number("p_holm", "*p* adjusted over the items of the subscale (Holm)", \.pHolm),
    ]
  }
}
