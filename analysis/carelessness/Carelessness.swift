package import Statistics
package import Study

/// Indicators of careless answers for each respondent. None excludes a respondent.
package struct Carelessness: Sendable {
  /// One instrument given once to one person. A study may have millions: figures that are not known
  /// are kept as NaN, and small numbers as small ones.
  package struct Administration: Sendable {
    private let counts: (answered: Int16, items: Int16, longString: Int16, df: Int16)
    private let figures: (variability: Double, squared: Double, p: Double, seconds: Double)

    fileprivate init(
      answered: Int, items: Int, longString: Int, variability: Double?, distance: Distance?,
      seconds: Double?
    ) {
      counts = (Int16(answered), Int16(items), Int16(longString), Int16(distance?.df ?? 0))
      figures = (
        variability ?? .nan, distance?.squared ?? .nan, distance?.p ?? .nan, seconds ?? .nan
      )
    }

    package var answered: Int { Int(counts.answered) }
    package var items: Int { Int(counts.items) }
    /// The most neighbouring items, as shown, with the same answer.
    package var longString: Int { Int(counts.longString) }
    /// The intra-individual response variability: the SD (n - 1) of the answers as given; nil with
    /// fewer than two (Dunn and others, 2018, Journal of Business and Psychology 33, 105-121).
    package var variability: Double? { known(figures.variability) }
    /// Among respondents who answered every item; nil for others, and if it is not defined.
    package var distance: Distance? {
      known(figures.squared).map {
        Distance(squared: $0, df: Int(counts.df), p: known(figures.p))
      }
    }
    /// From the first showing of the page until it was accepted; nil if it is not known.
    package var seconds: Double? { known(figures.seconds) }

    private func known(_ figure: Double) -> Double? { figure.isNaN ? nil : figure }
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
      var rows = [Int32](repeating: -1, count: people)
      for (row, respondent) in table.respondents.enumerated() {
        rows[Int(respondent)] = Int32(row)
      }
      return rows
    }
    func row(_ table: Int, of person: Int) -> Int? {
      let row = rowOf[table][person]
      return row < 0 ? nil : Int(row)
    }
    let distances = tables.map { Distances($0) }
    let scales = tables.map { table in
      instrument.subscales.map { subscale in
        subscale.parts.compactMap { table.column(of: $0.item) }
      }
    }
    func index(_ occasion: Occasion) -> Int? { tables.firstIndex { $0.occasion == occasion } }
    let (before, after) = (index(.default), index(.evoked))
    return (0..<people).compactMap { person in
      func administration(_ table: Int?) -> Administration? {
        guard let table, let row = row(table, of: person) else { return nil }
        return Administration(tables[table], row, distances[table].of(row))
      }
      let given = (administration(before), administration(after))
      guard given.0 != nil || given.1 != nil else { return nil }
      var identical: Bool?
      if let before, let after, let first = row(before, of: person),
        let second = row(after, of: person)
      {
        identical = tables[before].isIdentical(row: first, to: tables[after], row: second)
      }
      var halves: (odd: [Double], even: [Double]) = ([], [])
      for table in tables.indices {
        guard let row = row(table, of: person) else { continue }
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

  /// The distances of the rows of a table.
  private struct Distances {
    private var squared: [Double]
    private var found: MahalanobisDistances?

    init(_ table: AnswerTable) {
      squared = Array(repeating: .nan, count: table.rows)
      let complete = (0..<table.rows).filter { row in
        (0..<table.items).allSatisfy { table.given(row: row, column: $0) != nil }
      }
      found = MahalanobisDistances(rows: complete.count, columns: table.items) { row, column in
        table.given(row: complete[row], column: column)!
      }
      for (row, squared) in zip(complete, found?.squared ?? []) { self.squared[row] = squared }
    }

    /// nil for a row with an answer missing.
    func of(_ row: Int) -> Distance? {
      guard let found, !squared[row].isNaN else { return nil }
      return Distance(squared: squared[row], df: found.df, p: found.p(squared[row]))
    }
  }
}

extension Carelessness.Administration {
  fileprivate init(_ table: AnswerTable, _ row: Int, _ distance: Carelessness.Distance?) {
    let shown = table.shown(row: row)
    let given = (0..<table.items).compactMap { table.given(row: row, column: $0) }
    self.init(
      answered: given.count, items: table.items, longString: AnswerPattern.longString(shown),
      variability: SampleSummary(given).sd, distance: distance, seconds: table.seconds(row: row))
  }
}

extension Carelessness {
  /// Of the respondents with an item that has both answers, how many gave the same ones to every
  /// item of every instrument.
  package var identical: (yes: Int, of: Int) {
    var found = [Bool?](repeating: nil, count: respondents.count)
    for row in rows {
      guard let identical = row.identical else { continue }
      found[Int(row.respondent)] = (found[Int(row.respondent)] ?? true) && identical
    }
    return (found.count { $0 == true }, found.count { $0 != nil })
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
      let rows = rows.lazy.filter { $0.instrument == instrument }
      func add(_ measure: String, _ occasion: Occasion?, _ values: [Double]) {
        guard !values.isEmpty else { return }
        found.append(
          Distribution(
            instrument: instrument, occasion: occasion, measure: measure,
            summary: SampleSummary(values),
            quantiles: quantiles(values, [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1])))
      }
      for (occasion, part) in [(Occasion.default, \Row.default), (.evoked, \Row.evoked)] {
        let given = rows.compactMap { $0[keyPath: part] }
        add("longstring", occasion, Array(given.map { Double($0.longString) }))
        add("irv", occasion, Array(given.compactMap(\.variability)))
        add("mahalanobis_d2", occasion, Array(given.compactMap { $0.distance?.squared }))
        add("seconds", occasion, Array(given.compactMap(\.seconds)))
      }
      add("even_odd", nil, Array(rows.compactMap(\.evenOdd)))
    }
    return found
  }
}
