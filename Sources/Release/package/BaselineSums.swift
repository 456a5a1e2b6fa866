internal import Responses
internal import Statistics
import Study

/// n, sum and sum of squares of every score, overall and by emotion and factor: what a release must
/// leave exactly as it was.
package struct BaselineSums: Sendable, Equatable {
  package struct Cell: Hashable, Sendable {
    /// Nil overall.
    let emotion: String?
    let factor: String?
    let score: String
  }

  package struct Sums: Equatable, Sendable {
    let n: Int
    let sum: Double
    let sumOfSquares: Double

    /// Added in the order of size, so the order of the rows does not matter.
    init(_ values: [Double]) {
      let sorted = values.sorted()
      n = sorted.count
      sum = sorted.reduce(0, +)
      sumOfSquares = sorted.reduce(0) { $0 + $1 * $1 }
    }
  }

  let sums: [Cell: Sums]

  /// - Parameter rows: emotion, factor, and the scores that there are by their columns' names.
  init(_ rows: [(emotion: String, factor: String, scores: [(name: String, value: Double)])]) {
    var values: [Cell: [Double]] = [:]
    for row in rows {
      for (name, value) in row.scores {
        values[Cell(emotion: nil, factor: nil, score: name), default: []].append(value)
        values[Cell(emotion: row.emotion, factor: nil, score: name), default: []].append(value)
        values[Cell(emotion: row.emotion, factor: row.factor, score: name), default: []]
          .append(value)
      }
    }
    sums = values.mapValues(Sums.init)
  }

  /// The sums of people as they are stored.
  init(_ members: [Int], of microdata: Microdata) {
    self.init(
      members.map { person in
        let situation = microdata.people[person].situation.key
        return (
          situation.emotion, situation.factor,
          microdata.columns.scores.compactMap { name, column in
            column[person].map { ("\(name)", $0) }
          }
        )
      })
  }

  /// In how many cells two sets of sums differ.
  func differences(from other: BaselineSums) -> Int {
    Set(sums.keys).union(other.sums.keys).count { sums[$0] != other.sums[$0] }
  }
}
