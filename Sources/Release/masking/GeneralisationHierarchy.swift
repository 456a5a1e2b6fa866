import Study

/// The levels on which a quasi-identifier may be released, as a file of text states them.
package struct GeneralisationHierarchy: Sendable {
  package struct Level: Sendable {
    enum Kind: Sendable {
      /// Groups of values, or of the groups of the level before.
      case groups([Generalisation.Group], keepsHome: Bool)
      case bands(width: Int, start: Int, ends: Double)
    }

    package let name: String
    let kind: Kind
  }

  package static let asAnswered = "as answered"
  package static let removed = "removed"

  package var id = ""
  /// Values that may be released although no group lists them.
  var values: [String] = []
  var isOfCountries = false
  /// The country that is kept apart; nil takes the one that most people are from.
  var home: String?
  /// Other spellings of countries, in lower case, and the names they mean.
  var aliases: [String: String] = [:]
  package var levels: [Level] = []

  /// The same hierarchy with another home country.
  package func keeping(home: String?) -> GeneralisationHierarchy {
    var hierarchy = self
    if let home { hierarchy.home = Self.countryNames[home.uppercased()] ?? home }
    return hierarchy
  }

  private static let countryNames = Dictionary(
    uniqueKeysWithValues: Country.named(in: .english).map { ($0.code, $0.name) })
  private static let lowercasedNames = Dictionary(
    countryNames.values.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })

  /// A country's English name; the text itself if it is not a code.
  static func countryName(_ code: String) -> String { countryNames[code] ?? code }

  /// Whether the hierarchy reads whole numbers.
  private var isNumeric: Bool {
    levels.contains { if case .bands = $0.kind { true } else { false } }
  }

  /// The value as it may be released; nil if no list contains it, because it may be anything.
  ///
  /// - Parameter options: the values that the study's question offers.
  package func listed(_ value: String, options: Set<String> = []) -> String? {
    if isOfCountries {
      if let name = Self.countryNames[value] { return name }
      let small = value.lowercased()
      return Self.lowercasedNames[small] ?? aliases[small]
    }
    if isNumeric { return Int(value).map(String.init) }
    if options.contains(value) || values.contains(value) { return value }
    for level in levels {
      if case .groups(let groups, _) = level.kind,
        groups.contains(where: { $0.members.contains(value) })
      {
        return value
      }
    }
    return nil
  }

  /// The levels as they are for these values, finest first, from as answered to removed.
  ///
  /// - Parameter counts: how many people gave each value.
  package func generalisations(
    of counts: [String: Int]
  ) -> [(name: String, generalisation: Generalisation)] {
    var found: [(String, Generalisation)] = [(Self.asAnswered, .asAnswered)]
    let home =
      self.home
      ?? counts.filter { $0.key != Generalisation.notListed }
      .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    var flat: [String: [String]] = [:]
    for level in levels {
      switch level.kind {
      case .bands(let width, let start, let ends):
        found.append(
          (level.name, .bands(upperEnds: Self.ends(counts, width: width, start: start, ends))))
      case .groups(let groups, let keepsHome):
        var resolved: [Generalisation.Group] = []
        for group in groups {
          let members = group.members.flatMap { flat[$0] ?? [$0] }
          flat[group.label] = members
          let others = members.filter { !keepsHome || $0 != home }
          resolved.append(
            Generalisation.Group(
              label: others.count < members.count ? "Rest of \(group.label)" : group.label,
              members: others))
        }
        if keepsHome, let home {
          resolved.insert(Generalisation.Group(label: home, members: [home]), at: 0)
          if resolved.count == 2, resolved[1].label.hasPrefix("Rest of ") {
            resolved[1] = Generalisation.Group(
              label: groups[0].label, members: resolved[1].members)
          }
        }
        found.append((level.name, .groups(resolved)))
      }
    }
    return found + [(Self.removed, .removed)]
  }

  /// The upper ends of bands of a width. A band at an end with less than a share of all people
  /// takes in its neighbour.
  private static func ends(
    _ counts: [String: Int], width: Int, start: Int, _ share: Double
  ) -> [Int] {
    let values = counts.compactMap { value, count in Int(value).map { ($0, count) } }
    guard let low = values.map(\.0).min(), let high = values.map(\.0).max() else { return [] }
    let least = share * Double(values.reduce(0) { $0 + $1.1 })
    func floorBand(_ value: Int) -> Int {
      let shifted = value - start
      return (shifted >= 0 ? shifted / width : (shifted - width + 1) / width) * width + start
    }
    var ends = Array(stride(from: floorBand(low) + width - 1, to: high, by: width))
    func people(from: Int, to: Int) -> Double {
      Double(values.reduce(0) { $0 + ((from...to).contains($1.0) ? $1.1 : 0) })
    }
    while let first = ends.first, people(from: min(low, first), to: first) < least {
      ends.removeFirst()
    }
    while let last = ends.last, people(from: last + 1, to: max(high, last + 1)) < least {
      ends.removeLast()
    }
    return ends
  }
}

extension GeneralisationHierarchy {
  /// A hierarchy for a whole number in a range: five bands, two, nothing.
  package init(range: ClosedRange<Int>) {
    let span = range.upperBound - range.lowerBound + 1
    self.init(
      levels: [("fine bands", 5), ("coarse bands", 2)].compactMap { name, count in
        let width = (span + count - 1) / count
        return width > 1
          ? Level(name: name, kind: .bands(width: width, start: range.lowerBound, ends: 0.04)) : nil
      })
  }
}
