package import Statistics
package import Study

/// Which items of a subscale moved more or less than its items did on the average: between two
/// occasions of the same people, or between two groups.
///
/// An answer counts as it is keyed, reversed if necessary, without its weight. Who lacks an answer to
/// an item of the subscale does not count. A shift is the item's difference less the mean difference
/// of all items of the subscale, so the shifts of a subscale add up to 0.
package struct ItemShifts: Sendable, SubscaleFigures {
  package struct Item: Sendable {
    package let id: ItemID
    /// The item's means on the two sides; nil without answers.
    package let means: (first: Double?, second: Double?)
    /// Second minus first.
    package let difference: Double?
    /// The item's difference less that of the subscale.
    package let shift: Double?
    /// Of the shift against 0: a paired t test, or Welch's; nil with fewer than two people on a side,
    /// or if nobody's answers depart from the others'.
    package let test: TTest?
    /// Adjusted over the items of the subscale.
    package fileprivate(set) var pHolm: Double?

    /// The 95% t interval of the shift, which is not adjusted.
    package var interval: Interval? { test?.interval() }
  }

  package let scale: ScoredSubscale
  /// Who counts on either side: the same people on two occasions.
  package let n: (first: Int, second: Int)
  /// Who has answers on a side and does not count.
  package let excluded: (first: Int, second: Int)
  /// The mean difference of the items.
  package let difference: Double?
  package let items: [Item]
}

extension ItemShifts {
  /// The shifts of each subscale of two items or more from before to after.
  ///
  /// - Parameter respondents: people with their answers.
  package static func overOccasions(_ respondents: Respondents) -> [ItemShifts] {
    respondents.instruments.filter { $0.tables.count == 2 }.flatMap { instrument, tables in
      sides(instrument).map { scale, index in
        let columns = tables.map { SubscaleColumns(index, of: $0) }
        let (before, after) = SubscaleColumns.pairs(columns[0], columns[1])
        let weights = instrument.subscales[index].parts.map(\.weight)
        let first = KeyedItems(before, weights: weights)
        let second = KeyedItems(after, weights: weights)
        let shifts = zip(first.departures, second.departures).map { before, after in
          SampleSummary(differences(from: before, to: after)).scaled(by: 1 / first.count)
        }
        return ItemShifts(
          scale, columns[0].items, (first, second),
          excluded: (tables[0].rows - first.n, tables[1].rows - second.n),
          tests: shifts.map { TTest.oneSample($0) })
      }
    }
  }

  /// The shifts from the evoked answers of people to those of a run, over the situations that both
  /// have. Subscales that differ in their items are left out.
  package static func betweenGroups(_ people: Respondents, _ run: Respondents) -> [ItemShifts] {
    let sides = [people, run]
    let situations = sides.map { side in
      Set((0..<side.count).compactMap { side.cell(of: $0) }.map { side.design.cells[$0].key })
    }
    let shared = situations[0].intersection(situations[1])
    let tables = sides.map { side in side.answers.filter { $0.occasion == .evoked } }
    return tables[0].flatMap { table -> [ItemShifts] in
      guard let other = tables[1].first(where: { $0.instrument.id == table.instrument.id }) else {
        return []
      }
      return Self.sides(table.instrument).compactMap { scale, index in
        let subscale = table.instrument.subscales[index]
        guard let same = other.instrument.subscales.firstIndex(where: { $0.id == subscale.id }),
          other.instrument.subscales[same].parts == subscale.parts
        else { return nil }
        let weights = subscale.parts.map(\.weight)
        let columns = [SubscaleColumns(index, of: table), SubscaleColumns(same, of: other)]
        let groups = zip(columns, sides).map { columns, side in
          let rows = columns.respondents.indices.filter { row in
            let cell = side.cell(of: Int(columns.respondents[row]))
            return cell.map { shared.contains(side.design.cells[$0].key) } ?? false
          }
          return KeyedItems(
            columns.complete.map { column in rows.map { column[$0] } }, weights: weights)
        }
        let tests = zip(groups[0].departures, groups[1].departures).map { people, run in
          TTest.welch(
            SampleSummary(run).scaled(by: 1 / groups[1].count),
            SampleSummary(people).scaled(by: 1 / groups[0].count))
        }
        return ItemShifts(
          scale, columns[0].items, (groups[0], groups[1]),
          excluded: (table.rows - groups[0].n, other.rows - groups[1].n), tests: tests)
      }
    }
  }

  /// The subscales whose items can differ from each other, with their positions.
  private static func sides(_ instrument: Instrument) -> [(ScoredSubscale, Int)] {
    instrument.subscales.enumerated().filter { $0.element.parts.count > 1 }.map { index, subscale in
      (
        ScoredSubscale(instrument: instrument.id, id: subscale.id, title: subscale.title), index
      )
    }
  }

  private init(
    _ scale: ScoredSubscale, _ ids: [ItemID], _ sides: (first: KeyedItems, second: KeyedItems),
    excluded: (first: Int, second: Int), tests: [TTest?]
  ) {
    self.scale = scale
    n = (sides.first.n, sides.second.n)
    self.excluded = excluded
    let means = zip(sides.first.means, sides.second.means).map { (first: $0, second: $1) }
    let differences = means.map { means in means.first.flatMap { a in means.second.map { $0 - a } }
    }
    let known = differences.compactMap(\.self)
    let difference =
      known.count == ids.count ? known.reduce(0, +) / Double(known.count) : nil
    self.difference = difference
    let adjusted = Adjustment.holm.adjust(tests.map { $0?.p })
    items = ids.indices.map { index in
      Item(
        id: ids[index], means: means[index], difference: differences[index],
        shift: tests[index]?.estimate
          ?? differences[index].flatMap { own in difference.map { own - $0 } },
        test: tests[index], pHolm: adjusted[index])
    }
  }
}

/// The answers to the items of a subscale, a column per item, of people who have all of them.
private struct KeyedItems {
  /// Keyed, without weights.
  private let columns: [[Double]]
  let n: Int

  /// - Parameter columns: keyed answers times their weights.
  init(_ columns: [[Double]], weights: [Double]) {
    self.columns = zip(columns, weights).map { column, weight in
      let size = abs(weight)
      return size == 1 || size == 0 ? column : column.map { $0 / size }
    }
    n = columns.first?.count ?? 0
  }

  /// How many items there are.
  var count: Double { Double(columns.count) }

  var means: [Double?] { columns.map { SampleSummary($0).mean } }

  /// How far each person's answer is from the mean of their answers, times the number of items: whole
  /// numbers if the answers are, so that equal departures are equal numbers.
  var departures: [[Double]] {
    let sums = (0..<n).map { row in columns.reduce(0) { $0 + $1[row] } }
    return columns.map { column in zip(column, sums).map { count * $0 - $1 } }
  }
}

extension SampleSummary {
  fileprivate func scaled(by factor: Double) -> SampleSummary {
    SampleSummary(n: n, mean: mean.map { $0 * factor }, sd: sd.map { $0 * factor })
  }
}
