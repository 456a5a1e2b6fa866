import Analysis
internal import Foundation
import Statistics
import TextFormats

extension Baseline {
  /// The Bayes factors of the paired t, with what the overall ones say.
  func bayesTable(levels: Set<Level>) -> ReportTable {
    ReportTable(
      title: "Bayes factors of the change",
      columns: [
        .init("", .leading, width: 19), .init("n"), .init("", .leading), .init("t"),
        .init("ln BF10"), .init("BF10"), .init("Evidence", .leading),
      ],
      groups: groups(levels: levels) { row in
        let logarithm = row.logBayesFactor
        return [
          figure(row.pairedT?.t, decimals: 2), figure(logarithm, decimals: 2),
          logarithm.map { times(exp($0), logarithm: $0) } ?? "—",
          logarithm.map { EvidenceWords($0).entry } ?? "—",
        ]
      },
      notes: labels.legend + [
        "BF10: how many times as likely the data are under a change as under none, ln its natural "
          + "logarithm. Paired t, JZS prior: a Cauchy distribution of d_z with scale √2/2."
      ] + overall.map(\.bayesReading))
  }
}

extension Baseline.Row {
  /// The Bayes factor in one sentence.
  var bayesReading: String {
    guard let logarithm = logBayesFactor else {
      return "\(title): there is no Bayes factor, because everybody changed alike or fewer than "
        + "two people took part."
    }
    let size = abs(logarithm)
    let how = times(exp(size), logarithm: size)
    let sides = logarithm >= 0 ? "a change as under none" : "no change as under a change"
    return "\(title): the data are \(how) times as likely under \(sides): "
      + "\(EvidenceWords(logarithm).words)."
  }
}

/// The words of Jeffreys (1961, appendix B), as Lee and Wagenmakers (2013, table 7.1) changed them.
private struct EvidenceWords {
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

  var words: String { strength + " evidence for " + (isForChange ? "a change" : "no change") }
  /// The same in a narrow column.
  var entry: String { strength + ", for " + (isForChange ? "change" : "none") }
}

/// A factor as a person reads it: two decimals below 10, whole from 100 on, with a power of ten
/// from a million on.
private func times(_ factor: Double, logarithm: Double) -> String {
  guard abs(logarithm) < log(1e6) else {
    let exponent = logarithm / logOfTen
    var power = exponent.rounded(.down)
    var digits = (10 * exp((exponent - power) * logOfTen)).rounded() / 10
    if digits >= 10 { (digits, power) = (1, power + 1) }
    return "\(figure(digits, decimals: 1))·10^\(figure(power, decimals: 0))"
  }
  if factor < 0.01 { return "1/" + figure(1 / factor, decimals: 0) }
  return figure(factor, decimals: factor < 10 ? 2 : factor < 100 ? 1 : 0)
}
