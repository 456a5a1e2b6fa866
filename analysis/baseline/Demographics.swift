package import Statistics
package import Study

/// An attribute of respondents that a baseline can be split by.
package enum Attribute: String, Sendable, CaseIterable {
  case gender, age, country, employment, education

  /// The id of the question that it is read from.
  package var question: String { self == .age ? "year_of_birth" : rawValue }

  private static let bands = [18...24, 25...34, 35...44, 45...54, 55...64]

  /// The respondent's group, or nil where the question was declined or not asked.
  ///
  /// Ages are the year of taking part minus the year of birth, in bands of ten years from 25 on.
  package func group(of respondent: Crowd.Respondent) -> String? {
    guard self == .age else { return respondent.answers[question] }
    guard let year = respondent.year,
      let born = respondent.answers[question].flatMap({ Int($0) })
    else { return nil }
    let age = year - born
    if age < 18 { return "under 18" }
    return Self.bands.first { $0.contains(age) }.map { "\($0.lowerBound) to \($0.upperBound)" }
      ?? "65 and over"
  }
}

/// A baseline split by an attribute, with tests of whether its groups differ in change.
package struct DemographicBaseline: Sendable {
  package struct Tests: Sendable {
    package let subscale: SubscaleID
    package let title: String
    /// Nil where fewer than two groups have two people, or a group does not vary.
    package let anova: FTest?
    package let welchANOVA: FTest?
    package let kruskal: KruskalWallisTest?
    package let levene: FTest?
    package let brownForsythe: FTest?
  }

  /// A group smaller than this is shown, and named as small.
  package static let small = 10

  package let attribute: Attribute
  /// A row a group and subscale; groups in alphabetical order, then those who did not say.
  package let rows: [Baseline.Row]
  package let tests: [Tests]
  /// Groups with fewer people than `small`, with their sizes.
  package let smallGroups: [(group: String, n: Int)]

  /// The name of the group of those who did not say.
  package static let undisclosed = "not stated"

  /// Groups of fewer than two people, and those who did not say, stay out of the tests.
  ///
  /// - Precondition: the crowd's respondents are known.
  package init(_ crowd: Crowd, by attribute: Attribute, alpha: Double, robust: Bool = false) {
    precondition(crowd.respondents.count == crowd.participants)
    self.attribute = attribute
    let groupOf = crowd.respondents.map { attribute.group(of: $0) ?? Self.undisclosed }
    let names = Set(groupOf).sorted { a, b in
      (a == Self.undisclosed ? 1 : 0, a) < (b == Self.undisclosed ? 1 : 0, b)
    }
    var rows: [Baseline.Row] = []
    var tests: [Tests] = []
    for name in names {
      for column in crowd.columns {
        let members = column.respondent.indices.filter {
          groupOf[Int(column.respondent[$0])] == name
        }
        guard !members.isEmpty else { continue }
        var position = Baseline.Position(level: .demographic)
        position.attribute = attribute.rawValue
        position.group = name
        var row = Baseline.Row(column, members: members, position: position, alpha: alpha)
        if robust { row.robust = Robustness(column, members: members) }
        rows.append(row)
      }
    }
    for column in crowd.columns {
      var changes: [String: [Double]] = [:]
      for (index, respondent) in column.respondent.enumerated() {
        let name = groupOf[Int(respondent)]
        if name == Self.undisclosed { continue }
        changes[name, default: []].append(column.evoked[index] - column.default[index])
      }
      let groups = names.compactMap { changes[$0] }.filter { $0.count > 1 }
      tests.append(
        Tests(
          subscale: column.subscale, title: column.title, anova: oneWayANOVA(groups),
          welchANOVA: Statistics.welchANOVA(groups), kruskal: kruskalWallisTest(groups),
          levene: leveneTest(groups), brownForsythe: brownForsytheTest(groups)))
    }
    self.rows = rows
    self.tests = tests
    var sizes: [String: Int] = [:]
    for name in groupOf { sizes[name, default: 0] += 1 }
    smallGroups = names.filter { sizes[$0]! < Self.small }.map { ($0, sizes[$0]!) }
  }
}
