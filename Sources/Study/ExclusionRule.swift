import TextFormats

extension StudyDefinition {
  /// A rule stated in advance for leaving a participant out of an analysis.
  package enum ExclusionRule: Sendable, Hashable {
    case failedAttention
    /// Gave an answer to a screening question that it does not accept, and went on.
    case failedScreening
    case readTooFast
    case identicalAnswers
    case secondsBelow(Int)
    /// More neighbouring items than this with the same answer, on any page.
    case longStringAbove(Int)
    /// The SD of the answers of any page is below this.
    case variabilityBelow(Double)
    /// The p of Mahalanobis' distance of any page is below this.
    case distanceBelow(Double)
    /// The consistency of odd and even items is below this.
    case evenOddBelow(Double)

    /// The rules without a parameter.
    package static let plain: [ExclusionRule] = [
      .failedAttention, .failedScreening, .readTooFast, .identicalAnswers,
    ]

    /// The names of the rules that take a number, and the numbers that they take, in words.
    package static let thresholds: [(name: String, range: String)] = [
      ("seconds_below", "a whole number from 1 to 86400"),
      ("longstring_above", "a whole number from 1 to 1000"),
      ("irv_below", "a number above 0, at most 1000"),
      ("mahalanobis_p_below", "a number above 0 and below 1"),
      ("even_odd_below", "a number from -1 to 1"),
    ]

    /// nil for another name, or a number that the rule does not take.
    package init?(_ name: String, _ threshold: Double) {
      let whole = Int(exactly: threshold)
      switch name {
      case "seconds_below":
        guard let whole, (1...86_400).contains(whole) else { return nil }
        self = .secondsBelow(whole)
      case "longstring_above":
        guard let whole, (1...1_000).contains(whole) else { return nil }
        self = .longStringAbove(whole)
      case "irv_below":
        guard threshold > 0, threshold <= 1_000 else { return nil }
        self = .variabilityBelow(threshold)
      case "mahalanobis_p_below":
        guard threshold > 0, threshold < 1 else { return nil }
        self = .distanceBelow(threshold)
      case "even_odd_below":
        guard (-1...1).contains(threshold) else { return nil }
        self = .evenOddBelow(threshold)
      default: return nil
      }
    }

    /// The rule as `study.yaml` writes it.
    package var name: String {
      switch self {
      case .failedAttention: "failed_attention"
      case .failedScreening: "failed_screening"
      case .readTooFast: "read_too_fast"
      case .identicalAnswers: "identical_answers"
      case .secondsBelow(let seconds): "seconds_below: \(seconds)"
      case .longStringAbove(let items): "longstring_above: \(items)"
      case .variabilityBelow(let sd): "irv_below: \(formatted(sd))"
      case .distanceBelow(let p): "mahalanobis_p_below: \(formatted(p))"
      case .evenOddBelow(let r): "even_odd_below: \(formatted(r))"
      }
    }

    /// What of the respondents it looks at.
    package var parts: Respondents.Parts {
      switch self {
      case .failedAttention, .failedScreening, .readTooFast, .secondsBelow: .checks
      case .identicalAnswers, .longStringAbove, .variabilityBelow, .distanceBelow, .evenOddBelow:
        .answers
      }
    }
  }
}
