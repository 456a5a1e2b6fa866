internal import Disclosure
import Responses
import Study
internal import TextFormats

/// What a release discloses together with earlier ones of the same participants.
///
/// Rows of two releases can be joined by the answers, which are nearly unique. So participants are
/// hidden only among those with the same quasi-identifiers in all of them. The earlier masks are
/// made anew from the earlier recipes; absence from an earlier release is a separate category.
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

  package init(_ ledger: ReleaseLedger, with release: MaskedMicrodata) throws {
    let all = release.microdata
    // Releases of respondents of another kind are of other people.
    let entries = ledger.entries.filter { $0.isOf(all.kind) && $0.epsilon == nil }
    let now = Self.texts(of: release, count: all.people.count)
    var pairs: [JointRisk] = []
    var columns = now
    var unknown: [String] = []
    for entry in entries {
      guard entry.source == ledger.sourceSHA256 else {
        unknown.append("the release of \(entry.at) was made from another file")
        continue
      }
      var recipe: ReleaseRecipe
      do throws(DiagnosedError) {
        recipe = try ReleaseRecipe(yaml: entry.recipe, file: "the ledger")
      } catch {
        unknown.append("the recipe of the release of \(entry.at) cannot be read")
        continue
      }
      let members = all.people.indices.filter {
        all.people[$0].startedAt.isEmpty || all.people[$0].finishedAt ?? "~" <= entry.at
      }
      guard !members.isEmpty else { continue }
      let names = recipe.columns.map(\.name).filter { $0 != MaskedMicrodata.timeColumn }
      guard names.allSatisfy({ name in all.questions.contains { $0.id == name } }) else {
        unknown.append("the release of \(entry.at) has questions that no longer exist")
        continue
      }
      // A release that was made is not judged again.
      recipe.limits.maximumSuppression = 1
      recipe.limits.maximumLoss = 1
      let earlier: MaskedMicrodata
      do {
        earlier = try MaskedMicrodata(
          all.only(members, quasiIdentifiers: names), recipe: recipe)
      } catch {
        unknown.append(
          "the recipe of the release of \(entry.at) does not fit the remaining participants")
        continue
      }
      if members.count != entry.people + earlier.masking.dropped.count {
        unknown.append(
          "\(entry.people) participants were in the release of \(entry.at), "
            + "\(members.count - earlier.masking.dropped.count) of them are still in the database")
      }
      let masked = Self.texts(of: earlier, count: members.count)
      let then = masked.map { texts in
        var whole = [String](repeating: "not there", count: all.people.count)
        for (index, member) in members.enumerated() { whole[member] = texts[index] }
        return whole
      }
      pairs.append(JointRisk(at: entry.at, k: Self.k(now + then)))
      columns += then
    }
    self.pairs = pairs
    identifying = entries.compactMap { entry in entry.identifying.map { (entry.at, $0) } }
    self.unknown = unknown
    k = pairs.isEmpty ? nil : Self.k(columns)
  }

  /// - Throws: ``ReleaseError/earlierReleases(k:required:last:)`` if a class that is common to this
  ///   release and the earlier ones is smaller than the release's own k.
  func requireK(of release: MaskedMicrodata) throws(ReleaseError) {
    let required = release.recipe.limits.k
    guard let k, let last = pairs.last, k < required else { return }
    throw .earlierReleases(k: k, required: required, last: last.at)
  }

  /// The masked columns of all participants except those who were dropped.
  private static func texts(of masked: MaskedMicrodata, count: Int) -> [[String]] {
    let dropped = Set(masked.masking.dropped)
    let presence = (0..<count).map { dropped.contains($0) ? "not there" : "there" }
    return masked.columns.map { _, texts in
      texts.indices.map { dropped.contains($0) ? "not there" : texts[$0] }
    } + [presence]
  }

  private static func k(_ columns: [[String]]) -> Int {
    let records = columns.first?.count ?? 0
    let categories = columns.map { CategoryColumn(name: "", texts: $0) }
    return EquivalenceClasses(categories, records: records).k ?? 0
  }
}
