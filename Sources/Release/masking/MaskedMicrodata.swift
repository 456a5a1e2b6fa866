package import Disclosure
import Responses
import Study

/// People whose quasi-identifiers are coarsened and suppressed by a recipe.
package struct MaskedMicrodata: Sendable {
  /// A quasi-identifier on its way: the ways to coarsen it, and the column they start from.
  struct Quasi: Sendable {
    let name: String
    let attribute: GeneralisedAttribute
    let generalisations: [(name: String, generalisation: Generalisation)]
  }

  package static let timeColumn = "collected"

  package let microdata: Microdata
  package let recipe: ReleaseRecipe
  package let masking: Masking
  package let sensitive: [CategoryColumn]
  let quasi: [Quasi]

  /// The people masked with the least loss within the limits.
  ///
  /// - Parameter before: earlier releases of them; nil without any.
  /// - Throws: ``ReleaseError`` with what it would take.
  package init(
    _ microdata: Microdata, limits: ReleaseRecipe.Limits, after before: ReleasedBefore? = nil
  ) throws {
    let quasi = try Self.quasiIdentifiers(microdata, time: limits.time, after: before)
    if let recipe = before?.recipe(within: limits, columns: quasi.map(\.name)) {
      try self.init(madeAnew: recipe, of: microdata, after: before)
      return
    }
    let sensitive = try microdata.sensitive()
    guard
      let masking = Self.search(quasi, limits, sensitive, after: before).best(
        maximumSuppression: limits.maximumSuppression, maximumLoss: limits.maximumLoss)
    else {
      throw ReleaseError.limitsNotReached(
        MaskingRefusal(microdata, quasi, limits: limits, sensitive: sensitive, after: before))
    }
    self.init(microdata, quasi: quasi, limits: limits, masking: masking, sensitive: sensitive)
  }

  /// The people masked as a recipe says.
  ///
  /// - Parameters:
  ///   - file: what messages call the recipe.
  ///   - before: earlier releases of them; nil without any.
  /// - Throws: ``ReleaseError`` if the recipe does not fit the people, or does not reach its limits.
  package init(
    _ microdata: Microdata, recipe: ReleaseRecipe, file: String = "the recipe",
    after before: ReleasedBefore? = nil
  ) throws {
    let limits = recipe.limits
    let (all, quasi) = try Self.quasiIdentifiers(microdata, recipe: recipe, file: file, before)
    let sensitive = try microdata.sensitive()
    if let masking = before?.masking(by: recipe) {
      self.init(microdata, quasi: quasi, limits: limits, masking: masking, sensitive: sensitive)
      return
    }
    let search = Self.search(quasi, limits, sensitive, after: before)
    let levels = Array(repeating: 0, count: quasi.count)
    guard
      let masking = search.masking(levels, maximumSuppression: limits.maximumSuppression),
      masking.loss <= limits.maximumLoss
    else {
      throw ReleaseError.limitsNotReached(
        MaskingRefusal(
          microdata, all, limits: limits, sensitive: sensitive, after: before,
          recipe: search.masking(levels, maximumSuppression: 1)))
    }
    self.init(microdata, quasi: quasi, limits: limits, masking: masking, sensitive: sensitive)
  }

  /// The people as a release masked them that was made of them: whether it kept within its limits is
  /// not judged again.
  ///
  /// - Parameter before: the releases before that one.
  init(madeAnew recipe: ReleaseRecipe, of microdata: Microdata, after before: ReleasedBefore?)
    throws
  {
    let (_, quasi) = try Self.quasiIdentifiers(
      microdata, recipe: recipe, file: "the ledger", before)
    let sensitive = try microdata.sensitive()
    let masking =
      before?.masking(by: recipe)
      ?? Self.search(quasi, recipe.limits, sensitive, after: before).masking(
        Array(repeating: 0, count: quasi.count), maximumSuppression: 1, mustBeMet: false)!
    self.init(
      microdata, quasi: quasi, limits: recipe.limits, masking: masking, sensitive: sensitive)
  }

  private init(
    _ microdata: Microdata, quasi: [Quasi], limits: ReleaseRecipe.Limits, masking: Masking,
    sensitive: [CategoryColumn]
  ) {
    self.microdata = microdata
    self.quasi = quasi
    self.masking = masking
    self.sensitive = sensitive
    recipe = ReleaseRecipe(
      limits: limits,
      columns: zip(quasi, masking.levels).map { quasi, level in
        let chosen = quasi.generalisations[level]
        return ReleaseRecipe.Column(
          name: quasi.name, level: chosen.name, generalisation: chosen.generalisation)
      })
  }

  /// The search for a masking that reaches the limits.
  static func search(
    _ quasi: [Quasi], _ limits: ReleaseRecipe.Limits, _ sensitive: [CategoryColumn],
    after before: ReleasedBefore?
  ) -> MaskingSearch {
    MaskingSearch(
      quasi.map(\.attribute),
      requirement: PrivacyRequirement(
        k: limits.k, l: limits.l, t: limits.t, sensitive: sensitive),
      kind: limits.suppression, within: before?.classes)
  }

  /// All levels of the quasi-identifiers, and those alone that a recipe chooses.
  private static func quasiIdentifiers(
    _ microdata: Microdata, recipe: ReleaseRecipe, file: String, _ before: ReleasedBefore?
  ) throws -> (all: [Quasi], chosen: [Quasi]) {
    let all = try quasiIdentifiers(microdata, time: recipe.limits.time, after: before)
    let known = all.map(\.name)
    let named = recipe.columns.map(\.name)
    if let missing = known.first(where: { !named.contains($0) }) {
      throw ReleaseError.recipeLacks(column: missing, file: file)
    }
    if let unknown = named.first(where: { !known.contains($0) }) {
      throw ReleaseError.recipeNames(column: unknown, known: known, file: file)
    }
    let chosen = all.map { quasi in
      let column = recipe.columns.first { $0.name == quasi.name }!
      return Self.quasi(quasi.attribute.original, [(column.level, column.generalisation)])
    }
    return (all, chosen)
  }

  /// Every quasi-identifier with its levels, those of earlier releases among them: with other bands,
  /// or another home country, the classes of both releases would be cut into each other.
  static func quasiIdentifiers(
    _ microdata: Microdata, time: TimeGrain, after before: ReleasedBefore?
  ) throws -> [Quasi] {
    guard !microdata.people.isEmpty else { throw ReleaseError.nobody(microdata.kind) }
    var quasi = microdata.quasiIdentifiers.map { question in
      let column = microdata.column(question)
      var counts: [String: Int] = [:]
      for answer in question.answers { if let answer { counts[answer, default: 0] += 1 } }
      var levels = question.hierarchy.generalisations(of: counts)
      for earlier in before?.levels(of: question.id) ?? []
      where !levels.contains(where: { $0.generalisation == earlier.generalisation }) {
        levels.insert(earlier, at: levels.count - 1)
      }
      return Self.quasi(column, levels)
    }
    if time != .none {
      let column = CategoryColumn(
        name: timeColumn,
        texts: microdata.people.map { person in
          (person.channel == .import ? nil : time.label(of: person.startedAt))
            ?? Microdata.declined
        })
      guard column.labels.contains(where: { $0 != Microdata.declined }) else {
        throw ReleaseError.timesOfImportedAnswers(time)
      }
      quasi.append(
        Self.quasi(column, GeneralisationHierarchy().generalisations(of: [:])))
    }
    guard !quasi.isEmpty else { throw ReleaseError.nothingToMask }
    return quasi
  }

  private static func quasi(
    _ column: CategoryColumn, _ generalisations: [(name: String, generalisation: Generalisation)]
  ) -> Quasi {
    let levels = generalisations.map { name, generalisation in
      let texts = column.labels.map { label in
        // Those who declined stay apart on every level: others may know that as well.
        label == Microdata.declined && generalisation != .removed
          ? label : generalisation.label(of: label)
      }
      let coarse = CategoryColumn(name: name, texts: texts)
      return GeneralisedAttribute.Level(
        name: name, codes: coarse.codes, labels: coarse.labels,
        isRemoved: generalisation == .removed)
    }
    return Quasi(
      name: column.name, attribute: GeneralisedAttribute(original: column, levels: levels),
      generalisations: generalisations)
  }
}

extension MaskedMicrodata {
  /// The people who are released, as indices into all.
  package var kept: [Int] {
    let dropped = Set(masking.dropped)
    return microdata.people.indices.filter { !dropped.contains($0) }
  }

  /// The situations of the people who are released: one that only others read would tell of them.
  var situations: [ReleasedDataset.Situation] { microdata.situations(of: kept) }

  /// What is released of every quasi-identifier that is not removed: a text per person, of all people.
  package var columns: [(name: String, texts: [String])] {
    zip(quasi, masking.levels).enumerated().compactMap { index, pair in
      let (quasi, level) = pair
      guard !quasi.attribute.levels[level].isRemoved else { return nil }
      let column = quasi.attribute.column(level)
      return (
        quasi.name,
        column.codes.enumerated().map { record, code in
          masking.masks[record] & (1 << UInt32(index)) != 0
            ? MissingReason.suppressed.token : column.labels[Int(code)]
        }
      )
    }
  }

  /// The quasi-identifiers as they were, and as they are released, of the people who are released.
  package var categoriesBefore: [CategoryColumn] { quasi.map(\.attribute.original) }

  package var categoriesAfter: [CategoryColumn] {
    let kept = kept
    return columns.map { name, texts in CategoryColumn(name: name, texts: kept.map { texts[$0] }) }
  }
}
