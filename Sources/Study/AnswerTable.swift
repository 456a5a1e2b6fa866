/// The answers to one instrument on one occasion: a row per respondent, a column per item.
package struct AnswerTable: Sendable {
  /// What was asked. If several versions asked, the newest: its items are the columns, and an item
  /// that only others have is left out.
  package let instrument: Instrument
  package let occasion: Occasion
  /// The respondent of each row, ascending; no respondent appears twice.
  package private(set) var respondents: [Int32] = []
  /// Positions of the items, from 0, in the order shown to each row; nil if as printed.
  package private(set) var orders: [[Int]?] = []
  /// Whether no row has another order than the printed one.
  package var isInPrintedOrder: Bool {
    let printed = Array(0..<items)
    return orders.allSatisfy { $0 == nil || $0 == printed }
  }
  /// Seconds on the page, a row each; NaN if they are not known, and empty as long as none is.
  private var times: [Double] = []
  /// Codes of answers, row by row: 0 for a missing one, else one more than an index into `values`.
  private var codes: [UInt16] = []
  private var values: [Double] = []
  private var versions: [UInt8] = []
  private let scorers: [Scorer]
  private let columns: [ItemID: Int]

  /// - Parameter versions: those that asked, at least one and at most 255, the newest last.
  package init(_ versions: [Instrument], _ occasion: Occasion) {
    let newest = versions[versions.count - 1]
    instrument = newest
    self.occasion = occasion
    columns = Dictionary(uniqueKeysWithValues: newest.items.enumerated().map { ($1.id, $0) })
    scorers = versions.map { Scorer(newest, askedBy: $0) }
  }

  package var rows: Int { respondents.count }
  package var items: Int { instrument.items.count }

  package func column(of item: ItemID) -> Int? { columns[item] }

  /// Takes memory for so many rows at once.
  package mutating func reserve(rows: Int) {
    respondents.reserveCapacity(rows)
    versions.reserveCapacity(rows)
    orders.reserveCapacity(rows)
    codes.reserveCapacity(rows * items)
  }

  /// Adds a row without answers.
  ///
  /// - Parameter version: an index into the versions; nil means the newest.
  package mutating func addRow(
    respondent: Int32, version: Int? = nil, order: [Int]? = nil, seconds: Double? = nil
  ) {
    precondition(respondents.last.map { $0 < respondent } ?? true, "respondents ascend")
    respondents.append(respondent)
    versions.append(UInt8(version ?? scorers.count - 1))
    orders.append(order)
    if seconds != nil || !times.isEmpty {
      let unknown = rows - 1 - times.count
      times.append(contentsOf: repeatElement(.nan, count: unknown))
      times.append(seconds ?? .nan)
    }
    codes.append(contentsOf: repeatElement(0, count: items))
  }

  package mutating func setAnswer(_ value: Double?, row: Int, column: Int) {
    codes[row * items + column] = value.map { code(of: $0) } ?? 0
  }

  /// An item has few options, so that a search is quicker than a dictionary.
  private mutating func code(of value: Double) -> UInt16 {
    if let index = values.firstIndex(of: value) { return UInt16(index + 1) }
    values.append(value)
    return UInt16(values.count)
  }

  /// The value of the answer as it was given; nil if there is none.
  package func given(row: Int, column: Int) -> Double? {
    let code = codes[row * items + column]
    return code == 0 ? nil : values[Int(code) - 1]
  }

  /// The answers of a row in the order of the items.
  package func given(row: Int) -> [Double?] {
    (0..<items).map { given(row: row, column: $0) }
  }

  /// The value as it counts towards a subscale.
  package func keyed(row: Int, column: Int) -> Double? {
    given(row: row, column: column).map { scorer(ofRow: row).keyed($0, item: column) }
  }

  /// Seconds from the page's being shown first to its being taken; nil if they are not known.
  package func seconds(row: Int) -> Double? {
    times.isEmpty || times[row].isNaN ? nil : times[row]
  }

  /// How the version that asked a respondent is scored.
  package func scorer(ofRow row: Int) -> Scorer { scorers[Int(versions[row])] }

  /// The answers of a row in the order in which the items were shown.
  package func shown(row: Int) -> [Double?] {
    (orders[row] ?? Array(0..<items)).filter { $0 < items }.map { given(row: row, column: $0) }
  }

  /// Whether every item was answered alike in two rows; nil without an answer.
  package func isIdentical(row: Int, to other: AnswerTable, row otherRow: Int) -> Bool? {
    var answered = 0
    for column in 0..<items {
      let (first, second) = (
        given(row: row, column: column), other.given(row: otherRow, column: column)
      )
      if first != second { return false }
      if first != nil { answered += 1 }
    }
    return answered > 0 ? true : nil
  }

  /// The rows of some respondents, who have new numbers: their positions among those kept.
  func keeping(_ kept: [Int]) -> AnswerTable {
    let numbers = Dictionary(
      uniqueKeysWithValues: kept.enumerated().map { (Int32($1), Int32($0)) })
    let rows = respondents.indices.filter { numbers[respondents[$0]] != nil }
    var table = self
    table.respondents = rows.map { numbers[respondents[$0]]! }
    table.orders = rows.map { orders[$0] }
    if !times.isEmpty { table.times = rows.map { times[$0] } }
    table.versions = rows.map { versions[$0] }
    table.codes = rows.flatMap { codes[($0 * items)..<(($0 + 1) * items)] }
    return table
  }
}
