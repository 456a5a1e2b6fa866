internal import Analysis
internal import Statistics
internal import TextFormats

extension BaselineReport {
  /// One paragraph on the overall change, in the style of the APA (2020, chapter 6), to be pasted.
  var paragraph: InlineText {
    let sentences = baseline.overall.map { $0.sentence(baseline.alpha, among: counted) }
    guard !sentences.isEmpty else { return "" }
    return "Across \(source.counted(counted)), \(sentences.joined(separator: " "))"
  }

  /// Those of the overall rows, which are without the controls.
  private var counted: Int {
    controlled.isEmpty ? participants : baseline.overall.map(\.n).max() ?? 0
  }
}

extension Baseline.Row {
  /// - Parameter participants: how many there are; n is named if it is another number.
  fileprivate func sentence(_ alpha: Double, among participants: Int) -> InlineText {
    func meanAndSD(_ measure: Baseline.Measure) -> InlineText {
      let mean = figure(measure.summary.mean, decimals: 2)
      guard let sd = measure.summary.sd else { return "$M$ = \(mean)" }
      return "$M$ = \(mean), $SD$ = \(figure(sd, decimals: 2))"
    }
    let name: InlineText = n == participants ? "\(title)" : "\(title) ($n$ = \(n))"
    let before = meanAndSD(`default`)
    let after = meanAndSD(evoked)
    let finding: InlineText =
      switch direction {
      case .up, .down:
        """
        \(name) was \(direction == .up ? "higher" : "lower") after the imagined situation \
        (\(after)) than before it (\(before))
        """
      case nil:
        "\(name) did not change: \(before) before and \(after) after the imagined situation"
      case .notSignificant:
        """
        \(name) did not change significantly at α = \(level(alpha)): \(before) before and \(after) \
        after the imagined situation
        """
      }
    return finding + test(alpha) + effect + verdict(alpha) + "."
  }

  private func test(_ alpha: Double) -> InlineText {
    guard let pairedT else {
      return n == 1
        ? "; with one participant there is no test"
        : "; \(sameness), so there is no $t$ test"
    }
    return """
      , $t$(\(formatted(pairedT.df))) = \(figure(pairedT.t, decimals: 2)), \
      $p$ \(pEquation(pairedT.p, at: alpha))
      """
  }

  private var effect: InlineText {
    guard let cohenDz else { return "" }
    let interval: InlineText = cohenDz.interval.map { ", 95% CI \(intervalFigure($0))" } ?? ""
    return ", $d_z$ = \(figure(cohenDz.d, decimals: 2))\(interval)"
  }

  /// The level of a significant test, and why the interval seems to say something else.
  private func verdict(_ alpha: Double) -> InlineText {
    guard let p = pairedT?.p else { return "" }
    let verdict: InlineText = p <= alpha ? "; significant at α = \(level(alpha))" : ""
    return verdict + remark(on: cohenDz?.interval, beside: p, at: alpha)
  }

  /// Why there is no test of two participants or more.
  var sameness: String {
    change.summary.mean == 0
      ? "no score changed" : "all participants changed by the same amount"
  }

  /// What happened: by the test, or if there is none by the change itself.
  private var direction: Arrow? {
    guard pairedT == nil else { return arrow }
    let change = change.summary.mean ?? 0
    return change > 0 ? .up : change < 0 ? .down : nil
  }
}
