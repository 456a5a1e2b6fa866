internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Arrow {
  /// What a sign test says; nil if there is none, or if it could not be significant.
  init?(_ test: SignTest, ofSmallest p: Double?, alpha: Double) {
    guard let p, p <= alpha else { return nil }
    self.init(
      t: Double(test.positive - test.negative), p: test.significance?.p, alpha: alpha)
  }

  /// The same of Wilcoxon's test.
  init?(_ test: SignedRankTest?, ofSmallest p: Double?, alpha: Double) {
    guard let test, let r = test.rankBiserial, let p, p <= alpha else { return nil }
    self.init(t: r, p: test.significance?.p, alpha: alpha)
  }

  fileprivate var words: String {
    switch self {
    case .up: "a significant increase"
    case .down: "a significant decrease"
    case .notSignificant: "no significant change"
    }
  }
}

extension BaselineReport {
  /// For each subscale: where the analyses shown do not all say the same of the overall change, what
  /// each says and which to report; and where emotions, or factors of one emotion, changed in opposite
  /// directions.
  var disagreements: [InlineText] {
    baseline.overall.flatMap { overall in
      let emotions = baseline.rows.filter {
        $0.scale == overall.scale && $0.position.level == .emotion
      }
      return [disagreement(on: overall), opposites(in: emotions, of: overall)].compactMap(\.self)
        + emotions.compactMap { emotion in
          opposites(
            in: baseline.rows.filter {
              $0.scale == emotion.scale && $0.position.level == .factor
                && $0.position.emotion == emotion.position.emotion
            }, of: emotion)
        }
    }
  }

  /// - Parameter parts: the rows of the whole's emotions or factors.
  private func opposites(in parts: [Baseline.Row], of whole: Baseline.Row) -> InlineText? {
    func names(_ direction: Arrow) -> String? {
      let rows = parts.filter { Arrow($0.pairedT, alpha: baseline.alpha) == direction }
      let names = rows.map { row in
        row.position.level == .emotion ? row.position.emotion ?? "" : "“\(row.position.title)”"
      }
      return rows.isEmpty ? nil : names.joined(separator: ", ")
    }
    guard let rose = names(.up), let fell = names(.down) else { return nil }
    let (place, change, level): (String, String, String) =
      whole.position.emotion.map { (", \($0)", "the emotion's change", "factors") }
      ?? ("", "the overall change", "emotions")
    return """
      \(whole.title)\(place): \(change) is a mixture of opposite ones: significant increases (paired \
      $t$ test, α = \(TextFormats.level(baseline.alpha))) after situations of \(rose); significant \
      decreases after situations of \(fell). Report the \(level), not \(change) alone.
      """
  }

  private typealias Test = (name: InlineText, says: Arrow)

  private func tests(of row: Baseline.Row) -> [Test] {
    let alpha = baseline.alpha
    let model = mixed?.first { $0.scale == row.scale && $0.formula == .intercept }
    let all: [(InlineText, Arrow?)] = [
      ("the paired $t$ test", Arrow(row.pairedT, alpha: alpha)),
      ("Yuen's test", Arrow(row.robust?.trimmed?.test, alpha: alpha)),
      (
        "the sign test",
        row.robust.flatMap { Arrow($0.signs, ofSmallest: $0.smallestP?.signs, alpha: alpha) }
      ),
      (
        "Wilcoxon's test",
        row.robust.flatMap { Arrow(row.wilcoxon, ofSmallest: $0.smallestP?.ranks, alpha: alpha) }
      ),
      (Self.mixedModel, Arrow(model?.success?.intercept, alpha: alpha)),
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
    var conclusions: [Arrow] = []
    for test in tests where !conclusions.contains(test.says) { conclusions.append(test.says) }
    var findings: [InlineText] = conclusions.map { conclusion in
      let names = tests.filter { $0.says == conclusion }.map(\.name)
      return "\(conclusion.words) by \(enumerated(names))"
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

extension Arrow {
  /// Whether a Bayes factor says something else: it does not favour the change that a test shows,
  /// by 3 at least, or favours one that a test does not show.
  fileprivate func isAgainst(_ logarithm: Double) -> Bool {
    (self == .notSignificant) == EvidenceWords(logarithm).isModerateForChange
  }
}
