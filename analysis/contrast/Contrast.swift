import Statistics
package import Study
import TextFormats

/// The difference of the changes of two groups of respondents.
package struct Contrast: Sendable {
  /// One of the groups.
  package struct Group: Sendable {
    /// How many respondents meet the criteria, whether or not they have scores.
    package let people: Int
    /// How many situations they were given.
    package let situations: Int
  }

  package let definition: ContrastDefinition
  /// What the respondents are.
  package let kind: RespondentKind
  package let first: Group
  package let second: Group
  /// One per subscale on which anyone has both scores.
  package internal(set) var figures: [Figures]
  /// When the contrast was stated in advance, and for whom; nil if it is not the study's.
  package let statement: Statement?
  /// nil if the source does not know who dropped out, or either group is empty.
  package let dropout: Dropout?
  /// How many contrasts the study states that are not computed beside it.
  package internal(set) var statedOthers = 0

  /// Whether it was stated before any of its respondents was asked.
  package var isPlanned: Bool { statement.map { $0.since != nil && $0.notStated == 0 } ?? false }

  /// - Parameters:
  ///   - everyone: before exclusions, whom dropout is counted among.
  ///   - stated: the study's contrasts as its files are today.
  /// - Throws: `ContrastError` if a respondent is in both groups, or if one is empty and the study does
  ///   not state the contrast.
  /// - Precondition: scores and attributes were read.
  init(
    _ definition: ContrastDefinition, _ respondents: Respondents, everyone: Respondents,
    stated: [ContrastDefinition]
  ) throws(ContrastError) {
    let members = try ContrastMembers(definition, of: respondents)
    self.definition = definition
    kind = respondents.kind
    statement = Statement(of: definition, stated: stated, members, of: respondents)
    if statement == nil {
      guard !members.first.isEmpty else { throw .empty("\(definition.of)") }
      guard !members.second.isEmpty else { throw .empty("\(definition.against)") }
    }
    func group(_ members: [Int32]) -> Group {
      Group(
        people: members.count,
        situations: Set(members.compactMap { respondents.cell(of: Int($0)) }).count)
    }
    first = group(members.first)
    second = group(members.second)
    let bounds = definition.bounds
    figures = respondents.scores.filter(\.hasPairs).map {
      Figures($0, respondents, members, bounds: bounds)
    }
    let all = try ContrastMembers(definition, of: everyone)
    dropout = everyone.unfinished.flatMap { unfinished in
      Dropout(definition, completed: all, unfinished, of: everyone.design)
    }
  }

  /// The contrasts, with p adjusted over all of them within a subscale (Holm).
  package static func all(
    _ definitions: [ContrastDefinition], of respondents: Respondents, everyone: Respondents,
    stated: [ContrastDefinition] = []
  ) throws(ContrastError) -> [Contrast] {
    var contrasts: [Contrast] = []
    for definition in definitions {
      contrasts.append(
        try Contrast(definition, respondents, everyone: everyone, stated: stated))
    }
    let known = respondents.statedContrasts(beside: stated)
    let others = known.count { one in !definitions.contains { $0.hasGroups(of: one) } }
    for index in contrasts.indices { contrasts[index].statedOthers = others }
    // All contrasts have the same subscales in the same order.
    for index in contrasts.first?.figures.indices ?? 0..<0 {
      adjust(&contrasts, index, \.pHolm, \.families.welch) { $0.welch?.p }
      adjust(&contrasts, index, \.adjustedPHolm, \.families.adjusted) { $0.adjusted?.p }
      adjust(&contrasts, index, \.randomPHolm, \.families.random) {
        $0.random?.success?.difference?.p
      }
    }
    return contrasts
  }

  private static func adjust(
    _ contrasts: inout [Contrast], _ index: Int, _ adjusted: WritableKeyPath<Figures, Double?>,
    _ family: WritableKeyPath<Figures, Int>, _ p: (Figures) -> Double?
  ) {
    let all = contrasts.map { p($0.figures[index]) }
    let size = all.count { $0 != nil }
    for (contrast, p) in Adjustment.holm.adjust(all).enumerated() {
      contrasts[contrast].figures[index][keyPath: adjusted] = p
      contrasts[contrast].figures[index][keyPath: family] = size
    }
  }
}

/// Why there is no contrast.
package enum ContrastError: UserFacingError, Equatable {
  case empty(String)
  case inBoth(people: Int, groups: String)
  /// A criterion that the source cannot decide, or that nothing meets.
  case unknown(option: String, reason: String)

  package var description: String {
    switch self {
    case .empty(let group): "`\(group)`: no participant of the source is in this group"
    case .inBoth(let people, let groups):
      "`\(groups)`: \(people) participant\(people == 1 ? " meets" : "s meet") the criteria of both "
        + "groups; add a criterion so that the groups exclude one another, or compare with `rest`"
    case .unknown(let option, let reason): "\(option): \(reason)"
    }
  }
}
