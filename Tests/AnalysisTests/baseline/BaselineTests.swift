import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics
@testable import TextFormats

@Suite struct BaselineTests {
  private func crowd(_ people: [(cell: Int, before: Double, after: Double)]) -> Respondents {
    let situations = [("Fear", "Dark", 1), ("Fear", "Dark", 2), ("Joy", "Light", 1)].map {
      Design.Cell(
        key: SituationKey(emotion: $0.0, factor: $0.1, index: $0.2), factorIndex: 1)
    }
    return .made(
      situations, cells: people.map(\.cell), default: people.map(\.before),
      evoked: people.map(\.after))
  }

  @Test func `rows follow the design and leave out places without people`() {
    let baseline = Baseline(crowd([(0, 10, 12), (1, 11, 15), (0, 12, 13)]))
    #expect(
      baseline.rows.map(\.position.level)
        == [.overall, .emotion, .factor, .situation, .situation])
    #expect(baseline.rows.map(\.n) == [3, 3, 3, 2, 1])
    #expect(baseline.rows[4].position.situationIndex == 2)
  }

  @Test func `the figures of three people are R's`() throws {
    let r = try Repository.references("r")["crowd"]["three"]
    let row = Baseline(crowd([(0, 10, 12), (1, 11, 15), (0, 12, 13)])).rows[0]
    #expect(row.change.summary.mean == 7.0 / 3)
    #expect(agree(row.change.summary.sd, r["sd"].number))
    #expect(row.change.summary.median == 2)
    #expect(agree(row.pairedT?.t, r["t"].number))
    #expect(agree(row.pairedT?.p, r["p"].number))
    #expect(row.arrow == .notSignificant)
  }

  @Test func `one person, and people who all change alike, leave the undefined undefined`() {
    let one = Baseline(crowd([(0, 10, 12)])).rows[0]
    #expect(one.default.summary.mean == 10)
    #expect(one.default.summary.sd == nil)
    #expect(one.default.interval == nil)
    #expect(one.pairedT == nil)
    #expect(one.cohenDz == nil)
    #expect(one.arrow == nil)
    let alike = Baseline(crowd([(0, 10, 12), (0, 20, 22)])).rows[0]
    #expect(alike.change.summary.sd == 0)
    #expect(alike.pairedT == nil)
    #expect(alike.arrow == nil)
    #expect(Baseline(crowd([])).rows.isEmpty)
  }

  @Test func `p is adjusted over the factors of a subscale alone`() {
    let people: [(Int, Double, Double)] = [
      (0, 10, 14), (0, 11, 13), (0, 12, 19), (2, 10, 11), (2, 10, 9), (2, 12, 14),
    ]
    let rows = Baseline(crowd(people)).rows
    let factors = rows.filter { $0.position.level == .factor }
    #expect(factors.count == 2)
    let p = factors.map { $0.pairedT!.p }
    // Holm (1979) with two tests: twice the smaller, then at least that.
    #expect(factors[0].pHolm == min(1, 2 * p[0]))
    #expect(factors[1].pHolm == max(2 * p[0], p[1]))
    #expect(rows.filter { $0.position.level != .factor }.allSatisfy { $0.pHolm == nil })
  }

  @Test func `JSON writes undefined as null and every number so that it reads back`() {
    let text = BaselineReport(
      Baseline(crowd([(0, 10, 12)])),
      source: Provenance(path: "a \"b\"\n", sha256: nil, participants: 1)
    ).json(version: "1").description
    #expect(text.contains(#""path": "a \"b\"\n""#))
    #expect(text.contains(#""paired_t": null"#))
    #expect(!text.contains("nan"))
    for value in [0.1, 1.0 / 3, Double.leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 12] {
      let written = JSONValue.number(value).description.trimmingWhitespace
      #expect(Double(written) == value)
    }
  }

  @Test func `the table fits eighty columns and wraps long names into the next line`() {
    let document = BaselineReport(
      Baseline(crowd([(0, 10, 12), (1, 11, 15), (2, 12, 13)])),
      source: .init(path: "here", sha256: nil, participants: 3)
    ).document
    let lines = document.text().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(document.markdown.contains("| Dark | 2 | PA |"))
  }
}

@Suite struct FiguresTests {
  @Test(arguments: [
    (0.0004, "<.001"), (0.001, ".001"), (0.0126, ".013"), (1.0, ">.999"), (0.9996, ">.999"),
    (0.9994, ".999"),
  ])
  func `p values print as APA asks`(p: Double, text: String) {
    #expect(pFigure(p) == text)
    #expect(pFigure(nil) == "—")
  }

  @Test(arguments: [
    (0.0102, 0.01, ".0102"), (0.00997, 0.01, ".00997"), (0.01, 0.01, ".010"),
    (0.0126, 0.01, ".013"), (0.0499, 0.05, ".0499"), (0.05004, 0.05, ".05004"),
    (0.01 + 1e-13, 0.01, ">.01"), (0.01 - 1e-13, 0.01, "<.01"), (0.0004, 0.01, "<.001"),
    (2e-6, 1e-4, "<.0001"), (0.0004, 1e-4, "<.001"), (0.9996, 0.01, ">.999"),
  ])
  func `p values on two sides of alpha never print alike`(p: Double, alpha: Double, text: String) {
    #expect(pFigure(p, at: alpha) == text)
    let sign = text.hasPrefix(".") ? "=" : ""
    #expect(pEquation(p, at: alpha).replacing(" ", with: "") == sign + text)
  }

  @Test func `a power that is not 1 does not print as 1`() {
    #expect([0.8, 0.994, 0.9996].map { powerFigure($0) } == [".80", ".99", ">.99"])
  }

  @Test(arguments: [(-0.04, 1, "0.0"), (-5.06, 1, "−5.1"), (12, 0, "12"), (3.14159, 2, "3.14")])
  func `numbers print with fixed decimals and a true minus`(
    value: Double, decimals: Int, text: String
  ) {
    #expect(figure(value, decimals: decimals) == text)
  }
}
