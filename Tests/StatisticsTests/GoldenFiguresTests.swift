import Foundation
import TestSupport
import Testing

@testable import Statistics

/// The figures that R and SciPy computed from EmotionBench's files, recomputed from the n, means
/// and SDs beside them.
@Suite("Golden figures") struct GoldenFiguresTests {
  /// Every row of crowd.json: overall, emotions, factors, situations.
  static func crowdRows() throws -> [(name: String, row: Figures)] {
    let crowd = try ReferenceFiles.golden("crowd")
    var rows = [(name: "overall", row: crowd["overall"])]
    for level in ["emotion", "factor", "situation"] {
      rows += crowd[level].keys.map { (name: $0, row: crowd[level][$0]) }
    }
    return rows
  }

  @Test("the crowd's t tests, intervals, effect sizes and arrows", .needsReference)
  func crowd() throws {
    let rows = try Self.crowdRows()
    #expect(rows.count > 200)
    for (name, row) in rows {
      let n = Int(try #require(row["n"].number))
      for subscale in ["PA", "NA"] {
        let figures = row[subscale]
        let place = Comment(rawValue: "\(name) \(subscale)")
        let first = figures["default"].summary(n: n)
        let second = figures["evoked"].summary(n: n)
        let change = figures["change"].summary(n: n)
        for (key, summary) in [("default", first), ("evoked", second), ("change", change)] {
          let interval = try #require(summary.meanInterval())
          let ends = try #require(figures[key]["ci95"].numbers)
          let sd = try #require(summary.sd)
          #expect(agree(interval.low, ends[0], scale: sd), place)
          #expect(agree(interval.high, ends[1], scale: sd), place)
        }
        let paired = try #require(TTest.oneSample(change), place)
        #expect(agree(paired.t, figures["paired_t"]["t"].number), place)
        #expect(paired.df == figures["paired_t"]["df"].number, place)
        #expect(agree(paired.p, figures["paired_t"]["p"].number), place)
        #expect(agree(paired.log10P, figures["paired_t"]["log10_p"].number), place)

        let effect = try #require(EffectSize.cohenDz(ofDifferences: change), place)
        #expect(agree(effect.d, figures["dz"].number), place)
        #expect(agree(effect.correction, figures["hedges_J_exact"].number), place)
        #expect(agree(effect.g, figures["gz_exact"].number), place)
        let interval = try #require(effect.interval, place)
        // 1e-10 of the larger of the end and 1 SD; null where R or SciPy stopped.
        for key in ["dz_ci95_nct_scipy", "dz_ci95_nct"] {
          for (end, theirs) in zip([interval.low, interval.high], figures[key].list ?? []) {
            if let theirs = theirs.number { #expect(agree(end, theirs, scale: 1), place) }
          }
        }
        let average = EffectSize.cohenDav(from: first, to: second)
        #expect(agree(average, figures["d_av"].number), place)

        let larger = try #require(FTest.largerVariance(second, first), place)
        let expectedF = figures["F_test"]
        #expect(agree(larger.f, expectedF["F_larger_over_smaller"].number), place)
        #expect(larger.df1 == expectedF["df1"].number, place)
        #expect(agree(larger.p, expectedF["p_authors"].number), place)
        let ratio = try #require(FTest.variances(second, first), place)
        #expect(agree(ratio.f, expectedF["var_test_F"].number), place)
        // R's var.test takes 1 - cdf of an upper tail, which leaves an error of 1e-16.
        let inR = try #require(expectedF["var_test_p"].number)
        #expect(agree(ratio.p, inR) || abs(ratio.p - inR) < 1e-15, place)
        let student = try #require(TTest.student(second, first), place)
        #expect(agree(student.t, figures["student"]["t"].number), place)
        #expect(student.df == figures["student"]["df"].number, place)
        #expect(agree(student.p, figures["student"]["p"].number), place)
        let welch = try #require(TTest.welch(second, first), place)
        #expect(agree(welch.t, figures["welch"]["t"].number), place)
        #expect(agree(welch.df, figures["welch"]["df"].number), place)
        #expect(agree(welch.p, figures["welch"]["p"].number), place)

        let published = PublishedTest(evoked: second, default: first)
        let authors = figures["authors"]
        #expect(published.equalVariance == (authors["test"].text == "student"), place)
        #expect(published.arrow == authors["arrow"].arrow, place)
        #expect(Arrow(paired) == authors["arrow_paired"].arrow, place)
      }
    }
  }

  @Test("the crowd's adjusted p values, within a subscale and over both", .needsReference)
  func adjusted() throws {
    let crowd = try ReferenceFiles.golden("crowd")
    let methods = [
      ("holm", Adjustment.holm), ("bh", .benjaminiHochberg), ("by", .benjaminiYekutieli),
    ]
    func compare(_ family: [(name: String, p: Double?)], _ expected: Figures) {
      for (key, method) in methods where expected.keys.contains(key) {
        #expect(expected[key].keys.count == family.count)
        for (test, value) in zip(family, method.adjust(family.map(\.p))) {
          #expect(agree(value, expected[key][test.name].number), "\(key) \(test.name)")
        }
      }
    }
    let p = [("paired_t", "p"), ("welch", "p"), ("student", "p"), ("wilcoxon_cc", "p_normal_cc")]
    var both: [(name: String, p: Double?)] = []
    for subscale in ["PA", "NA"] {
      for (test, key) in p {
        let row = test == "wilcoxon_cc" ? "wilcoxon" : test
        let family = crowd["factor"].keys.map {
          (name: $0, p: crowd["factor"][$0][subscale][row][key].number)
        }
        #expect(family.count == 36)
        compare(family, crowd["adjusted_factor"][subscale][test])
        if test == "paired_t" { both += family.map { ("\(subscale) \($0.name)", $0.p) } }
      }
    }
    compare(both, crowd["adjusted_factor"]["both72"])
  }

  /// Rows of a run: level, then name, then subscale.
  static func rows(_ levels: Figures) -> [(name: String, figures: Figures)] {
    levels.keys.flatMap { level in
      levels[level].keys.flatMap { name in
        ["PA", "NA"].map { ("\(name) \($0)", levels[level][name][$0]) }
      }
    }
  }

  @Test("the runs by the published method, as EmotionBench's code computes it", .needsReference)
  func published() throws {
    let models = try ReferenceFiles.golden("models")["models"]
    #expect(models.keys.count == 5)
    for model in models.keys {
      for (name, figures) in Self.rows(models[model]["self"]) {
        let place = Comment(rawValue: "\(model) \(name)")
        func summary(_ prefix: String) throws -> SampleSummary {
          SampleSummary(
            n: Int(try #require(figures["\(prefix)n"].number)),
            mean: figures["\(prefix)mean"].number, sd: figures["\(prefix)sd"].number)
        }
        let evoked = try summary("")
        let baseline = try summary("default_")
        let test = PublishedTest(evoked: evoked, default: baseline, variant: .emotionbench)
        let fTest = try #require(test.fTest, place)
        #expect(agree(fTest.f, figures["F"].number), place)
        #expect(fTest.df1 == figures["F_df1"].number, place)
        #expect(fTest.df2 == figures["F_df2"].number, place)
        // SciPy's 1 - cdf is a multiple of 1e-16, and its rounding is not ours.
        let theirs = try #require(figures["p_F_authors"].number)
        #expect(abs(try #require(test.pOfF) - theirs) < 1e-13, place)
        let twiceTail = FisherF(df1: fTest.df1, df2: fTest.df2).upperTail(fTest.f).map { 2 * $0 }
        #expect(agree(twiceTail, figures["p_F_sf"].number), place)
        #expect(test.equalVariance == figures["equal_var"].flag, place)
        #expect(agree(test.tTest?.t, figures["t"].number), place)
        #expect(agree(test.tTest?.df, figures["df"].number), place)
        #expect(agree(test.tTest?.p, figures["p"].number), place)
        #expect(test.arrow == figures["arrow"].arrow, place)
        let described = PublishedTest(evoked: evoked, default: baseline)
        #expect(described.equalVariance == test.equalVariance, place)
        #expect(agree(described.tTest?.t, figures["t_noeps"].number), place)
        #expect(agree(described.tTest?.p, figures["p_noeps"].number), place)
        #expect(described.arrow == test.arrow, place)
      }
    }
  }

  @Test("the runs against the crowd: Welch, Hedges' g and equivalence", .needsReference)
  func againstCrowd() throws {
    let models = try ReferenceFiles.golden("models")["models"]
    for model in models.keys {
      for (name, figures) in Self.rows(models[model]["vs_crowd"]) {
        for measure in ["evoked", "change"] {
          let expected = figures[measure]
          let place = Comment(rawValue: "\(model) \(name) \(measure)")
          func summary(_ side: String) throws -> SampleSummary {
            SampleSummary(
              n: Int(try #require(expected["n_\(side)"].number)),
              mean: expected["mean_\(side)"].number, sd: expected["sd_\(side)"].number)
          }
          let run = try summary("model")
          let crowd = try summary("crowd")
          let welch = try #require(TTest.welch(run, crowd), place)
          // A difference near 0 has lost the digits of the means: relative to an SD.
          let sd = try #require(crowd.sd)
          let lost = sd / welch.standardError
          #expect(agree(welch.estimate, expected["diff"].number, scale: sd), place)
          #expect(agree(welch.standardError, expected["se"].number), place)
          #expect(agree(welch.t, expected["t"].number, scale: lost * 1e-4), place)
          #expect(agree(welch.df, expected["df"].number), place)
          // SciPy's p underflows to 0 at 1e-308 where ours is a subnormal number.
          let p = try #require(expected["p"].number)
          #expect(agree(welch.p, p) || p == 0 && welch.p < 1e-300, place)
          let interval = try #require(welch.interval())
          #expect(agree(interval.low, expected["diff_ci95"].numbers?[0], scale: sd), place)
          #expect(agree(interval.high, expected["diff_ci95"].numbers?[1], scale: sd), place)
          let effect = try #require(EffectSize.cohenD(run, crowd), place)
          #expect(agree(effect.d, expected["cohen_d_pooled"].number, scale: 1), place)
          #expect(agree(effect.g, expected["hedges_g"].number, scale: 1), place)
          for (ours, key) in [
            (effect.interval, "d_ci95_nct"), (effect.gInterval, "g_ci95_nct"),
          ] {
            let ours = try #require(ours, place)
            let ends = try #require(expected[key].list)
            // Null where SciPy's search failed; ours is there all the same.
            if let low = ends[0].number { #expect(agree(ours.low, low, scale: 1), place) }
            if let high = ends[1].number { #expect(agree(ours.high, high, scale: 1), place) }
          }
          let tost = figures["tost_\(measure)"]
          let bound = try #require(tost["bound"].number)
          let test = try #require(EquivalenceTest(run, crowd, bound: bound), place)
          #expect(agree(test.tLower, tost["t_lower"].number, scale: lost * 1e-4), place)
          #expect(agree(test.tUpper, tost["t_upper"].number, scale: lost * 1e-4), place)
          #expect(agree(test.df, tost["df"].number), place)
          #expect(agree(test.lower.p, tost["p_lower"].number, scale: 1e-300), place)
          #expect(agree(test.upper.p, tost["p_upper"].number, scale: 1e-300), place)
          #expect(agree(test.p, tost["p_tost"].number, scale: 1e-300), place)
          #expect(test.isEquivalent() == tost["equivalent"].flag, place)
          #expect(agree(test.interval()?.low, tost["ci90"].numbers?[0], scale: sd), place)
          #expect(agree(test.interval()?.high, tost["ci90"].numbers?[1], scale: sd), place)
        }
      }
    }
  }

  @Test("the runs' correlations with the crowd over the 36 factors", .needsReference)
  func profile() throws {
    let models = try ReferenceFiles.golden("models")["models"]
    for model in models.keys {
      for subscale in ["PA", "NA"] {
        let factors = models[model]["vs_crowd"]["factor"]
        let changes = factors.keys.map { factors[$0][subscale]["change"] }
        let run = changes.compactMap { $0["mean_model"].number }
        let crowd = changes.compactMap { $0["mean_crowd"].number }
        #expect(run.count == 36 && crowd.count == 36)
        let expected = models[model]["profile"][subscale]
        let place = Comment(rawValue: "\(model) \(subscale)")
        let pearson = try #require(Correlation.pearson(run, crowd), place)
        #expect(agree(pearson.coefficient, expected["pearson"].number, scale: 1), place)
        #expect(agree(pearson.significance?.p, expected["pearson_p"].number), place)
        let interval = try #require(expected["pearson_ci95"].numbers)
        #expect(agree(pearson.interval?.low, interval[0], scale: 1), place)
        #expect(agree(pearson.interval?.high, interval[1], scale: 1), place)
        let spearman = try #require(Correlation.spearman(run, crowd), place)
        #expect(agree(spearman.coefficient, expected["spearman"].number, scale: 1), place)
        #expect(agree(spearman.tSignificance?.p, expected["spearman_p_t"].number), place)
      }
    }
  }
}
