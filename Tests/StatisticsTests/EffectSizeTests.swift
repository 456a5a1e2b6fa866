import TestSupport
import Testing

@testable import Statistics

@Suite("Effect sizes") struct EffectSizeTests {
  let r: Figures

  init() throws { r = try Repository.references("r") }

  func column(_ name: String) throws -> [Double] { try #require(r["columns"][name].numbers) }

  @Test("agree with R")
  func references() throws {
    let before = try column("before")
    let after = try column("after")
    let expected = r["effect_sizes"]
    let z = try #require(EffectSize.cohenDz(from: before, to: after))
    #expect(agree(z.d, expected["dz"].number))
    #expect(agree(z.g, expected["gz"].number))
    // R's pt is accurate to about 1e-12 here, and its root to 1e-13.
    #expect(agree(z.interval?.low, expected["dz_interval"].numbers?[0], scale: 1))
    #expect(agree(z.interval?.high, expected["dz_interval"].numbers?[1], scale: 1))
    #expect(
      agree(
        EffectSize.cohenDav(from: SampleSummary(before), to: SampleSummary(after)),
        expected["d_av"].number))
    let two = try #require(EffectSize.cohenD(after, try column("other")))
    #expect(agree(two.d, expected["d"].number))
    #expect(agree(two.g, expected["g"].number))
    #expect(agree(two.interval?.low, expected["d_interval"].numbers?[0], scale: 1))
    #expect(agree(two.interval?.high, expected["d_interval"].numbers?[1], scale: 1))
  }

  @Test("ignore shift and scale, and change sign with swapping", arguments: sampleColumns)
  func properties(column: [Double]) throws {
    let other = column.indices.map { Double($0 * $0 % 11) + 0.5 }
    let plain = try #require(EffectSize.cohenD(column, other))
    let paired = try #require(EffectSize.cohenDz(from: other, to: column))
    let change = { (value: Double) in value * 4 + 12 }
    let moved = try #require(EffectSize.cohenD(column.map(change), other.map(change)))
    #expect(agree(moved.d, plain.d, within: 1e-11))
    #expect(agree(moved.interval?.low, plain.interval?.low, within: 1e-11, scale: 1))
    let swapped = try #require(EffectSize.cohenD(other, column))
    #expect(agree(swapped.d, -plain.d, within: 1e-14))
    #expect(
      agree(swapped.interval?.low, plain.interval.map { -$0.high }, within: 1e-12, scale: 1))
    let opposite = try #require(EffectSize.cohenDz(from: column, to: other))
    #expect(agree(opposite.d, -paired.d, within: 1e-14))
    #expect(
      agree(opposite.interval?.high, paired.interval.map { -$0.low }, within: 1e-12, scale: 1))
    for effect in [plain, paired] {
      let interval = try #require(effect.interval)
      #expect(interval.contains(effect.d))
      #expect(abs(try #require(effect.g)) <= abs(effect.d))
    }
    // More of the same says the same more surely.
    let doubled = try #require(EffectSize.cohenD(column + column, other + other)?.interval)
    #expect(doubled.high - doubled.low < plain.interval.map { $0.high - $0.low } ?? 0)
  }

  @Test("Hedges' correction is exact and near its usual approximation")
  func correction() throws {
    // Γ(1)/(√1·Γ(1/2)) = 1/√π and Γ(2)/(√2·Γ(3/2)) = √2/√π.
    #expect(agree(EffectSize.hedgesCorrection(df: 2), 1 / Double.pi.squareRoot(), within: 1e-15))
    #expect(agree(EffectSize.hedgesCorrection(df: 4), (2 / Double.pi).squareRoot(), within: 1e-15))
    for df in [10, 34, 1_265, 1e6, 1e12] {
      let exact = try #require(EffectSize.hedgesCorrection(df: df))
      #expect(abs(exact - (1 - 3 / (4 * df - 1))) < 1 / (df * df) + 1e-15)
      #expect(exact <= 1)
    }
    for df in [1, 0, -3, .nan, .infinity] { #expect(EffectSize.hedgesCorrection(df: df) == nil) }
  }

  @Test("of two pairs have no correction, and no trap")
  func twoPairs() throws {
    let effect = try #require(EffectSize.cohenDz(from: [1, 2], to: [4, 3]))
    #expect(agree(effect.d, 2 / 2.0.squareRoot(), within: 1e-14))
    #expect(effect.g == nil)
    #expect(effect.gInterval == nil)
    #expect(effect.interval?.contains(effect.d) == true)
  }

  @Test("of degenerate columns are nil", arguments: degenerateColumns)
  func degenerate(column: [Double]) {
    #expect(EffectSize.cohenDz(ofDifferences: SampleSummary(column)) == nil)
    #expect(EffectSize.cohenDz(from: column, to: column) == nil)
    #expect(EffectSize.cohenD(column, column) == nil)
    #expect(EffectSize.cohenDav(from: SampleSummary(column), to: SampleSummary(column)) == nil)
    #expect(
      EffectSize.changeOfRun(
        evoked: SampleSummary(column), default: SampleSummary(column),
        crowdChange: SampleSummary(column)) == nil)
  }
}
