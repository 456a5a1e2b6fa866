import Statistics
import Study

extension ScoresByCell {
  /// The row of a position with situations as units on both sides: the mean of the run's
  /// repetitions, and the mean of the crowd's people, in each.
  ///
  /// Every situation counts alike, however many answered it. The run's default scores belong to no
  /// situation and stay single.
  func situationRow(
    of branch: Design.Branch, in design: Design, against crowd: CrowdFigures,
    method: Judgement.Method
  ) -> Judgement.Row {
    var ours: [Double] = []
    var theirEvoked: [Double] = []
    var theirChange: [Double] = []
    var pairedEvoked: [Double] = []
    var pairedChange: [Double] = []
    for cell in branch.cells {
      let mean = Moments(evoked[cell]).mean
      if let mean { ours.append(mean) }
      guard
        let people = crowd.people(
          column.instrument, column.subscale, at: .init(design.cells[cell], .situation)),
        let evokedMean = people.evoked.mean, let changeMean = people.change.mean
      else { continue }
      theirEvoked.append(evokedMean)
      theirChange.append(changeMean)
      if let mean {
        pairedEvoked.append(mean - evokedMean)
        pairedChange.append(mean - changeMean)
      }
    }
    let means = Moments(ours)
    let test = welchTTest(means, `default`)
    let people = crowd.people(column.instrument, column.subscale, at: branch.position)
    return row(
      of: branch, evoked: means,
      published: PublishedTest(
        fTest: nil, pOfF: nil, equalVariance: test.map { _ in false }, tTest: test,
        arrow: Arrow(test, alpha: method.alpha)),
      crowd: people.map { people in
        AgainstCrowd(
          evoked: means, default: `default`,
          crowd: .init(evoked: Moments(theirEvoked), change: Moments(theirChange)),
          people: people,
          pairs: .init(evoked: Moments(pairedEvoked), change: Moments(pairedChange)))
      })
  }
}

/// The smallest true difference of two means, in SDs, that a two-sided t test of two samples of n
/// finds with the power asked for; nil for n < 2, and unless alpha and power lie between 0 and 1 and
/// power above alpha (Cohen, 1988, Statistical power analysis, chapter 2).
///
/// By bisection on the noncentral t distribution with 2n - 2 df, to 1e-6.
package func smallestDetectableDifference(n: Int, alpha: Double, power: Double = 0.8) -> Double? {
  guard n >= 2, alpha > 0, alpha < power, power < 1 else { return nil }
  let df = Double(2 * n - 2)
  guard let critical = StudentT(df: df).upperQuantile(alpha / 2) else { return nil }
  let root = (Double(n) / 2).squareRoot()
  func reached(_ d: Double) -> Double {
    let distribution = NoncentralT(df: df, noncentrality: d * root)
    return (distribution.upperTail(critical) ?? 0) + (distribution.cdf(-critical) ?? 0)
  }
  var low = 0.0
  var high = 1.0
  while reached(high) < power {
    guard high < 1e6 else { return nil }
    low = high
    high *= 2
  }
  while high - low > 1e-7 * high {
    let middle = (low + high) / 2
    if reached(middle) < power { low = middle } else { high = middle }
  }
  return high
}
