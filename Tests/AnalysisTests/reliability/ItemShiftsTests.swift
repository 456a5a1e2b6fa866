import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics

@Suite("Shifts of items") struct ItemShiftsTests {
  private static func answers(_ key: String) throws -> [[Double]] {
    try Repository.references("norms")["shifts"][key].list?.map { $0.numbers ?? [] } ?? []
  }

  /// Keyed answers as they are given: the last item is reversed.
  private static func given(_ rows: [[Double]]) -> [[Double?]] {
    rows.map { [$0[0], $0[1], $0[2], 6 - $0[3]] }
  }

  private static func agreeing(_ found: ItemShifts, with expected: Figures) {
    func numbers(_ key: String) -> [Double] { expected[key].numbers ?? [] }
    #expect(found.items.count == 4 && numbers("t").count == 4)
    for (index, item) in found.items.enumerated() {
      #expect(agree(item.means.first, numbers("mean_first")[index]))
      #expect(agree(item.means.second, numbers("mean_second")[index]))
      #expect(agree(item.shift, numbers("shift")[index], scale: 1))
      #expect(agree(item.interval?.low, numbers("low")[index], scale: 1))
      #expect(agree(item.interval?.high, numbers("high")[index], scale: 1))
      #expect(agree(item.test?.t, numbers("t")[index]))
      #expect(agree(item.test?.df, numbers("df")[index]))
      #expect(agree(item.test?.p, numbers("p")[index]))
      #expect(agree(item.pHolm, numbers("p_holm")[index]))
    }
    #expect(abs(found.items.reduce(0) { $0 + $1.shift! }) < 1e-12)
  }

  private static func people(_ before: [[Double?]], _ after: [[Double?]]) throws -> Respondents {
    let four = try fourItems()
    return Respondents.made(
      count: before.count, answers: [table(four, .default, before), table(four, .evoked, after)])
  }

  @Test("from before to after are R's paired t tests of each item less the mean of all")
  func paired() throws {
    let shifts = ItemShifts.overOccasions(
      try Self.people(
        Self.given(try Self.answers("before")), Self.given(try Self.answers("after"))))
    #expect(shifts.count == 1 && shifts[0].n == (24, 24) && shifts[0].excluded == (0, 0))
    Self.agreeing(shifts[0], with: try Repository.references("norms")["shifts"]["paired"])
  }

  @Test("between people and a run are R's Welch tests of the same")
  func groups() throws {
    let people = try Self.people(
      Self.given(try Self.answers("before")), Self.given(try Self.answers("after")))
    let run = try Self.answers("run")
    let repetitions = Respondents.made(
      .model, count: run.count, answers: [table(try fourItems(), .evoked, Self.given(run))])
    let shifts = ItemShifts.betweenGroups(people, repetitions)
    #expect(shifts.count == 1 && shifts[0].n == (24, 15))
    Self.agreeing(shifts[0], with: try Repository.references("norms")["shifts"]["welch"])
  }

  @Test("count people with every answer on both occasions")
  func missing() throws {
    var before = Self.given(try Self.answers("before"))
    let after = Self.given(try Self.answers("after"))
    let without = ItemShifts.overOccasions(
      try Self.people(Array(before.dropFirst(2)), Array(after.dropFirst(2))))
    before[0][2] = nil
    before[1] = [nil, nil, nil, nil]
    let shifts = ItemShifts.overOccasions(try Self.people(before, after))
    #expect(shifts[0].n == (22, 22) && shifts[0].excluded == (2, 2))
    #expect(shifts[0].items.map(\.shift) == without[0].items.map(\.shift))
    #expect(shifts[0].items.map(\.test) == without[0].items.map(\.test))
  }

  @Test("have no test if everybody's items depart alike, however answers round")
  func alike() throws {
    // Every item of everybody rises by 1 but the first, which rises by 2.
    let before: [[Double?]] = [[1, 2, 3, 5], [2, 1, 2, 4], [3, 3, 1, 3]]
    let after = before.map { [$0[0]! + 2, $0[1]! + 1, $0[2]! + 1, $0[3]! - 1] as [Double?] }
    let shifts = ItemShifts.overOccasions(try Self.people(before, after))[0]
    #expect(shifts.items.allSatisfy { $0.test == nil && $0.pHolm == nil && $0.interval == nil })
    #expect(shifts.items.map(\.shift) == [0.75, -0.25, -0.25, -0.25])
    #expect(shifts.reading("mean change").plain.contains("cannot be tested, because"))
  }

  @Test("are read by the largest that is significant, not by the largest")
  func largest() throws {
    // The first item moves most on average, but not in everyone; the second always by 1.
    let rise: [Double] = [4, -1, 4, -2, 4, -1, 4, 0]
    let before: [[Double?]] = rise.map { [$0 < 0 ? 3 : 1, 1, 3, 3] }
    func after(_ second: Double) -> [[Double?]] {
      zip(before, rise).map { [$0[0]! + $1, $0[1]! + second, $0[2]!, $0[3]!] }
    }
    for (second, expected) in [(0.0, "0 of 4"), (4.0, "1 of 4")] {
      let shifts = ItemShifts.overOccasions(try Self.people(before, after(second)))[0]
      let text = shifts.reading("mean change").plain
      let significant = shifts.items.filter { ($0.pHolm ?? 1) <= 0.05 }
      #expect(text.contains("\(significant.count) of 4 items shifted"), "\(text) \(expected)")
      #expect(text.contains("The largest significant shift is that of") == !significant.isEmpty)
      #expect(!text.contains("The largest shift"))
      for item in significant where significant.count == 1 {
        #expect(text.contains("is that of \(item.id.name), "), "\(text)")
      }
    }
  }

  @Test("have no test of one person, and no figure of none", arguments: [0, 1])
  func few(n: Int) throws {
    let before: [[Double?]] = [[1, 2, 3, 5], [2, nil, 2, 4]]
    let shifts = ItemShifts.overOccasions(
      try Self.people(n == 1 ? before : [before[1]], n == 1 ? before : [before[1]]))[0]
    #expect(shifts.n == (n, n))
    #expect(shifts.items.allSatisfy { $0.test == nil })
    #expect(shifts.items.map(\.shift) == Array(repeating: n == 1 ? 0 : nil, count: 4))
    #expect(
      shifts.reading("mean change").plain.hasSuffix("fewer than two respondents have every answer.")
    )
  }

  @Test("turn round if before and after are exchanged")
  func exchanged() throws {
    let before = Self.given(try Self.answers("before"))
    let after = Self.given(try Self.answers("after"))
    let there = ItemShifts.overOccasions(try Self.people(before, after))[0]
    let back = ItemShifts.overOccasions(try Self.people(after, before))[0]
    for (a, b) in zip(there.items, back.items) {
      #expect(agree(a.shift, b.shift.map { -$0 }, scale: 1))
      #expect(agree(a.pHolm, b.pHolm))
    }
  }

  @Test("count the situations that people and the run both have")
  func situations() throws {
    let four = try fourItems()
    let rows = Self.given(try Self.answers("after"))
    func group(_ kind: RespondentKind, _ situations: [Int]) -> Respondents {
      Respondents.made(
        kind, count: 6, situations: situations,
        answers: [table(four, .evoked, Array(rows.prefix(6)))])
    }
    let shifts = ItemShifts.betweenGroups(
      group(.human, [1, 1, 2, 2, 3, 3]), group(.model, [2, 2, 2, 4, 4, 0]))
    #expect(shifts[0].n == (2, 3) && shifts[0].excluded == (4, 3))
  }

  @Test("are of the answers, not of their weights")
  func weights() throws {
    let four = try fourItems()
    let weighted = try Instrument(
      yaml: four.source.replacing(
        "items: [one, two, three, four], range: [4, 20]",
        with: "items: [one, two, three, four], weights: [1, 2, 3, 4], range: [10, 50]"),
      file: "four.yaml")
    func shifts(_ instrument: Instrument) throws -> [Double?] {
      ItemShifts.overOccasions(
        Respondents.made(
          count: 24,
          answers: [
            table(instrument, .default, Self.given(try Self.answers("before"))),
            table(instrument, .evoked, Self.given(try Self.answers("after"))),
          ]))[0].items.map(\.shift)
    }
    #expect(try shifts(weighted) == shifts(four))
  }
}
