import Study
import TestSupport
import Testing
import TextFormats

@testable import Analysis
@testable import Documents
@testable import Statistics

/// People of one subscale: the emotion and number of the situation, the score before and after.
private func crowd(_ people: [(emotion: String, situation: Int, before: Double, after: Double)])
  -> Respondents
{
  .made(
    people.map { .made($0.emotion, 1, $0.situation) }, cells: Array(people.indices),
    default: people.map(\.before), evoked: people.map(\.after))
}

/// Recipes as emotions and their replicates as situations: lme4's cake.
private func cake() throws -> (crowd: Respondents, expected: Figures) {
  let expected = try Repository.references("models")["mixed"]["cake_unequal"]
  let angles = try #require(expected["y"].numbers)
  let groups = try #require(expected["groups"].list?[0].numbers)
  let second = try #require(expected["predictors"].list?[0].numbers)
  let third = try #require(expected["predictors"].list?[1].numbers)
  // In alphabetical order of other names, and not in that of the rows.
  let people = angles.indices.reversed().map { index in
    let emotion = second[index] == 1 ? "Fear" : third[index] == 1 ? "Joy" : "Anger"
    return (emotion, Int(groups[index]), 3.0, 3 + angles[index])
  }
  return (crowd(people), expected)
}

@Suite("Mixed models of situations") struct SituationModelTests {
  @Test("are those of lmerTest, whatever the order of people and emotions")
  func references() throws {
    let (crowd, expected) = try cake()
    let models = SituationModel.models(of: crowd)
    #expect(models.map(\.formula) == [.intercept, .emotion])
    let fit = try models[1].fit.get()
    #expect(agree(fit.intercept?.estimate, expected["coefficients"].numbers?[0], within: 1e-10))
    #expect(agree(fit.intercept?.df, expected["df"].numbers?[0], within: 1e-9))
    #expect(agree(fit.emotions?.f, expected["f"]["f"].number, within: 1e-10))
    #expect(agree(fit.emotions?.df2, expected["f"]["df2"].number, within: 1e-9))
    #expect(fit.means.map(\.emotion) == ["Anger", "Fear", "Joy"])
    let coefficients = try #require(expected["coefficients"].numbers)
    for (mean, difference) in zip(fit.means, [0] + coefficients.dropFirst()) {
      #expect(agree(mean.test?.estimate, coefficients[0] + difference, within: 1e-10))
    }
  }

  @Test("hold the factor and the situation within it, and predict both, as lmerTest does")
  func factors() throws {
    // Batches as factors, and the samples of each as its situations.
    let expected = try Repository.references("models")["mixed"]["pastes"]
    let strength = try #require(expected["y"].numbers)
    let batches = try #require(expected["groups"].list?[0].numbers)
    let samples = try #require(expected["groups"].list?[1].numbers)
    let people = Respondents.made(
      strength.indices.map { .made("Fear", Int(batches[$0]), Int(samples[$0])) },
      cells: Array(strength.indices), default: strength.map { _ in 3 },
      evoked: strength.map { 3 + $0 })
    let model = SituationModel.models(of: people)[0]
    #expect(model.notation == "change ~ 1 + (1 | factor) + (1 | situation)")
    #expect(model.factors == 10 && model.situations == 30)
    let variances = try #require(expected["var_groups"].numbers)
    #expect(agree(model.variance(.factor), variances[0], within: 1e-10))
    #expect(agree(model.variance(.situation), variances[1], within: 1e-10))
    let fit = try model.fit.get()
    #expect(agree(fit.model.icc, expected["icc"].number, within: 1e-10))
    #expect(agree(fit.intercept?.df, expected["df"].numbers?[0], within: 1e-9))
    for (level, key) in [(Design.Level.factor, "prediction_all"), (.situation, "prediction_last")] {
      let interval = try #require(model.prediction(level))
      #expect(agree(interval.low, expected[key].numbers?[0], within: 1e-10))
      #expect(agree(interval.high, expected[key].numbers?[1], within: 1e-10))
    }
  }

  @Test("name a variance of 0 between factors, which drop out")
  func singularFactors() throws {
    let expected = try Repository.references("models")["mixed"]["nested_singular"]
    let angles = try #require(expected["y"].numbers)
    let recipes = try #require(expected["groups"].list?[0].numbers)
    let replicates = try #require(expected["groups"].list?[1].numbers)
    let people = Respondents.made(
      angles.indices.map { .made("Fear", Int(recipes[$0]), Int(replicates[$0])) },
      cells: Array(angles.indices), default: angles.map { _ in 3 }, evoked: angles.map { 3 + $0 })
    let model = SituationModel.models(of: people)[0]
    #expect(model.dropped == [.factor])
    #expect(model.variance(.factor) == nil)
    #expect(agree(model.variance(.situation), expected["var_groups"].numbers?[1], within: 1e-10))
    #expect(
      model.reading(alpha: 0.01).plain.contains("the variance between factors is estimated as 0"))
    let json = SituationModel.fields(alpha: 0.01).json(model).description
    #expect(json.contains(#""var_factor": null"#) && json.contains(#""dropped": ["factor"]"#))
  }

  @Test("read as a sentence, and write every figure as JSON and CSV")
  func report() throws {
    let (crowd, _) = try cake()
    var report = BaselineReport(
      Baseline(crowd).withRobustTests(crowd),
      source: .init(path: "cake", sha256: nil, participants: 1))
    report.bayes = true
    report.robust = true
    report.mixed = SituationModel.models(of: crowd)
    let json = report.json(version: "1").description
    #expect(json.contains(#""formula": "change ~ 1 + (1 | factor) + (1 | situation)""#))
    #expect(
      json.contains("Positive Affect: over factors and situations like these, the estimated mean "))
    #expect(json.contains(#""formula": "change ~ emotion + (1 | situation)""#))
    #expect(json.contains("because there are not more factors than emotions"))
    #expect(!json.contains("nan"))
    let lines = report.csv.split(separator: "\r\n")
    #expect(lines[0].contains(",log_bf10,"))
    #expect(lines[0].hasSuffix(",mixed_mean,mixed_mean_se,mixed_mean_df"))
    // Only sentences hold commas, and they are quoted.
    let cells = lines.map { line in
      line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 0 }.reduce(1) { $0 + $1.element.count { $0 == "," } }
    }
    #expect(Set(cells).count == 1)
    let text = report.document.text()
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.split(separator: "\n").count { $0.hasPrefix("Positive Affect: ") } == 4)
    #expect(text.contains("The model weights each situation by the precision of its mean"))
  }

  @Test(
    "say why there is none",
    arguments: [
      ([("Fear", 1), ("Fear", 1), ("Fear", 1)], [1.0, 2, 4], "there is a single situation"),
      ([("Fear", 1), ("Joy", 1)], [1, 2], "each situation was read by one person"),
      (
        [("Fear", 1), ("Fear", 1), ("Joy", 1), ("Joy", 1)], [2, 2, 5, 5],
        "all participants who read the same situation changed by the same amount"
      ),
      ([("Fear", 1), ("Fear", 1), ("Fear", 2)], [3, 3, 3], "all participants who read the same"),
    ])
  func degenerate(places: [(String, Int)], changes: [Double], reason: String) throws {
    let crowd = crowd(zip(places, changes).map { ($0.0.0, $0.0.1, 10, 10 + $0.1) })
    let model = SituationModel.models(of: crowd)[0]
    #expect(throws: SituationModel.Failure.self) { try model.fit.get() }
    #expect(model.reading(alpha: 0.01).plain.contains(reason))
    let json = SituationModel.fields(alpha: 0.01).json(model).description
    #expect(json.contains(#""intercept": null"#) && json.contains(#""icc": null"#))
    #expect(json.contains(#""undefined": "\#(reason)"#))
    #expect(!SituationModel.tables([model], alpha: 0.01).isEmpty)
  }

  @Test("of one emotion, or of emotions with one situation each, do not compare emotions")
  func oneEmotion() throws {
    let one = crowd([("Fear", 1, 1, 2), ("Fear", 1, 1, 4), ("Fear", 2, 1, 3), ("Fear", 2, 3, 9)])
    let models = SituationModel.models(of: one)
    #expect((try? models[0].fit.get()) != nil)
    #expect(models[1].reading(alpha: 0.01).plain.contains("there is a single emotion"))
    let two = crowd([("Fear", 1, 1, 2), ("Fear", 1, 1, 4), ("Joy", 1, 1, 3), ("Joy", 1, 3, 9)])
    #expect(
      SituationModel.models(of: two)[1].reading(alpha: 0.01).plain
        .contains("not more situations than emotions"))
  }

  @Test("name a variance of 0 between situations")
  func singular() throws {
    let alike = (0..<12).map { index in
      ("Fear", index / 4, 10.0, 10 + Double(index % 4) * 3)
    }
    let model = SituationModel.models(of: crowd(alike))[0]
    #expect(try model.fit.get().model.singular == [0])
    #expect(
      model.reading(alpha: 0.01).plain.contains("the variance between situations is estimated as 0")
    )
    #expect(
      SituationModel.fields(alpha: 0.01).json(model).description.contains(#""singular": true"#))
  }
}

@Suite("Bayes factors and robust tests of a baseline") struct FurtherAnalysesTests {
  private func row(_ pairs: [(Double, Double)]) throws -> Baseline.Row {
    let crowd = crowd(pairs.map { ("Fear", 1, $0.0, $0.1) })
    return try #require(Baseline(crowd).withRobustTests(crowd).rows.first)
  }

  @Test("say for what the evidence is, and how much of it")
  func evidence() throws {
    let none = try row([(10, 11), (12, 11), (14, 15), (9, 8), (20, 21), (7, 6), (5, 6), (6, 5)])
    #expect(
      none.bayesReading.plain.contains(
        "under the null hypothesis (no change) as under the alternative (a change): anecdotal "
          + "evidence for no change"))
    let some = try row(
      (1...30).map { index in
        let before = Double(index % 7)
        return (before, before + 3 + Double(index % 3))
      })
    #expect(some.bayesReading.plain.hasSuffix("extreme evidence for a change."))
    #expect(some.robustReading(alpha: 0.01).plain.contains("30 scores rose and 0 fell"))
    #expect(
      some.robustReading(alpha: 0.01).plain
        .hasSuffix("Both robust tests lead to the same conclusion as the t test at α = .01."))
    #expect(some.bayesReading.plain.contains(" × 10^"))
  }

  @Test("of two people, of people who change alike and of one are defined or null, never NaN")
  func degenerate() throws {
    let alike = try row([(1, 4), (2, 5), (7, 10), (3, 6), (5, 8)])
    #expect(alike.logBayesFactor == nil)
    #expect(alike.bayesReading.plain.contains("no Bayes factor"))
    #expect(alike.robust?.trimmed == nil)
    #expect(alike.robust?.signs.superiority == 1)
    #expect(alike.robustReading(alpha: 0.01).plain.contains("do not vary without the extremes"))
    #expect(
      alike.robustReading(alpha: 0.01).plain
        .hasSuffix("There is no t test to compare these tests with."))
    let two = try row([(1, 4), (2, 9)])
    #expect(two.logBayesFactor != nil)
    #expect(two.robust?.normality == nil)
    let one = try row([(1, 4)])
    #expect(one.logBayesFactor == nil)
    #expect(one.robust?.trimmed == nil)
    #expect(
      one.robustReading(alpha: 0.01).plain.hasSuffix("one participant is too few for a test."))
    for row in [alike, two, one] {
      #expect(row.robust != nil)
      let json = [Robustness.field(alpha: 0.01)].json(row).description
      #expect(!json.lowercased().contains("nan") && !json.contains("inf"))
    }
  }
}
