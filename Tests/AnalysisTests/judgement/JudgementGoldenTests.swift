import Foundation
import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Statistics

/// EmotionBench's five runs, read here by themselves and judged whole, against the figures that SciPy
/// computed from the same files.
@Suite("The judgement of EmotionBench's runs", .needsReference) struct JudgementGoldenTests {
  static let runs = ["davinci-003", "gpt-3.5-turbo", "gpt-4", "llama2-13b", "mixtral-8x22b"]
  /// psych 2.2.9 in R 4.2.2, `cohen.kappa(data.frame(run, crowd))$kappa` of the golden files' arrows
  /// (`models.json`: `arrow`; `crowd.json`: `arrow_paired`).
  static let kappas = [
    "davinci-003": ["PA": 0, "NA": 0.36470588235294105],
    "gpt-3.5-turbo": ["PA": 0, "NA": 0.048076923076923121], "gpt-4": ["PA": 0, "NA": 0],
    "llama2-13b": ["PA": -0.05405405405405396, "NA": 0.32835820895522383],
    "mixtral-8x22b": ["PA": 0.30769230769230776, "NA": 0],
  ]
  static let positive = Set([1, 3, 5, 9, 10, 12, 14, 16, 17, 19])
  static let subscales: [(id: SubscaleID, key: String, title: String)] = [
    ("positive_affect", "PA", "Positive Affect"), ("negative_affect", "NA", "Negative Affect"),
  ]

  static func run(_ name: String) throws -> Run {
    let file = ReferenceFiles.emotionBench.appending(path: "models/\(name)-PANAS-testing.csv")
    // The header and the items have no quoted cells; the prompts between them are not needed.
    let lines = try Data(contentsOf: file).split(whereSeparator: { $0 == 10 || $0 == 13 })
    func cells(_ line: Data) -> [String] {
      line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    }
    let header = cells(lines[0])
    #expect(header[1] == "order-0")
    let rows = lines.suffix(20).map { cells($0).map { Double($0) } }
    #expect(rows.allSatisfy { $0.count == header.count })
    let isPositive = rows.map { positive.contains(Int($0[1]!)) }
    var cells: [Design.Cell] = []
    var index: [String: Int32] = [:]
    var columns = subscales.map { _ in (before: [Double](), after: [Double](), cell: [Int32]()) }
    for (column, header) in header.enumerated() where header.contains("_test-") {
      var sums = [0.0, 0.0]
      for (row, isPositive) in zip(rows, isPositive) { sums[isPositive ? 0 : 1] += row[column]! }
      let name = header.components(separatedBy: "_test-")[0]
      if name == "General" {
        for side in 0..<2 { columns[side].before.append(sums[side]) }
        continue
      }
      if index[name] == nil {
        let parts = name.components(separatedBy: "_scenario-")
        let factor = parts[0].components(separatedBy: "-")
        index[name] = Int32(cells.count)
        cells.append(
          Design.Cell(
            key: SituationKey(
              emotion: factor[0], factor: parts[0], index: Int(parts[1])! + 1),
            factorIndex: Int(factor[1])! + 1))
      }
      for side in 0..<2 {
        columns[side].after.append(sums[side])
        columns[side].cell.append(index[name]!)
      }
    }
    let design = Design(cells)
    #expect(design.cells == cells)
    return Run(
      design: design,
      columns: zip(subscales, columns).map {
        Run.Column(
          instrument: "panas", subscale: $0.id, title: $0.title, default: $1.before,
          evoked: $1.after, cell: $1.cell)
      })
  }

  /// The key of a position in the golden files: `all`, `Fear`, `Fear-F2`.
  static func key(_ position: Design.Position) -> String {
    guard let emotion = position.emotion else { return "all" }
    return position.factorIndex.map { "\(emotion)-F\($0)" } ?? emotion
  }

  /// The crowd from n, means and SDs alone, as a baseline that travels has them.
  static let crowd = Result { try readCrowd() }

  static func readCrowd() throws -> CrowdReference {
    let golden = try ReferenceFiles.golden("crowd")
    let rows = Dictionary(
      uniqueKeysWithValues: ["emotion", "factor", "situation"].flatMap { level in
        ((golden[level].value as? [String: Any]) ?? [:]).map { ($0, Figures($1)) }
      } + [("all", golden["overall"])])
    var crowd = CrowdReference()
    for branch in try run(runs[0]).design.branches {
      let position = branch.position
      let situation = position.situationIndex.map { "S\($0)" } ?? ""
      let row = try #require(rows[key(position) + situation])
      let n = Int(try #require(row["n"].number))
      for subscale in subscales {
        let figures = row[subscale.key]
        crowd.add(
          .init(
            evoked: figures["evoked"].summary(n: n),
            change: figures["change"].summary(n: n)),
          "panas", subscale.id, at: position)
      }
    }
    return crowd
  }

  @Test(
    "agrees at every level, by the method as described and as EmotionBench computes it",
    arguments: runs)
  func golden(name: String) throws {
    let run = try Self.run(name)
    let crowd = try Self.crowd.get()
    let golden = try ReferenceFiles.golden("models")["models"][name]
    for variant in PublishedVariant.allCases {
      let judgement = Judgement(run, against: crowd, method: .init(variant: variant))
      #expect(judgement.rows.count == 90)
      for row in judgement.rows {
        let key = Self.key(row.position)
        let side = row.subscale == "positive_affect" ? "PA" : "NA"
        let place = Comment(rawValue: "\(name) \(key) \(side)")
        let expected = golden["self"][row.position.level.rawValue][key][side]
        #expect(Double(row.evoked.n) == expected["n"].number, place)
        #expect(agree(row.evoked.mean, expected["mean"].number), place)
        #expect(agree(row.evoked.sd, expected["sd"].number), place)
        #expect(agree(row.default.mean, expected["default_mean"].number), place)
        #expect(agree(row.default.sd, expected["default_sd"].number), place)
        #expect(row.default.n == 50, place)
        #expect(agree(row.change, expected["change"].number, scale: 1), place)
        let published = row.published
        #expect(published.equalVariance == expected["equal_var"].flag, place)
        #expect(published.arrow == expected["arrow"].arrow, place)
        let described = variant == .described
        #expect(agree(published.tTest?.t, expected[described ? "t_noeps" : "t"].number), place)
        #expect(agree(published.tTest?.p, expected[described ? "p_noeps" : "p"].number), place)
        if !described {
          #expect(agree(published.tTest?.df, expected["df"].number), place)
          #expect(agree(published.fTest?.f, expected["F"].number), place)
          // 1 - cdf is a multiple of 1e-16.
          let p = try #require(expected["p_F_authors"].number)
          #expect(abs(try #require(published.pOfF) - p) < 1e-13, place)
        }
        let against = golden["vs_crowd"][row.position.level.rawValue][key][side]
        let ours = try #require(row.crowd, place)
        for (difference, key) in [(ours.evoked, "evoked"), (ours.changeFixedDefault, "change")] {
          let figures = against[key]
          let sd = try #require(figures["sd_crowd"].number)
          let lost = sd / (try #require(figures["se"].number)) * 1e-4
          #expect(agree(difference.welch?.t, figures["t"].number, scale: lost), place)
          #expect(agree(difference.welch?.df, figures["df"].number), place)
          #expect(agree(difference.welch?.p, figures["p"].number, scale: 1e-298), place)
          #expect(agree(difference.effect?.g, figures["hedges_g"].number, scale: 1), place)
          let interval = try #require(difference.effect?.gInterval, place)
          for (end, theirs) in zip([interval.low, interval.high], figures["g_ci95_nct"].list ?? [])
          {
            // null where SciPy's search failed.
            if let theirs = theirs.number { #expect(agree(end, theirs, scale: 1), place) }
          }
          let tost = against["tost_\(key)"]["p_tost"].number
          #expect(agree(difference.equivalence?.p, tost, scale: 1e-300), place)
        }
        let own = try #require(ours.change.welch)
        let fixed = try #require(ours.changeFixedDefault.welch)
        #expect(own.standardError >= fixed.standardError, place)
        #expect(agree(own.estimate, fixed.estimate, scale: 1), place)
      }
      for (profile, side) in zip(judgement.profiles, ["PA", "NA"]) {
        let expected = golden["profile"][side]
        #expect(profile.factors == 36)
        #expect(agree(profile.pearson?.coefficient, expected["pearson"].number))
        #expect(agree(profile.spearman?.coefficient, expected["spearman"].number))
        #expect(agree(profile.rmse, expected["rmse"].number))
        #expect(profile.arrows == 36)
        if variant == .described {
          // gpt-4 goes one way everywhere: chance alone agrees as often.
          #expect(agree(profile.arrowKappa?.kappa, Self.kappas[name]![side], scale: 1))
        }
      }
      #expect(judgement.distance.figures == 72)
      let squares = judgement.profiles.compactMap(\.rmse).map { $0 * $0 }
      #expect(agree(judgement.distance.rmse, (squares.reduce(0, +) / 2).squareRoot()))
    }
  }

  @Test("with situations as units counts situations, and finds less")
  func situations() throws {
    let run = try Self.run("gpt-4")
    let crowd = try Self.crowd.get()
    let single = Judgement(run, against: crowd)
    let grouped = Judgement(run, against: crowd, method: .init(unit: .situation))
    #expect(grouped.rows.count == 90)
    #expect(grouped.rows[0].evoked.n == 175 && grouped.rows[0].crowd?.crowd.evoked.n == 175)
    let sizes = grouped.rows.filter { $0.position.level == .factor }.map(\.evoked.n)
    #expect(sizes.filter { $0 == 5 }.count == 68)
    #expect(sizes.filter { $0 == 2 }.count == 2 && sizes.filter { $0 == 3 }.count == 2)
    for (one, other) in zip(single.rows, grouped.rows) {
      // Ten repetitions of each situation: the mean of means is the mean.
      #expect(agree(one.evoked.mean, other.evoked.mean))
      #expect(other.default == one.default)
    }
    #expect(Judgement(run, against: crowd, method: .init(withSituations: true)).rows.count == 440)
  }
}
