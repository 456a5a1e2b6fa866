internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension JudgementReport {
  /// What comparisons need beside their figures: how sure these are, and what they mean in people.
  var certaintyTable: ReportTable? {
    guard runs.contains(where: { $0.judgement.distance.figures > 0 }) else { return nil }
    let ranked = ranked
    let hasRanks = ranked.contains { $0.overall != nil }
    func cells(_ rank: Rank?) -> [String] { hasRanks ? rank?.cells ?? ["—", "—"] : [] }
    let rankLegend: InlineText =
      hasRanks
      ? """
       Rank: by RMSE, 1 is the closest; its interval: the ranks in 95% of the resamples.
      """ : ""
    return ReportTable(
      title: "Intervals over resampled situations, and how many people would be as close",
      columns: [.words(), "RMSE", "95% CI", "People", "$r$", "95% CI"]
        + (hasRanks ? ["Rank", "95% CI"] : []),
      groups: ranked.map { entry in
        let judgement = entry.run.judgement
        let all = [
          "All", figure(judgement.distance.rmse, decimals: 1),
          intervalFigure(judgement.resamples?.rmse.interval, decimals: 1),
          judgement.distance.closeness?.cell(over: judgement.resamples?.rmse.interval) ?? "—", "",
          "",
        ]
        let subscales = judgement.profiles.indices.map { index in
          let profile = judgement.profiles[index]
          let resamples = judgement.resamples?.subscales[index]
          return [
            judgement.labels[profile.scale], figure(profile.rmse, decimals: 1),
            intervalFigure(resamples?.rmse.interval, decimals: 1),
            profile.closeness?.cell(over: resamples?.rmse.interval) ?? "—",
            coefficient(profile.pearson?.coefficient),
            intervalCoefficients(resamples?.pearson.interval),
          ] + cells(entry.subscales[index])
        }
        return ReportTable.Group(
          title: shortened(entry.run.name, to: 60),
          rows: [all + cells(entry.overall)] + subscales)
      },
      notes: runs[0].judgement.labels.legend + [
        """
        People: how many people, drawn at random for each factor, would have means as close to the \
        crowd's, and in brackets the numbers at the ends of the interval of RMSE. <1: further than one \
        person; > and a number: more people than any factor of the crowd has; ∞: as close as the \
        crowd's own sampling error allows.\
        \(rankLegend)
        """
      ] + oncePerReading(\.yardstick) + oncePerReading(\.resampling))
  }

  /// How much further one run is than the next, for those that are compared.
  var differenceTable: ReportTable? {
    let neighbours = comparable.flatMap { runs in
      zip(runs, runs.dropFirst()).map { RunDifference($0, $1) }
    }.filter { $0.rmse.estimate != nil }
    guard !neighbours.isEmpty else { return nil }
    return ReportTable(
      title: "Differences between runs that follow each other, the first minus the second",
      columns: [.words(), "RMSE", "95% CI", "$r$", "95% CI"],
      groups: neighbours.map { difference in
        let labels = difference.first.judgement.labels
        func cells(_ part: RunDifference.Figure) -> [String] {
          [
            figure(part.estimate, decimals: 1),
            intervalFigure(part.interval, decimals: 1),
          ]
        }
        return ReportTable.Group(
          title: """
            \(shortened(difference.first.name)) − \(shortened(difference.second.name))
            """,
          rows: [["All"] + cells(difference.rmse) + ["", ""]]
            + difference.subscales.map { subscale in
              [labels[subscale.scale]] + cells(subscale.rmse) + [
                coefficient(subscale.pearson.estimate),
                intervalCoefficients(subscale.pearson.interval),
              ]
            })
      },
      notes: (neighbours.contains { $0.rmse.interval != nil }
        ? [
          """
          Both runs are taken on the same resamples, so what situations do to both alike cancels out. \
          An interval that contains 0 does not show which of the two is closer. The intervals are not \
          adjusted for the number of comparisons. `--format json` has all pairs.
          """
        ] : [])
        + (neighbours.contains { $0.rmse.interval == nil }
          ? [
            """
            A difference has no interval if the runs answered different situations, or if a resample can \
            leave a factor without a situation that run and crowd have.
            """
          ] : [])
    )
  }

  /// Notes that may differ between runs; those that all have alike are said once.
  private func oncePerReading(_ notes: (Judgement) -> [InlineText]) -> [InlineText] {
    var found: [(text: String, note: InlineText, names: [String])] = []
    for run in runs {
      for note in notes(run.judgement) {
        if let index = found.firstIndex(where: { $0.text == note.plain }) {
          found[index].names.append(shortened(run.name))
        } else {
          found.append((note.plain, note, [shortened(run.name)]))
        }
      }
    }
    return found.map { entry in
      entry.names.count == runs.count
        ? entry.note : "\(entry.names.joined(separator: ", ")): \(entry.note)"
    }
  }
}

extension Rank {
  fileprivate var cells: [String] {
    [grouped(place), interval.map { "[\($0.lowerBound), \($0.upperBound)]" } ?? "—"]
  }
}
