package import Study

/// The scores of a crowd before and after, ready for statistics: columns of numbers, and the place in
/// the design that each respondent belongs to.
package struct Crowd: Sendable {
  /// A situation of the design.
  package struct Place: Sendable, Hashable {
    package let situation: SituationKey
    /// The factor's place among those of its emotion, from 1.
    package let factorIndex: Int

    package init(situation: SituationKey, factorIndex: Int) {
      self.situation = situation
      self.factorIndex = factorIndex
    }
  }

  /// One subscale; the three arrays have one entry a respondent.
  package struct Column: Sendable {
    package let instrument: InstrumentID
    package let subscale: SubscaleID
    package let title: String
    /// Indices into the crowd's places.
    package let place: [Int32]
    package let `default`: [Double]
    package let evoked: [Double]

    package init(
      instrument: InstrumentID, subscale: SubscaleID, title: String, place: [Int32],
      default: [Double], evoked: [Double]
    ) {
      precondition(place.count == `default`.count && place.count == evoked.count)
      self.instrument = instrument
      self.subscale = subscale
      self.title = title
      self.place = place
      self.default = `default`
      self.evoked = evoked
    }
  }

  package let places: [Place]
  package let columns: [Column]
  package let participants: Int

  package init(places: [Place], columns: [Column], participants: Int) {
    self.places = places
    self.columns = columns
    self.participants = participants
  }
}
