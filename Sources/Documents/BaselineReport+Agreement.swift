internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

/// What a two-sided test of a change says at a level.
enum Conclusion: Hashable {
  case increase, decrease, notSignificant

  /// Nil if there is no test.
  init?(sign: Double?, p: Double?, alpha: Double) {
    guard let sign, let p else { return nil }
    self = p > alpha || sign == 0 ? .notSignificant : sign > 0 ? .increase : .decrease
  }

  init?(_ test: TTest?, alpha: Double) {
    self.init(sign: test?.estimate, p: test?.p, alpha: alpha)
  }

  init?(_ test: SignTest, alpha: Double) {
    self.init(
      sign: Double(test.positive - test.negative), p: test.significance?.p, alpha: alpha)
  }

  fileprivate var words: String {
    switch self {
    case .increase: "a significant increase"
    case .decrease: "a significant decrease"
    case .notSignificant: "no significant change"
    }
  }
}

extension BaselineReport {
  /// For each subscale: where the analyses shown do not all say the same of the overall change, what
  /// each says and which to report; and where emotions changed in opposite directions.
  var disagreements: [InlineText] {
    baseline.overall.flatMap { [disagreement(on: $0), opposites(of: $0)].compactMap(\.self) }
  }

  private func opposites(of overall: Baseline.Row) -> InlineText? {
    func emotions(_ direction: Conclusion) -> String? {
      let rows = baseline.rows.filter {
        $0.scale == overall.scale && $0.position.level == .emotion
          && Conclusion($0.pairedT, alpha: baseline.alpha) == direction
      }
      return rows.isEmpty ? nil : rows.compactMap(\.position.emotion).joined(separator: ", ")
    }
    guard let rose = emotions(.increase), let fell = emotions(.decrease) else { return nil }
    return """
      \(overall.title): the overall change is a mixture of opposite ones: significant increases \
      (paired $t$ test, α = \(level(baseline.alpha))) after situations of \(rose); significant \
      decreases after situations of \(fell). Report the emotions, not the overall change alone.
      """
  }

  private typealias Test = (name: InlineText, says: Conclusion)

  private func tests(of row: Baseline.Row) -> [Test] {
    let alpha = baseline.alpha
    let model = mixed?.first { $0.scale == row.scale && $0.formula == .intercept }
    let all: [(InlineText, Conclusion?)] = [
      ("the paired $t$ test", Conclusion(row.pairedT, alpha: alpha)),
      ("Yuen's test", Conclusion(row.robust?.trimmed?.test, alpha: alpha)),
      ("the sign test", row.robust.flatMap { Conclusion($0.signs, alpha: alpha) }),
      (Self.mixedModel, Conclusion(model?.success?.intercept, alpha: alpha)),
    ]
    return all.compactMap { name, says in says.map { (name, $0) } }
  }

  private static let mixedModel: InlineText = "the mixed model"

  private func disagreement(on row: Baseline.Row) -> InlineText? {
    let tests = tests(of: row)
    let factor = bayes ? row.logBayesFactor : nil
    guard let first = tests.first?.says,
      tests.contains(where: { $0.says != first }) || factor.map(first.isAgainst) == true
    else { return nil }
    var conclusions: [Conclusion] = []
    for test in tests where !conclusions.contains(test.says) { conclusions.append(test.says) }
    var findings: [InlineText] = conclusions.map { conclusion in
      let names = tests.filter { $0.says == conclusion }.map(\.name)
      return "\(conclusion.words) by \(names.joined(separator: " and by "))"
    }
    if let factor { findings.append("\(EvidenceWords(factor).words) by the Bayes factor") }
    let hasModel = tests.contains { $0.name == Self.mixedModel }
    let (choice, reason): (InlineText, InlineText) =
      hasModel
      ? (Self.mixedModel, "allows for differences between situations")
      : ("the paired $t$ test", "the arrows stand for")
    return """
      \(row.title), overall: the analyses disagree at α = \(level(baseline.alpha)): \
      \(findings.joined(separator: "; ")). Report the analysis that was stated in advance; if none \
      was, report \(choice), which \(reason), and mention the others.
      """
  }
}

extension Conclusion {
  /// Whether a Bayes factor says something else: it does not favour the change that a test shows,
  /// by 3 at least, or favours one that a test does not show.
  fileprivate func isAgainst(_ logarithm: Double) -> Bool {
    (self == .notSignificant) == EvidenceWords(logarithm).isModerateForChange
  }
}
