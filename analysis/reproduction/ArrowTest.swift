package import Statistics

/// A test that an arrow may represent, at its level.
package struct ArrowTest: Sendable, Hashable {
  package enum Method: String, Sendable {
    case paired = "paired t"
    case published = "F, then t"
    case welch = "Welch's t"
    case student = "Student's t"
    case wilcoxon = "Wilcoxon"
  }

  package let method: Method
  package let alpha: Double

  package var name: String { "\(method.rawValue) at \(formattedAlpha)" }

  private var formattedAlpha: String {
    let text = "\(alpha)"
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }

  /// The tests tried for pairs or for a run; the first is the one that the arrows should represent:
  /// the paired t at .01 for pairs, else the published F-then-t at .01.
  package static func plausible(paired: Bool) -> [ArrowTest] {
    var methods: [Method] = [.published, .welch, .student, .wilcoxon]
    if paired { methods.insert(.paired, at: 0) }
    return methods.map { ArrowTest(method: $0, alpha: 0.01) }
      + methods.map { ArrowTest(method: $0, alpha: 0.05) }
  }

  /// nil if there is no test: the scores do not vary, or the cell lacks pairs or Wilcoxon's p.
  package func arrow(_ cell: RecomputedFigures.Cell) -> Arrow? {
    switch method {
    case .paired: Arrow(cell.change.flatMap { TTest.oneSample($0) }, alpha: alpha)
    case .published:
      PublishedTest(evoked: cell.evoked, default: cell.default, alpha: alpha).arrow
    case .welch: Arrow(TTest.welch(cell.evoked, cell.default), alpha: alpha)
    case .student: Arrow(TTest.student(cell.evoked, cell.default), alpha: alpha)
    // A rank test gives no estimate here; the arrow takes the direction of the mean.
    case .wilcoxon: Arrow(t: cell.meanChange, p: cell.wilcoxonP, alpha: alpha)
    }
  }
}
