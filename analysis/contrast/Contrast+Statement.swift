import Study

extension Contrast {
  /// When versions of the study stated a contrast: the moments at which they were first used.
  package struct Statement: Sendable {
    /// The name that the study gives it.
    package let id: String
    /// nil if no version that is kept with the answers had it.
    package let since: String?
    /// nil if the newest version still has it.
    package let until: String?
    /// Whether a version before it did not state it.
    package let isAdded: Bool
    /// How many people of the contrast were asked by a version without it, or by none.
    package let notStated: Int
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
      let first = own.firstIndex { $0 != nil }
      since = first.map { versions[$0].firstUsed }
      isAdded = first.map { $0 > 0 } ?? false
      let after = own.lastIndex { $0 != nil }.map { $0 + 1 } ?? versions.count
      until = after < versions.count ? versions[after].firstUsed : nil
      notStated = (members.first + members.second).count { member in
        guard let version = respondents.checks?.entries[Int(member)].study else { return true }
        return own[version] == nil
      }
      hasStatedBounds = definition.bounds.map { bounds in
        first.map { own[$0]!.bounds == bounds } ?? false
      }
    }
  }
}
