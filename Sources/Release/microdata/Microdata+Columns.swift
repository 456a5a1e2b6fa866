package import Disclosure
import Responses
package import Study

extension Microdata {
  package func column(_ question: Question) -> CategoryColumn {
    CategoryColumn(name: question.id, question.answers) { $0 ?? Self.declined }
  }

  /// The design as columns that anyone can read from a released file.
  package var conditions: [CategoryColumn] {
    [
      CategoryColumn(name: "emotion", people.map(\.situation.key), text: \.emotion),
      CategoryColumn(name: "situation", people.map(\.situation.key), text: \.description),
    ]
  }

  /// An instrument on an occasion on which at least one person was given it.
  struct Administration {
    let instrument: Instrument
    let occasion: Occasion

    func name(_ item: Item) -> VariableName {
      VariableName(instrument: instrument.id, occasion: occasion, item: item.id)
    }

    func name(_ subscale: Subscale) -> VariableName {
      VariableName(instrument: instrument.id, occasion: occasion, subscale: subscale.id)
    }

    /// The names of the items and of the subscales.
    var names: [VariableName] { instrument.items.map(name) + instrument.subscales.map(name) }
  }

  /// The administrations in the order of the instruments.
  var administrations: [Administration] {
    let given = Set(
      columns.responses.lazy.filter { $1.codes.contains { $0 != 0 } }
        .map { "\($0.key.instrument) \($0.key.occasion)" })
    return Occasion.allCases.flatMap { occasion in
      instruments.filter { given.contains("\($0.id) \(occasion)") }
        .map { Administration(instrument: $0, occasion: occasion) }
    }
  }

  /// How many of the given participants could be recognised by their answers alone.
  ///
  /// - Parameter members: indices into the participants.
  func linkability(of members: [Int]) -> ResidualLinkability {
    let vectors: [(occasion: Occasion, items: [CategoryColumn])]
    vectors = administrations.map { administration in
      (
        administration.occasion,
        administration.instrument.items.map { item in
          let given = columns.responses[administration.name(item)]
          let texts = (given?.values ?? []).map { response in
            response.option ?? response.value.map { "\($0)" } ?? ""
          }
          return CategoryColumn(
            name: item.id.name, codes: members.map { Int32(given?.codes[$0] ?? 0) },
            ofTexts: [""] + texts)
        }
      )
    }
    func of(_ occasions: [Occasion]) -> [CategoryColumn] {
      vectors.filter { occasions.contains($0.occasion) }.flatMap(\.items)
    }
    return ResidualLinkability(
      [("all", of(Occasion.allCases)), ("default", of([.default])), ("evoked", of([.evoked]))],
      records: members.count)
  }

  /// What should not be learnt of a person: as the rules say, else the emotion and the default
  /// scores, these in bands at their quartiles.
  ///
  /// - Throws: ``ReleaseError/unknownColumn(_:known:)`` for a name that is none of the columns.
  package func sensitive(_ named: [ReleaseRules.Sensitive]? = nil) throws -> [CategoryColumn] {
    if let named = named ?? rules.sensitive { return try named.map(sensitiveColumn) }
    var found = [conditions[0]]
    for administration in administrations where administration.occasion == .default {
      for subscale in administration.instrument.subscales {
        let name = administration.name(subscale)
        let given = columns.scores[name]
        let scores = people.indices.map { given?[$0] }
        let known = scores.compactMap(\.self).sorted()
        guard !known.isEmpty else { continue }
        let quartiles = [1, 2, 3].map { known[min(known.count - 1, known.count * $0 / 4)] }
        let bands = Set(quartiles + [known.last!]).sorted()
        found.append(Self.banded("\(name)", scores.map { $0 ?? .nan }, bands))
      }
    }
    return found
  }

  private func sensitiveColumn(_ named: ReleaseRules.Sensitive) throws -> CategoryColumn {
    let name = named.column
    if let condition = conditions.first(where: { $0.name == name }) { return condition }
    if let question = questions.first(where: { $0.id == name }) { return column(question) }
    let names = administrations.flatMap(\.names)
    guard let column = names.first(where: { "\($0)" == name }) else {
      throw ReleaseError.unknownColumn(
        name, known: conditions.map(\.name) + questions.map(\.id) + names.map { "\($0)" })
    }
    // The name is that of an item or of a subscale.
    return Self.banded(
      name,
      people.indices.map {
        columns.responses[column]?[$0]?.value ?? columns.scores[column]?[$0] ?? .nan
      }, named.bands)
  }

  /// Each number as the last number of its band, or as it is without bands; NaN is a missing one.
  static func banded(_ name: String, _ values: [Double], _ bands: [Double]?) -> CategoryColumn {
    // One that is not finite is missing; as a key, it has to equal itself.
    CategoryColumn(name: name, values.map { $0.isFinite ? $0 : .infinity }) { value in
      guard value.isFinite else { return MissingReason.skipped.token }
      let end = bands.map { bands in bands.first { value <= $0 } ?? .infinity } ?? value
      return ReleasedValue.number(end).text
    }
  }
}
