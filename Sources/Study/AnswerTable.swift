/// The answers to one instrument on one occasion: a row a respondent, a column an item.
package struct AnswerTable: Sendable {
  /// What was asked. Where several versions asked, the newest: its items are the columns, and an
  /// item that only others have is left out.
  package let instrument: Instrument
  package let occasion: Occasion
  /// The respondent of each row, ascending; nobody stands here twice.
  package private(set) var respondents: [Int32] = []
  /// Positions of the items, from 0, in the order shown to each row; nil where as printed.
  package private(set) var orders: [[Int]?] = []
  /// Seconds from the page's being shown first to its being taken; nil where they are not known.
  package private(set) var seconds: [Double?] = []
  private var answers: [Double?] = []
  private var versions: [UInt8] = []
  /// For each version and item what an answer is taken from to be scored; nil where it counts as it
  /// is.
  private var reflections: [[Double?]]
  private let columns: [ItemID: Int]

  /// - Parameter versions: those that asked, at least one and at most 255, the newest last.
  package init(_ versions: [Instrument], _ occasion: Occasion) {
    let newest = versions[versions.count - 1]
    instrument = newest
    self.occasion = occasion
    columns = Dictionary(uniqueKeysWithValues: newest.items.enumerated().map { ($1.id, $0) })
    reflections = versions.map { version in
      newest.items.map { item in
        (version.item(item.id) ?? item).reversed ? (version.item(item.id) ?? item).scored(0) : nil
      }
    }
  }

  package var rows: Int { respondents.count }
  package var items: Int { instrument.items.count }

  package func column(of item: ItemID) -> Int? { columns[item] }

  /// Adds a row without answers.
  ///
  /// - Parameter version: an index into the versions; nil stands for the newest.
  package mutating func addRow(
    respondent: Int32, version: Int? = nil, order: [Int]? = nil, seconds: Double? = nil
  ) {
    precondition(respondents.last.map { $0 < respondent } ?? true, "respondents ascend")
    respondents.append(respondent)
    versions.append(UInt8(version ?? reflections.count - 1))
    orders.append(order)
    self.seconds.append(seconds)
    answers.append(contentsOf: repeatElement(nil, count: items))
  }

  package mutating func setAnswer(_ value: Double?, row: Int, column: Int) {
    answers[row * items + column] = value
  }

  /// The value of the answer as it was given; nil where there is none.
  package func given(row: Int, column: Int) -> Double? { answers[row * items + column] }

  /// The value as it counts towards a subscale: turned round where the item is reversed.
  package func scored(row: Int, column: Int) -> Double? {
    answers[row * items + column].map { value in
      reflections[Int(versions[row])][column].map { $0 - value } ?? value
    }
  }

  /// The answers of a row in the order in which the items were shown.
  package func shown(row: Int) -> [Double?] {
    (orders[row] ?? Array(0..<items)).filter { $0 < items }.map { given(row: row, column: $0) }
  }

  /// The table with some of its rows, under the numbers that the respondents then have.
  package func keeping(_ kept: [Int32: Int32]) -> AnswerTable {
    var table = self
    let rows = respondents.indices.filter { kept[respondents[$0]] != nil }
    table.respondents = rows.map { kept[respondents[$0]]! }
    table.orders = rows.map { orders[$0] }
    table.seconds = rows.map { seconds[$0] }
    table.versions = rows.map { versions[$0] }
    table.answers = rows.flatMap { answers[($0 * items)..<(($0 + 1) * items)] }
    return table
  }
}

/// Every answer of the respondents of a study, item by item.
package struct ItemAnswers: Sendable {
  package struct Respondent: Sendable, Hashable {
    /// By which it is found again: a UUID of the database, a column of a file.
    package let key: String
    package let situation: SituationKey?

    package init(key: String, situation: SituationKey?) {
      self.key = key
      self.situation = situation
    }
  }

  package let respondents: [Respondent]
  /// In the order of the instruments, default before evoked; those without a row are left out.
  package let tables: [AnswerTable]

  package init(respondents: [Respondent], tables: [AnswerTable]) {
    self.respondents = respondents
    self.tables = tables.filter { $0.rows > 0 }
  }

  /// The instruments in their order, each with its answers on the occasions that it was given on.
  package var instruments: [(instrument: Instrument, tables: [AnswerTable])] {
    var found: [(instrument: Instrument, tables: [AnswerTable])] = []
    for table in tables {
      if let index = found.firstIndex(where: { $0.instrument.id == table.instrument.id }) {
        found[index].tables.append(table)
      } else {
        found.append((table.instrument, [table]))
      }
    }
    return found
  }

  /// The answers without those of some respondents.
  package func without(_ leftOut: Set<Int32>) -> ItemAnswers {
    var kept: [Int32: Int32] = [:]
    for index in 0..<Int32(respondents.count) where !leftOut.contains(index) {
      kept[index] = Int32(kept.count)
    }
    return ItemAnswers(
      respondents: respondents.indices.filter { kept[Int32($0)] != nil }.map { respondents[$0] },
      tables: tables.map { $0.keeping(kept) })
  }
}
