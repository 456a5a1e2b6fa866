internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Contrast.Figures {
  /// Why a figure of the adjusted difference is missing; nil if none is.
  var adjustedNote: InlineText? {
    if adjusted == nil { return "there is no adjusted difference, because \(adjustedObstacle)" }
    guard ancova?.slopes == nil else { return nil }
    return "the slopes cannot be compared, because \(slopesObstacle)"
  }

  private var sides: [Side] { [first, second] }

  private var adjustedObstacle: String {
    if sides.contains(where: { $0.n == 0 }) {
      return "a group has no participant with both scores"
    }
    if first.n + second.n < 4 { return "there are fewer than four participants with both scores" }
    return sides.allSatisfy { $0.default.isConstant }
      ? "the default score does not vary within the groups"
      : "the model leaves nothing unexplained"
  }

  private var slopesObstacle: String {
    if sides.contains(where: { $0.default.isConstant }) {
      return "the default score does not vary in a group"
    }
    return first.n + second.n < 5
      ? "there are fewer than five participants with both scores"
      : "the model leaves nothing unexplained"
  }

  /// Why there is no model with situations as random, or what is not in it.
  var randomNote: InlineText? {
    if let random { return random.note }
    return sides.contains { $0.n == 0 }
      ? "there is no model, because a group has no participant with both scores"
      : "there is no model, because there is a single situation"
  }
}

extension Baseline.Measure {
  fileprivate var isConstant: Bool { (summary.sd ?? 0) == 0 }
}

extension RandomSituationsContrast {
  /// The variance between the units of a level; nil if the model has no such level, or it drops out.
  func variance(_ level: Design.Level) -> Double? {
    guard let model = success?.model, let index = levels.firstIndex(of: level) else { return nil }
    return model.singular.contains(index) ? nil : model.groupVariances[index]
  }

  /// Why there is no model.
  var obstacle: String? {
    guard case .failure(let failure) = fit else { return nil }
    return switch failure {
    case .oneGroup: "there is a single situation"
    case .oneObservationPerGroup: "each situation was read by one person"
    case .constantWithinGroups:
      "all participants who read the same situation changed by the same amount"
    case .tooFewGroups: "there are not more situations than groups"
    }
  }

  /// Why there is no model, or what is not in it.
  var note: InlineText? {
    if let obstacle { return "there is no model \(.code(notation)), because \(obstacle)" }
    guard !dropped.isEmpty else { return nil }
    let units = enumerated(dropped.map { "\($0.rawValue)s" })
    return """
      the variance between \(units) is estimated as 0 (singular fit), which does not show that they \
      do not differ
      """
  }
}

extension Contrast.Dropout {
  /// Whether the shares differ.
  func reading(alpha: Double) -> InlineText {
    let interval: InlineText =
      comparison.interval.map {
        """
        , 95% CI [\(figure($0.low * 100, decimals: 1)), \(figure($0.high * 100, decimals: 1))]
        """
      } ?? ""
    let p = comparison.fisher?.p
    let verdict: InlineText =
      p.map {
        """
        ; the shares \($0 <= alpha ? "differ" : "do not differ") significantly at α = \
        \(level(alpha)) (Fisher's exact test, $p$ \(pEquation($0, at: alpha)))
        """
      } ?? ""
    return """
      \(percentage(first.share)) (\(first.unfinished) of \(first.assigned)) and \
      \(percentage(second.share)) (\(second.unfinished) of \(second.assigned)) did not complete, \
      difference = \(figure(comparison.difference * 100, decimals: 1)) percentage points\(interval)\
      \(verdict)
      """
  }
}
