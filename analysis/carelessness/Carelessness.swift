package import Statistics
package import Study

/// Indicators of careless answers for each respondent. None excludes a respondent.
package struct Carelessness: Sendable {
  /// One instrument given once to one person.
  package struct Administration: Sendable {
    package let answered: Int
    package let items: Int
    /// The most neighbouring items, as shown, with the same answer.
    package let longString: Int
    /// The intra-individual response variability: the SD (n - 1) of the answers as given; nil with
    /// fewer than two (Dunn and others, 2018, Journal of Business and Psychology 33, 105-121).
    package let variability: Double?
    /// Among respondents who answered every item; nil for others, and if it is not defined.
    package let distance: Distance?
    /// From the first showing of the page until it was accepted; nil if it is not known.
    package let seconds: Double?
  }

  package struct Distance: Sendable {
    /// Mahalanobis' squared distance.
    package let squared: Double
    package let df: Int
    /// The upper tail of chi-square.
    package let p: Double?
  }

  /// One person and one instrument.
  package struct Row: Sendable {
    /// An index into the respondents.
    package let respondent: Int32
    package let instrument: InstrumentID
    package let `default`: Administration?
    package let evoked: Administration?
    /// Whether every item was answered after the situation as before it; nil without an item that
    /// has both answers.
    package let identical: Bool?
    /// Over subscales and occasions with an answer to an odd and to an even item; nil with fewer
    /// than three of these.
    package let evenOdd: Double?
  }

  package let respondents: Respondents
  /// In the order of the respondents within each instrument.
  package let rows: [Row]
  /// What the rules of the study, and of the caller, say; nil without rules.
  package let exclusion: Exclusion?

  /// - Parameters:
  ///   - respondents: with their answers.
  ///   - exclusion: what the rules stated in advance say of the same respondents.
  package init(_ respondents: Respondents, exclusion: Exclusion? = nil) {
    self.respondents = respondents
    self.exclusion = exclusion.flatMap { $0.counts.isEmpty ? nil : $0 }
    rows = respondents.instruments.flatMap { instrument, tables in
      Self.rows(of: instrument, tables, people: respondents.count)
    }
  }

  private static func rows(
    of instrument: Instrument, _ tables: [AnswerTable], people: Int
  ) -> [Row] {
    let rowOf = tables.map { table in
      var rows = [Int?](repeating: nil, count: people)
      for (row, respondent) in table.respondents.enumerated() { rows[Int(respondent)] = row }
      return rows
    }
    let distances = tables.map(Self.distances)
    let scales = tables.map { table in
      instrument.subscales.map { subscale in
        subscale.parts.compactMap { table.column(of: $0.item) }
      }
    }
    func index(_ occasion: Occasion) -> Int? { tables.firstIndex { $0.occasion == occasion } }
    let (before, after) = (index(.default), index(.evoked))
    return (0..<people).compactMap { person in
      func administration(_ table: Int?) -> Administration? {
        guard let table, let row = rowOf[table][person] else { return nil }
        return Administration(tables[table], row, distances[table][row])
      }
      let given = (administration(before), administration(after))
      guard given.0 != nil || given.1 != nil else { return nil }
      var identical: Bool?
      if let before, let after, let first = rowOf[before][person],
        let second = rowOf[after][person]
      {
        identical = tables[before].isIdentical(row: first, to: tables[after], row: second)
      }
      var halves: (odd: [Double], even: [Double]) = ([], [])
      for table in tables.indices {
        guard let row = rowOf[table][person] else { continue }
        for columns in scales[table] {
          let values = columns.map { tables[table].keyed(row: row, column: $0) }
          guard let odd = Self.mean(of: values, from: 0), let even = Self.mean(of: values, from: 1)
          else { continue }
          halves.odd.append(odd)
          halves.even.append(even)
        }
      }
      return Row(
        respondent: Int32(person), instrument: instrument.id, default: given.0, evoked: given.1,
        identical: identical,
        evenOdd: AnswerPattern.evenOddConsistency(odd: halves.odd, even: halves.even))
    }
  }

  /// The mean of those of every second value that are there; nil if none is.
  private static func mean(of values: [Double?], from first: Int) -> Double? {
    let half = stride(from: first, to: values.count, by: 2).compactMap { values[$0] }
    return half.isEmpty ? nil : half.reduce(0, +) / Double(half.count)
  }

  /// The distance of each row; nil for those with an answer missing.
  private static func distances(_ table: AnswerTable) -> [Distance?] {
    let complete = (0..<table.rows).filter { row in
      (0..<table.items).allSatisfy { table.given(row: row, column: $0) != nil }
    }
    let columns = (0..<table.items).map { column in
      complete.compactMap { table.given(row: $0, column: column) }
    }
    var distances = [Distance?](repeating: nil, count: table.rows)
    guard let found = MahalanobisDistances(columns) else { return distances }
    for (row, squared) in zip(complete, found.squared) {
      distances[row] = Distance(squared: squared, df: found.df, p: found.p(squared))
    }
    return distances
  }
}

extension Carelessness.Administration {
  fileprivate init(_ table: AnswerTable, _ row: Int, _ distance: Carelessness.Distance?) {
    let shown = table.shown(row: row)
    let given = (0..<table.items).compactMap { table.given(row: row, column: $0) }
    self.init(
      answered: given.count, items: table.items, longString: AnswerPattern.longString(shown),
      variability: SampleSummary(given).sd, distance: distance, seconds: table.seconds[row])
  }
}

extension Carelessness {
  /// Of the respondents with an item that has both answers, how many gave the same ones to every
  /// item of every instrument.
  package var identical: (yes: Int, of: Int) {
    var found: [Int32: Bool] = [:]
    for row in rows {
      guard let identical = row.identical else { continue }
      found[row.respondent] = (found[row.respondent] ?? true) && identical
    }
    return (found.values.count { $0 }, found.count)
  }

  /// One measure over all people, for a table.
  package struct Distribution: Sendable {
    package let instrument: InstrumentID
    /// nil for measures over both occasions.
    package let occasion: Occasion?
    package let measure: String
    package let summary: SampleSummary
    /// At 0, 5, 25, 50, 75, 95 and 100%, interpolated linearly (type 7); empty without a value.
    package let quantiles: [Double]
  }

  /// The distribution of each measure; a measure that no respondent has is omitted.
  package var distributions: [Distribution] {
    var found: [Distribution] = []
    var instruments: [InstrumentID] = []
    for row in rows where !instruments.contains(row.instrument) {
      instruments.append(row.instrument)
    }
    for instrument in instruments {
      let rows = rows.filter { $0.instrument == instrument }
      func add(_ measure: String, _ occasion: Occasion?, _ values: [Double]) {
        guard !values.isEmpty else { return }
        found.append(
          Distribution(
            instrument: instrument, occasion: occasion, measure: measure,
            summary: SampleSummary(values),
            quantiles: quantiles(values, [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1])))
      }
      for (occasion, given) in [
        (Occasion.default, rows.compactMap(\.default)), (.evoked, rows.compactMap(\.evoked)),
      ] {
        add("longstring", occasion, given.map { Double($0.longString) })
        add("irv", occasion, given.compactMap(\.variability))
        add("mahalanobis_d2", occasion, given.compactMap { $0.distance?.squared })
        add("seconds", occasion, given.compactMap(\.seconds))
      }
      add("even_odd", nil, rows.compactMap(\.evenOdd))
    }
    return found
  }
}
