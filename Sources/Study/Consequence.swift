/// What a participant takes back to the recruiting panel: a code, an address, or both.
package struct Completion: Sendable, Hashable {
  package let code: String?
  package let redirect: String?
}

/// What an answer leads to that a screening question does not accept, or an attention check does not
/// expect.
package enum Consequence: Sendable, Hashable {
  /// The interview continues, and the answer is stored with a mark.
  case flag
  /// The interview ends, with the rule's completion or, if that is nil, with its outcome's.
  case end(Completion?)

  /// The words of `study.yaml`.
  enum Word: String, CaseIterable {
    case flag, end
  }

  package var ends: Bool { self != .flag }

  /// The rule's own completion; nil if it has none.
  package var completion: Completion? {
    if case .end(let completion) = self { completion } else { nil }
  }
}

extension StudyDefinition {
  /// The code and the address that are shown at an end.
  ///
  /// A rule that names either of them replaces both of its outcome: a button that hands over another
  /// code than the one beside it would mislead.
  ///
  /// - Parameter rule: the screening question or attention check that ended the interview.
  package func completion(of outcome: Outcome, endedBy rule: String?) -> Completion {
    let own: Completion? =
      switch outcome {
      case .screenedOut, .failedAttention: rule.flatMap { consequences[$0]?.completion }
      case .complete, .noConsent, .left, .overQuota: nil
      }
    return own
      ?? Completion(
        code: recruiting?.completionCodes[outcome], redirect: recruiting?.redirects[outcome])
  }

  /// What each screening question and each attention check leads to, by its id.
  package var consequences: [String: Consequence] {
    var found: [String: Consequence] = [:]
    for question in screening { found[question.id.name] = question.screening?.consequence }
    for check in attention { found[check.id.name] = check.consequence }
    return found
  }
}
