package import Study

/// The crowd's figures per overall, emotion, factor, situation and subscale.
package struct Baseline: Sendable {
  package enum Level: String, Sendable, CaseIterable {
    case overall, emotion, factor, situation
  }

  /// Mean, standard deviation (n-1), median and the 95% t interval of the mean of one measure.
  package struct Measure: Sendable {
    package let description: Description
    /// nil for fewer than two values.
    package let interval: Interval?

    init(_ values: [Double]) {
      description = Description(values)
      interval = description.moments.meanInterval()
    }
  }

  /// Where in the design a row stands; the parts below its level are nil.
  package struct Position: Sendable, Hashable {
    package let level: Level
    package var emotion: String?
    package var factor: String?
    package var factorIndex: Int?
    package var situationIndex: Int?
  }

  package struct Row: Sendable {
    package let instrument: InstrumentID
    package let subscale: SubscaleID
    /// The subscale's title.
    package let title: String
    package let position: Position
    package let n: Int
    package let `default`: Measure
    package let evoked: Measure
    /// Evoked minus default, person by person.
    package let change: Measure
    /// nil where fewer than two people, or the same change in everybody, leave it undefined.
    package let pairedT: TTest?
    package let wilcoxon: SignedRankTest?
    package let dz: EffectSize?
    package let dav: Double?
    /// Adjusted over the factors, within a subscale; nil on other levels.
    package var pHolm: Double?
    package var pBenjaminiHochberg: Double?
    package let arrow: Arrow
  }

  package let alpha: Double
  package let rows: [Row]

  /// The baseline of a crowd.
  ///
  /// Rows follow the design: overall, then each emotion with its factors, each factor with its
  /// situations, in the order in which the crowd's places name them; both subscales side by side.
  /// Places without a respondent have no row.
  ///
  /// - Parameter alpha: the level of the unadjusted paired t that the arrow stands for.
  package init(_ crowd: Crowd, alpha: Double = 0.01) {
    self.alpha = alpha
    let positions = Self.positions(crowd.places)
    var rows: [Row] = []
    let byPosition = crowd.columns.map { Self.respondents($0, of: crowd.places) }
    for position in positions {
      for (column, respondents) in zip(crowd.columns, byPosition) {
        guard let members = respondents[position] else { continue }
        rows.append(Row(column, members: members, position: position, alpha: alpha))
      }
    }
    self.rows = Self.adjusted(rows)
  }

  private static func positions(_ places: [Crowd.Place]) -> [Position] {
    var emotions: [String] = []
    for place in places where !emotions.contains(place.situation.emotion) {
      emotions.append(place.situation.emotion)
    }
    var positions = [Position(level: .overall)]
    for emotion in emotions {
      positions.append(Position(level: .emotion, emotion: emotion))
      let inEmotion = places.filter { $0.situation.emotion == emotion }
      let factors = Set(inEmotion.map { position($0, .factor) })
        .sorted { ($0.factorIndex!, $0.factor!) < ($1.factorIndex!, $1.factor!) }
      for factor in factors {
        positions.append(factor)
        positions += Set(inEmotion.map { position($0, .situation) })
          .filter { $0.factor == factor.factor && $0.factorIndex == factor.factorIndex }
          .sorted { $0.situationIndex! < $1.situationIndex! }
      }
    }
    return positions
  }

  private static func position(_ place: Crowd.Place, _ level: Level) -> Position {
    var position = Position(level: level)
    guard level != .overall else { return position }
    position.emotion = place.situation.emotion
    guard level != .emotion else { return position }
    position.factor = place.situation.factor
    position.factorIndex = place.factorIndex
    guard level == .situation else { return position }
    position.situationIndex = place.situation.index
    return position
  }

  /// The respondents (as indices into the column) that belong to each position.
  private static func respondents(
    _ column: Crowd.Column, of places: [Crowd.Place]
  ) -> [Position: [Int]] {
    var inPlace: [[Int]] = Array(repeating: [], count: places.count)
    for (respondent, place) in column.place.enumerated() {
      inPlace[Int(place)].append(respondent)
    }
    var members: [Position: [Int]] = [:]
    for (place, respondents) in zip(places, inPlace) where !respondents.isEmpty {
      for level in Level.allCases {
        members[position(place, level), default: []] += respondents
      }
    }
    return members
  }

  private static func adjusted(_ rows: [Row]) -> [Row] {
    var rows = rows
    struct Family: Hashable {
      let instrument: InstrumentID
      let subscale: SubscaleID
    }
    let factors = rows.indices.filter { rows[$0].position.level == .factor }
    let families = Dictionary(grouping: factors) {
      Family(instrument: rows[$0].instrument, subscale: rows[$0].subscale)
    }
    for indices in families.values {
      let p = indices.map { rows[$0].pairedT?.p }
      let holm = Adjustment.holm.adjust(p)
      let benjaminiHochberg = Adjustment.benjaminiHochberg.adjust(p)
      for (place, index) in indices.enumerated() {
        rows[index].pHolm = holm[place]
        rows[index].pBenjaminiHochberg = benjaminiHochberg[place]
      }
    }
    return rows
  }
}

extension Baseline.Row {
  fileprivate init(
    _ column: Crowd.Column, members: [Int], position: Baseline.Position, alpha: Double
  ) {
    let before = members.map { column.default[$0] }
    let after = members.map { column.evoked[$0] }
    let changes = differences(from: before, to: after)
    instrument = column.instrument
    subscale = column.subscale
    title = column.title
    self.position = position
    n = members.count
    `default` = Baseline.Measure(before)
    evoked = Baseline.Measure(after)
    change = Baseline.Measure(changes)
    let moments = change.description.moments
    pairedT = oneSampleTTest(moments)
    wilcoxon = signedRankTest(changes)
    dz = Analysis.dz(ofDifferences: moments)
    dav = Analysis.dav(from: `default`.description.moments, to: evoked.description.moments)
    arrow = Arrow(pairedT, alpha: alpha)
  }
}
