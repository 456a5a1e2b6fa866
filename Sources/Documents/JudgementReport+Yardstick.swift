internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Closeness {
  /// How close a run is in people, for the end of a sentence that has its RMSE.
  ///
  /// - Parameter interval: of the RMSE.
  func words(over interval: Interval?) -> InlineText {
    let range = interval.flatMap { interval -> InlineText? in
      let ends = [interval.high, interval.low].map { end(group(at: $0)) }
      return ends[0] == ends[1] ? nil : " (by the interval: \(ends[0]) to \(ends[1]))"
    }
    return closeness + (range ?? "")
  }

  private var closeness: InlineText {
    switch group {
    case .any: "as close as the crowd's own sampling error allows"
    case .people(let people) where people > Double(crowdSize):
      """
      as close as the means of more people drawn at random for each factor than the \
      \(grouped(crowdSize)) that the crowd has at most
      """
    case .people(let people):
      "as close as the means of \(Self.count(people)) people drawn at random for each factor"
    case .lessThanOne: "further than one person drawn at random for each factor"
    }
  }

  /// One end of a range.
  private func end(_ group: Group) -> String {
    switch group {
    case .any: "no limit"
    case .people(let people) where people > Double(crowdSize): "more than \(grouped(crowdSize))"
    case .people(let people): "\(Self.count(people)) people"
    case .lessThanOne: "less than one person"
    }
  }

  /// The same for a cell: `3.7 [2.9, 5.0]`.
  func cell(over interval: Interval?) -> String {
    let range = interval.map { " [\(figure(group(at: $0.high))), \(figure(group(at: $0.low)))]" }
    return figure(group) + (range ?? "")
  }

  private func figure(_ group: Group) -> String {
    switch group {
    case .any: "∞"
    case .people(let people) where people > Double(crowdSize): ">" + grouped(crowdSize)
    case .people(let people): Self.count(people)
    case .lessThanOne: "<1"
    }
  }

  private static func count(_ people: Double) -> String {
    TextFormats.figure(people, decimals: people < 9.95 ? 1 : 0)
  }
}

extension Judgement {
  /// What could be reached, and what one person would reach.
  var yardstick: [InlineText] {
    guard distance.figures > 0 else { return [] }
    guard method.unit == .repetition else {
      return ["How many people would be as close is computed with `--unit repetition` alone."]
    }
    guard let all = distance.closeness?.error else {
      return [
        """
        How many people would be as close is unknown, because a factor of the crowd has fewer than \
        two participants.
        """
      ]
    }
    func list(_ figure: (SamplingError) -> String?) -> [String] {
      profiles.compactMap { profile in
        profile.closeness.flatMap { figure($0.error) }.map { "\($0) (\(labels[profile.scale]))" }
      }
    }
    let ceilings = list { $0.ceiling.map { coefficient($0) } }
    func distances(_ error: (SamplingError) -> Double) -> String {
      (list { figure(error($0), decimals: 1) } + ["\(figure(error(all), decimals: 1)) (all)"])
        .joined(separator: ", ")
    }
    let correlation: InlineText =
      ceilings.isEmpty ? "" : "$r$ = \(ceilings.joined(separator: ", ")) and "
    return [
      """
      The crowd's means have sampling error: even the true mean changes of its population would be \
      expected to have only \(correlation)RMSE = \(distances(\.floor)). One person drawn \
      at random for each factor would have RMSE = \(distances(\.ofOnePerson)).
      """
    ] + profiles.compactMap(withoutCeiling)
  }

  private func withoutCeiling(_ profile: ProfileSimilarity) -> InlineText? {
    guard let error = profile.closeness?.error, error.ceiling == nil else { return nil }
    let reason: InlineText =
      error.groups < 3
      ? "there are fewer than three factors"
      : "the crowd's changes do not differ between factors beyond their sampling error"
    return "\(profile.title): which $r$ could be reached is unknown, because \(reason)."
  }

  private func hasIntervals(_ resampled: Resampled) -> Bool { resampled.intervals != nil }

  /// How the intervals were made.
  var resampling: [InlineText] {
    guard let resamples else { return [] }
    guard resamples.situations.contains(where: { $0.count > 1 }) else {
      return [
        """
        There are no intervals of $r$, ρ and RMSE, because every factor has a single situation, so \
        situations cannot be resampled.
        """
      ]
    }
    guard ([resamples.rmse] + resamples.subscales.map(\.rmse)).contains(where: hasIntervals) else {
      return [
        """
        There are no intervals of $r$, ρ and RMSE, because a resample can leave a factor without any \
        situation that run and crowd have in common.
        """
      ]
    }
    let single: InlineText =
      resamples.hasSingleSituations
      ? """
       A factor with a single situation has it in every resample, so these intervals are too narrow.
      """ : ""
    let misses: InlineText =
      resamples.hasMisses
      ? """
       An interval that misses its own figure is not given, because resampling moves such a figure to \
      one side.
      """ : ""
    return [
      """
      Intervals of $r$, ρ and RMSE: 95% percentiles of \(grouped(method.bootstrap.replicates)) \
      resamples (seed \(String(method.bootstrap.seed))) of the situations within each factor, the same \
      situations for run and crowd. They show what other situations of these factors would change, \
      not other factors, participants or repetitions. What resampling adds to an RMSE is subtracted \
      first.\(misses)\(single)
      """
    ]
  }
}
