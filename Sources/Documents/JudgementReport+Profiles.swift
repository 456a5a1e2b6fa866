internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension JudgementReport {
  /// The crowd, and how many of it were given the situations of the runs if that is not everybody.
  var people: InlineText {
    let all = source.counted(source.participants)
    let compared = runs.map(\.judgement.people)
    guard let least = compared.min(), let most = compared.max(), least < source.participants else {
      return "\(all)"
    }
    let range = least == most ? grouped(least) : "\(grouped(least)) to \(grouped(most))"
    return "\(range) of \(all)"
  }
}

/// ", 95% CI [.65, .90]", behind a figure; nothing without an interval.
private func confidence(_ resampled: Resampled?, _ text: (Interval) -> String) -> InlineText {
  resampled?.interval.map { ", 95% CI \(text($0))" } ?? ""
}

extension Judgement {
  /// Why no change is compared, in a sentence; nil if one is.
  var nothingCompared: InlineText? {
    guard distance.figures == 0 else { return nil }
    if lacksDefaults {
      return "the run has no default scores, so it has no change: nothing is compared."
    }
    return rows.contains { $0.change != nil }
      ? "the crowd has no change in the situations of the run: nothing is compared."
      : "the run has no evoked scores, so it has no change: nothing is compared."
  }

  /// "from 35 to 39 participants": how many the crowd's factors have that are compared; nil if there
  /// are none.
  var peoplePerFactor: InlineText? {
    let counts = rows.filter { $0.position.level == .factor && $0.change != nil }
      .compactMap { $0.crowd?.people }
    guard let least = counts.min(), let most = counts.max() else { return nil }
    return least == most
      ? "\(counted(least, "participant"))" : "\(grouped(least)) to \(counted(most, "participant"))"
  }
}

extension JudgedRun {
  /// How far each subscale and all of them are from the crowd; nothing if no change is compared.
  var profileNotes: [InlineText] {
    let distance = judgement.distance
    guard distance.figures > 0 else { return [] }
    let profiles = judgement.profiles.enumerated().map { index, profile -> InlineText in
      guard profile.factors > 0 else {
        return "\(profile.title): no factor has a change on both sides, so nothing is compared."
      }
      let resamples = judgement.resamples?.subscales[index]
      let correlations: InlineText =
        profile.factors < ProfileSimilarity.fewestFactors
        ? "no $r$ and ρ, which take three factors;"
        : """
        $r$ = \(coefficient(profile.pearson?.coefficient))\
        \(confidence(resamples?.pearson) { intervalCoefficients($0) }), ρ = \
        \(coefficient(profile.spearman?.coefficient))\
        \(confidence(resamples?.spearman) { intervalCoefficients($0) }),
        """
      return """
        \(profile.title) over \(counted(profile.factors, "factor")): \(correlations) RMSE = \
        \(distanceWords(profile.rmse, resamples?.rmse, profile.closeness)). \(profile.agreement)
        """
    }
    return profiles + [
      """
      RMSE of all \(distance.figures) changes: \
      \(distanceWords(distance.rmse, judgement.resamples?.rmse, distance.closeness)).
      """
    ]
  }

  private func distanceWords(
    _ rmse: Double?, _ resampled: Resampled?, _ closeness: Closeness?
  ) -> InlineText {
    let people: InlineText = closeness.map { ": \($0.words(over: resampled?.interval))" } ?? ""
    return """
      \(figure(rmse, decimals: 1))\
      \(confidence(resampled) { intervalFigure($0, decimals: 1) })\(people)
      """
  }
}
