package import Statistics
import Study

/// How much further from people one run is than another, on the same resamples of situations.
package struct RunDifference: Sendable {
  /// The first run's figure less the second's.
  package struct Figure: Sendable {
    package let estimate: Double?
    /// 95%, by percentiles; nil unless both runs answered the same situations, and if it misses the
    /// estimate.
    package let interval: Interval?
  }

  package struct Subscale: Sendable, SubscaleFigures {
    package let scale: ScoredSubscale
    package let pearson: Figure
    package let rmse: Figure
  }

  package let first: JudgedRun
  package let second: JudgedRun
  package let rmse: Figure
  package let subscales: [Subscale]

  /// - Precondition: both are judged over the same factors.
  package init(_ first: JudgedRun, _ second: JudgedRun) {
    self.first = first
    self.second = second
    let (a, b) = (first.judgement, second.judgement)
    let areComparable = a.resamples?.situations == b.resamples?.situations
    func figure(_ estimates: (Double?, Double?), _ resampled: (Resampled?, Resampled?)) -> Figure {
      let values =
        areComparable
        ? zip(resampled.0?.values ?? [], resampled.1?.values ?? []).map { one, other in
          one.flatMap { one in other.map { one - $0 } }
        } : []
      let hasIntervals = resampled.0?.intervals != nil && resampled.1?.intervals != nil
      let estimate = estimates.0.flatMap { one in estimates.1.map { one - $0 } }
      return Figure(
        estimate: estimate,
        interval: hasIntervals ? Resampled.interval(of: values, around: estimate) : nil)
    }
    rmse = figure((a.distance.rmse, b.distance.rmse), (a.resamples?.rmse, b.resamples?.rmse))
    subscales = a.profiles.indices.compactMap { index in
      guard let other = b.profiles.firstIndex(where: { $0.scale == a.profiles[index].scale }) else {
        return nil
      }
      let (one, two) = (a.resamples?.subscales[index], b.resamples?.subscales[other])
      return Subscale(
        scale: a.profiles[index].scale,
        pearson: figure(
          (a.profiles[index].pearson?.coefficient, b.profiles[other].pearson?.coefficient),
          (one?.pearson, two?.pearson)),
        rmse: figure((a.profiles[index].rmse, b.profiles[other].rmse), (one?.rmse, two?.rmse)))
    }
  }
}

/// A run's place among others by closeness, from 1; runs that are equally close share it.
package struct Rank: Sendable, Equatable {
  package let place: Int
  /// Between which places it is in 95% of the resamples; nil unless all runs answered the same
  /// situations, and if its place is not one of them.
  package let interval: ClosedRange<Int>?

  /// The ranks of runs by a figure, the smallest first; nil for a run without it.
  ///
  /// - Parameter areComparable: whether resamples of the same number have the same situations.
  static func ranks(
    _ figures: [(estimate: Double?, resampled: Resampled?)], areComparable: Bool
  ) -> [Rank?] {
    func place(_ index: Int, _ value: (Int) -> Double?) -> Int? {
      guard let own = value(index) else { return nil }
      return 1 + figures.indices.count { value($0).map { $0 < own } ?? false }
    }
    let hasIntervals = areComparable && figures.allSatisfy { $0.resampled?.intervals != nil }
    return figures.indices.map { index in
      guard let own = place(index, { figures[$0].estimate }) else { return nil }
      guard hasIntervals else { return Rank(place: own, interval: nil) }
      let count = figures[index].resampled!.values.count
      let places = (0..<count).compactMap { resample in
        place(index) { figures[$0].resampled!.values[resample] }
      }.sorted()
      // Places that occur: the quantiles of type 1, the inverse of the distribution function.
      let low = places[max(0, Int((0.025 * Double(count)).rounded(.up)) - 1)]
      let high = places[max(0, Int((0.975 * Double(count)).rounded(.up)) - 1)]
      return Rank(place: own, interval: (low...high).contains(own) ? low...high : nil)
    }
  }
}

extension JudgementReport {
  /// All pairs of comparable runs, the closer first.
  package var differences: [RunDifference] {
    comparable.flatMap { runs in
      runs.indices.flatMap { first in
        runs[(first + 1)...].map { RunDifference(runs[first], $0) }
      }
    }
  }

  /// A run's places among the comparable ones; nil if there is no other.
  package struct Ranked: Sendable {
    package let run: JudgedRun
    /// By the RMSE over every subscale.
    package let overall: Rank?
    /// By the RMSE of each subscale, in the order of its profiles.
    package let subscales: [Rank?]

    package var rank: Int? { overall?.place }
  }

  /// All runs, in their order, with their places.
  package var ranked: [Ranked] {
    comparable.flatMap { runs -> [Ranked] in
      let situations = runs[0].judgement.resamples?.situations
      let areComparable = runs.allSatisfy { $0.judgement.resamples?.situations == situations }
      func ranks(_ figure: (Judgement) -> (Double?, Resampled?)) -> [Rank?] {
        guard runs.count > 1 else { return [nil] }
        return Rank.ranks(
          runs.map { figure($0.judgement) }.map { (estimate: $0.0, resampled: $0.1) },
          areComparable: areComparable)
      }
      let all = ranks { ($0.distance.rmse, $0.resamples?.rmse) }
      let scales = runs.map { run in run.judgement.profiles.map(\.scale) }
      let bySubscale = Dictionary(
        uniqueKeysWithValues: Set(scales.joined()).map { scale in
          (
            scale,
            ranks { judgement in
              guard let index = judgement.profiles.firstIndex(where: { $0.scale == scale }) else {
                return (nil, nil)
              }
              return (
                judgement.profiles[index].rmse, judgement.resamples?.subscales[index].rmse
              )
            }
          )
        })
      return runs.indices.map { index in
        Ranked(
          run: runs[index], overall: all[index],
          subscales: scales[index].map { bySubscale[$0]![index] })
      }
    }
  }
}
