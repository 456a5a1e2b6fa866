import TestSupport
import Testing

@testable import Statistics

/// Expected figures: `script/references`, by R's psych on data sets that R ships.
@Suite("Internal consistency") struct InternalConsistencyTests {
  static func columns(_ rows: Figures) -> [[Double]] {
    let rows = rows.list?.map { $0.list?.map(\.number) ?? [] } ?? []
    let complete = rows.compactMap { row in
      row.allSatisfy { $0 != nil } ? row.compactMap(\.self) : nil
    }
    return (0..<(complete.first?.count ?? 0)).map { item in complete.map { $0[item] } }
  }

  @Test(
    "is that of R's psych",
    arguments: ["attitude", "judges", "agreeable", "lsat", "iris"])
  func references(_ name: String) throws {
    let file = try Repository.references("psychometrics")
    let expected = file["scales"][name]
    let found = InternalConsistency(Self.columns(file["matrices"][name]))
    #expect(Double(found.n) == expected["n"].number)
    #expect(agree(found.alpha, expected["alpha"].number))
    #expect(agree(found.alphaInterval?.low, expected["alpha_ci95"].numbers?[0], scale: 1))
    #expect(agree(found.alphaInterval?.high, expected["alpha_ci95"].numbers?[1], scale: 1))
    #expect(agree(found.standardizedAlpha, expected["alpha_standardized"].number))
    #expect(agree(found.lambda6, expected["lambda6"].number))
    #expect(agree(found.splitHalf.oddEven, expected["odd_even"].number))
    #expect(agree(found.splitHalf.firstLast, expected["first_last"].number))
    // psych's optimiser stops at a tolerance of its own; R's `optim` was run on.
    #expect(agree(found.omegaTotal, expected["omega_refined"].number, within: 1e-8))
    // In iris a uniqueness runs into its bound, where psych's optimiser goes astray.
    let tolerance = name == "iris" ? 1e-3 : 1e-5
    #expect(agree(found.omegaTotal, expected["omega_total"].number, within: tolerance))
    for (index, item) in found.items.enumerated() {
      #expect(agree(item.mean, expected["mean"].numbers?[index]))
      #expect(agree(item.sd, expected["sd"].numbers?[index]))
      #expect(agree(item.rDrop, expected["r_drop"].numbers?[index], scale: 1e-2))
      #expect(agree(item.alphaIfDropped, expected["alpha_if_dropped"].numbers?[index]))
    }
  }

  @Test("of two items has no omega and no alpha without one of them")
  func twoItems() throws {
    let file = try Repository.references("psychometrics")
    let found = InternalConsistency(Array(Self.columns(file["matrices"]["attitude"]).prefix(2)))
    #expect(agree(found.alpha, file["two_items"]["alpha"].number))
    #expect(agree(found.lambda6, file["two_items"]["lambda6"].number))
    #expect(agree(found.items[0].rDrop, file["two_items"]["r_drop"].numbers?[0]))
    #expect(found.omegaTotal == nil)
    #expect(found.items.allSatisfy { $0.alphaIfDropped == nil })
  }

  static let people: [[Double]] = [
    [1, 4, 2, 5, 3, 4], [2, 4, 1, 5, 3, 3], [1, 5, 2, 4, 4, 4], [3, 3, 1, 5, 2, 5],
  ]

  @Test("does not depend on the order of people, nor on a shift or a common scale of the items")
  func invariance() {
    let plain = InternalConsistency(Self.people)
    let order = [3, 0, 5, 1, 4, 2]
    let others = [
      InternalConsistency(Self.people.map { column in order.map { column[$0] } }),
      InternalConsistency(Self.people.map { column in column.map { 7 * $0 - 100 } }),
    ]
    for other in others {
      #expect(agree(other.alpha, plain.alpha))
      #expect(agree(other.lambda6, plain.lambda6))
      #expect(agree(other.omegaTotal, plain.omegaTotal))
      #expect(agree(other.splitHalf.firstLast, plain.splitHalf.firstLast))
    }
  }

  @Test("leaves a constant item out of every coefficient, and names it")
  func constantItem() {
    let found = InternalConsistency([Self.people[0], [2, 2, 2, 2, 2, 2]] + Self.people[1...])
    let without = InternalConsistency(Self.people)
    #expect(found.constant == [1])
    #expect(found.alpha == without.alpha)
    #expect(found.alphaInterval == without.alphaInterval)
    #expect(found.omegaTotal == without.omegaTotal)
    #expect(found.splitHalf == without.splitHalf)
    #expect(found.items[1] == .init(mean: 2, sd: 0, rDrop: nil, alphaIfDropped: nil))
    #expect(found.items[2] == without.items[1])
  }

  @Test("is undefined for one item, for nobody, for one person and where nothing varies")
  func undefined() {
    let none: [[[Double]]] = [
      [], [[]], [[1, 2, 3]], [[1], [2], [3]], [[2, 2], [3, 3], [1, 1]], [[], []],
    ]
    for columns in none {
      let found = InternalConsistency(columns)
      #expect(found.alpha == nil && found.alphaInterval == nil)
      #expect(found.standardizedAlpha == nil && found.omegaTotal == nil && found.lambda6 == nil)
      #expect(found.splitHalf == .init(oddEven: nil, firstLast: nil))
      #expect(found.items.allSatisfy { $0.rDrop == nil && $0.alphaIfDropped == nil })
    }
  }

  @Test("of two people has an alpha, but no lambda-6, since every item follows from another")
  func twoPeople() {
    let found = InternalConsistency([[1, 4], [2, 3], [1, 5]])
    // By hand: variances 4.5, 0.5, 8; the sums 4 and 12 have variance 32.
    #expect(agree(found.alpha, 1.5 * (1 - 13 / 32.0)))
    #expect(found.lambda6 == nil)
    #expect(agree(found.standardizedAlpha, 1))
  }

  @Test("of perfectly correlated items is 1, without lambda-6")
  func perfect() throws {
    let item: [Double] = [1, 2, 4, 5, 3]
    let found = InternalConsistency([item, item, item])
    #expect(agree(found.alpha, 1))
    #expect(agree(found.standardizedAlpha, 1))
    #expect(found.lambda6 == nil)
    #expect(found.splitHalf == .init(oddEven: 1, firstLast: 1))
    #expect(found.items.allSatisfy { agree($0.rDrop, 1) && agree($0.alphaIfDropped, 1) })
    // Uniquenesses are sought from .005 on: squared loadings are (3 - .005)/3.
    #expect(agree(found.omegaTotal, 1 - 0.005 / 9, within: 1e-9))
  }

  @Test("can be below 0, and is undefined where the items cancel out")
  func negative() throws {
    let alpha = InternalConsistency([[1, 2, 3, 4], [4, 2, 3, 1], [2, 2, 1, 2]]).alpha
    #expect(try #require(alpha) < 0)
    let cancelled = InternalConsistency([[1, 2, 3], [3, 2, 1]])
    #expect(cancelled.alpha == nil && cancelled.standardizedAlpha == nil)
  }

  @Test("of changes is that of Gulliksen's formula, and of the items' changes that of psych")
  func change() throws {
    let expected = try Repository.references("psychometrics")["change"]
    let before = Self.columns(expected["before"])
    let after = Self.columns(expected["after"])
    let reliability = InternalConsistency.ofChange(
      from: rowSums(before), reliability: InternalConsistency(before).alpha, to: rowSums(after),
      reliability: InternalConsistency(after).alpha)
    #expect(agree(reliability, expected["reliability"].number))
    let changes = zip(before, after).map { differences(from: $0, to: $1) }
    #expect(
      agree(InternalConsistency(changes).alpha, expected["alpha_of_item_changes"].number))
    #expect(
      InternalConsistency.ofChange(from: [1, 2], reliability: 0.8, to: [3, 4], reliability: 0.8)
        == nil)
    #expect(
      InternalConsistency.ofChange(from: [1, 2], reliability: nil, to: [3, 1], reliability: 1)
        == nil)
  }
}
