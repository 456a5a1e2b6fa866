import TestSupport
import Testing

@testable import Statistics

@Suite("Power") struct PowerTests {
  @Test("of t tests agrees with pwr")
  func pwr() throws {
    let models = try Repository.references("models")
    let cases = try #require(models["power"].list)
    #expect(cases.count == 12)
    for expected in cases {
      let test = TTestPower(
        design: expected["type"].text == "two.sample" ? .two : .one,
        isOneSided: expected["alternative"].text == "greater",
        alpha: try #require(expected["alpha"].number))
      let d = try #require(expected["d"].number)
      let n = try #require(expected["n"].number)
      let power = try #require(expected["power"].number)
      // pwr finds its roots to about 1e-5 relative.
      #expect(agree(test.power(n: n, d: d), power, within: 1e-4))
      #expect(agree(test.sampleSize(d: d, power: power), n, within: 1e-4))
      #expect(agree(test.detectable(n: n, power: power), d, within: 1e-4))
    }
  }

  @Test("says 33.37 people for d 0.5 at .05 and .8, as the paper planned")
  func planned() throws {
    let n = try #require(TTestPower().sampleSize(d: 0.5, power: 0.8))
    #expect((n * 100).rounded() == 3337)
  }

  @Test("of equivalence agrees with its integral in mpmath")
  func equivalence() throws {
    let figures = try Repository.references("models-scipy")
    for expected in try #require(figures["equivalence"].list) {
      let test = EquivalencePower(
        design: expected["design"].text == "two" ? .two : .one,
        alpha: try #require(expected["alpha"].number))
      let d = try #require(expected["d"].number)
      let bound = try #require(expected["bound"].number)
      let n = try #require(expected["n"].number)
      let power = try #require(expected["power"].number)
      #expect(agree(test.power(n: n, d: d, bound: bound), power, within: 1e-9))
      #expect(agree(test.sampleSize(d: d, bound: bound, power: power), n, within: 1e-7))
      #expect(agree(test.detectableBound(n: n, d: d, power: power), bound, within: 1e-7))
    }
  }

  @Test("rises with n and with the effect, and is alpha without one")
  func properties() throws {
    for test in [TTestPower(), TTestPower(design: .two), TTestPower(isOneSided: true, alpha: 0.01)]
    {
      #expect(agree(test.power(n: 20, d: 0), test.alpha, within: 1e-11))
      #expect(test.power(n: 20, d: 0.4) == test.power(n: 20, d: -0.4))
      var last = 0.0
      for n in [2, 3, 5, 9, 17, 60, 1266, 1e5] {
        let power = try #require(test.power(n: n, d: 0.3))
        #expect(power >= last && power <= 1)
        last = power
      }
    }
    // One test of an equivalence at a true effect on the bound is all that can fail.
    let power = try #require(EquivalencePower().power(n: 500, d: 0.5, bound: 0.5))
    #expect(agree(power, 0.05, within: 1e-6))
  }

  @Test("has no answer without an effect, for a power that chance gives, or for one person")
  func degenerate() {
    let test = TTestPower()
    #expect(test.sampleSize(d: 0, power: 0.8) == nil)
    #expect(test.sampleSize(d: 1e-9, power: 0.8) == nil)
    #expect(test.sampleSize(d: 0.5, power: 0.05) == nil)
    #expect(test.sampleSize(d: 0.5, power: 1) == nil)
    #expect(test.power(n: 1, d: 0.5) == nil)
    #expect(test.detectable(n: 1, power: 0.8) == nil)
    #expect(test.sampleSize(d: 100, power: 0.8) == 2)
    let equivalence = EquivalencePower()
    #expect(equivalence.power(n: 1, bound: 0.5) == nil)
    #expect(equivalence.power(n: 20, bound: 0) == nil)
    #expect(equivalence.power(n: 2, bound: 0.001) != nil)
    #expect(equivalence.sampleSize(d: 0.5, bound: 0.5, power: 0.8) == nil)
    #expect(equivalence.detectableBound(n: 1, power: 0.8) == nil)
  }
}
