internal import Foundation
import Statistics

/// Journalist and marketer risk: the attacker does not know whether the person is among the records.
///
/// No table of the population is at hand. The number F of people in the population that share the
/// class of f records is taken to follow f plus a negative binomial with the sampling fraction p =
/// records / population (Benedetti and Franconi 1998). The population is an assumption that the
/// caller states.
package struct PopulationRisk: Sendable {
  package let population: Int
  package let samplingFraction: Double
  /// The highest risk of a single record, E[1/F | f].
  package let journalistHighest: Double
  /// The mean risk over records.
  package let marketerAverage: Double
  package let expectedReidentifications: Double

  /// - Returns: nil if the population is not larger than the records.
  package init?(_ sizes: [Int], population: Int) {
    let records = sizes.reduce(0, +)
    guard population > records, records > 0 else { return nil }
    let fraction = Double(records) / Double(population)
    let risks = Self.risks(upTo: sizes.max()!, fraction: fraction)
    self.population = population
    samplingFraction = fraction
    journalistHighest = risks[sizes.min()!]
    expectedReidentifications = sizes.reduce(0) { $0 + Double($1) * risks[$1] }
    marketerAverage = expectedReidentifications / Double(records)
  }

  /// E[1/F | f] for f from 1 (the entry 0 is not used): the integral over s from 0 to 1 of s^(f-1)
  /// p / (p + q s), q = 1 - p.
  ///
  /// If p < 1/2, the recurrence I(f+1) = p/q (1/f - I(f)) from I(1) = p/q ln(1/p) loses nothing;
  /// otherwise the integral by parts is a series of positive terms whose ratio is below q.
  package static func risks(upTo largest: Int, fraction p: Double) -> [Double] {
    let q = 1 - p
    var risks = [1.0]
    for f in 1...largest {
      if p < 0.5 {
        risks.append(f == 1 ? p / q * -log(p) : p / q * (1 / Double(f - 1) - risks[f - 1]))
      } else {
        var term = p / Double(f)
        var sum = term
        var j = 0.0
        while term > sum * 1e-17 {
          j += 1
          term *= q * j / (Double(f) + j)
          sum += term
        }
        risks.append(sum)
      }
    }
    return risks
  }
}
