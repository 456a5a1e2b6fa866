import Statistics
import Study

/// The scores of one subscale of those who have both, in the order of the design.
struct PairedScores {
  let table: ScoreTable
  /// Numbers of respondents: by cell, and within a cell as the source has them.
  private let respondents: [Int32]
  /// The first position of each cell in `respondents`, and the end.
  private let starts: [Int]

  /// - Parameter excluded: respondents who do not count.
  init(_ table: ScoreTable, of all: Respondents, without excluded: Set<Int32> = []) {
    self.table = table
    func cell(of respondent: Int) -> Int? {
      guard table.pair(of: respondent) != nil, !excluded.contains(Int32(respondent)) else {
        return nil
      }
      return all.cell(of: respondent)
    }
    var starts = Array(repeating: 0, count: all.design.cells.count + 1)
    for respondent in 0..<all.count {
      if let cell = cell(of: respondent) { starts[cell + 1] += 1 }
    }
    for cell in all.design.cells.indices { starts[cell + 1] += starts[cell] }
    var respondents = Array(repeating: Int32(0), count: starts[starts.count - 1])
    var next = starts
    for respondent in 0..<all.count {
      guard let cell = cell(of: respondent) else { continue }
      respondents[next[cell]] = Int32(respondent)
      next[cell] += 1
    }
    self.respondents = respondents
    self.starts = starts
  }

  func members(of branch: Design.Branch) -> ArraySlice<Int32> {
    respondents[starts[branch.cells.lowerBound]..<starts[branch.cells.upperBound]]
  }

  /// A subscale's pairs of all respondents, an entry per subscale that anyone has both scores of.
  static func all(_ respondents: Respondents) -> [PairedScores] {
    respondents.scores.map { PairedScores($0, of: respondents) }
      .filter { !$0.respondents.isEmpty }
  }
}

extension ScoreTable {
  /// The scores of respondents who have both.
  func scores(_ occasion: Occasion, of members: some Sequence<Int32>) -> [Double] {
    members.map { self[occasion, Int($0)]! }
  }

  /// Evoked minus default, respondent by respondent.
  func changes(of members: some Sequence<Int32>) -> [Double] {
    members.map { member in
      let (before, after) = pair(of: Int(member))!
      return difference(from: before, to: after)
    }
  }
}
