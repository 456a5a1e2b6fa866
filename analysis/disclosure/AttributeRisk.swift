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
    let records = Double(column.codes.count)
    var distinctL = Int.max
    var entropyL = Double.infinity
    var equal = 0.0
    var ordered = 0.0
    var homogeneous = 0
    var inHomogeneous = 0
    var inShared = 0
    for members in classes.members {
      var counts = [Int](repeating: 0, count: whole.count)
      for record in members { counts[Int(column.codes[record])] += 1 }
      let diversity = ClassDiversity(counts, of: members.count, whole: whole, records: records)
      distinctL = min(distinctL, diversity.distinct)
      entropyL = min(entropyL, diversity.entropyL)
      equal = max(equal, diversity.tEqual)
      ordered = max(ordered, diversity.tOrdered)
      if diversity.distinct == 1 {
        homogeneous += 1
        inHomogeneous += members.count
        if members.count > 1 { inShared += members.count }
      }
    }
    attribute = column.name
    self.distinctL = distinctL
    self.entropyL = entropyL
    tEqual = equal
    tOrdered = ordered
    homogeneousClasses = homogeneous
    recordsInHomogeneous = inHomogeneous
    recordsInSharedHomogeneous = inShared
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
