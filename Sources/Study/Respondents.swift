/// The respondents of a source as they were at one moment: columns over one index, so that a
/// respondent is the same number in every column.
///
/// Whatever reads a source makes the whole value in one transaction, or in one pass over a file.
/// Nothing else of the source is joined to it afterwards.
package struct Respondents: Sendable {
  /// What to read beside cells; each costs time and memory.
  package struct Parts: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
      self.rawValue = rawValue
    }

    package static let scores = Parts(rawValue: 1)
    package static let answers = Parts(rawValue: 2)
    /// Answers to questions, and the year of taking part.
    package static let attributes = Parts(rawValue: 4)
    /// What a study's rules look at beside answers: checks, times, the version that asked.
    package static let checks = Parts(rawValue: 8)
    package static let keys = Parts(rawValue: 16)
    /// Seconds on each page; they are kept with the answers.
    package static let times = Parts(rawValue: 32)
    /// Those who were given a situation and did not complete, with their attributes.
    package static let unfinished = Parts(rawValue: 64)
  }

  /// Of everyone here.
  package let kind: RespondentKind
  /// Every situation that the source knows, whether or not anyone was given it.
  package let design: Design
  private var cells: [Int32]
  /// How each respondent is found again: a UUID of the database, a column of a file. Empty unless
  /// read.
  package private(set) var keys: [String]
  /// An entry per subscale on which anyone has a score, or lacks one. Empty unless read.
  package private(set) var scores: [ScoreTable]
  /// In the order of the instruments, default before evoked; none is without a row. Empty unless read.
  package private(set) var answers: [AnswerTable]
  /// nil unless read.
  package private(set) var attributes: Attributes?
  /// nil unless read, and for a source that keeps none.
  package private(set) var checks: Checks?
  /// Those who were given a situation and did not complete; nil unless read, and for a source that does
  /// not know them. The same whoever of the others is kept.
  package private(set) var unfinished: Unfinished?

  /// The marker of a respondent without a situation, such as a default measure of a run.
  package static let noCell: Int32 = -1

  /// - Parameter cells: an entry per respondent, an index into the design's cells or `noCell`.
  package init(
    _ kind: RespondentKind, design: Design, cells: [Int32], keys: [String] = [],
    scores: [ScoreTable] = [], answers: [AnswerTable] = [], attributes: Attributes? = nil,
    checks: Checks? = nil, unfinished: Unfinished? = nil
  ) {
    let count = cells.count
    precondition(keys.isEmpty || keys.count == count)
    precondition(scores.allSatisfy { $0.count == count })
    precondition(answers.allSatisfy { $0.respondents.last.map { $0 < count } ?? true })
    precondition(attributes.map { $0.count == count } ?? true)
    precondition(checks.map { $0.count == count } ?? true)
    self.kind = kind
    self.design = design
    self.cells = cells
    self.keys = keys
    self.scores = scores.filter { !$0.isEmpty }
    self.answers = answers.filter { $0.rows > 0 }
    self.attributes = attributes
    self.checks = checks
    self.unfinished = unfinished
  }

  package var count: Int { cells.count }

  /// The respondent's cell as an index into the design's; nil without a situation.
  package func cell(of respondent: Int) -> Int? {
    let cell = cells[respondent]
    return cell == Self.noCell ? nil : Int(cell)
  }

  /// The instruments in their order, each with its answers on the occasions that it was given on.
  package var instruments: [(instrument: Instrument, tables: [AnswerTable])] {
    var found: [(instrument: Instrument, tables: [AnswerTable])] = []
    for table in answers {
      if let index = found.firstIndex(where: { $0.instrument.id == table.instrument.id }) {
        found[index].tables.append(table)
      } else {
        found.append((table.instrument, [table]))
      }
    }
    return found
  }

  /// The others, under new numbers, in the same order.
  package func without(_ excluded: Set<Int32>) -> Respondents {
    keeping((0..<count).filter { !excluded.contains(Int32($0)) })
  }

  /// Some of the respondents, under new numbers.
  ///
  /// - Parameter kept: their numbers, ascending.
  package func keeping(_ kept: [Int]) -> Respondents {
    Respondents(
      kind, design: design, cells: kept.map { cells[$0] },
      keys: keys.isEmpty ? [] : kept.map { keys[$0] },
      scores: scores.map { $0.keeping(kept) }, answers: answers.map { $0.keeping(kept) },
      attributes: attributes?.keeping(kept), checks: checks?.keeping(kept), unfinished: unfinished)
  }
}
