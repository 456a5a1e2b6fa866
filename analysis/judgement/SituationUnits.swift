import Statistics
import Study

extension ScoresByCell {
  /// The row of a position with situations as units on both sides: the mean of the run's
  /// repetitions, and the mean of the crowd's people, in each.
  ///
  /// Every situation counts alike, however many answered it; the crowd's count if the run has them.
  /// The run's default scores belong to no situation and stay single.
  func situationRow(
    of branch: Design.Branch, against crowd: CrowdReference, method: Judgement.Method
  ) -> Judgement.Row {
    var ours: [Double] = []
    var theirEvoked: [Double] = []
    var theirChange: [Double] = []
    var pairedEvoked: [Double] = []
    var pairedChange: [Double] = []
    for cell in branch.cells {
      guard let mean = SampleSummary(evoked[cell]).mean else { continue }
      ours.append(mean)
      guard let people = people(of: crowd, at: situations[cell]),
        let evokedMean = people.evoked.mean, let changeMean = people.change.mean
      else { continue }
      theirEvoked.append(evokedMean)
      theirChange.append(changeMean)
      pairedEvoked.append(mean - evokedMean)
      pairedChange.append(mean - changeMean)
    }
    let means = SampleSummary(ours)
    let test = TTest.welch(means, `default`)
    let people = people(of: crowd, at: branch.position)
    return row(
      of: branch, evoked: means,
      published: PublishedTest(
        fTest: nil, pOfF: nil, equalVariance: test.map { _ in false }, tTest: test,
        arrow: Arrow(test, alpha: method.alpha)),
      crowd: people.map { people in
        CrowdComparison(
          evoked: means, default: `default`,
          crowd: .init(evoked: SampleSummary(theirEvoked), change: SampleSummary(theirChange)),
          people: people,
          pairs: .init(evoked: SampleSummary(pairedEvoked), change: SampleSummary(pairedChange)))
      })
  }
}
