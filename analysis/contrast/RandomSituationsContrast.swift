package import Statistics
package import Study

/// The difference of two groups' mean changes, with factors and situations as random intercepts: people
/// who read the same situation are not independent of one another.
package struct RandomSituationsContrast: Sendable {
  package struct Fit: Sendable {
    package let model: RandomInterceptModel
    /// First minus second; df by Satterthwaite.
    package let difference: TTest?
  }

  package let factors: Int
  package let situations: Int
  /// The levels with a random intercept.
  package let levels: [Design.Level]
  package let fit: Result<Fit, RandomInterceptModel.Failure>

  /// The model in R's notation.
  package var notation: String {
    "change ~ group" + levels.map { " + (1 | \($0.rawValue))" }.joined()
  }

  package var success: Fit? { try? fit.get() }

  /// The levels whose variance was estimated as 0: they drop out of the model.
  package var dropped: [Design.Level] { success?.model.singular.map { levels[$0] } ?? [] }

  /// nil if there is a single situation, or nobody in a group.
  ///
  /// A factor is one whatever the kind of its situations. It is in the model unless there is one alone,
  /// each has one situation, or each belongs to one group and there are not more factors than groups.
  ///
  /// - Parameters:
  ///   - changes: of the members of both groups.
  ///   - members: the numbers of the respondents.
  init?(_ changes: [[Double]], _ members: [[Int32]], _ respondents: Respondents) {
    struct FactorName: Hashable {
      let emotion: String
      let factor: String
    }
    guard members.allSatisfy({ !$0.isEmpty }) else { return nil }
    var numbers: [FactorName: Int32] = [:]
    let factorOfCell = respondents.design.cells.map { cell in
      let name = FactorName(emotion: cell.key.emotion, factor: cell.key.factor)
      if let number = numbers[name] { return number }
      let number = Int32(numbers.count)
      numbers[name] = number
      return number
    }
    let cells = members.joined().map { Int32(respondents.cell(of: Int($0))!) }
    let factorOf = cells.map { factorOfCell[Int($0)] }
    let group = members.enumerated().flatMap { index, members in
      members.map { _ in index == 0 ? 1.0 : 0 }
    }
    situations = Set(cells).count
    factors = Set(factorOf).count
    guard situations > 1 else { return nil }
    let size = members[0].count
    let isBetween = Set(factorOf[..<size]).isDisjoint(with: factorOf[size...])
    let hasFactors = factors > 1 && factors < situations && !(isBetween && factors <= 2)
    levels = hasFactors ? [.factor, .situation] : [.situation]
    let groupings = hasFactors ? [factorOf, cells] : [cells]
    fit = Result { () throws(RandomInterceptModel.Failure) in
      let model = try RandomInterceptModel(
        Array(changes.joined()), groupedBy: groupings, predictors: [group])
      return Fit(model: model, difference: model.contrast([0, 1]))
    }
  }
}
