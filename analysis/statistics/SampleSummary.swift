/// The size, mean and standard deviation of a column: all that the t tests need.
///
/// A column is complete: the caller removes missing values, because it knows why they are missing.
/// A column with an infinite or undefined value has neither mean nor SD.
package struct SampleSummary: Sendable, Equatable {
  /// The number of values.
  package let n: Int
  /// The arithmetic mean; nil when n = 0 or a value is not finite.
  package let mean: Double?
  /// The standard deviation with n - 1; nil when n < 2 or a value is not finite. Exactly 0 when
  /// all values are equal.
  package let sd: Double?

  /// Figures known beforehand, as a paper prints them. The caller vouches for them; a value
  /// that is not finite, an SD below 0 and figures that n does not allow become nil.
  package init(n: Int, mean: Double?, sd: Double?) {
    self.n = max(0, n)
    self.mean = n >= 1 ? mean.flatMap(defined) : nil
    self.sd = n >= 2 ? sd.flatMap { $0 >= 0 ? defined($0) : nil } : nil
  }

  /// Two passes: the mean, corrected by the mean of the residuals (as R does, which gives the
  /// same digits), then the squared residuals less the square of what is left of their sum
  /// (Chan, Golub and LeVeque, 1983, Algorithms for computing the sample variance, The American
  /// Statistician 37, 242-247, equation 1.7). A large common offset costs no digits.
  package init(_ values: [Double]) {
    n = values.count
    guard let first = values.first else {
      mean = nil
      sd = nil
      return
    }
    let count = Double(values.count)
    let rough = sum(values) { $0 } / count
    let residual = sum(values) { $0 - rough }
    let mean = rough + residual / count
    guard mean.isFinite else {
      self.mean = nil
      sd = nil
      return
    }
    let left = sum(values) { $0 - mean }
    let squares = sum(values) { ($0 - mean) * ($0 - mean) }
    let variance = max(0, squares - left * left / count) / (count - 1)
    guard values.count > 1, variance.isFinite else {
      // The mean of one value is that value, not its rounding.
      self.mean = values.count == 1 ? first : mean
      sd = nil
      return
    }
    let constant = squares <= 1e-20 * mean * mean * count && values.allSatisfy { $0 == first }
    self.mean = constant ? first : mean
    sd = constant ? 0 : variance.squareRoot()
  }

  /// The square of the SD (n - 1).
  package var variance: Double? { sd.map { $0 * $0 } }

  /// The standard error of the mean, SD/√n.
  package var standardError: Double? { sd.map { $0 / Double(n).squareRoot() } }

  /// The t interval of the mean, mean ∓ t(level; n - 1)·SD/√n, in the values' unit; nil when
  /// n < 2. Of width 0 when all values are equal.
  package func meanInterval(level: Double = 0.95) -> Interval? {
    guard let mean, let standardError, let tail = tailBeyond(level),
      let quantile = StudentT(df: Double(n - 1)).upperQuantile(tail)
    else { return nil }
    return Interval(low: mean - quantile * standardError, high: mean + quantile * standardError)
  }
}

extension SampleSummary {
  /// Samples as one: its mean and SD are those of all their values together.
  ///
  /// Without mean or SD if a sample with values lacks its own.
  package init(together samples: [SampleSummary]) {
    let samples = samples.filter { $0.n > 0 }
    let n = samples.reduce(0) { $0 + $1.n }
    let origin = samples.first?.mean ?? .nan
    // From the first mean, so that equal means are the whole's to the last digit.
    let mean =
      origin
      + samples.reduce(0) { $0 + Double($1.n) * (($1.mean ?? .nan) - origin) } / Double(n)
    let squares = samples.reduce(0.0) { sum, sample in
      let within = sample.n == 1 ? 0 : Double(sample.n - 1) * (sample.variance ?? .nan)
      let offset = (sample.mean ?? .nan) - mean
      return sum + within + Double(sample.n) * offset * offset
    }
    self.init(n: n, mean: mean, sd: (squares / Double(n - 1)).squareRoot())
  }

  /// The pooled SD of independent samples, √(Σ(n - 1)s²/Σ(n - 1)).
  ///
  /// A sample with n < 2 adds nothing. nil if every sample has n < 2 or a value is not finite.
  package static func pooledSD(_ samples: [SampleSummary]) -> Double? {
    var squares = 0.0
    var df = 0
    for sample in samples where sample.n > 1 {
      guard let variance = sample.variance else { return nil }
      squares += Double(sample.n - 1) * variance
      df += sample.n - 1
    }
    return df > 0 ? defined((squares / Double(df)).squareRoot()) : nil
  }
}
