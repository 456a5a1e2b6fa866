internal import Analysis
internal import Foundation
internal import Statistics
internal import Study
internal import TextFormats

extension Baseline {
  /// The Bayes factors of the paired t, with what the overall ones say.
  func bayesTable(levels: Set<Design.Level>) -> ReportTable {
    ReportTable(
      title: "Bayes factors of the change",
      columns: [.words(), "$n$", .words(), "$t$", "ln $BF_10$", "$BF_10$", .words("Evidence")],
      groups: groups(levels: levels) { row in
        let logarithm = row.logBayesFactor
        return [
          figure(row.pairedT?.t, decimals: 2), figure(logarithm, decimals: 2),
          logarithm.map { times(exp($0), logarithm: $0) } ?? "—",
          logarithm.map { EvidenceWords($0).entry } ?? "—",
        ]
      },
      notes: labels.legend + [
        """
        $BF_10$: the Bayes factor for a change against no change. ln $BF_10$: its natural logarithm. \
        Paired $t$ test, JZS prior: a Cauchy distribution of $d_z$ with scale √2/2.
        """
      ] + overall.map(\.bayesReading))
  }
}

extension Baseline.Row {
  /// The Bayes factor in one sentence.
  var bayesReading: InlineText {
    guard let logarithm = logBayesFactor else {
      let reason =
        n < 2
        ? "there are fewer than two participants" : sameness
      return "\(title): there is no Bayes factor, because \(reason)."
    }
    let size = abs(logarithm)
    let (favoured, other): (String, String) =
      logarithm >= 0
      ? ("alternative hypothesis (a change)", "null (no change)")
      : ("null hypothesis (no change)", "alternative (a change)")
    return """
      \(title): the data are \(times(exp(size), logarithm: size)) times as likely under the \
      \(favoured) as under the \(other): \(EvidenceWords(logarithm).words).
      """
  }
}

/// The words of Jeffreys (1961, appendix B), as Lee and Wagenmakers (2013, table 7.1) changed them.
struct EvidenceWords {
  private let strength: String
  private let isForChange: Bool

  init(_ logarithm: Double) {
    let factor = exp(abs(logarithm))
    isForChange = logarithm >= 0
    strength =
      switch factor {
      case ..<3: "anecdotal"
      case ..<10: "moderate"
      case ..<30: "strong"
      case ..<100: "very strong"
      default: "extreme"
      }
  }

  /// By a factor of 3 at least.
  var isModerateForChange: Bool { isForChange && strength != "anecdotal" }

  var words: String { strength + " evidence for " + (isForChange ? "a change" : "no change") }
  /// The same in a narrow column.
  var entry: String { strength + ", for " + (isForChange ? "change" : "no change") }
}

/// A factor as a person reads it: two decimals below 10, whole from 100 on, with a power of ten
/// from a million on.
private func times(_ factor: Double, logarithm: Double) -> String {
  guard abs(logarithm) < log(1e6) else {
    let exponent = logarithm / log(10)
    var power = exponent.rounded(.down)
    var digits = (10 * exp((exponent - power) * log(10))).rounded() / 10
    if digits >= 10 { (digits, power) = (1, power + 1) }
    return "\(figure(digits, decimals: 1)) × 10^\(figure(power, decimals: 0))"
  }
  if factor < 0.01 { return "1/" + grouped(Int((1 / factor).rounded())) }
  return factor < 100
    ? figure(factor, decimals: factor < 10 ? 2 : 1) : grouped(Int(factor.rounded()))
}
