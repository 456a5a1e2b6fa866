internal import Disclosure

/// What a release discloses together with earlier ones of the same participants.
///
/// Rows of two releases can be joined by the answers, which are nearly unique. So participants are
/// hidden only among those with the same quasi-identifiers in all of them; absence from a release is
/// a separate category. Participants who are in none are not counted.
package struct EarlierReleases: Sendable {
  /// k with one earlier release, which was made at a time.
  package struct JointRisk: Sendable {
    package let at: String
    package let k: Int
  }

  /// k with each earlier release separately.
  package let pairs: [JointRisk]
  /// k with all of them at once; nil without any.
  package let k: Int?
  /// Earlier releases with identifying columns.
  package let identifying: [(at: String, columns: [String])]
  /// Releases that could not be compared, and why.
  package let unknown: [String]

  /// - Parameter before: the earlier releases of the participants of this one.
  package init(_ before: ReleasedBefore, with release: MaskedMicrodata) {
    let now = release.texts
    pairs = before.releases.map { earlier in
      JointRisk(at: earlier.at, k: Self.k([now, earlier.columns]))
    }
    k = pairs.isEmpty ? nil : Self.k([now] + before.releases.map(\.columns))
    identifying = before.identifying
    unknown = before.unknown
  }

  /// - Parameter releases: the columns of each, the last of which says who is in it.
  private static func k(_ releases: [[[String]]]) -> Int {
    let members = releases[0][0].indices.filter { person in
      releases.contains { $0.last![person] != ReleasedBefore.absent }
    }
    let categories = releases.joined().map { texts in
      CategoryColumn(name: "", texts: members.map { texts[$0] })
    }
    return EquivalenceClasses(categories, records: members.count).k ?? 0
  }
}
