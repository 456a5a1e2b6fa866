/// How far measurements of the same targets agree: the share of the variance that lies between the
/// targets (Shrout and Fleiss, 1979, Psychological Bulletin 86, 420-428).
///
/// nil if undefined: fewer than two targets, one measurement of each, or nothing varies. The
/// estimate is below 0 if measurements of one target differ more than targets do.
package struct IntraclassCorrelation: Sendable, Equatable {
  /// Shrout and Fleiss's name of a form: the model, then what is judged.
  package enum Form: String, Sendable {
    /// Each target is measured by other raters: `ICC(1,1)`, and of their mean `ICC(1,k)`.
    case oneWay = "ICC(1,1)"
    /// The same raters measure every target, and are a sample of raters; absolute agreement:
    /// `ICC(2,1)`, and of their mean `ICC(2,k)`.
    case twoWay = "ICC(2,1)"
  }

  package let form: Form
  package let targets: Int
  /// The number of measurements per target; if it differs, (N - Σk²/N)/(targets - 1).
  package let k: Double
  /// Of one measurement.
  package let single: Double
  /// 95%; nil if measurements of a target do not differ at all.
  package let singleInterval: Interval?
  /// Of the mean of k measurements.
  package let average: Double
  package let averageInterval: Interval?
  /// Whether the raters differ in level, F and its p; nil for one-way forms.
  package let raters: FTest?

  /// The one-way form, of targets with one or more measurements each. Targets without any do not
  /// count. R: `psych::ICC(x, lmer = FALSE)`, types ICC1 and ICC1k, for equal numbers.
  package static func oneWay(_ targets: [[Double]]) -> IntraclassCorrelation? {
    let targets = targets.filter { !$0.isEmpty }
    let sizes = targets.map { Double($0.count) }
    let total = sizes.reduce(0, +)
    guard targets.count > 1, total > Double(targets.count) else { return nil }
    let k = (total - sizes.reduce(0) { $0 + $1 * $1 } / total) / Double(targets.count - 1)
    let summaries = targets.map { SampleSummary($0) }
    guard let grand = SampleSummary(targets.flatMap(\.self)).mean else { return nil }
    var between = 0.0
    var within = 0.0
    for (summary, size) in zip(summaries, sizes) {
      guard let mean = summary.mean else { return nil }
      between += size * (mean - grand) * (mean - grand)
      within += (summary.variance ?? 0) * (size - 1)
    }
    let df1 = Double(targets.count - 1)
    let df2 = total - Double(targets.count)
    let meanBetween = between / df1
    let meanWithin = within / df2
    guard meanBetween + (k - 1) * meanWithin > 0, meanBetween > 0 else { return nil }
    var ends: (low: Double, high: Double)?
    if meanWithin > 0, let low = FisherF(df1: df1, df2: df2).upperQuantile(0.025),
      let high = FisherF(df1: df2, df2: df1).upperQuantile(0.025)
    {
      let f = meanBetween / meanWithin
      ends = (f / low, f * high)
    }
    return IntraclassCorrelation(
      form: .oneWay, targets: targets.count, k: k,
      single: (meanBetween - meanWithin) / (meanBetween + (k - 1) * meanWithin),
      singleInterval: ends.map {
        Interval(low: ($0.low - 1) / ($0.low + k - 1), high: ($0.high - 1) / ($0.high + k - 1))
      },
      average: (meanBetween - meanWithin) / meanBetween,
      averageInterval: ends.map { Interval(low: 1 - 1 / $0.low, high: 1 - 1 / $0.high) },
      raters: nil)
  }

  /// The two-way form of absolute agreement: one row per target, one column per rater, no cell
  /// missing. R: `psych::ICC(x, lmer = FALSE)`, types ICC2 and ICC2k.
  package static func twoWay(_ rows: [[Double]]) -> IntraclassCorrelation? {
    let raters = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == raters }, "every target has every rater")
    guard rows.count > 1, raters > 1, let grand = SampleSummary(rows.flatMap(\.self)).mean else {
      return nil
    }
    let n = Double(rows.count)
    let k = Double(raters)
    let targetMeans = rows.map { $0.reduce(0, +) / k }
    let raterMeans = (0..<raters).map { rater in rows.reduce(0) { $0 + $1[rater] } / n }
    func squares(_ means: [Double]) -> Double {
      means.reduce(0) { $0 + ($1 - grand) * ($1 - grand) }
    }
    var rest = 0.0
    for (row, mean) in zip(rows, targetMeans) {
      for rater in 0..<raters {
        let left = row[rater] - mean - raterMeans[rater] + grand
        rest += left * left
      }
    }
    let between = k * squares(targetMeans) / (n - 1)
    let judges = n * squares(raterMeans) / (k - 1)
    let error = rest / ((n - 1) * (k - 1))
    let denominator = between + (k - 1) * error + k * (judges - error) / n
    guard denominator > 0, between > 0 else { return nil }
    let single = (between - error) / denominator
    let interval = interval(between, judges, error, n: n, k: k, single: single)
    return IntraclassCorrelation(
      form: .twoWay, targets: rows.count, k: k, single: single, singleInterval: interval,
      average: (between - error) / (between + (judges - error) / n),
      averageInterval: interval.map {
        Interval(
          low: $0.low * k / (1 + $0.low * (k - 1)), high: $0.high * k / (1 + $0.high * (k - 1)))
      },
      raters: error > 0
        ? FTest(upperTailOf: judges / error, df1: k - 1, df2: (n - 1) * (k - 1)) : nil)
  }

  /// Shrout and Fleiss's interval of ICC(2,1) (page 424).
  private static func interval(
    _ between: Double, _ judges: Double, _ error: Double, n: Double, k: Double, single: Double
  ) -> Interval? {
    guard error > 0 else { return nil }
    let f = judges / error
    let level = n * (1 + (k - 1) * single) - k * single
    let top = k * single * f + level
    let bottom = (n - 1) * k * k * single * single * f * f + level * level
    let df = (k - 1) * (n - 1) * top * top / bottom
    guard let low = FisherF(df1: n - 1, df2: df).upperQuantile(0.025),
      let high = FisherF(df1: df, df2: n - 1).upperQuantile(0.025)
    else { return nil }
    let spread = k * judges + (k * n - k - n) * error
    guard
      let first = defined(n * (between - low * error) / (low * spread + n * between)),
      let second = defined(n * (high * between - error) / (spread + n * high * between))
    else { return nil }
    return Interval(low: first, high: second)
  }
}
