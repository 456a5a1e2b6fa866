import Statistics
package import Study

/// Which respondents a study's rules, stated in advance, leave out of an analysis.
package struct Exclusion: Sendable {
  package struct Count: Sendable {
    package let rule: String
    /// How many respondents the rule applies to; one may be left out by several rules.
    package let leftOut: Int
    /// How many respondents the rule cannot be applied to, for want of what it looks at.
    package let unknown: Int
  }

  package let counts: [Count]
  /// Indices of the respondents that at least one rule leaves out.
  package let leftOut: Set<Int32>
  /// The names of the rules that apply to each of them.
  package let rulesOf: [Int32: [String]]

  /// A respondent about whom a rule cannot decide is kept, and counted as unknown.
  package init(_ rules: [StudyDefinition.ExclusionRule], of crowd: Crowd) {
    self.init(rules, of: crowd.respondents)
  }

  package init(_ rules: [StudyDefinition.ExclusionRule], of respondents: [Crowd.Respondent]) {
    var counts: [Count] = []
    var rulesOf: [Int32: [String]] = [:]
    for rule in rules {
      var applies = 0
      var unknown = 0
      for (index, respondent) in respondents.enumerated() {
        switch rule.leavesOut(respondent) {
        case true?:
          applies += 1
          rulesOf[Int32(index), default: []].append(rule.name)
        case false?: break
        case nil: unknown += 1
        }
      }
      counts.append(Count(rule: rule.name, leftOut: applies, unknown: unknown))
    }
    self.counts = counts
    self.rulesOf = rulesOf
    leftOut = Set(rulesOf.keys)
  }
}

extension Crowd {
  /// The crowd without some of its respondents.
  package func without(_ leftOut: Set<Int32>) -> Crowd {
    var kept: [Int32: Int32] = [:]
    for index in 0..<Int32(participants) where !leftOut.contains(index) {
      kept[index] = Int32(kept.count)
    }
    return Crowd(
      places: places,
      columns: columns.map { column in
        let rows = column.respondent.indices.filter { kept[column.respondent[$0]] != nil }
        return Column(
          instrument: column.instrument, subscale: column.subscale, title: column.title,
          respondent: rows.map { kept[column.respondent[$0]]! },
          place: rows.map { column.place[$0] }, default: rows.map { column.default[$0] },
          evoked: rows.map { column.evoked[$0] })
      }, participants: kept.count,
      respondents: respondents.enumerated().filter { kept[Int32($0.offset)] != nil }
        .map(\.element),
      missing: missing.compactMap { missing in
        let unscored = missing.unscored.compactMap { kept[$0] }
        let prorated = missing.prorated.compactMap { kept[$0] }
        guard !unscored.isEmpty || !prorated.isEmpty else { return nil }
        return Missing(
          instrument: missing.instrument, subscale: missing.subscale, title: missing.title,
          unscored: unscored, prorated: prorated)
      })
  }
}

extension StudyDefinition.ExclusionRule {
  /// nil where the rule cannot be decided.
  fileprivate func leavesOut(_ respondent: Crowd.Respondent) -> Bool? {
    switch self {
    case .failedAttention: respondent.failedAttention
    case .failedScreening: respondent.failedScreening
    case .readTooFast: respondent.readTooFast
    case .identicalAnswers: respondent.answeredIdentically
    case .secondsBelow(let seconds): respondent.seconds.map { $0 < Double(seconds) }
    case .longStringAbove(let items): respondent.signs?.longString.map { $0 > items }
    case .variabilityBelow(let sd): respondent.signs?.variability.map { $0 < sd }
    case .distanceBelow(let p): respondent.signs?.distanceP.map { $0 < p }
    case .evenOddBelow(let r): respondent.signs?.evenOdd.map { $0 < r }
    }
  }
}
