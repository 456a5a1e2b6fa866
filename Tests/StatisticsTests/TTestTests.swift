import TestSupport
import Testing

@testable import Statistics

@Suite("t tests") struct TTestTests {
  let r: Figures

  init() throws { r = try Repository.references("r") }

  func column(_ name: String) throws -> [Double] { try #require(r["columns"][name].numbers) }

  func expect(_ test: TTest?, _ expected: Figures) throws {
    let test = try #require(test)
    let standardError = try #require(expected["standard_error"].number)
    #expect(agree(test.t, expected["t"].number))
    #expect(agree(test.df, expected["df"].number))
    #expect(agree(test.p, expected["p"].number))
    #expect(agree(test.standardError, standardError))
    let interval = try #require(test.interval())
    #expect(agree(interval.low, expected["interval"].numbers?[0], scale: standardError))
    #expect(agree(interval.high, expected["interval"].numbers?[1], scale: standardError))
  }

  @Test("agree with R's t.test")
  func references() throws {
    let before = try column("before")
    let after = try column("after")
    let other = try column("other")
    let offset = try column("offset")
    let expected = r["t_tests"]
    try expect(TTest.oneSample(before), expected["one_sample"])
    try expect(TTest.oneSample(before, against: 25), expected["against_25"])
    try expect(TTest.paired(from: before, to: after), expected["paired"])
    try expect(TTest.student(after, other), expected["student"])
    try expect(TTest.welch(after, other), expected["welch"])
    try expect(TTest.welch(offset, offset[..<4].map { $0 + 3 }), expected["welch_offset"])
    try expect(TTest.student([5, 6, 9], [4]), expected["student_of_one"])
  }

  @Test("a contrast of three means agrees with Satterthwaite's formula in R")
  func contrast() throws {
    let terms = try [(1.0, "after"), (-1, "other"), (-1, "third")].map {
      (weight: $0.0, sample: SampleSummary(try column($0.1)))
    }
    let test = try #require(TTest.contrast(terms))
    #expect(agree(test.estimate, r["contrast"]["estimate"].number))
    #expect(agree(test.t, r["contrast"]["t"].number))
    #expect(agree(test.df, r["contrast"]["df"].number))
    #expect(agree(test.p, r["contrast"]["p"].number))
    let change = TTest.changeOfRun(
      evoked: terms[0].sample, default: terms[1].sample, crowdChange: terms[2].sample)
    #expect(change == test)
  }

  @Test("a run's change is less sure when its default varies, and Welch's when it does not")
  func changeOfRun() throws {
    let evoked = SampleSummary(n: 50, mean: 30, sd: 6)
    let crowd = SampleSummary(n: 35, mean: -5, sd: 9)
    let fixed = SampleSummary(n: 10, mean: 40, sd: 0)
    let shifted = SampleSummary(n: 50, mean: -10, sd: 6)
    let constant = try #require(
      TTest.changeOfRun(evoked: evoked, default: fixed, crowdChange: crowd))
    let welch = try #require(TTest.welch(shifted, crowd))
    #expect(agree(constant.t, welch.t, within: 1e-14))
    #expect(agree(constant.df, welch.df, within: 1e-14))
    let varying = try #require(
      TTest.changeOfRun(
        evoked: evoked, default: SampleSummary(n: 10, mean: 40, sd: 4), crowdChange: crowd))
    #expect(varying.estimate == constant.estimate)
    #expect(varying.standardError > constant.standardError)
    #expect(varying.p > constant.p)
    let effect = try #require(
      EffectSize.changeOfRun(evoked: evoked, default: fixed, crowdChange: crowd))
    let two = try #require(EffectSize.cohenD(shifted, crowd))
    #expect(agree(effect.g, two.g, within: 1e-14))
    #expect(agree(effect.gInterval?.low, two.gInterval?.low, within: 1e-12, scale: 1))
    #expect(agree(effect.gInterval?.high, two.gInterval?.high, within: 1e-12, scale: 1))
  }

  @Test("samples and their n, mean and SD give the same test", arguments: sampleColumns)
  func fromSummaries(column: [Double]) {
    let printed = SampleSummary(
      n: column.count, mean: SampleSummary(column).mean, sd: SampleSummary(column).sd)
    #expect(TTest.oneSample(column) == TTest.oneSample(printed))
    #expect(TTest.welch(column, [1, 2, 4]) == TTest.welch(printed, SampleSummary([1, 2, 4])))
  }

  @Test("t follows shift, scale, order, swap and duplication", arguments: sampleColumns)
  func properties(column: [Double]) throws {
    let other = column.indices.map { Double($0 * $0 % 11) + 0.5 }
    let tests: [([Double], [Double]) -> TTest?] = [
      { TTest.student($0, $1) }, { TTest.welch($0, $1) }, { TTest.paired(from: $1, to: $0) },
    ]
    for test in tests {
      let plain = try #require(test(column, other))
      let moved = try #require(test(column.map { $0 + 3 }, other.map { $0 + 3 }))
      #expect(agree(moved.t, plain.t, within: 1e-11, scale: 1))
      #expect(agree(moved.df, plain.df, within: 1e-11))
      let scaled = try #require(test(column.map { $0 * 8 }, other.map { $0 * 8 }))
      #expect(agree(scaled.t, plain.t, within: 1e-13))
      #expect(agree(scaled.estimate, plain.estimate * 8, within: 1e-13))
      let turned = try #require(test(column.reversed(), other.reversed()))
      #expect(agree(turned.t, plain.t, within: 1e-13, scale: 1))
      let swapped = try #require(test(other, column))
      #expect(agree(swapped.t, -plain.t, within: 1e-14))
      #expect(agree(swapped.p, plain.p, within: 1e-12))
      let doubled = try #require(test(column + column, other + other))
      #expect(agree(doubled.estimate, plain.estimate, within: 1e-13, scale: 1))
      #expect(doubled.df > plain.df)
      #expect(abs(doubled.t) >= abs(plain.t))
      #expect(plain.p >= 0 && plain.p <= 1)
    }
    // Duplicating n values multiplies t by √((2n - 1)/(n - 1)).
    let n = Double(column.count)
    let once = try #require(TTest.oneSample(column))
    let twice = try #require(TTest.oneSample(column + column))
    #expect(agree(twice.t, once.t * ((2 * n - 1) / (n - 1)).squareRoot(), within: 1e-12))
  }

  @Test("the interval holds the hypotheses that are not rejected", arguments: sampleColumns)
  func duality(column: [Double]) throws {
    let interval = try #require(TTest.oneSample(column)?.interval())
    let atEnd = try #require(TTest.oneSample(column, against: interval.low))
    #expect(agree(atEnd.p, 0.05, within: 1e-9))
  }

  @Test("of degenerate columns are nil", arguments: degenerateColumns)
  func degenerate(column: [Double]) {
    #expect(TTest.oneSample(column) == nil)
    #expect(TTest.paired(from: column, to: column) == nil)
    #expect(TTest.student(column, column) == nil)
    #expect(TTest.welch(column, column) == nil)
    #expect(TTest.welch(column, []) == nil)
    #expect(TTest.welch([1, 2, 3], [5]) == nil)
    #expect(TTest.contrast([(1, SampleSummary(column))]) == nil)
    #expect(TTest.contrast([]) == nil)
    #expect(Arrow(TTest.oneSample(column)) == nil)
  }

  @Test("an SD of rounding only is none")
  func essentiallyConstant() {
    #expect(TTest.oneSample([0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2]) == nil)
    #expect(TTest.oneSample(SampleSummary(n: 4, mean: 1e9, sd: 1e-8)) == nil)
  }

  @Test("the arrow follows t where p is at most alpha, and there is none without a test")
  func arrow() {
    #expect(Arrow(t: 3, p: 0.01) == .up)
    #expect(Arrow(t: -3, p: 0.0001) == .down)
    #expect(Arrow(t: -3, p: 0.011) == .notSignificant)
    #expect(Arrow(t: -3, p: 0.011, alpha: 0.05) == .down)
    #expect(Arrow(t: nil, p: 0.001) == nil)
    #expect(Arrow(t: 1, p: nil) == nil)
    #expect(Arrow.allCases.map(\.published) == ["↑", "↓", "−"])
  }

  @Test("a p that underflows keeps its logarithm")
  func farTail() throws {
    let test = try #require(TTest.oneSample(SampleSummary(n: 1266, mean: 56.2, sd: 10)))
    #expect(test.p == 0)
    #expect(test.log10P < -900 && test.log10P.isFinite)
  }
}
