import Analysis
import Documents
import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics

@Suite("Power plans") struct PowerPlanTests {
  @Test("work out whichever of effect, n and power is left out")
  func unknowns() throws {
    let size = try PowerPlan(.paired, alpha: 0.05, effect: 0.5, n: nil, power: 0.8)
    #expect(size.n == 34 && size.solved == .n && size.power == 0.8)
    #expect(size.powerOfN > 0.8)
    let power = try PowerPlan(.paired, alpha: 0.05, effect: 0.5, n: 34, power: nil)
    #expect(power.solved == .power && power.power == size.powerOfN && power.exactN == 34)
    let effect = try PowerPlan(.paired, alpha: 0.05, effect: nil, n: 34, power: power.power)
    #expect(effect.solved == .effect)
    #expect(agree(effect.d, 0.5, within: 1e-9))
    let bound = try PowerPlan(
      .equivalence, alpha: 0.05, effect: nil, n: 36, power: 0.8, trueEffect: 0.1)
    #expect(bound.d == 0.1)
    #expect(bound.bound ?? 0 > 0.5)
  }

  @Test("have whole people: the next number, and the same where n is whole already")
  func whole() throws {
    let exact = try PowerPlan(.twoSample, alpha: 0.05, effect: 0.8, n: 20, power: nil)
    let back = try PowerPlan(.twoSample, alpha: 0.05, effect: 0.8, n: nil, power: exact.power)
    #expect(back.n == 20)
    #expect(agree(back.exactN, 20, within: 1e-9))
  }

  @Test("have no answer where none exists")
  func unanswerable() {
    #expect(throws: PowerError.noEffect) {
      try PowerPlan(.paired, alpha: 0.05, effect: 0, n: nil, power: 0.8)
    }
    #expect(throws: PowerError.powerNotAboveAlpha(power: 0.01, alpha: 0.05)) {
      try PowerPlan(.paired, alpha: 0.05, effect: 0.5, n: nil, power: 0.01)
    }
    #expect(throws: PowerError.notBetweenBounds(d: 0.3, bound: 0.3)) {
      try PowerPlan(.equivalence, alpha: 0.05, effect: 0.3, n: nil, power: 0.8, trueEffect: 0.3)
    }
  }

  @Test("of a finished study need its n alone")
  func detectable() throws {
    let crowd = Respondents.made(
      [.made("Fear")], cells: [0, 0, 0], default: [1, 2, 3], evoked: [5, 4, 7])
    let baseline = Baseline(crowd)
    let found = DetectableChange(baseline, alpha: 0.01, power: 0.8)
    let row = try #require(found.rows.first)
    #expect(row.d == TTestPower(alpha: 0.01).detectable(n: 3, power: 0.8))
    #expect(agree(row.points, row.d.map { $0 * SampleSummary([4, 2, 4]).sd! }, within: 1e-13))
    let single = Respondents.made([.made("Fear")], cells: [0], default: [1], evoked: [5])
    let alone = DetectableChange(Baseline(single), alpha: 0.01, power: 0.8)
    #expect(alone.rows[0].d == nil && alone.rows[0].bound == nil)
    #expect(reading(alone.rows[0], alpha: 0.01, power: 0.8).plain.contains("one participant"))
  }
}
