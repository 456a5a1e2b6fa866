import Analysis
import Study
import Survey

extension StudyPlan {
  /// The plan for the terminal.
  func text(of study: StudyDefinition) -> String {
    let emotions = Set(study.situations.map(\.emotion)).count
    let sizes = factors.map(\.participants)
    let smallest = sizes.min() ?? 0
    let largest = sizes.max() ?? 0
    let items = study.instruments.map { "\($0.title) (\($0.items.count) items)" }
    var lines = [
      ("Study", study.title),
      ("Pages", pages.joined(separator: " → ")),
      ("Instruments", items.joined(separator: ", ")),
      (
        "Design",
        "\(emotions) emotions, \(factors.count) factors, \(study.situations.count) situations"
      ),
      (
        "Places",
        "\(study.places) = \(study.situations.count) cells × quota \(study.quota); "
          + (smallest == largest ? "\(smallest)" : "\(smallest) to \(largest)") + " a factor"
      ),
      ("Time", "about \(Int(minutes.rounded(.up))) minutes for a participant"),
    ]
    let powers = [0.3, 0.5, 0.8].compactMap { d in
      pairedPower(n: smallest, d: d, alpha: 0.01).map { "\(figure($0, decimals: 2)) at d_z = \(d)" }
    }
    if !powers.isEmpty {
      lines.append(
        ("Power", powers.joined(separator: ", ") + " (paired t of one factor, alpha .01)"))
    }
    if !study.exclusions.isEmpty {
      lines.append(("Exclusions", "\(study.exclusions.count) rules stated in advance"))
    }
    let indent = 13
    return lines.map { name, text in
      let wrappedLines = wrapped(text, width: 80 - indent)
      let label = name + String(repeating: " ", count: indent - name.count)
      return label + wrappedLines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }.joined(separator: "\n") + "\n"
  }

  /// The power of the two-sided paired t: the noncentral t beyond its critical values.
  ///
  /// Cohen (1988, section 2.2); nil for fewer than two people.
  private func pairedPower(n: Int, d: Double, alpha: Double) -> Double? {
    guard n > 1, let critical = StudentT(df: Double(n - 1)).upperQuantile(alpha / 2) else {
      return nil
    }
    let distribution = NoncentralT(df: Double(n - 1), noncentrality: d * Double(n).squareRoot())
    guard let above = distribution.upperTail(critical), let below = distribution.cdf(-critical)
    else { return nil }
    return above + below
  }
}
