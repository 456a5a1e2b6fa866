import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Bayes factors") struct BayesFactorTests {
  @Test("agree with BayesFactor")
  func bayesFactor() throws {
    let models = try Repository.references("models")
    let cases = try #require(models["bayes"].list) + [models["sleep"]["bayes"]]
    #expect(cases.count > 20)
    for expected in cases {
      let value = BayesFactor.logarithm(
        t: try #require(expected["t"].number), n: Int(try #require(expected["n"].number)),
        scale: try #require(expected["scale"].number))
      // BayesFactor's approximation for a large t of few people is the coarser one: mpmath decides
      // there, below.
      let tolerance = expected["approximated"].flag == true ? 1e-3 : 1e-6
      #expect(agree(value, expected["log_bf10"].number, within: tolerance, scale: 1))
    }
  }

  @Test("agree with mpmath, for t of any size")
  func mpmath() throws {
    let figures = try Repository.references("models-scipy")
    for expected in try #require(figures["bayes"].list) {
      let value = BayesFactor.logarithm(
        t: try #require(expected["t"].number), n: Int(try #require(expected["n"].number)))
      #expect(agree(value, expected["log_bf10"].number, scale: 1))
    }
  }

  @Test("do not know the sign of t, and grow with its size")
  func properties() throws {
    for n in [2, 12, 35, 1266] {
      var last = -Double.infinity
      for t in [0, 0.5, 1, 2, 4, 10, 40, 1000, 1e8] {
        let value = try #require(BayesFactor.logarithm(t: t, n: n))
        #expect(BayesFactor.logarithm(t: -t, n: n) == value)
        #expect(value > last)
        last = value
      }
    }
    // No effect speaks the more for none, the more people there are.
    let few = try #require(BayesFactor.logarithm(t: 0, n: 10))
    let many = try #require(BayesFactor.logarithm(t: 0, n: 100))
    #expect(many < few)
  }

  @Test("are undefined without two people, a t or a scale")
  func degenerate() {
    #expect(BayesFactor.logarithm(t: 1, n: 1) == nil)
    #expect(BayesFactor.logarithm(t: .nan, n: 10) == nil)
    #expect(BayesFactor.logarithm(t: .infinity, n: 10) == nil)
    #expect(BayesFactor.logarithm(t: 1e200, n: 10) == nil)
    #expect(BayesFactor.logarithm(t: 1, n: 10, scale: 0) == nil)
  }
}
