package import Disclosure
import Responses
package import Study

/// What a release must keep to.
package struct ReleaseLimits: Sendable {
  package let k: Int
  package let l: Int?
  package let t: Double?
  package let maximumSuppression: Double
  package let maximumLoss: Double
  package let suppression: SuppressionKind
  package let time: TimeGrain

  package init(
    k: Int, l: Int? = nil, t: Double? = nil, maximumSuppression: Double = 0.05,
    maximumLoss: Double = 0.5, suppression: SuppressionKind = .cells, time: TimeGrain = .none
  ) {
    self.k = k
    self.l = l
    self.t = t
    self.maximumSuppression = maximumSuppression
    self.maximumLoss = maximumLoss
    self.suppression = suppression
    self.time = time
  }

  package init(_ recipe: ReleaseRecipe) {
    self.init(
      k: recipe.k, l: recipe.l, t: recipe.t, maximumSuppression: recipe.maximumSuppression,
      maximumLoss: recipe.maximumLoss, suppression: recipe.suppression, time: recipe.time)
  }
}

/// People whose quasi-identifiers are coarsened and suppressed by a recipe.
package struct MaskedPeople: Sendable {
  /// A quasi-identifier on its way: the ways to coarsen it, and the column they start from.
  struct Quasi: Sendable {
    let name: String
    let attribute: GeneralisedAttribute
    let generalisations: [(name: String, generalisation: Generalisation)]
  }

  package static let timeColumn = "collected"

  package let people: SurveyedPeople
  package let limits: ReleaseLimits
  package let recipe: ReleaseRecipe
  package let masking: Masking
  package let sensitive: [CategoryColumn]
  let quasi: [Quasi]

  /// The people masked with the least loss within the limits.
  ///
  /// - Throws: ``ReleaseError/refused(_:)`` with what it would take.
  package init(_ people: SurveyedPeople, limits: ReleaseLimits) throws {
    let quasi = try Self.quasiIdentifiers(people, time: limits.time)
    let sensitive = try people.sensitive()
    let search = MaskingSearch(
      quasi.map(\.attribute), requirement: Self.requirement(limits, sensitive),
      kind: limits.suppression)
    guard
      let masking = search.best(
        maximumSuppression: limits.maximumSuppression, maximumLoss: limits.maximumLoss)
    else {
      throw ReleaseError.refused(
        MaskingRefusal(quasi, people: people, limits: limits, sensitive: sensitive).description)
    }
    self.init(people, quasi: quasi, limits: limits, masking: masking, sensitive: sensitive)
  }

  /// The people masked as a recipe says.
  ///
  /// - Parameter file: what messages call the recipe.
  /// - Throws: ``ReleaseError/refused(_:)`` where the recipe does not reach what it states.
  package init(
    _ people: SurveyedPeople, recipe: ReleaseRecipe, file: String = "the recipe"
  ) throws {
    let limits = ReleaseLimits(recipe)
    let all = try Self.quasiIdentifiers(people, time: recipe.time)
    let known = all.map(\.name)
    let named = recipe.columns.map(\.name)
    if let missing = known.first(where: { !named.contains($0) }) {
      throw ReleaseError.refused(
        "\(file) says nothing of `\(missing)`; its level may be "
          + "`\(GeneralisationHierarchy.asAnswered)` or `\(GeneralisationHierarchy.removed)`")
    }
    if let unknown = named.first(where: { !known.contains($0) }) {
      throw ReleaseError.refused(
        "\(file) names `\(unknown)`, which is no quasi-identifier here; these are "
          + known.joined(separator: ", "))
    }
    let quasi = all.map { quasi in
      let column = recipe.columns.first { $0.name == quasi.name }!
      return Self.quasi(quasi.attribute.original, [(column.level, column.generalisation)])
    }
    let sensitive = try people.sensitive()
    let search = MaskingSearch(
      quasi.map(\.attribute), requirement: Self.requirement(limits, sensitive),
      kind: limits.suppression)
    let levels = Array(repeating: 0, count: quasi.count)
    guard
      let masking = search.masking(levels, maximumSuppression: limits.maximumSuppression),
      masking.loss <= limits.maximumLoss
    else {
      throw ReleaseError.refused(
        MaskingRefusal(
          all, people: people, limits: limits, sensitive: sensitive,
          recipe: search.masking(levels, maximumSuppression: 1)
        ).description)
    }
    self.init(people, quasi: quasi, limits: limits, masking: masking, sensitive: sensitive)
  }

  private init(
    _ people: SurveyedPeople, quasi: [Quasi], limits: ReleaseLimits, masking: Masking,
    sensitive: [CategoryColumn]
  ) {
    self.people = people
    self.quasi = quasi
    self.limits = limits
    self.masking = masking
    self.sensitive = sensitive
    recipe = ReleaseRecipe(
      k: limits.k, l: limits.l, t: limits.t, maximumSuppression: limits.maximumSuppression,
      maximumLoss: limits.maximumLoss, suppression: limits.suppression, time: limits.time,
      columns: zip(quasi, masking.levels).map { quasi, level in
        let chosen = quasi.generalisations[level]
        return ReleaseRecipe.Column(
          name: quasi.name, level: chosen.name, generalisation: chosen.generalisation)
      })
  }

  static func requirement(
    _ limits: ReleaseLimits, _ sensitive: [CategoryColumn]
  ) -> PrivacyRequirement {
    PrivacyRequirement(k: limits.k, l: limits.l, t: limits.t, sensitive: sensitive)
  }

  private static func quasiIdentifiers(
    _ people: SurveyedPeople, time: TimeGrain
  ) throws -> [Quasi] {
    guard !people.people.isEmpty else { throw ReleaseError.nobody }
    var quasi = people.quasiIdentifiers.map { question in
      let column = people.column(question)
      var counts: [String: Int] = [:]
      for answer in question.answers { if let answer { counts[answer, default: 0] += 1 } }
      return Self.quasi(column, question.hierarchy.generalisations(of: counts))
    }
    if time != .none {
      let column = CategoryColumn(
        name: timeColumn,
        texts: people.people.map { person in
          (person.channel == .import ? nil : time.label(of: person.startedAt))
            ?? SurveyedPeople.declined
        })
      guard column.labels.contains(where: { $0 != SurveyedPeople.declined }) else {
        throw ReleaseError.refused(
          "--time \(time.rawValue): of imported answers nobody knows when people took part; leave it "
            + "out. Nothing was written.")
      }
      quasi.append(
        Self.quasi(column, GeneralisationHierarchy(values: []).generalisations(of: [:])))
    }
    guard !quasi.isEmpty else {
      throw ReleaseError.refused(
        "no demographic question was asked, or all are withheld: there is nothing to mask; name at "
          + "least one in `quasi_identifiers`")
    }
    return quasi
  }

  private static func quasi(
    _ column: CategoryColumn, _ generalisations: [(name: String, generalisation: Generalisation)]
  ) -> Quasi {
    let levels = generalisations.map { name, generalisation in
      let texts = column.labels.map { label in
        // Who declined stays apart on every level: that is something others may know as well.
        label == SurveyedPeople.declined && generalisation != .removed
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

extension MaskedPeople {
  /// The people who are released, as indices into all.
  package var kept: [Int] {
    let dropped = Set(masking.dropped)
    return people.people.indices.filter { !dropped.contains($0) }
  }

  /// What is released of every quasi-identifier that is not removed: a text a person, of all people.
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
