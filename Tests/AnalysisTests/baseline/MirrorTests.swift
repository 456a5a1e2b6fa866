import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics

/// What is said of a crowd, and of the same crowd with before and after swapped: other directions,
/// and nothing else.
@Suite struct MirrorTests {
  private typealias Pairs = [(before: [Double], after: [Double])]

  /// Answers of people to four items of 1 to 5, before and after, by a generator of their own.
  private static func people(_ count: Int, seed: Int, shift: Double) -> Pairs {
    var state = UInt64(seed &* 7919 &+ 17)
    func draw(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    func answers(_ level: Double) -> [Double] {
      (0..<4).map { _ in min(5, max(1, (level + Double(draw(4))).rounded())) }
    }
    return (0..<count).map { _ in (answers(1 + Double(draw(3)) / 2), answers(1.5 + shift)) }
  }

  private static let crowds: [Pairs] = drawn + [alike, unmoved, same, opposite]

  private static let drawn: [Pairs] =
    (0..<8).map { people(12 + 9 * $0, seed: $0, shift: Double($0 % 4) * 0.4 - 0.5) }
    + (1...3).map { people($0, seed: $0, shift: 1) }
  private static let alike: Pairs = people(9, seed: 6, shift: 0).map { person in
    (person.before, person.before.map { $0 < 5 ? $0 + 1 : 4 })
  }
  private static let unmoved: Pairs = people(9, seed: 7, shift: 0).map { ($0.before, $0.before) }
  private static let same: Pairs = Array(repeating: ([2, 2, 2, 2], [3, 3, 3, 1]), count: 5)
  /// Many change a little, and a few the other way by very much.
  private static let opposite: Pairs =
    Array(repeating: ([2, 2, 2, 2], [2, 2, 2, 1]), count: 20)
    + Array(repeating: ([5, 5, 5, 1], [1, 1, 1, 5]), count: 3)

  /// Everything that is said of the overall change and of the reliability of a crowd.
  private func readings(_ pairs: Pairs) throws -> [String] {
    let four = try fourItems()
    func sum(_ answers: [Double]) -> Double {
      answers[0] + answers[1] + answers[2] + 6 - answers[3]
    }
    let scored = Respondents.made(
      [.made("Fear", 1, 1), .made("Fear", 1, 2), .made("Joy")], cells: pairs.indices.map { $0 % 3 },
      default: pairs.map { sum($0.before) }, evoked: pairs.map { sum($0.after) }, range: 4...20)
    let answered = Respondents.made(
      count: pairs.count,
      answers: [
        table(four, .default, pairs.map(\.before)), table(four, .evoked, pairs.map(\.after)),
      ])
    let source = Provenance(path: "made", sha256: nil, participants: pairs.count)
    let baseline = Baseline(scored).withRobustTests(scored).withFloorAndCeiling(scored)
    var report = BaselineReport(baseline.withAncova(scored).baseline, source: source)
    report.bayes = true
    report.robust = true
    report.mixed = SituationModel.models(of: scored)
    let row = report.baseline.overall[0]
    let detectable = DetectableChange(report.baseline, alpha: 0.01, power: 0.8)
    var texts: [InlineText] =
      [
        report.paragraph, row.bayesReading, row.robustReading(alpha: 0.01),
        reading(detectable.rows[0], alpha: 0.01, power: 0.8), row.rankReading(alpha: 0.01),
        row.equivalenceReading(.points(1), alpha: 0.01),
        row.equivalenceReading(.sds(0.5), alpha: 0.01), row.floorReading,
        // r of the default score and the change is another figure if before and after are swapped.
        row.oldhamReading(0.01),
      ] + report.disagreements
    texts += report.mixed!.map { $0.reading(alpha: 0.01) }
    texts += ReliabilityReport(Reliability(answered), source: source, isRun: false).readings
    return texts.map(\.plain)
  }

  @Test(arguments: crowds.indices)
  func `swapping before and after turns each direction and nothing else`(crowd: Int) throws {
    let pairs = Self.crowds[crowd]
    let there = try readings(pairs)
    let back = try readings(pairs.map { ($0.after, $0.before) })
    #expect(there.map(unsigned) == back.map { unsigned(mirrored($0)) })
    // A sign that is said turns too, unless the figure is 0.
    for (there, back) in zip(there, back) {
      for (one, other) in zip(signs(in: there), signs(in: back)) { #expect(one == -other) }
    }
  }

  /// The text of the mirrored crowd in the words of the first one.
  private func mirrored(_ text: String) -> String {
    let opposites = [
      "higher": "lower", "lower": "higher", "increase": "decrease", "decrease": "increase",
      "vary more": "vary less", "vary less": "vary more",
    ]
    if text.contains("opposite ones") {
      return text.replacing(#/(increases .*? of )(.*?)(; .*? of )(.*?)\. Report/#) {
        "\($0.1)\($0.4)\($0.3)\($0.2). Report"
      }
    }
    let turned = text.replacing(#/higher|lower|increase|decrease|vary more|vary less/#) {
      opposites[String($0.0)]!
    }
    return
      turned
      .replacing(#/\((M = .*?)\) than before it \((M = .*?)\)/#) {
        "(\($0.2)) than before it (\($0.1))"
      }
      .replacing(#/(M = \S+(?: SD = \S+)?) before and (M = \S+(?: SD = \S+)?) after/#) {
        "\($0.2) before and \($0.1) after"
      }
      .replacing(#/((?:SD = )?[\d.]+%?) before and ((?:SD = )?[\d.]+%?) after/#) {
        "\($0.2) before and \($0.1) after"
      }
      .replacing(#/(\d+) scores? rose and (\d+) fell/#) { "\($0.2) score rose and \($0.1) fell" }
      .replacing(
        #/α = (\S+?)(?:, 95% CI (\[.*?\]),)? before the situation and (\S+)(?: (\[.*?\]))? after it/#
      ) { match in
        let first = match.4.map { ", 95% CI \($0)," } ?? ""
        let second = match.2.map { " \($0)" } ?? ""
        return "α = \(match.3)\(first) before the situation and \(match.1)\(second) after it"
      }
      .replacing(#/(The negative α|The interval) (before|after) the situation/#) {
        "\($0.1) \($0.2 == "before" ? "after" : "before") the situation"
      }
  }

  /// Without signs, and with the smaller end of an interval first.
  private func unsigned(_ text: String) -> String {
    text.replacing("−", with: "").replacing("scores rose", with: "score rose")
      .replacing(#/\[([\d.]+), ([\d.]+)\]/#) { match in
        let ends = [match.1, match.2].sorted { Double($0)! < Double($1)! }
        return "[\(ends[0]), \(ends[1])]"
      }
  }

  /// The signs of t, d_z, correlations and changes, in their order.
  private func signs(in text: String) -> [Int] {
    let figure =
      #/(?:t\(\d+\) =|d_z =|mean change is|mean change of|trimmed means differ by|correlation is|changes is|same variance, is) (−?)([\d.]*\d)/#
    return text.matches(of: figure).map { match in
      Double(match.2) == 0 ? 0 : match.1.isEmpty ? 1 : -1
    }
  }
}
