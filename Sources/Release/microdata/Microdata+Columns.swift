package import Disclosure
import Responses
package import Study

extension Microdata {
  package func column(_ question: Question) -> CategoryColumn {
    CategoryColumn(name: question.id, texts: question.answers.map { $0 ?? Self.declined })
  }

  /// The design as columns that anyone can read from a released file.
  package var conditions: [CategoryColumn] {
    [
      CategoryColumn(name: "emotion", texts: people.map(\.situation.key.emotion)),
      CategoryColumn(name: "situation", texts: people.map(\.situation.key.description)),
    ]
  }

  /// The administrations that at least one person was given, in the order of the instruments.
  package var administrations: [(instrument: Instrument, occasion: Occasion)] {
    var given: Set<String> = []
    for person in people {
      for name in person.responses.keys { given.insert("\(name.instrument) \(name.occasion)") }
    }
    return Occasion.allCases.flatMap { occasion in
      instruments.filter { given.contains("\($0.id) \(occasion)") }.map { ($0, occasion) }
    }
  }

  /// How many of the given participants could be recognised by their answers alone.
  ///
  /// - Parameter members: indices into the participants.
  package func linkability(of members: [Int]) -> ResidualLinkability {
    func columns(_ occasions: [Occasion]) -> [CategoryColumn] {
      administrations.filter { occasions.contains($0.occasion) }.flatMap { administration in
        administration.instrument.items.map { item in
          let name = VariableName(
            instrument: administration.instrument.id, occasion: administration.occasion,
            item: item.id)
          return CategoryColumn(
            name: item.id.name,
            texts: members.map { member in
              let response = people[member].responses[name]
              return response?.option ?? response?.value.map { "\($0)" } ?? ""
            })
        }
      }
    }
    return ResidualLinkability(
      [
        ("all", columns(Occasion.allCases)), ("default", columns([.default])),
        ("evoked", columns([.evoked])),
      ], records: members.count)
  }

  /// What should not be learnt of a person: as the rules say, else the emotion and the default
  /// scores, these in bands at their quartiles.
  ///
  /// - Throws: ``ReleaseError/unknownColumn(_:known:)`` for a name that is none of the columns.
  package func sensitive(_ named: [ReleaseRules.Sensitive]? = nil) throws -> [CategoryColumn] {
    if let named = named ?? rules.sensitive { return try named.map(sensitiveColumn) }
    var columns = [conditions[0]]
    for (instrument, occasion) in administrations where occasion == .default {
      for subscale in instrument.subscales {
        let name = VariableName(
          instrument: instrument.id, occasion: occasion, subscale: subscale.id)
        let scores = people.map { $0.scores[name] }
        let known = scores.compactMap(\.self).sorted()
        guard !known.isEmpty else { continue }
        let quartiles = [1, 2, 3].map { known[min(known.count - 1, known.count * $0 / 4)] }
        let bands = Set(quartiles + [known.last!]).sorted()
        columns.append(Self.banded("\(name)", scores.map { $0 ?? .nan }, bands))
      }
    }
    return columns
  }

  private func sensitiveColumn(_ named: ReleaseRules.Sensitive) throws -> CategoryColumn {
    let name = named.column
    if let condition = conditions.first(where: { $0.name == name }) { return condition }
    if let question = questions.first(where: { $0.id == name }) { return column(question) }
    var known = conditions.map(\.name) + questions.map(\.id)
    for (instrument, occasion) in administrations {
      for item in instrument.items {
        let column = VariableName(instrument: instrument.id, occasion: occasion, item: item.id)
        guard "\(column)" == name else {
          known.append("\(column)")
          continue
        }
        return Self.banded(name, people.map { $0.responses[column]?.value ?? .nan }, named.bands)
      }
      for subscale in instrument.subscales {
        let column = VariableName(
          instrument: instrument.id, occasion: occasion, subscale: subscale.id)
        guard "\(column)" == name else {
          known.append("\(column)")
          continue
        }
        return Self.banded(name, people.map { $0.scores[column] ?? .nan }, named.bands)
      }
    }
    throw ReleaseError.unknownColumn(name, known: known)
  }

  /// Each number as the last number of its band, or as it is without bands; NaN is a missing one.
  static func banded(_ name: String, _ values: [Double], _ bands: [Double]?) -> CategoryColumn {
    CategoryColumn(
      name: name,
      texts: values.map { value in
        guard value.isFinite else { return MissingReason.skipped.token }
        let end = bands.map { bands in bands.first { value <= $0 } ?? .infinity } ?? value
        return ReleasedValue.number(end).text
      })
  }
}
