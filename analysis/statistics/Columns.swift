/// The changes between two paired columns, second minus first.
///
/// - Precondition: the columns are of one length.
package func differences(from first: [Double], to second: [Double]) -> [Double] {
  precondition(first.count == second.count, "paired columns have one length")
  return zip(first, second).map { difference(from: $0, to: $1) }
}

/// Second minus first. Scores are fractions (a mean of ten items, a weighted sum), so the difference is
/// the one that the fractions have: equal differences are equal numbers, and tie wherever values are
/// ranked or compared.
package func difference(from first: Double, to second: Double) -> Double {
  fraction(near: second - first, within: 2 * max(first.magnitude, second.magnitude).ulp)
}

/// The double nearest to the simplest fraction within a tolerance of a value; the value itself if
/// there is none with a denominator of at most 100,000.
///
/// Convergents of the continued fraction (Hardy and Wright, 2008, An introduction to the theory of
/// numbers, chapter X). Two such fractions are at least 1e-10 apart, far more than rounding is.
package func fraction(near value: Double, within tolerance: Double) -> Double {
  guard value != value.rounded(), value.magnitude < 1e9 else { return value }
  var (numerator, denominator) = (value.rounded(.down), 1.0)
  var (lastNumerator, lastDenominator) = (1.0, 0.0)
  var rest = value - numerator
  while abs(numerator / denominator - value) > tolerance {
    let inverse = 1 / rest
    let part = inverse.rounded(.down)
    (numerator, lastNumerator) = (part * numerator + lastNumerator, numerator)
    (denominator, lastDenominator) = (part * denominator + lastDenominator, denominator)
    guard denominator <= 100_000 else { return value }
    rest = inverse - part
  }
  return numerator / denominator
}

/// The sum of a function of the values, in four lanes: quicker than one, and rounding less.
package func sum(_ values: [Double], _ term: (Double) -> Double) -> Double {
  values.withUnsafeBufferPointer { values in
    var lanes = (0.0, 0.0, 0.0, 0.0)
    var index = 0
    while index + 4 <= values.count {
      lanes.0 += term(values[index])
      lanes.1 += term(values[index + 1])
      lanes.2 += term(values[index + 2])
      lanes.3 += term(values[index + 3])
      index += 4
    }
    while index < values.count {
      lanes.0 += term(values[index])
      index += 1
    }
    return (lanes.0 + lanes.1) + (lanes.2 + lanes.3)
  }
}
