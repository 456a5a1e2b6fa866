internal import Responses
internal import Statistics
import Study

/// n, sum and sum of squares of every score, overall and by kind of situation, emotion and factor:
/// what a release must
/// leave exactly as it was.
package struct BaselineSums: Sendable, Equatable {
  package struct Cell: Hashable, Sendable {
    /// Nil overall.
    let kind: String?
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

  typealias Row = (
    kind: String, emotion: String, factor: String, scores: [(name: String, value: Double)]
  )

  /// - Parameter rows: kind, emotion, factor, and the scores that there are by their columns' names.
  init(_ rows: [Row]) {
    var values: [Cell: [Double]] = [:]
    for row in rows {
      for (name, value) in row.scores {
        let parts: [(String?, String?, String?)] = [
          (nil, nil, nil), (row.kind, nil, nil), (row.kind, row.emotion, nil),
          (row.kind, row.emotion, row.factor),
        ]
        for (kind, emotion, factor) in parts {
          let cell = Cell(kind: kind, emotion: emotion, factor: factor, score: name)
          values[cell, default: []].append(value)
        }
      }
    }
    sums = values.mapValues(Sums.init)
  }

  /// The sums of people as they are stored.
  ///
  /// - Parameter byKind: whether the kinds of situations are told apart.
  init(_ members: [Int], of microdata: Microdata, byKind: Bool) {
    self.init(
      members.map { person in
        let situation = microdata.people[person].situation.key
        return (
          byKind ? situation.kind.rawValue : "", situation.emotion, situation.factor,
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
