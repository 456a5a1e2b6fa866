package import Statistics
import Study

/// How stable a subscale is on one model: how far the repetitions of a run agree.
package struct Stability: Sendable, SubscaleFigures {
  package let scale: ScoredSubscale
  /// The scores without a situation, over repetitions.
  package let `default`: SampleSummary
  /// How many orders of the items were used.
  package let orders: Int
  /// Whether the default score differs between orders: analysis of variance over the orders; nil
  /// with one order.
  package let defaultByOrder: FTest?
  /// Items are the targets and default repetitions the raters: whether the model feels the same
  /// each time it is asked, item by item.
  package let items: IntraclassCorrelation?
  /// Situations are the targets and repetitions the raters: how far a score after a situation is
  /// due to the situation.
  package let situations: IntraclassCorrelation?
  /// The SD of scores after one and the same situation, pooled over situations; nil if none was
  /// answered twice.
  package let sdWithinSituations: Double?
  /// Situations are the targets, item orders the raters, a rating the mean score of an order; over
  /// the situations that every order has. nil with one order.
  package let acrossOrders: IntraclassCorrelation?

  /// - Parameter columns: of the tables, in their order.
  init(
    _ scale: ScoredSubscale, _ columns: [SubscaleColumns], _ tables: [AnswerTable],
    _ respondents: Respondents
  ) {
    self.scale = scale
    var known: [[Int]: Int] = [:]
    let given = columns.indices.map { index in
      ScoresOfOccasion(columns[index], tables[index], respondents, &known)
    }
    let before = columns.indices.first { tables[$0].occasion == .default }
    let after = columns.indices.first { tables[$0].occasion == .evoked }

    orders = known.count
    self.default = SampleSummary(before.map { given[$0].scores } ?? [])
    let byOrder = before.map { given[$0].grouped(given[$0].orders).groups } ?? []
    defaultByOrder = byOrder.count > 1 ? FTest.oneWayANOVA(byOrder) : nil
    items = before.flatMap { IntraclassCorrelation.oneWay(columns[$0].complete) }
    guard let after else {
      (situations, sdWithinSituations, acrossOrders) = (nil, nil, nil)
      return
    }
    let situationScores = given[after].grouped(given[after].situations).groups
    situations = IntraclassCorrelation.oneWay(situationScores)
    sdWithinSituations = SampleSummary.pooledSD(situationScores.map { SampleSummary($0) })
    acrossOrders = given[after].meansByOrder.flatMap(IntraclassCorrelation.twoWay)
  }

  /// The scores of one occasion, with the situation and the item order of each.
  private struct ScoresOfOccasion {
    let scores: [Double]
    /// The situation of each score, numbered by appearance.
    let situations: [Int]
    /// The item order of each score, numbered by appearance over all tables.
    let orders: [Int]

    init(
      _ columns: SubscaleColumns, _ table: AnswerTable, _ respondents: Respondents,
      _ known: inout [[Int]: Int]
    ) {
      scores = columns.scores
      var numbers: [Int?: Int] = [:]
      situations = columns.respondents.map {
        numbers.number(respondents.cell(of: Int($0)))
      }
      let printed = Array(0..<table.items)
      orders = columns.rows.map { known.number(table.orders[$0] ?? printed) }
    }

    /// The scores in groups, both in the order of appearance, so sums are the same every time.
    func grouped<Key: Hashable>(_ keys: [Key]) -> (keys: [Key], groups: [[Double]]) {
      var index: [Key: Int] = [:]
      var found: [Key] = []
      var groups: [[Double]] = []
      for (key, score) in zip(keys, scores) {
        if let group = index[key] {
          groups[group].append(score)
        } else {
          index[key] = groups.count
          found.append(key)
          groups.append([score])
        }
      }
      return (found, groups)
    }

    /// One row per situation, one column per order; nil if there are fewer than two of either.
    var meansByOrder: [[Double]]? {
      struct Cell: Hashable {
        let situation: Int
        let order: Int
      }
      let cells = grouped(
        zip(situations, orders).map { Cell(situation: $0, order: $1) })
      var means: [Cell: Double] = [:]
      for (cell, group) in zip(cells.keys, cells.groups) { means[cell] = SampleSummary(group).mean }
      let orders = Set(self.orders).sorted()
      let rows = Set(situations).sorted().compactMap { situation -> [Double]? in
        let row = orders.compactMap { means[Cell(situation: situation, order: $0)] }
        return row.count == orders.count ? row : nil
      }
      return rows.count > 1 && orders.count > 1 ? rows : nil
    }
  }
}

extension Dictionary where Value == Int {
  /// The number of a key: the next one if it is new.
  fileprivate mutating func number(_ key: Key) -> Int {
    if let number = self[key] { return number }
    self[key] = count
    return count - 1
  }
}
