/// How likely the people in the records can be found by what others may know of them.
///
/// Prosecutor risk: the attacker knows that the person is among the records, so the risk of a
/// record is one over the size of its class (El Emam 2013, "Guide to the De-Identification of
/// Personal Health Information", chapter 16).
package struct DisclosureRisk: Sendable {
  package struct Prosecutor: Sendable {
    /// One over the smallest class.
    package let highest: Double
    /// One over the largest class.
    package let lowest: Double
    /// Classes over records: the mean risk of a record.
    package let average: Double
    /// Records with the highest risk.
    package let atHighest: Int
    /// Share of records whose risk is above a fifth, and above a tenth.
    package let shareOverFifth: Double
    package let shareOverTenth: Double
    /// How many records are found on average by guessing in every class: the number of classes.
    package let expectedReidentifications: Int
  }

  /// k and uniques on some columns.
  package struct Grouping: Sendable {
    package let columns: [String]
    package let k: Int
    package let classes: Int
    package let uniques: Int
  }

  /// k and uniques if a column that anyone can read from the file is known as well.
  package struct Joined: Sendable {
    package let column: String
    package let values: Int
    package let k: Int
    package let uniques: Int
  }

  /// The sizes of classes for which records below are counted.
  package static let thresholds = [2, 3, 5, 10, 11, 20]
  /// The most columns of which all subsets are looked at; of more, subsets of up to three.
  private static let mostForAllSubsets = 8

  package let quasiIdentifiers: [String]
  package let records: Int
  package let classes: Int
  package let k: Int
  package let maximumClass: Int
  package let meanClass: Double
  package let uniques: Int
  package let uniqueShare: Double
  /// Records in classes smaller than each of the thresholds.
  package let recordsBelow: [(threshold: Int, records: Int)]
  package let prosecutor: Prosecutor
  /// The sum of squared class sizes (Bayardo and Agrawal 2005).
  package let discernibility: Int
  /// The mean class over k = 5 (LeFevre, DeWitt and Ramakrishnan 2006).
  package let averageClassOverFive: Double
  /// How many classes have each size, smallest first.
  package let histogram: [(size: Int, classes: Int)]
  package let populations: [PopulationRisk]
  package let sensitive: [AttributeRisk]
  package let subsets: [Grouping]
  package let joined: [Joined]
  package let linkability: ResidualLinkability?

  /// - Parameters:
  ///   - columns: the quasi-identifiers, at least one.
  ///   - sensitive: what should not be learnt about a person.
  ///   - conditions: columns that are added one at a time.
  ///   - populations: sizes of the population from which the records are assumed to be a simple
  ///     random sample; those not above the number of records are dropped.
  /// - Returns: nil without a record or a quasi-identifier.
  package init?(
    _ columns: [CategoryColumn], records: Int, sensitive: [CategoryColumn] = [],
    conditions: [CategoryColumn] = [], populations: [Int] = [],
    linkability: ResidualLinkability? = nil
  ) {
    guard records > 0, !columns.isEmpty else { return nil }
    let classes = EquivalenceClasses(columns, records: records)
    let sizes = classes.sizes
    let smallest = sizes.min()!
    let largest = sizes.max()!
    let count = Double(records)
    func below(_ size: Int) -> Int { sizes.reduce(0) { $0 + ($1 < size ? $1 : 0) } }
    quasiIdentifiers = columns.map(\.name)
    self.records = records
    self.classes = sizes.count
    k = smallest
    maximumClass = largest
    meanClass = count / Double(sizes.count)
    uniques = classes.uniques
    uniqueShare = Double(classes.uniques) / count
    recordsBelow = Self.thresholds.map { ($0, below($0)) }
    prosecutor = Prosecutor(
      highest: 1 / Double(smallest), lowest: 1 / Double(largest),
      average: Double(sizes.count) / count,
      atHighest: sizes.reduce(0) { $0 + ($1 == smallest ? $1 : 0) },
      shareOverFifth: Double(below(5)) / count, shareOverTenth: Double(below(10)) / count,
      expectedReidentifications: sizes.count)
    discernibility = sizes.reduce(0) { $0 + $1 * $1 }
    averageClassOverFive = meanClass / 5
    var histogram: [Int: Int] = [:]
    for size in sizes { histogram[size, default: 0] += 1 }
    self.histogram = histogram.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    self.populations = populations.compactMap { PopulationRisk(sizes, population: $0) }
    self.sensitive = sensitive.map { AttributeRisk($0, classes: classes) }
    subsets = Self.subsets(columns, classes)
    joined = conditions.map { condition in
      let joined = EquivalenceClasses(columns + [condition], records: records)
      return Joined(
        column: condition.name, values: condition.labels.count, k: joined.k!,
        uniques: joined.uniques)
    }
    self.linkability = linkability
  }

  /// Every subset of the columns, by size and then in the order of the columns.
  ///
  /// Records that agree on all columns agree on each subset, so classes are put together, not records.
  private static func subsets(
    _ columns: [CategoryColumn], _ whole: EquivalenceClasses
  ) -> [Grouping] {
    var first = [Int](repeating: 0, count: whole.sizes.count)
    for (record, index) in whole.classOf.enumerated().reversed() { first[Int(index)] = record }
    let codes = columns.map { column in first.map { column.codes[$0] } }
    let longest = columns.count <= mostForAllSubsets ? columns.count : 3
    var found: [Grouping] = []
    for size in 1...longest {
      for members in combinations(of: columns.count, size: size) {
        let classes = EquivalenceClasses(members.map { codes[$0] }, records: first.count)
        var sizes = [Int](repeating: 0, count: classes.sizes.count)
        for (part, index) in classes.classOf.enumerated() {
          sizes[Int(index)] += whole.sizes[part]
        }
        found.append(
          Grouping(
            columns: members.map { columns[$0].name }, k: sizes.min()!, classes: sizes.count,
            uniques: sizes.count { $0 == 1 }))
      }
    }
    return found
  }
}

/// The ways to choose some of the first numbers, in lexicographic order.
package func combinations(of count: Int, size: Int) -> [[Int]] {
  guard size <= count else { return [] }
  guard size > 0 else { return [[]] }
  var found: [[Int]] = []
  func extend(_ chosen: [Int], from start: Int) {
    guard chosen.count < size else { return found.append(chosen) }
    for next in start..<max(start, count - (size - chosen.count) + 1) {
      extend(chosen + [next], from: next + 1)
    }
  }
  extend([], from: 0)
  return found
}
