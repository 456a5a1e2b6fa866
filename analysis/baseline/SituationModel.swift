package import Statistics
package import Study

/// How people change over situations: a mixed model in which the situation is a random intercept.
///
/// People who read the same situation are not independent of one another. The model takes
/// situations as a sample of their kind and tells what lies between them from what lies between
/// people.
package struct SituationModel: Sendable {
  package enum Formula: String, Sendable, CaseIterable {
    case intercept = "change ~ 1 + (1 | situation)"
    case emotion = "change ~ emotion + (1 | situation)"
  }

  /// Why there is no model.
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
    /// In alphabetical order, as R orders a factor; the first is what the intercept stands for.
    package let means: [EmotionMean]
  }

  package let instrument: InstrumentID
  package let subscale: SubscaleID
  package let title: String
  package let formula: Formula
  package let n: Int
  package let situations: Int
  package let fit: Result<Fit, Failure>

  /// Both models of a subscale.
  package static func models(of crowd: Crowd) -> [SituationModel] {
    crowd.columns.flatMap { column in
      Formula.allCases.map { SituationModel(column, places: crowd.places, $0) }
    }
  }

  package init(_ column: Crowd.Column, places: [Crowd.Place], _ formula: Formula) {
    instrument = column.instrument
    subscale = column.subscale
    title = column.title
    self.formula = formula
    n = column.place.count
    situations = Set(column.place).count
    fit = Result { () throws(Failure) in try Self.fit(column, places, formula) }
  }

  private static func fit(
    _ column: Crowd.Column, _ places: [Crowd.Place], _ formula: Formula
  ) throws(Failure) -> Fit {
    let changes = differences(from: column.default, to: column.evoked)
    let emotionOf = column.place.map { places[Int($0)].situation.emotion }
    let emotions = formula == .emotion ? Set(emotionOf).sorted() : []
    if formula == .emotion, emotions.count < 2 { throw .oneEmotion }
    let predictors = emotions.dropFirst().map { emotion in emotionOf.map { $0 == emotion ? 1.0 : 0 }
    }
    let model: RandomInterceptModel
    do {
      model = try RandomInterceptModel(changes, groupedBy: column.place, predictors: predictors)
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
