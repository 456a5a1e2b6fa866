internal import Disclosure
import Responses
import Study
import TextFormats

/// The earlier releases of the same participants, with the masks made anew from their recipes.
///
/// Each release masks within the classes of those before it, so the masks are made in their order.
package struct ReleasedBefore: Sendable {
  struct Release: Sendable {
    let at: String
    let recipe: ReleaseRecipe
    /// What it says of each participant: a text per released column, and whether they are in it.
    let columns: [[String]]
  }

  /// The last release: whom it was made of, and how they were masked.
  private struct Last {
    let members: [Int]
    let recipe: ReleaseRecipe
    let masking: Masking
  }

  /// Releases that could be compared, oldest first.
  private(set) var releases: [Release] = []
  private var last: Last?
  /// What they leave the participants in; nil without any.
  private(set) var classes: EarlierClasses?
  /// Participants who are in none of them.
  private(set) var newcomers = 0
  /// Releases with identifying columns.
  let identifying: [(at: String, columns: [String])]
  /// Releases that could not be compared, and why.
  private(set) var unknown: [String] = []
  /// The time until which participants finished who could be in the last release; nil without one.
  private(set) var until: String?

  package init(_ ledger: ReleaseLedger, of all: Microdata) throws {
    // Releases of respondents of another kind are of other people.
    let entries = ledger.entries.filter { $0.isOf(all.kind) && $0.epsilon == nil }
    identifying = entries.compactMap { entry in entry.identifying.map { (entry.at, $0) } }
    for entry in entries {
      guard entry.source == ledger.sourceSHA256 else {
        unknown.append("the release of \(entry.at) was made from another file")
        continue
      }
      let recipe: ReleaseRecipe
      do throws(DiagnosedError) {
        recipe = try ReleaseRecipe(yaml: entry.recipe, file: "the ledger")
      } catch {
        unknown.append("the recipe of the release of \(entry.at) cannot be read")
        continue
      }
      try add(entry, recipe, of: all)
    }
  }

  private mutating func add(
    _ entry: LedgerEntry, _ recipe: ReleaseRecipe, of all: Microdata
  ) throws {
    let members = all.people.indices.filter {
      all.people[$0].startedAt.isEmpty
        || all.people[$0].finishedAt ?? "~" <= entry.until ?? entry.at
    }
    guard !members.isEmpty else { return }
    let names = recipe.columns.map(\.name).filter { $0 != MaskedMicrodata.timeColumn }
    guard names.allSatisfy({ name in all.questions.contains { $0.id == name } }) else {
      unknown.append("the release of \(entry.at) has questions that no longer exist")
      return
    }
    let masked: MaskedMicrodata
    do {
      masked = try MaskedMicrodata(
        madeAnew: recipe, of: all.only(members, quasiIdentifiers: names), after: keeping(members))
    } catch is ReleaseError {
      unknown.append(
        "the recipe of the release of \(entry.at) does not fit the remaining participants")
      return
    }
    let dropped = masked.masking.dropped.count
    if members.count != entry.people + dropped + (entry.heldBack ?? 0) {
      unknown.append(
        "\(entry.people) participants were in the release of \(entry.at), "
          + "\(members.count - dropped) of them are still in the database")
    }
    let columns = masked.texts.map { texts in
      var whole = [String](repeating: Self.absent, count: all.people.count)
      for (index, member) in members.enumerated() { whole[member] = texts[index] }
      return whole
    }
    releases.append(Release(at: entry.at, recipe: recipe, columns: columns))
    last = Last(members: members, recipe: recipe, masking: masked.masking)
    until = entry.until ?? entry.at
    classify()
  }

  /// What stands for a participant whom a release does not hold.
  static let absent = "not there"

  private mutating func classify() {
    guard let count = releases.first?.columns[0].count, count > 0 else {
      classes = nil
      newcomers = 0
      return
    }
    let isReleased = (0..<count).map { record in
      releases.contains { $0.columns.last![record] != Self.absent }
    }
    newcomers = isReleased.count { !$0 }
    classes = EarlierClasses(
      releases.flatMap(\.columns).map { CategoryColumn(name: "", texts: $0) },
      isReleased: isReleased)
  }

  /// The same releases, of some of the participants.
  func keeping(_ members: [Int]) -> ReleasedBefore {
    var some = self
    some.last = last.flatMap { last in
      guard last.members == members else { return nil }
      return Last(members: Array(members.indices), recipe: last.recipe, masking: last.masking)
    }
    some.releases = releases.map { release in
      Release(
        at: release.at, recipe: release.recipe,
        columns: release.columns.map { texts in members.map { texts[$0] } })
    }
    some.classify()
    return some
  }

  /// The participants in groups of at least k, in order; nil if that is everyone.
  func notHeldBack(k: Int) -> [Int]? {
    guard let classes, classes.smallest < k else { return nil }
    return classes.records(inClassesOf: k)
  }

  /// The recipe of the last release, if it was made of the same participants within the same limits.
  func recipe(within limits: ReleaseRecipe.Limits, columns: [String]) -> ReleaseRecipe? {
    guard let last, last.recipe.limits == limits, last.recipe.columns.map(\.name) == columns else {
      return nil
    }
    return masking(by: last.recipe) == nil ? nil : last.recipe
  }

  /// How the last release masked the participants, if it was made of the same ones by this recipe: then
  /// another release tells nothing that the last one did not.
  func masking(by recipe: ReleaseRecipe) -> Masking? {
    guard let last, last.recipe == recipe, last.members.count == classes?.classOf.count else {
      return nil
    }
    return last.masking
  }

  /// The levels on which a question was released.
  func levels(of question: String) -> [(name: String, generalisation: Generalisation)] {
    var levels: [(name: String, generalisation: Generalisation)] = []
    for column in releases.flatMap(\.recipe.columns) where column.name == question {
      if !levels.contains(where: { $0.generalisation == column.generalisation }) {
        levels.append((column.level, column.generalisation))
      }
    }
    return levels
  }
}

extension MaskedMicrodata {
  /// What is released of each participant, who may be dropped: the columns, and whether they are
  /// there.
  var texts: [[String]] {
    let dropped = Set(masking.dropped)
    let presence = microdata.people.indices.map {
      dropped.contains($0) ? ReleasedBefore.absent : "there"
    }
    return columns.map { _, texts in
      texts.indices.map { dropped.contains($0) ? ReleasedBefore.absent : texts[$0] }
    } + [presence]
  }
}
