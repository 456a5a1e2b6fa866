package import Disclosure
internal import Documents
import Study
import TextFormats

/// A release that was made.
package struct ReleaseOutcome: Sendable {
  package enum Content: Sendable {
    case microdata(MaskedMicrodata, RiskReport, EarlierReleases)
    /// The budget is nil if no ledger is kept.
    case privateBaseline(PrivateBaseline, PrivacyBudget?)
  }

  package let destination: String
  package let content: Content
  /// Whether the release was entered in a ledger.
  package let isInLedger: Bool

  /// What was released, in a few lines.
  package var summary: String {
    var lines: [String]
    switch content {
    case .microdata(let masked, let report, let earlier):
      lines = summary(of: masked, report, earlier)
    case .privateBaseline(let baseline, let budget):
      lines = [
        "\(destination): only the crowd baseline, differentially private with epsilon = "
          + "\(baseline.epsilon); in the typical factor a mean is off by "
          + "\(figure(baseline.typicalError, decimals: 2)) and a change by "
          + figure(baseline.typicalError * 2.0.squareRoot(), decimals: 2)
      ]
      if let budget { lines.append(budget.note(on: baseline.epsilon)) }
    }
    if !isInLedger {
      lines.append(
        "no ledger: earlier releases were not checked, and this one is not recorded "
          + "(--ledger FILE)")
    }
    return lines.joined(separator: "\n")
  }

  private func summary(
    of masked: MaskedMicrodata, _ report: RiskReport, _ earlier: EarlierReleases
  ) -> [String] {
    let dropped = masked.masking.dropped.count
    var lines = [
      "\(destination): \(report.after.records) people, k = \(report.after.k) "
        + "(\(report.before.uniques) were unique before)",
      "\(percentage(masked.masking.suppression)) of quasi-identifier cells suppressed, information "
        + "loss \(figure(masked.masking.loss, decimals: 3))",
      masked.recipe.columns.map { "\($0.name): \($0.level)" }.joined(separator: ", "),
      dropped == 0
        ? "read back and measured again: classes, columns and every baseline are correct"
        : "\(dropped) people excluded; read back and measured again",
    ]
    if !report.identifying.isEmpty {
      let columns = report.identifying.map {
        "\($0.column.name) (\($0.given) people, \($0.unique) with a unique value)"
      }
      lines.insert(
        "NOT ANONYMOUS: released \(columns.joined(separator: ", ")), as the study names and the "
          + "command confirmed", at: 0)
    }
    for (at, columns) in earlier.identifying {
      lines.append("the release of \(at) contained \(columns.joined(separator: ", "))")
    }
    if let k = earlier.k { lines.append("together with earlier releases: k = \(k)") }
    return lines
  }
}
