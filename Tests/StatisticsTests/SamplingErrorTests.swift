import TestSupport
import Testing

@testable import Statistics

/// See script/reference-figures/distances.R.
@Suite("The sampling error of means") struct SamplingErrorTests {
  private static func samples(_ figures: Figures) -> [SampleSummary] {
    func column(_ key: String) -> [Double] {
      figures[key].numbers ?? figures[key].number.map { [$0] } ?? []
    }
    return zip(column("n"), zip(column("m"), column("s"))).map {
      SampleSummary(n: Int($0), mean: $1.0, sd: $1.1)
    }
  }

  @Test(
    "and what it allows agree with R",
    arguments: ["five", "three", "weak", "certain", "two", "one"])
  func reference(name: String) throws {
    let expected = try Repository.references("distances")["sampling_error"][name]
    let found = try #require(SamplingError(Self.samples(expected)))
    #expect(agree(found.meanVariance, expected["mean_variance"].number))
    #expect(agree(found.floor, expected["floor"].number))
    #expect(agree(found.reliability, expected["reliability"].number))
    #expect(agree(found.ceiling, expected["ceiling"].number))
    #expect(agree(found.ofOnePerson, expected["one_person"].number))
  }

  @Test(
    "of the published crowd is near that of random halves",
    arguments: ["positive_affect", "negative_affect"])
  func halves(subscale: String) throws {
    let expected = try Repository.references("distances-crowd")[subscale]
    #expect(abs(expected["ceiling"].number! - expected["halves"].number!) < 0.002)
  }

  @Test("people and RMSE are each other's inverse, and no one is as close as the floor")
  func inverse() throws {
    let figures = try Repository.references("distances")["sampling_error"]["five"]
    let error = try #require(SamplingError(Self.samples(figures)))
    for k in [0.1, 1, 3.75, 80] {
      #expect(agree(error.people(asCloseAs: error.rmse(ofPeople: k)), k, within: 1e-12))
    }
    #expect(error.people(asCloseAs: error.floor) == nil)
    #expect(error.people(asCloseAs: error.floor / 2) == nil)
    #expect(error.people(asCloseAs: error.ofOnePerson * 1.01)! < 1)
  }

  @Test("a shift changes nothing, a scale only what has a unit, the order nothing")
  func properties() throws {
    let samples = Self.samples(try Repository.references("distances")["sampling_error"]["five"])
    let error = try #require(SamplingError(samples))
    let moved = try #require(
      SamplingError(
        samples.reversed().map { SampleSummary(n: $0.n, mean: $0.mean! * -4 + 3, sd: $0.sd! * 4) }))
    #expect(agree(moved.ceiling, error.ceiling, within: 1e-12))
    #expect(agree(moved.floor, 4 * error.floor, within: 1e-12))
    #expect(agree(moved.ofOnePerson, 4 * error.ofOnePerson, within: 1e-12))
  }

  @Test("is unknown without groups and if a group has fewer than two values")
  func unknown() {
    let fine = SampleSummary([1, 2, 4])
    #expect(SamplingError([]) == nil)
    #expect(SamplingError([fine, SampleSummary([3])]) == nil)
    #expect(SamplingError([fine, SampleSummary([])]) == nil)
    // Means that are all the same have no differences to be reliable.
    #expect(SamplingError([fine, fine, fine])?.reliability == nil)
  }
}
