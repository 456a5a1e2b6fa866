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

    /// The rules that take a number: their names, the numbers that they take, in words, and how one
    /// is made, nil for a number that it does not take.
    package static let thresholds:
      [(name: String, range: String, rule: @Sendable (Double) -> ExclusionRule?)] = [
        (
          "seconds_below", "a whole number from 1 to 86400",
          { Self.whole($0, 1...86_400).map(Self.secondsBelow) }
        ),
        (
          "longstring_above", "a whole number from 1 to 1000",
          { Self.whole($0, 1...1_000).map(Self.longStringAbove) }
        ),
        (
          "irv_below", "a number above 0, at most 1000",
          { $0 > 0 && $0 <= 1_000 ? .variabilityBelow($0) : nil }
        ),
        (
          "mahalanobis_p_below", "a number above 0 and below 1",
          { $0 > 0 && $0 < 1 ? .distanceBelow($0) : nil }
        ),
        (
          "even_odd_below", "a number from -1 to 1",
          { (-1...1).contains($0) ? .evenOddBelow($0) : nil }
        ),
      ]

    private static func whole(_ number: Double, _ range: ClosedRange<Int>) -> Int? {
      Int(exactly: number).flatMap { range.contains($0) ? $0 : nil }
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

    /// Whether it compares respondents with each other, so that it decides nothing about one alone.
    package var comparesRespondents: Bool {
      if case .distanceBelow = self { true } else { false }
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
