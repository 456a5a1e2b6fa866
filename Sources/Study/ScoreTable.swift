/// The scores of one subscale before and after, an entry per respondent.
package struct ScoreTable: Sendable {
  package let instrument: InstrumentID
  package let subscale: SubscaleID
  /// The subscale's title.
  package var title: String
  /// The lowest and the highest score that there can be; nil if that is not known.
  package var range: ClosedRange<Double>?
  /// NaN without a score, which this type returns as nil: an optional takes twice the memory.
  private var before: [Double]
  private var after: [Double]
  /// Respondents with answers to the instrument on both occasions who lack a score on either,
  /// ascending. They have none here.
  package private(set) var unscored: [Int32] = []
  /// Respondents with both scores, at least one of them on fewer answers than the subscale has
  /// items; ascending.
  package private(set) var prorated: [Int32] = []

  /// A table without scores.
  package init(_ instrument: InstrumentID, _ subscale: SubscaleID, title: String, count: Int) {
    self.instrument = instrument
    self.subscale = subscale
    self.title = title
    before = Array(repeating: .nan, count: count)
    after = before
  }

  package var count: Int { before.count }

  /// Whether anyone has both scores.
  package var hasPairs: Bool { (0..<count).contains { pair(of: $0) != nil } }

  /// Whether it says nothing of anyone.
  package var isEmpty: Bool {
    unscored.isEmpty && before.allSatisfy(\.isNaN) && after.allSatisfy(\.isNaN)
  }

  package subscript(_ occasion: Occasion, _ respondent: Int) -> Double? {
    get {
      let score = occasion == .default ? before[respondent] : after[respondent]
      return score.isNaN ? nil : score
    }
    set {
      switch occasion {
      case .default: before[respondent] = newValue ?? .nan
      case .evoked: after[respondent] = newValue ?? .nan
      }
    }
  }

  /// The scores of a respondent who has both.
  package func pair(of respondent: Int) -> (default: Double, evoked: Double)? {
    let (first, second) = (before[respondent], after[respondent])
    return first.isNaN || second.isNaN ? nil : (first, second)
  }

  /// Takes the scores of a respondent who was given the instrument on both occasions; one score
  /// alone does not count.
  ///
  /// - Precondition: respondents come in rising order.
  package mutating func addPair(
    _ default: Double?, _ evoked: Double?, isProrated: Bool, of respondent: Int
  ) {
    guard let `default`, let evoked else { return unscored.append(Int32(respondent)) }
    before[respondent] = `default`
    after[respondent] = evoked
    if isProrated { prorated.append(Int32(respondent)) }
  }

  func keeping(_ kept: [Int]) -> ScoreTable {
    var table = self
    table.before = kept.map { before[$0] }
    table.after = kept.map { after[$0] }
    func renumbered(_ marked: [Int32]) -> [Int32] {
      guard !marked.isEmpty else { return [] }
      let marked = Set(marked)
      return kept.indices.filter { marked.contains(Int32(kept[$0])) }.map(Int32.init)
    }
    table.unscored = renumbered(unscored)
    table.prorated = renumbered(prorated)
    return table
  }
}

extension Instrument {
  /// The scores of answers that were read from a file: pairs of those who were given the instrument on
  /// both occasions, single scores of those who were given it on one.
  ///
  /// - Parameters:
  ///   - tables: of the default and the evoked answers.
  ///   - count: how many respondents there are.
  package func scores(of tables: [AnswerTable], count: Int) -> [ScoreTable] {
    subscales.enumerated().map { index, subscale in
      var scores = ScoreTable(id, subscale.id, title: subscale.title, count: count)
      scores.range = subscale.possibleScores(of: items)
      for table in tables {
        for (row, respondent) in table.respondents.enumerated() {
          let score = table.scorer(ofRow: row).score(index, of: table.given(row: row))
          scores[table.occasion, Int(respondent)] = score.value
        }
      }
      return scores
    }
  }
}
