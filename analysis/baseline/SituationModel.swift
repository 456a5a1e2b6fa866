package import Statistics
package import Study

/// How people change over situations: a mixed model in which the factor, and the situation within it,
/// are random intercepts.
///
/// People who read the same situation are not independent of one another, nor are situations of one
/// factor. The model treats both as random samples of their kind, so what it says holds beyond the
/// factors and situations of the study. Situations that are a control are not in it.
package struct SituationModel: Sendable, SubscaleFigures {
  /// What is fixed.
  package enum Formula: String, Sendable, CaseIterable {
    case intercept = "1"
    case emotion
  }

  /// The reason why there is no model.
  package enum Failure: Error, Sendable, Equatable {
    case model(RandomInterceptModel.Failure)
    /// The study has a single emotion.
    case oneEmotion
  }

  /// Why factors are not in the model.
  package enum Omission: Sendable, Equatable {
    case oneFactor
    /// A factor and its situation cannot be told apart.
    case oneSituationEach
    /// There are not more factors than emotions, whose means are fixed.
    case tooFewFactors
  }

  /// The mean change that the model gives an emotion.
  package struct EmotionMean: Sendable {
    package let emotion: String
    package let test: TTest?
  }

  /// The difference of two emotions' mean changes, first minus second.
  package struct Difference: Sendable {
    package let first: String
    package let second: String
    package let test: TTest?
    /// Adjusted over all pairs of emotions (Holm).
    package fileprivate(set) var pHolm: Double?
  }

  package struct Fit: Sendable {
    /// Its groupings are the levels of the model.
    package let model: RandomInterceptModel
    /// The test of the intercept: the mean change over situations, or that of the first emotion.
    package let intercept: TTest?
    /// Whether the emotions differ, type III; nil in the model without emotion.
    package let emotions: FTest?
    /// In alphabetical order, as R orders a factor; the intercept is that of the first.
    package let means: [EmotionMean]
    /// Of all pairs of emotions, in alphabetical order.
    package let differences: [Difference]
  }

  package let scale: ScoredSubscale
  package let formula: Formula
  package let n: Int
  package let factors: Int
  package let situations: Int
  /// nil if factors are in the model.
  package let omission: Omission?
  package let fit: Result<Fit, Failure>

  /// The levels with a random intercept.
  package var levels: [Design.Level] { omission == nil ? [.factor, .situation] : [.situation] }
  /// The model in R's notation.
  package var notation: String {
    "change ~ \(formula.rawValue)" + levels.map { " + (1 | \($0.rawValue))" }.joined()
  }

  /// Both models of each subscale.
  package static func models(of respondents: Respondents) -> [SituationModel] {
    PairedScores.all(respondents).flatMap { scores in
      Formula.allCases.map { SituationModel(scores.table, respondents, $0) }
    }
  }

  init(_ scores: ScoreTable, _ respondents: Respondents, _ formula: Formula) {
    scale = scores.scale
    self.formula = formula
    let members = (0..<Int32(respondents.count)).filter { respondent in
      scores.pair(of: Int(respondent)) != nil
        && respondents.cell(of: Int(respondent)).map { !respondents.design.isControl($0) } ?? false
    }
    let cells = members.map { Int32(respondents.cell(of: Int($0))!) }
    let factorOfCell = respondents.design.branches(.factor).enumerated().reduce(
      into: [Int32](repeating: 0, count: respondents.design.cells.count)
    ) { factors, branch in
      for cell in branch.element.cells { factors[cell] = Int32(branch.offset) }
    }
    let emotionOf = cells.map { respondents.design.cells[Int($0)].key.emotion }
    let factorOf = cells.map { factorOfCell[Int($0)] }
    n = members.count
    factors = Set(factorOf).count
    situations = Set(cells).count
    omission =
      if factors < 2 {
        .oneFactor
      } else if factors == situations {
        .oneSituationEach
      } else if formula == .emotion, factors <= Set(emotionOf).count {
        .tooFewFactors
      } else {
        nil
      }
    let groupings = omission == nil ? [factorOf, cells] : [cells]
    fit = Result { () throws(Failure) in
      try Fit(scores.changes(of: members), groupings, formula == .emotion ? emotionOf : nil)
    }
  }
}

extension SituationModel.Fit {
  /// - Parameter emotionOf: the emotion of each change; nil for the model without emotion.
  fileprivate init(
    _ changes: [Double], _ groupings: [[Int32]], _ emotionOf: [String]?
  ) throws(SituationModel.Failure) {
    let emotions = Set(emotionOf ?? []).sorted()
    if emotionOf != nil, emotions.count < 2 { throw .oneEmotion }
    let predictors = emotions.dropFirst().map { emotion in
      emotionOf!.map { $0 == emotion ? 1.0 : 0 }
    }
    do {
      model = try RandomInterceptModel(changes, groupedBy: groupings, predictors: predictors)
    } catch {
      throw .model(error)
    }
    let model = model
    /// The coefficients that make up an emotion's mean.
    func weights(_ emotion: Int) -> [Double] {
      model.coefficients.indices.map { $0 == 0 || $0 == emotion ? 1 : 0 }
    }
    intercept = model.contrast(weights(0))
    self.emotions = model.fTest(from: 1)
    means = emotions.enumerated().map { .init(emotion: $1, test: model.contrast(weights($0))) }
    var differences = emotions.indices.flatMap { first in
      emotions.indices.dropFirst(first + 1).map { second in
        SituationModel.Difference(
          first: emotions[first], second: emotions[second],
          test: model.contrast(zip(weights(first), weights(second)).map { $0 - $1 }))
      }
    }
    for (index, p) in Adjustment.holm.adjust(differences.map(\.test?.p)).enumerated() {
      differences[index].pHolm = p
    }
    self.differences = differences
  }
}

extension SituationModel {
  /// The variance between the units of a level; nil if the model has no such level, or if it was
  /// estimated as 0 and so drops out.
  package func variance(_ level: Design.Level) -> Double? {
    guard let fit = try? fit.get(), let index = levels.firstIndex(of: level) else { return nil }
    return fit.model.singular.contains(index) ? nil : fit.model.groupVariances[index]
  }

  /// The levels whose variance was estimated as 0: they drop out of the model.
  package var dropped: [Design.Level] {
    (try? fit.get())?.model.singular.map { levels[$0] } ?? []
  }

  /// Where the mean change of a new situation is expected to lie in 95 of 100 cases: the intercept
  /// ± t·√(SE² + Σσ²), with the intercept's df.
  ///
  /// - Parameter level: `factor` for a situation of a new factor (σ² of factors and of situations),
  ///   `situation` for one of a factor that moves as factors do on average (σ² of situations). nil if
  ///   the model lacks the level or there is no model.
  package func prediction(_ level: Design.Level) -> Interval? {
    guard let fit = try? fit.get(), let test = fit.intercept, levels.contains(level) else {
      return nil
    }
    let variances = (level == .factor ? levels : [.situation]).map { variance($0) ?? 0 }
    let error = variances.reduce(test.standardError * test.standardError, +).squareRoot()
    return TTest(
      estimate: test.estimate, hypothesis: 0, standardError: error, df: test.df,
      size: abs(test.estimate))?.interval()
  }
}
