internal import Foundation
import Study

/// What can be learnt of a sensitive attribute by knowing only a person's class.
package struct AttributeRisk: Sendable {
  package let attribute: String
  /// Distinct l-diversity: the fewest distinct values in a class (Machanavajjhala et al. 2007).
  package let distinctL: Int
  /// Entropy l-diversity: the smallest exp(entropy) of a class.
  package let entropyL: Double
  /// t-closeness with equal distances: the largest total variation distance of a class from all
  /// records (Li, Li and Venkatasubramanian 2007).
  package let tEqual: Double
  /// t-closeness with the distance of ordered values, in the order of the column's labels.
  package let tOrdered: Double
  /// Classes in which all members have the same value.
  package let homogeneousClasses: Int
  package let recordsInHomogeneous: Int
  /// Of these, records in classes of at least two.
  package let recordsInSharedHomogeneous: Int

  package init(_ column: CategoryColumn, classes: EquivalenceClasses) {
    let whole = column.counts
    let members = classes.members
    let diversities = members.map {
      ClassDiversity(
        column.counts(of: $0), of: $0.count, whole: whole, records: Double(column.codes.count))
    }
    let homogeneous = zip(members, diversities).filter { $1.distinct == 1 }.map(\.0.count)
    attribute = column.name
    distinctL = diversities.map(\.distinct).min() ?? .max
    entropyL = diversities.map(\.entropyL).min() ?? .infinity
    tEqual = diversities.map(\.tEqual).max() ?? 0
    tOrdered = diversities.map(\.tOrdered).max() ?? 0
    homogeneousClasses = homogeneous.count
    recordsInHomogeneous = homogeneous.reduce(0, +)
    recordsInSharedHomogeneous = homogeneous.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }
  }
}

/// The values of a sensitive attribute within one class, against those of all records.
struct ClassDiversity {
  let distinct: Int
  let entropyL: Double
  let tEqual: Double
  let tOrdered: Double

  init(_ counts: [Int], of size: Int, whole: [Int], records: Double) {
    var distinct = 0
    var entropy = 0.0
    var equal = 0.0
    var ordered = 0.0
    var cumulated = 0.0
    for (count, all) in zip(counts, whole) {
      let share = Double(count) / Double(size)
      let difference = share - Double(all) / records
      if count > 0 {
        distinct += 1
        entropy -= share * log(share)
      }
      equal += abs(difference)
      cumulated += difference
      ordered += abs(cumulated)
    }
    self.distinct = distinct
    entropyL = exp(entropy)
    tEqual = equal / 2
    tOrdered = whole.count > 1 ? ordered / Double(whole.count - 1) : 0
  }
}
