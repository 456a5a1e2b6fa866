package import Study

/// The scores of a model that answered a study's protocol many times: columns of numbers, and the
/// situation that each evoked score belongs to.
package struct Run: Sendable {
  /// One subscale. Default and evoked scores are taken as independent: where a store holds them in
  /// pairs, the pairs do not count.
  package struct Column: Sendable {
    package let instrument: InstrumentID
    package let subscale: SubscaleID
    package let title: String
    package let `default`: [Double]
    package let evoked: [Double]
    /// The situation of each evoked score, as an index into the run's places.
    package let place: [Int32]

    package init(
      instrument: InstrumentID, subscale: SubscaleID, title: String, default: [Double],
      evoked: [Double], place: [Int32]
    ) {
      precondition(place.count == evoked.count)
      self.instrument = instrument
      self.subscale = subscale
      self.title = title
      self.default = `default`
      self.evoked = evoked
      self.place = place
    }
  }

  /// The situations of the design; a run need not have answers to all of them.
  package let places: [Crowd.Place]
  package let columns: [Column]

  package init(places: [Crowd.Place], columns: [Column]) {
    self.places = places
    self.columns = columns
  }

  /// The scores of respondents, such as those of a model that a store holds, as a run.
  package init(_ crowd: Crowd) {
    self.init(
      places: crowd.places,
      columns: crowd.columns.map {
        Column(
          instrument: $0.instrument, subscale: $0.subscale, title: $0.title,
          default: $0.default, evoked: $0.evoked, place: $0.place)
      })
  }
}

extension Run {
  /// A position of the design and the situations in it, as indices into the run's places.
  struct Branch {
    let position: Baseline.Position
    var places: [Int]
  }

  /// The positions of the design: overall, then each emotion with its factors, each factor with its
  /// situations. Emotions stand in the order of the places, factors and situations in that of their
  /// indices.
  var branches: [Branch] {
    var emotions: [String: Int] = [:]
    for place in places where emotions[place.situation.emotion] == nil {
      emotions[place.situation.emotion] = emotions.count
    }
    let sorted = places.indices.sorted { a, b in
      let (first, second) = (places[a], places[b])
      return (
        emotions[first.situation.emotion]!, first.factorIndex, first.situation.factor,
        first.situation.index
      ) < (
        emotions[second.situation.emotion]!, second.factorIndex, second.situation.factor,
        second.situation.index
      )
    }
    var branches = [Branch(position: Baseline.Position(level: .overall), places: sorted)]
    var open: [Baseline.Level: Int] = [:]
    for place in sorted {
      for level in [Baseline.Level.emotion, .factor, .situation] {
        let position = Baseline.Position(places[place], level)
        if let branch = open[level], branches[branch].position == position {
          branches[branch].places.append(place)
        } else {
          open[level] = branches.count
          branches.append(Branch(position: position, places: [place]))
        }
      }
    }
    return branches
  }
}

extension Baseline.Position {
  package init(_ place: Crowd.Place, _ level: Baseline.Level) {
    self.init(level: level)
    emotion = place.situation.emotion
    guard level != .emotion else { return }
    factor = place.situation.factor
    factorIndex = place.factorIndex
    guard level == .situation else { return }
    situationIndex = place.situation.index
  }
}
