package import Statistics
import Study

/// The answers to the items of one subscale on one occasion, as they count: a column per item.
struct SubscaleColumns {
  let items: [ItemID]
  /// Of those who answered every item.
  let complete: [[Double]]
  /// The respondents of the complete rows, ascending.
  let respondents: [Int32]
  /// The row of the table that each complete row is.
  let rows: [Int]
  let missing: MissingAnswers

  /// The scores of the complete rows.
  let scores: [Double]

  /// - Parameter subscale: the position of the subscale in the instrument.
  init(_ subscale: Int, of table: AnswerTable) {
    items = table.instrument.subscales[subscale].parts.map(\.item)
    var complete = items.map { _ in [Double]() }
    for index in complete.indices { complete[index].reserveCapacity(table.rows) }
    var respondents: [Int32] = []
    var rows: [Int] = []
    var scores: [Double] = []
    var proratedScores: [Double] = []
    var incomplete = 0
    for row in 0..<table.rows {
      let answers = table.given(row: row)
      let scorer = table.scorer(ofRow: row)
      let score = scorer.score(subscale, of: answers)
      let isComplete = score.answered == score.items
      if isComplete {
        respondents.append(table.respondents[row])
        rows.append(row)
      } else {
        incomplete += 1
      }
      guard let value = score.value, let terms = scorer.terms(subscale, of: answers) else {
        continue
      }
      guard isComplete else {
        proratedScores.append(value)
        continue
      }
      scores.append(value)
      for (index, term) in terms.enumerated() { complete[index].append(term) }
    }
    self.complete = complete
    self.respondents = respondents
    self.rows = rows
    self.scores = scores
    missing = MissingAnswers(
      incomplete: incomplete, prorated: proratedScores.count,
      withProrated: proratedScores.isEmpty
        ? nil : InternalConsistency(Self.filled(subscale, of: table)),
      scores: SampleSummary(scores),
      scoresWithProrated: proratedScores.isEmpty ? nil : SampleSummary(scores + proratedScores))
  }

  /// The columns of all who have a score, whose own mean replaces a missing answer.
  private static func filled(_ subscale: Int, of table: AnswerTable) -> [[Double]] {
    var filled = table.instrument.subscales[subscale].parts.map { _ in [Double]() }
    for row in 0..<table.rows {
      let answers = table.given(row: row)
      let scorer = table.scorer(ofRow: row)
      guard scorer.score(subscale, of: answers).value != nil,
        let terms = scorer.terms(subscale, of: answers)
      else { continue }
      for (index, term) in terms.enumerated() { filled[index].append(term) }
    }
    return filled
  }

  /// The columns of those who are complete on both occasions, entry by entry the same person.
  static func pairs(
    _ first: SubscaleColumns, _ second: SubscaleColumns
  ) -> ([[Double]], [[Double]]) {
    guard first.respondents != second.respondents else { return (first.complete, second.complete) }
    let rows = Analysis.pairs(first.respondents, second.respondents)
    return (
      first.complete.map { column in rows.map { column[$0.0] } },
      second.complete.map { column in rows.map { column[$0.1] } }
    )
  }

  /// The scores of the same people.
  static func scores(_ first: SubscaleColumns, _ second: SubscaleColumns) -> ([Double], [Double]) {
    guard first.respondents != second.respondents else { return (first.scores, second.scores) }
    let rows = Analysis.pairs(first.respondents, second.respondents)
    return (rows.map { first.scores[$0.0] }, rows.map { second.scores[$0.1] })
  }
}

/// The positions at which two rising lists have the same respondent.
func pairs(_ first: [Int32], _ second: [Int32]) -> [(Int, Int)] {
  var pairs: [(Int, Int)] = []
  var other = 0
  for (row, respondent) in first.enumerated() {
    while other < second.count, second[other] < respondent { other += 1 }
    if other < second.count, second[other] == respondent { pairs.append((row, other)) }
  }
  return pairs
}

/// How many have answers missing on a subscale, and what it would change to count them.
package struct MissingAnswers: Sendable {
  /// Respondents who lack at least one answer; the coefficients leave them out.
  package let incomplete: Int
  /// How many of them have a score nevertheless, by the instrument's rule.
  package let prorated: Int
  /// With the prorated ones, whose own mean replaces a missing answer; nil if there are none.
  package let withProrated: InternalConsistency?
  /// The scores of those who are complete.
  package let scores: SampleSummary
  /// The same with the prorated ones; nil if there are none.
  package let scoresWithProrated: SampleSummary?
}
