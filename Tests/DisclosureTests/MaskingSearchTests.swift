import Foundation
import Study
import Testing

@testable import Disclosure
@testable import Statistics

/// People made from a seed, with a hierarchy for each of three attributes.
private struct MadePeople {
  var attributes: [GeneralisedAttribute]
  let sensitive: CategoryColumn

  init(_ count: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let rows = (0..<count).map { _ in
      [
        Int.random(in: 0...15, using: &generator), Int.random(in: 0...3, using: &generator),
        Int.random(in: 0...1, using: &generator), Int.random(in: 0...4, using: &generator),
      ]
    }
    self.init(rows)
  }

  init(_ rows: [[Int]]) {
    attributes = [(0, [1, 4, 8]), (1, [1, 2]), (2, [1])].map { index, widths in
      let original = CategoryColumn(
        name: "\(index)", texts: rows.map { String(format: "%02d", $0[index]) })
      var levels = widths.map { width in
        let coarse = CategoryColumn(name: "", texts: original.labels.map { "\(Int($0)! / width)" })
        return GeneralisedAttribute.Level(
          name: "\(width)", codes: coarse.codes, labels: coarse.labels, isRemoved: false)
      }
      levels.append(
        GeneralisedAttribute.Level(
          name: "removed", codes: original.labels.map { _ in 0 }, labels: ["removed"],
          isRemoved: true))
      return GeneralisedAttribute(original: original, levels: levels)
    }
    sensitive = CategoryColumn(name: "s", texts: rows.map { "\($0[3])" })
  }

  /// The masked columns, a suppressed cell as a category of its own.
  func masked(_ masking: Masking) -> [[Int32]] {
    let gone = Set(masking.dropped)
    return attributes.indices.map { index in
      let codes = attributes[index].column(masking.levels[index]).codes
      return codes.indices.filter { !gone.contains($0) }.map {
        masking.masks[$0] & (1 << UInt32(index)) != 0 ? -1 : codes[$0]
      }
    }
  }
}

@Suite struct MaskingSearchTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>, [2, 5, 9])
  func `every class of the result meets k, within the limits`(seed: UInt64, k: Int) throws {
    let people = MadePeople(300, seed: seed)
    let search = MaskingSearch(
      people.attributes, requirement: PrivacyRequirement(k: k), kind: .cells)
    let masking = try #require(search.best(maximumSuppression: 0.1, maximumLoss: 1))
    #expect(masking.suppression <= 0.1)
    #expect(EquivalenceClasses(people.masked(masking), records: 300).k! >= k)
    let cells = masking.masks.reduce(0) { $0 + $1.nonzeroBitCount }
    #expect(abs(masking.suppression - Double(cells) / 900) < 1e-12)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `no combination of levels loses less`(seed: UInt64) throws {
    let people = MadePeople(120, seed: seed)
    let search = MaskingSearch(
      people.attributes, requirement: PrivacyRequirement(k: 4), kind: .cells)
    let best = try #require(search.best(maximumSuppression: 0.08, maximumLoss: 1))
    for a in 0...3 {
      for b in 0...2 {
        for c in 0...1 {
          if let other = search.masking([a, b, c], maximumSuppression: 0.08) {
            #expect(best.loss <= other.loss)
          }
        }
      }
    }
  }

  @Test func `the order of records decides nothing`() throws {
    var generator = SeededGenerator(seed: 9)
    let rows = (0..<200).map { _ in
      [
        Int.random(in: 0...15, using: &generator), Int.random(in: 0...3, using: &generator),
        Int.random(in: 0...1, using: &generator), 0,
      ]
    }
    let order = rows.indices.shuffled(using: &generator)
    func best(_ rows: [[Int]]) throws -> Masking {
      let people = MadePeople(rows)
      return try #require(
        MaskingSearch(people.attributes, requirement: PrivacyRequirement(k: 5), kind: .cells)
          .best(maximumSuppression: 0.1, maximumLoss: 1))
    }
    let straight = try best(rows)
    let shuffled = try best(order.map { rows[$0] })
    #expect(straight.levels == shuffled.levels)
    #expect(order.map { straight.masks[$0] } == shuffled.masks)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `l and t hold in every class`(seed: UInt64) throws {
    let people = MadePeople(300, seed: seed)
    let requirement = PrivacyRequirement(k: 3, l: 3, t: 0.5, sensitive: [people.sensitive])
    let search = MaskingSearch(people.attributes, requirement: requirement, kind: .cells)
    let masking = try #require(search.best(maximumSuppression: 0.3, maximumLoss: 1))
    let classes = EquivalenceClasses(people.masked(masking), records: 300)
    let risk = AttributeRisk(people.sensitive, classes: classes)
    #expect(risk.distinctL >= 3)
    #expect(risk.tEqual <= 0.5 + 1e-9)
  }

  @Test func `a loss as large as the allowed one is allowed`() throws {
    // Two pairs of people who are alike: k = 2 holds without any loss.
    let people = MadePeople([[0, 0, 0, 0], [0, 0, 0, 1], [9, 3, 1, 0], [9, 3, 1, 1]])
    let search = MaskingSearch(
      people.attributes, requirement: PrivacyRequirement(k: 2), kind: .cells)
    let masking = try #require(search.best(maximumSuppression: 0, maximumLoss: 0))
    #expect(masking.loss == 0 && masking.levels == [0, 0, 0])
  }

  @Test func `rows are dropped where that is asked`() throws {
    let people = MadePeople(300, seed: 2)
    let search = MaskingSearch(
      people.attributes, requirement: PrivacyRequirement(k: 6), kind: .rows)
    let masking = try #require(search.best(maximumSuppression: 0.2, maximumLoss: 1))
    let left = 300 - masking.dropped.count
    #expect(EquivalenceClasses(people.masked(masking), records: left).k! >= 6)
    #expect(masking.masks.allSatisfy { $0 == 0 })
  }

  @Test func `fewer people than k cannot be hidden`() {
    let people = MadePeople(4, seed: 1)
    let search = MaskingSearch(
      people.attributes, requirement: PrivacyRequirement(k: 5), kind: .cells)
    #expect(search.best(maximumSuppression: 1, maximumLoss: 1) == nil)
  }

  /// Four people, two values of two each: one bit a person. Nothing is lost as answered, all where
  /// removed or suppressed. With three of one and one of another, suppressing the one loses its
  /// log2(4) = 2 bits of 3 log2(4/3) + 2.
  @Test func `loss is non-uniform entropy`() {
    func attribute(_ texts: [String]) -> GeneralisedAttribute {
      let original = CategoryColumn(name: "a", texts: texts)
      return GeneralisedAttribute(
        original: original,
        levels: [
          .init(
            name: "as answered", codes: [0, 1], labels: original.labels, isRemoved: false),
          .init(name: "removed", codes: [0, 0], labels: ["removed"], isRemoved: true),
        ])
    }
    #expect(EntropyLoss(attribute(["x", "x", "y", "y"])).shares == [0, 1])
    let uneven = EntropyLoss(attribute(["x", "x", "x", "y"]))
    #expect(uneven.suppressed[1] == 2)
    #expect(abs(uneven.whole - (3 * log2(4.0 / 3) + 2)) < 1e-12)
  }
}

@Suite struct PrivateBaselineTests {
  @Test func `the noise is as wide as its share says, and centred`() {
    var generator = SeededGenerator(seed: 5)
    let draws = (0..<40_000).map { _ in
      Double(PrivateBaseline.noise(sensitivity: 10, 0.5, using: &generator))
    }
    let mean = draws.reduce(0, +) / 40_000
    let variance = draws.reduce(0) { $0 + $1 * $1 } / 40_000
    // The two-sided geometric distribution with a = exp(-0.05) has variance 2a / (1 - a)^2.
    let a = exp(-0.05)
    let expected = 2 * a / ((1 - a) * (1 - a))
    #expect(abs(mean) < 5 * (expected / 40_000).squareRoot())
    #expect(abs(variance / expected - 1) < 0.1)
  }

  @Test func `scores are clamped, so that nobody can shift a mean far`() {
    var generator = SeededGenerator(seed: 6)
    let pairs = (0..<500).map { _ in (factor: 0, default: 9999, evoked: 10) }
    let baseline = PrivateBaseline(
      [PrivateBaseline.Column(instrument: "i", subscale: "s", range: 10...50, pairs: pairs)],
      of: Design([
        Design.Cell(
          key: SituationKey(emotion: "Anger", factor: "Driving", index: 1), factorIndex: 1)
      ]), epsilon: 50, using: &generator)
    #expect(baseline.rows.count == 3)
    for row in baseline.rows {
      #expect((45...50).contains(row.default))
      #expect((10...15).contains(row.evoked))
    }
  }
}
