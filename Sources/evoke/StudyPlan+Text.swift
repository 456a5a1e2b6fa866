import Documents
import Statistics
import Study
import Survey
import TextFormats

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
    let test = TTestPower(alpha: 0.01)
    let powers = [0.3, 0.5, 0.8].compactMap { d in
      test.power(n: Double(smallest), d: d).map { "\(figure($0, decimals: 2)) at d_z = \(d)" }
    }
    if let least = test.detectable(n: Double(smallest), power: 0.8) {
      lines.append(
        (
          "Power",
          powers.joined(separator: ", ") + "; power .80 finds d_z = \(figure(least, decimals: 2)) "
            + "(paired t of one factor, \(smallest) people, alpha .01)"
        ))
    }
    for (index, rule) in study.ruleLines.enumerated() {
      lines.append((index == 0 ? "Rules" : "", rule))
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
}

extension StudyDefinition {
  /// What each screening question and each attention check leads to, a line each, in their order.
  fileprivate var ruleLines: [String] {
    let rules =
      screening.map { ($0.id.name, Outcome.screenedOut) }
      + attention.map { ($0.id.name, Outcome.failedAttention) }
    return rules.compactMap { rule, outcome in
      guard let consequence = consequences[rule] else { return nil }
      guard consequence.ends else { return "\(rule): marks the answer" }
      let completion = completion(of: outcome, endedBy: rule)
      let shown = [
        completion.code.map { "code \($0)" }, completion.redirect.map { "button to \($0)" },
      ].compactMap(\.self)
      return (["\(rule): ends the study"] + shown).joined(separator: ", ")
    }
  }
}
