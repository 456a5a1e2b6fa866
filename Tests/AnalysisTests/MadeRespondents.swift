import Study

extension Design.Cell {
  /// A situation of a factor that is called after its emotion and its number.
  static func made(_ emotion: String, _ factor: Int = 1, _ situation: Int = 1) -> Design.Cell {
    Design.Cell(
      key: SituationKey(emotion: emotion, factor: "\(emotion) \(factor)", index: situation),
      factorIndex: factor)
  }
}

extension Respondents {
  /// People who have both scores of Positive Affect.
  ///
  /// - Parameters:
  ///   - situations: the design, in any order.
  ///   - cells: the situation of each person, as an index into the situations.
  ///   - range: of the scores.
  static func made(
    _ situations: [Design.Cell], cells: [Int], default before: [Double], evoked after: [Double],
    range: ClosedRange<Double>? = nil, attributes: Attributes? = nil, checks: Checks? = nil,
    kind: RespondentKind = .human
  ) -> Respondents {
    let design = Design(situations)
    var scores = ScoreTable(
      "panas", "positive_affect", title: "Positive Affect", count: cells.count)
    scores.range = range
    for (person, (before, after)) in zip(before, after).enumerated() {
      scores.addPair(before, after, isProrated: false, of: person)
    }
    return Respondents(
      kind, design: design, cells: cells.map { Int32(design.index(of: situations[$0])!) },
      scores: [scores], attributes: attributes, checks: checks)
  }

  /// People or repetitions with answers to items.
  ///
  /// - Parameter situations: the number of each one's situation of Fear; 0 for none, 1 beyond the end.
  static func made(
    _ kind: RespondentKind = .human, count: Int, situations: [Int] = [], answers: [AnswerTable]
  ) -> Respondents {
    let numbers = (0..<count).map { $0 < situations.count ? situations[$0] : 1 }
    let design = Design(
      Set(numbers).subtracting([0]).sorted().map { Design.Cell.made("Fear", 1, $0) })
    return Respondents(
      kind, design: design,
      cells: numbers.map { number in
        number == 0 ? noCell : Int32(design.index(of: .made("Fear", 1, number))!)
      }, keys: (0..<count).map { "p\($0)" }, answers: answers)
  }
}
