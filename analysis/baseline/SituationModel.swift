package import Statistics
package import Study

/// How people change over situations: a mixed model in which the situation is a random intercept.
///
/// People who read the same situation are not independent of one another. The model treats
/// situations as a random sample of their kind and separates the variance between them from that
/// between people.
package struct SituationModel: Sendable, SubscaleFigures {
  package enum Formula: String, Sendable, CaseIterable {
    case intercept = "change ~ 1 + (1 | situation)"
    case emotion = "change ~ emotion + (1 | situation)"
  }

  /// The reason why there is no model.
  package enum Failure: Error, Sendable, Equatable {
    case model(RandomInterceptModel.Failure)
    /// The study has a single emotion.
    case oneEmotion
  }

  /// The mean change that the model gives an emotion.
  package struct EmotionMean: Sendable {
    package let emotion: String
    package let test: TTest?
  }

  package struct Fit: Sendable {
    package let model: RandomInterceptModel
    /// The test of the intercept: the mean change over situations, or that of the first emotion.
    package let intercept: TTest?
    /// Whether the emotions differ, type III; nil in the model without emotion.
    package let emotions: FTest?
    /// In alphabetical order, as R orders a factor; the intercept is that of the first.
    package let means: [EmotionMean]
  }

  package let scale: ScoredSubscale
  package let formula: Formula
  package let n: Int
  package let situations: Int
  package let fit: Result<Fit, Failure>

  /// Both models of each subscale.
  package static func models(of respondents: Respondents) -> [SituationModel] {
    PairedScores.all(respondents).flatMap { scores in
      Formula.allCases.map { SituationModel(scores.table, respondents, $0) }
    }
  }

  init(_ scores: ScoreTable, _ respondents: Respondents, _ formula: Formula) {
    scale = scores.scale
    self.formula = formula
    let members = (0..<Int32(respondents.count)).filter {
      scores.pair(of: Int($0)) != nil && respondents.cell(of: Int($0)) != nil
    }
    let cells = members.map { Int32(respondents.cell(of: Int($0))!) }
    n = members.count
    situations = Set(cells).count
    fit = Result { () throws(Failure) in
      try Self.fit(scores.changes(of: members), cells, respondents.design, formula)
    }
  }

  private static func fit(
    _ changes: [Double], _ cells: [Int32], _ design: Design, _ formula: Formula
  ) throws(Failure) -> Fit {
    let emotionOf = cells.map { design.cells[Int($0)].key.emotion }
    let emotions = formula == .emotion ? Set(emotionOf).sorted() : []
    if formula == .emotion, emotions.count < 2 { throw .oneEmotion }
    let predictors = emotions.dropFirst().map { emotion in emotionOf.map { $0 == emotion ? 1.0 : 0 }
    }
    let model: RandomInterceptModel
    do {
      model = try RandomInterceptModel(changes, groupedBy: cells, predictors: predictors)
    } catch {
      throw .model(error)
    }
    let weights = { (emotion: Int) in
      model.coefficients.indices.map { $0 == 0 || $0 == emotion ? 1.0 : 0 }
    }
    return Fit(
      model: model, intercept: model.contrast(weights(0)), emotions: model.fTest(from: 1),
      means: emotions.enumerated().map {
        EmotionMean(emotion: $0.element, test: model.contrast(weights($0.offset)))
      })
  }
}
