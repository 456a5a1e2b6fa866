import TestSupport
import Testing

@testable import Statistics

/// See script/reference-figures/distances.R and distances.py.
@Suite("The distance of two distributions") struct DistributionDistanceTests {
  private static func pair(_ name: String) throws -> (Figures, [Double], [Double]) {
    let figures = try Repository.references("distances")["distances"][name]
    return (
      figures, figures["first"].numbers ?? [figures["first"].number!], figures["second"].numbers!
    )
  }

  @Test(
    "agrees with energy and with SciPy",
    arguments: ["whole", "fractions", "apart", "single", "same"])
  func reference(name: String) throws {
    let (figures, first, second) = try Self.pair(name)
    let scipy = try Repository.references("distances-scipy")["distances"][name]
    let found = try #require(DistributionDistance(first, second, seed: 1))
    #expect(agree(found.energy, figures["energy"].number, within: 1e-12, scale: 1))
    #expect(agree(found.energy, scipy["energy"].number, within: 1e-12, scale: 1))
    #expect(agree(found.wasserstein, scipy["wasserstein"].number, within: 1e-12, scale: 1))
    let turned = try #require(DistributionDistance(second, first, seed: 1))
    #expect(turned.energy == found.energy && turned.wasserstein == found.wasserstein)
  }

  /// The share among random divisions is that among all, which R counts, within 5 standard errors.
  @Test(
    "has the p of all divisions, in expectation",
    arguments: ["whole", "fractions", "apart", "single", "same"])
  func p(name: String) throws {
    let (figures, first, second) = try Self.pair(name)
    let exact = try #require(figures["p_of_all_divisions"].number)
    let permutations = 20_000
    let found = try #require(
      DistributionDistance(first, second, permutations: permutations, seed: 3)?.p)
    let error = (exact * (1 - exact) / Double(permutations)).squareRoot()
    #expect(abs(found - exact) <= 5 * error + 1 / Double(permutations))
  }

  @Test("is repeated by a seed, not by another, and p is never 0")
  func seeded() throws {
    let (_, first, second) = try Self.pair("fractions")
    let found = DistributionDistance(first, second, seed: 3)
    #expect(found == DistributionDistance(first, second, seed: 3))
    #expect(found?.p != DistributionDistance(first, second, seed: 4)?.p)
    let far = DistributionDistance((0..<40).map(Double.init), (100..<140).map(Double.init), seed: 1)
    #expect(far?.p == 1.0 / 1_000)
    #expect(far?.wasserstein == 100)
  }

  @Test("of equal constants is 0 without a p, of none is undefined")
  func degenerate() {
    let same = DistributionDistance([3, 3], [3], seed: 1)
    #expect(same?.energy == 0 && same?.wasserstein == 0 && same?.p == nil)
    #expect(DistributionDistance([1], [2], seed: 1)?.p == 1)
    #expect(DistributionDistance([], [1], seed: 1) == nil)
    #expect(DistributionDistance([1, .nan], [1], seed: 1) == nil)
  }
}
