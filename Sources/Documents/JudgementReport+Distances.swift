internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension JudgementReport {
  /// How far the distributions of evoked scores are from the crowd's; nil unless requested.
  var distanceTable: ReportTable? {
    guard let permutations = method.permutations else { return nil }
    let notes: [InlineText] =
      runs[0].judgement.labels.legend + [
        """
        Evoked scores of the run against those of the participants. $SD$ ratio: the run's over the \
        crowd's. $W$: Wasserstein distance, how many points scores must be moved on average to turn \
        one distribution into the other. $E$: energy statistic; its $p$: \(grouped(permutations)) \
        random divisions of all scores into two groups (seed \(String(method.bootstrap.seed))), which \
        treat repetitions as independent. It tests any difference in distribution, that of means \
        included; a nonsignificant result is not evidence of equal distributions.
        """
      ]
    func table(
      _ title: String, _ columns: [ReportTable.Column], _ groups: [ReportTable.Group]
    ) -> ReportTable {
      ReportTable(
        title: InlineText(title),
        columns: columns + ["$n$", "Crowd $n$", "$SD$ ratio", "$W$", "$E$", "$p$"],
        groups: groups, notes: notes)
    }
    let title = "Distances between the distributions of evoked scores"
    if runs.count == 1 {
      let labels = runs[0].judgement.labels
      return table(
        title, [.words(), .words()],
        .init(
          runs[0].judgement.rows.filter { $0.distribution != nil }, titled: \.position.emotion
        ) { row, above in
          [row.position != above?.position ? row.position.title : "", labels[row.scale]]
            + row.distanceCells(alpha: method.alpha)
        })
    }
    return table(
      title + ", over all situations", [.words(), .words()],
      [
        .init(
          title: nil,
          rows: runs.flatMap { run in
            run.judgement.rows.filter { $0.position == .overall }.enumerated().map { index, row in
              [index == 0 ? shortened(run.name) : "", run.judgement.labels[row.scale]]
                + row.distanceCells(alpha: method.alpha)
            }
          })
      ])
  }
}

extension Judgement.Row {
  fileprivate func distanceCells(alpha: Double) -> [String] {
    [
      grouped(evoked.n), grouped(crowd?.crowd.evoked.n ?? 0), figure(ratioOfSDs, decimals: 2),
      figure(distribution?.wasserstein, decimals: 1), figure(distribution?.energy, decimals: 1),
      pFigure(distribution?.p, at: alpha),
    ]
  }

  /// The SD of the run's evoked scores over that of the crowd's; nil if either is undefined or the
  /// crowd's is 0.
  var ratioOfSDs: Double? {
    guard let ours = evoked.sd, let theirs = crowd?.crowd.evoked.sd, theirs > 0 else { return nil }
    return ours / theirs
  }
}
