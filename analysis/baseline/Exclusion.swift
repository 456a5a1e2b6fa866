import Statistics
package import Study

/// Which respondents a study's rules, stated in advance, exclude from an analysis.
package struct Exclusion: Sendable {
  package struct Count: Sendable {
    package let rule: String
    /// How many respondents the rule applies to; several rules may exclude the same respondent.
    package let leftOut: Int
    /// How many respondents the rule cannot be applied to, for want of what it looks at.
    package let unknown: Int
  }

  package let counts: [Count]
  /// Indices of the respondents that at least one rule excludes.
  package let leftOut: Set<Int32>
  /// The names of the rules that apply to each of them.
  package let rulesOf: [Int32: [String]]

  /// A respondent about whom a rule cannot decide is kept, and counted as unknown.
  ///
  /// - Precondition: what the rules look at (`ExclusionRule.parts`) was read.
  package init(_ rules: [StudyDefinition.ExclusionRule], of respondents: Respondents) {
    let evidence = RuleEvidence(rules, respondents)
    var counts: [Count] = []
    var rulesOf: [Int32: [String]] = [:]
    for rule in rules {
      let decisions = (0..<respondents.count).map { evidence.decides(rule, on: $0) }
      counts.append(
        Count(
          rule: rule.name, leftOut: decisions.count { $0 == true },
          unknown: decisions.count { $0 == nil }))
      for (respondent, applies) in decisions.enumerated() where applies == true {
        rulesOf[Int32(respondent), default: []].append(rule.name)
      }
    }
    self.counts = counts
    self.rulesOf = rulesOf
    leftOut = Set(rulesOf.keys)
  }
}

/// What rules look at.
private struct RuleEvidence {
  let respondents: Respondents
  /// Empty unless a rule looks at the signs.
  let signs: [CarelessSigns?]
  /// Empty unless a rule looks at it.
  let identical: [Bool?]

  init(_ rules: [StudyDefinition.ExclusionRule], _ respondents: Respondents) {
    self.respondents = respondents
    signs = rules.contains(where: \.looksAtSigns) ? Carelessness(respondents).signs : []
    identical = rules.contains(.identicalAnswers) ? respondents.answeredIdentically : []
  }

  /// Whether a rule excludes a respondent; nil if it cannot decide.
  func decides(_ rule: StudyDefinition.ExclusionRule, on respondent: Int) -> Bool? {
    let checks = respondents.checks?.entries[respondent]
    let signs = signs.isEmpty ? nil : signs[respondent]
    return switch rule {
    case .failedAttention: checks?.failedAttention
    case .failedScreening: checks?.failedScreening
    case .readTooFast: checks?.readTooFast
    case .identicalAnswers: identical[respondent]
    case .secondsBelow(let seconds): checks?.seconds.map { $0 < Double(seconds) }
    case .longStringAbove(let items): signs?.longString.map { $0 > items }
    case .variabilityBelow(let sd): signs?.variability.map { $0 < sd }
    case .distanceBelow(let p): signs?.distanceP.map { $0 < p }
    case .evenOddBelow(let r): signs?.evenOdd.map { $0 < r }
    }
  }
}

extension StudyDefinition.ExclusionRule {
  fileprivate var looksAtSigns: Bool { parts.contains(.answers) && self != .identicalAnswers }
}

extension Respondents {
  /// Whether each respondent answered every item of every instrument after the situation as before
  /// it; nil without an item that has both answers.
  fileprivate var answeredIdentically: [Bool?] {
    var found = [Bool?](repeating: nil, count: count)
    for (_, tables) in instruments where tables.count == 2 {
      let (before, after) = (tables[0], tables[1])
      for (row, afterRow) in pairs(before.respondents, after.respondents) {
        guard let isIdentical = before.isIdentical(row: row, to: after, row: afterRow) else {
          continue
        }
        let respondent = Int(before.respondents[row])
        found[respondent] = (found[respondent] ?? true) && isIdentical
      }
    }
    return found
  }
}
