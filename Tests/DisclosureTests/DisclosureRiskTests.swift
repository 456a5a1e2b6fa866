import Testing

@testable import Disclosure
@testable import Statistics

private func column(_ name: String, _ texts: [String]) -> CategoryColumn {
  CategoryColumn(name: name, texts: texts)
}

@Suite struct DisclosureRiskTests {
  @Test func `nobody, and nothing known, have no risk`() {
    #expect(DisclosureRisk([column("a", [])], records: 0) == nil)
    #expect(DisclosureRisk([], records: 3) == nil)
  }

  @Test func `one person is unique`() throws {
    let risk = try #require(DisclosureRisk([column("a", ["x"])], records: 1))
    #expect(risk.k == 1)
    #expect(risk.uniqueShare == 1)
    #expect(risk.prosecutor.average == 1)
  }

  /// E[1/F | f] by SciPy 1.17.1: p**f/f * scipy.special.hyp2f1(f, f, f+1, 1-p).
  @Test(arguments: PopulationFigures.all)
  func `the risk in a population is that of SciPy`(_ figures: PopulationFigures) {
    let risks = PopulationRisk.risks(upTo: 20, fraction: figures.fraction)
    for (f, expected) in zip([1, 2, 5, 20], figures.risks) {
      #expect(abs(risks[f] - expected) <= 1e-10 * expected)
    }
  }

  @Test func `more people in the population are less risk`() throws {
    let sizes = [1, 1, 2, 5]
    let risks = try [100, 1000, 10_000].map {
      try #require(PopulationRisk(sizes, population: $0)).journalistHighest
    }
    #expect(risks[0] > risks[1] && risks[1] > risks[2])
    #expect(PopulationRisk(sizes, population: 9) == nil)
  }

  @Test func `the order of records does not matter`() throws {
    var generator = SeededGenerator(seed: 4)
    let rows = (0..<200).map { _ in
      (0..<3).map { _ in "\(Int.random(in: 0...4, using: &generator))" }
    }
    func risk(_ rows: [[String]]) throws -> DisclosureRisk {
      try #require(
        DisclosureRisk(
          [column("a", rows.map { $0[0] }), column("b", rows.map { $0[1] })], records: rows.count,
          sensitive: [column("c", rows.map { $0[2] })]))
    }
    let straight = try risk(rows)
    let shuffled = try risk(rows.shuffled(using: &generator))
    #expect(straight.k == shuffled.k && straight.discernibility == shuffled.discernibility)
    #expect(abs(straight.sensitive[0].tEqual - shuffled.sensitive[0].tEqual) < 1e-12)
    #expect(abs(straight.sensitive[0].tOrdered - shuffled.sensitive[0].tOrdered) < 1e-12)
  }
}

struct PopulationFigures: Sendable {
  let fraction: Double
  let risks: [Double]

  static let all = [
    PopulationFigures(
      fraction: 0.0633,
      risks: [0.1865055704327589, 0.054974055078046674, 0.01550950889813833, 0.0033199491264159714]),
    PopulationFigures(
      fraction: 0.006,
      risks: [
        0.030881262433123224, 0.0058498112931602165, 0.0014970177004938142, 0.00031568428474625836,
      ]),
    PopulationFigures(
      fraction: 0.4999,
      risks: [0.6930699171390717, 0.3068073353772803, 0.10979421915983967, 0.025619228809682225]),
    PopulationFigures(
      fraction: 0.5,
      risks: [0.6931471805599451, 0.3068528194400547, 0.10981384722661197, 0.025624222615482625]),
    PopulationFigures(
      fraction: 0.75,
      risks: [0.8630462173553426, 0.41086134793397155, 0.1567436057827654, 0.037956920043822166]),
  ]
}

@Suite struct EquivalenceClassesTests {
  /// Classes are those of whole rows, in the order in which they first appear, whatever is a column's
  /// range of codes.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `records are together if their rows are equal`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let records = Int.random(in: 0...200, using: &generator)
    let columns = (0..<Int.random(in: 0...5, using: &generator)).map { index in
      let codes: ClosedRange<Int32> = index % 2 == 0 ? -1...2 : 0...1_000_000
      let few = (0..<3).map { _ in Int32.random(in: codes, using: &generator) }
      return (0..<records).map { _ in few.randomElement(using: &generator)! }
    }
    var known: [[Int32]: Int32] = [:]
    let expected = (0..<records).map { record -> Int32 in
      let row = columns.map { $0[record] }
      known[row] = known[row] ?? Int32(known.count)
      return known[row]!
    }
    let classes = EquivalenceClasses(columns, records: records)
    #expect(classes.classOf == expected)
    #expect(classes.sizes == known.values.sorted().map { index in expected.count { $0 == index } })
  }

  @Test func `codes for texts make the column that the texts make`() {
    let texts = ["10", "b", "9", "b", "10", "a"]
    let column = CategoryColumn(name: "c", texts: texts)
    let coded = CategoryColumn(
      name: "c", codes: [3, 1, 4, 1, 0, 5], ofTexts: ["10", "b", "unused", "10", "9", "a"])
    #expect(coded.labels == column.labels && coded.codes == column.codes)
    #expect(column.codes.map { column.labels[Int($0)] } == texts)
    #expect(CategoryColumn(name: "n", texts: ["10", "9"]).labels == ["9", "10"])
  }
}
