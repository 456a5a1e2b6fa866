/// The changes between two paired columns, second minus first.
///
/// - Precondition: the columns are of one length.
package func differences(from first: [Double], to second: [Double]) -> [Double] {
  precondition(first.count == second.count, "paired columns have one length")
  return zip(first, second).map { $1 - $0 }
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
