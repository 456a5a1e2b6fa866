import Statistics
package import Study

/// Which respondents rules exclude from an analysis: rules that a study states, each for those whom
/// a version of the study with the rule asked, and rules that the caller names, for all.
package struct Exclusion: Sendable {
  package struct Count: Sendable {
    package let rule: String
    /// Whether the caller named it, so that it is for all respondents.
    package let isNamed: Bool
    /// How many respondents the rule applies to; several rules may exclude the same respondent.
    package let leftOut: Int
    /// The keys of the respondents about whom it cannot decide, for want of what it looks at.
    package let undecided: [String]
    /// How many respondents no version with the rule asked; 0 without a study.
    package let notStated: Int
    package let history: History

    package var unknown: Int { undecided.count }
  }

  /// When versions of the study had a rule: the moments at which they were first used.
  package struct History: Sendable {
    /// nil if no version had it.
    package let since: String?
    /// nil if the newest version still had it.
    package let until: String?
    /// Whether a version before it had no such rule.
    package let isAdded: Bool
    /// The words per minute of the version with `read_too_fast`, and of each that changed them.
    package let rates: [(moment: String, wordsPerMinute: Int)]

    fileprivate init(
      _ rule: StudyDefinition.ExclusionRule, _ versions: [Respondents.Checks.Version]
    ) {
      let have = versions.map { $0.study.exclusions.contains(rule) }
      let first = have.firstIndex(of: true)
      since = first.map { versions[$0].firstUsed }
      isAdded = first.map { $0 > 0 } ?? false
      let after = have.lastIndex(of: true).map { $0 + 1 } ?? versions.count
      until = after < versions.count ? versions[after].firstUsed : nil
      rates = zip(versions, have).reduce(into: []) { rates, version in
        let rate = version.0.study.readingWordsPerMinute
        if rule == .readTooFast, version.1, rates.last?.wordsPerMinute != rate {
          rates.append((version.0.firstUsed, rate))
        }
      }
    }
  }

  package let counts: [Count]
  /// Indices of the respondents that at least one rule excludes.
  package let leftOut: Set<Int32>
  /// The names of the rules that apply to each of them.
  package let rulesOf: [Int32: [String]]
  /// The names of the rules that cannot decide about a respondent.
  package let undecidedOf: [Int32: [String]]
  /// The names of the rules that were not stated in advance for a respondent.
  package let notStatedOf: [Int32: [String]]

  /// A respondent about whom a rule cannot decide is kept, and counted as unknown.
  ///
  /// - Parameters:
  ///   - named: rules for all respondents.
  ///   - stated: those of the study as its files are today, to which those of its versions are
  ///     added; nil leaves the study's rules out.
  /// - Precondition: what the rules look at (`ExclusionRule.parts`) was read, and the checks if there
  ///   is a study.
  package init(
    _ named: [StudyDefinition.ExclusionRule], stated: [StudyDefinition.ExclusionRule]? = nil,
    of respondents: Respondents
  ) {
    let versions = respondents.checks?.versions ?? []
    var rules = stated ?? []
    if stated != nil { rules += versions.flatMap(\.study.exclusions) }
    rules += named
    var seen = Set<StudyDefinition.ExclusionRule>()
    rules = rules.filter { seen.insert($0).inserted }
    let evidence = RuleEvidence(rules, respondents)
    let versionOf = (0..<respondents.count).map { respondents.checks?.entries[$0].study }
    let hasStudy = stated != nil || !versions.isEmpty
    var counts: [Count] = []
    var rulesOf: [Int32: [String]] = [:]
    var (undecidedOf, notStatedOf) = (rulesOf, rulesOf)
    for rule in rules {
      let isNamed = named.contains(rule)
      let having = versions.map { $0.study.exclusions.contains(rule) }
      var (leftOut, notStated, undecided) = (0, 0, [String]())
      for (respondent, version) in versionOf.enumerated() {
        let number = Int32(respondent)
        if hasStudy, !(version.map { having[$0] } ?? false) {
          notStated += 1
          notStatedOf[number, default: []].append(rule.name)
          guard isNamed else { continue }
        }
        switch evidence.decides(rule, on: respondent) {
        case true?:
          leftOut += 1
          rulesOf[number, default: []].append(rule.name)
        case nil:
          undecided.append(
            respondents.keys.isEmpty ? "\(respondent + 1)" : respondents.keys[respondent])
          undecidedOf[number, default: []].append(rule.name)
        case false?: break
        }
      }
      counts.append(
        Count(
          rule: rule.name, isNamed: isNamed, leftOut: leftOut, undecided: undecided,
          notStated: notStated, history: History(rule, versions)))
    }
    self.counts = counts
    self.rulesOf = rulesOf
    self.undecidedOf = undecidedOf
    self.notStatedOf = notStatedOf
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
