package import Statistics
package import Study

/// A baseline split by an attribute, with tests of whether its groups differ in change.
package struct DemographicBaseline: Sendable {
  package struct Tests: Sendable, SubscaleFigures {
    package let scale: ScoredSubscale
    /// How many groups have two people or more.
    package let groups: Int
    /// nil if fewer than two groups have two people, or a group does not vary.
    package let anova: FTest?
    package let welchANOVA: FTest?
    package let kruskal: KruskalWallisTest?
    package let levene: FTest?
    package let brownForsythe: FTest?
  }

  /// A group smaller than this is shown, and named as small.
  package static let small = 10

  package let attribute: Attribute
  /// A row per group and subscale; groups by the number that they begin with, the others in
  /// alphabetical order, then those who did not say.
  package let rows: [Baseline.Row]
  package let tests: [Tests]
  /// Groups with fewer people than `small`, with their sizes.
  package let smallGroups: [(group: String, n: Int)]

  /// The name of the group of those who did not say.
  package static let undisclosed = "not stated"

  /// Groups of fewer than two people, and those who did not say, stay out of the tests.
  ///
  /// - Precondition: scores and attributes were read.
  package init(
    _ respondents: Respondents, by attribute: Attribute, alpha: Double, robust: Bool = false,
    floor: Bool = false
  ) {
    self.attribute = attribute
    let groupOf = attribute.groups(in: respondents.attributes!).map { $0 ?? Self.undisclosed }
    let everyone = respondents.design.branches[0]
    let scores = PairedScores.all(respondents).map {
      (table: $0.table, members: $0.members(of: everyone).sorted())
    }
    func place(_ name: String) -> (Int, Int, String) {
      let number = Int(name.prefix { !$0.isWhitespace })
      return (name == Self.undisclosed ? 1 : 0, number ?? .max, name)
    }
    let names = Set(groupOf).sorted { place($0) < place($1) }
    var rows: [Baseline.Row] = []
    var tests: [Tests] = []
    for name in names {
      for (table, members) in scores {
        let members = members.filter { groupOf[Int($0)] == name }
        guard !members.isEmpty else { continue }
        var row = Baseline.Row(table, members: members, position: .overall, alpha: alpha)
        row.group = Baseline.Group(attribute: attribute, name: name)
        if robust { row.robust = Robustness(table, members: members) }
        if floor { row.ends = FloorAndCeiling(table, members: members) }
        rows.append(row)
      }
    }
    for (table, members) in scores {
      var changes: [String: [Double]] = [:]
      for (member, change) in zip(members, table.changes(of: members)) {
        let name = groupOf[Int(member)]
        if name != Self.undisclosed { changes[name, default: []].append(change) }
      }
      let groups = names.compactMap { changes[$0] }.filter { $0.count > 1 }
      tests.append(
        Tests(
          scale: table.scale, groups: groups.count, anova: FTest.oneWayANOVA(groups),
          welchANOVA: FTest.welchANOVA(groups), kruskal: KruskalWallisTest(groups),
          levene: FTest.levene(groups), brownForsythe: FTest.brownForsythe(groups)))
    }
    self.rows = rows
    self.tests = tests
    var sizes: [String: Int] = [:]
    for name in groupOf { sizes[name, default: 0] += 1 }
    smallGroups = names.filter { sizes[$0]! < Self.small }.map { ($0, sizes[$0]!) }
  }
}
