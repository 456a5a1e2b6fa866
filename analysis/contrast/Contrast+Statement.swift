package import Study

extension Contrast {
  /// When versions of the study stated a contrast: the moments at which they were first used.
  package struct Statement: Sendable {
    /// The name that the study gives it.
    package let id: String
    /// nil if no version that is kept with the answers had it.
    package let since: String?
    /// When the study was first used without it after that; nil if it still has it.
    package let until: String?
    /// Whether a version before it did not state it.
    package let isAdded: Bool
    /// How many people of the contrast were asked by a version without it, or by none.
    package let notStated: Int
    /// The bounds of equivalence that were stated first; nil if none were.
    package let statedBounds: EquivalenceBounds?
    /// Whether the bounds of equivalence are those that were stated; nil without bounds.
    package let hasStatedBounds: Bool?

    /// nil if neither the study as it is today nor any of its versions states the contrast.
    init?(
      of definition: ContrastDefinition, stated: [ContrastDefinition], _ members: ContrastMembers,
      of respondents: Respondents
    ) {
      let versions = respondents.checks?.versions ?? []
      let own = versions.map { version in
        version.study.contrasts.first { $0.hasGroups(of: definition) }
      }
      let today = stated.first { $0.hasGroups(of: definition) }
      guard let named = today ?? own.last(where: { $0 != nil }) ?? nil else { return nil }
      id = named.id ?? ""
      // An earlier version may have been used again, which makes no new one.
      let known = versions.enumerated().map { (version: $0, moment: $1.firstUsed) }
      let used = (respondents.checks?.uses ?? []).map { (version: $0.version, moment: $0.since) }
      let history = used.isEmpty ? known : (known + used).sorted { $0.moment < $1.moment }
      let first = history.firstIndex { own[$0.version] != nil }
      since = first.map { history[$0].moment }
      isAdded = first.map { $0 > 0 } ?? false
      let after =
        history.lastIndex { own[$0.version] != nil }.map { history[($0 + 1)...] } ?? []
      until = today == nil ? after.first?.moment : nil
      notStated = (members.first + members.second).count { member in
        guard let version = respondents.checks?.entries[Int(member)].study else { return true }
        return own[version] == nil
      }
      let bounds = first.flatMap { own[history[$0].version]!.bounds }
      statedBounds = bounds
      hasStatedBounds = definition.bounds.map { $0 == bounds }
    }
  }
}

extension Respondents {
  /// The contrasts of a study as its files are today, and those that its versions stated. Two with the
  /// same id, or the same groups in either order, are one, as the newest states it.
  package func statedContrasts(beside today: [ContrastDefinition]) -> [ContrastDefinition] {
    var found = today
    for contrast in (checks?.versions ?? []).reversed().flatMap(\.study.contrasts)
    where !found.contains(where: { $0.id == contrast.id || $0.hasGroups(of: contrast) }) {
      found.append(contrast)
    }
    return found
  }
}
