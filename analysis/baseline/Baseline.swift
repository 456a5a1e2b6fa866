package import Statistics
package import Study

/// The crowd's figures per overall, emotion, factor, situation and subscale.
package struct Baseline: Sendable {
  package enum Level: String, Sendable, CaseIterable {
    case overall, emotion, factor, situation, demographic

    /// The levels of the design, from the whole to a single situation.
    package static let design: [Level] = [.overall, .emotion, .factor, .situation]
  }

  /// Mean, standard deviation (n-1), median and the 95% t interval of the mean of one measure.
  package struct Measure: Sendable {
    package let description: Description
    /// nil for fewer than two values.
    package let interval: Interval?

    package init(_ description: Description) {
      self.description = description
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
    /// The attribute and the group of a demographic row.
    package var attribute: String?
    package var group: String?

    package init(
      level: Level, emotion: String? = nil, factor: String? = nil, factorIndex: Int? = nil,
      situationIndex: Int? = nil
    ) {
      self.level = level
      self.emotion = emotion
      self.factor = factor
      self.factorIndex = factorIndex
      self.situationIndex = situationIndex
    }
  }

  /// Wilcoxon's signed rank test as R's `wilcox.test` gives it: zeros dropped, midranks.
  package struct Wilcoxon: Sendable {
    package let v: Double
    /// Exact where R is exact, else normal with continuity correction; nil for no difference.
    package let p: Double?
    package let zeros: Int
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
    package let wilcoxon: Wilcoxon?
    package let dz: EffectSize?
    package let dav: Double?
    /// Adjusted over the factors, within a subscale; nil on other levels.
    package var pHolm: Double?
    package var pBenjaminiHochberg: Double?
    /// The BCa bootstrap interval of the mean change, where it was asked for.
    package var bca: Interval?
    /// What robust tests say, where they were asked for.
    package var robust: Robustness?
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
    let positions = Self.positions(crowd.places)
    var rows: [Row] = []
    let byPosition = crowd.columns.map { Self.respondents($0, of: crowd.places) }
    for position in positions {
      for (column, respondents) in zip(crowd.columns, byPosition) {
        guard let members = respondents[position] else { continue }
        rows.append(Row(column, members: members, position: position, alpha: alpha))
      }
    }
    let plain = Baseline(alpha: alpha, rows: rows)
    let holm = plain.adjusted(.holm)
    let benjaminiHochberg = plain.adjusted(.benjaminiHochberg)
    for index in rows.indices {
      rows[index].pHolm = holm[index]
      rows[index].pBenjaminiHochberg = benjaminiHochberg[index]
    }
    self.init(alpha: alpha, rows: rows)
  }

  package init(alpha: Double, rows: [Row]) {
    self.alpha = alpha
    self.rows = rows
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
  package static func respondents(
    _ column: Crowd.Column, of places: [Crowd.Place]
  ) -> [Position: [Int]] {
    var inPlace: [[Int]] = Array(repeating: [], count: places.count)
    for (respondent, place) in column.place.enumerated() {
      inPlace[Int(place)].append(respondent)
    }
    var members: [Position: [Int]] = [:]
    for (place, respondents) in zip(places, inPlace) where !respondents.isEmpty {
      for level in Level.design {
        members[position(place, level), default: []] += respondents
      }
    }
    return members
  }
}

extension Baseline.Row {
  /// - Parameter members: the respondents of the row, as indices into the column.
  package init(_ column: Crowd.Column, members: [Int], position: Baseline.Position, alpha: Double) {
    let before = members.map { column.default[$0] }
    let after = members.map { column.evoked[$0] }
    let changes = differences(from: before, to: after)
    self.init(
      instrument: column.instrument, subscale: column.subscale, title: column.title,
      position: position, default: Description(before), evoked: Description(after),
      change: Description(changes),
      wilcoxon: signedRankTest(changes).map {
        Baseline.Wilcoxon(v: $0.v, p: $0.significance?.p, zeros: $0.zeros)
      }, alpha: alpha)
  }

  /// The figures that follow from the moments of a row.
  package init(
    instrument: InstrumentID, subscale: SubscaleID, title: String, position: Baseline.Position,
    default before: Description, evoked after: Description, change: Description,
    wilcoxon: Baseline.Wilcoxon?, alpha: Double
  ) {
    self.instrument = instrument
    self.subscale = subscale
    self.title = title
    self.position = position
    self.wilcoxon = wilcoxon
    n = change.n
    `default` = Baseline.Measure(before)
    evoked = Baseline.Measure(after)
    self.change = Baseline.Measure(change)
    pairedT = oneSampleTTest(change.moments)
    dz = Statistics.dz(ofDifferences: change.moments)
    dav = Statistics.dav(from: before.moments, to: after.moments)
    arrow = Arrow(pairedT, alpha: alpha)
  }
}

extension Baseline {
  /// The same rows with the bootstrap interval of each mean change (BCa, Efron 1987).
  ///
  /// - Parameters:
  ///   - crowd: the crowd that the baseline was computed from.
  ///   - replicates: at least 1.
  package func bootstrapped(_ crowd: Crowd, replicates: Int, seed: UInt64) -> Baseline {
    let members = crowd.columns.map { Self.respondents($0, of: crowd.places) }
    let changes = rows.map { row -> [Double] in
      let index = crowd.columns.firstIndex {
        $0.instrument == row.instrument && $0.subscale == row.subscale
      }!
      let column = crowd.columns[index]
      return (members[index][row.position] ?? []).map { column.evoked[$0] - column.default[$0] }
    }
    let intervals = Bootstrap(replicates: replicates, seed: seed).means(changes)
    var rows = rows
    for (index, interval) in intervals.enumerated() { rows[index].bca = interval?.bca }
    return Baseline(alpha: alpha, rows: rows)
  }

  /// The p values of the paired t over the factors of a subscale, adjusted; nil on other rows.
  package func adjusted(_ method: Adjustment) -> [Double?] {
    var found: [Double?] = Array(repeating: nil, count: rows.count)
    for indices in factorFamilies {
      for (index, p) in zip(indices, method.adjust(indices.map { rows[$0].pairedT?.p })) {
        found[index] = p
      }
    }
    return found
  }

  /// Indices of the factor rows, a family a subscale.
  fileprivate var factorFamilies: [[Int]] {
    var families: [[Int]] = []
    for index in rows.indices where rows[index].position.level == .factor {
      let family = families.firstIndex {
        rows[$0[0]].instrument == rows[index].instrument
          && rows[$0[0]].subscale == rows[index].subscale
      }
      if let family { families[family].append(index) } else { families.append([index]) }
    }
    return families
  }
}
