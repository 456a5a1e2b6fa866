/// What every class of a release must keep to.
package struct PrivacyRequirement: Sendable {
  /// The fewest records in a class.
  package let k: Int
  /// The fewest distinct values of each sensitive attribute in a class; nil asks for none.
  package let l: Int?
  /// The largest distance of a class from all records, with equal distances; nil asks for none.
  package let t: Double?
  package let sensitive: [CategoryColumn]
  private let whole: [[Int]]

  package init(k: Int, l: Int? = nil, t: Double? = nil, sensitive: [CategoryColumn] = []) {
    self.k = k
    self.l = l
    self.t = t
    self.sensitive = l == nil && t == nil ? [] : sensitive
    whole = self.sensitive.map(\.counts)
  }

  /// Whether a class of so many records with these counts of sensitive values may be released.
  func isMet(size: Int, counts: [[Int]]) -> Bool {
    guard size >= k else { return false }
    for (index, column) in sensitive.enumerated() {
      let diversity = ClassDiversity(
        counts[index], of: size, whole: whole[index], records: Double(column.codes.count))
      if let l, diversity.distinct < l { return false }
      // A distance computed in another order may differ in the last digit.
      if let t, diversity.tEqual > t + 1e-12 { return false }
    }
    return true
  }

  /// How often each sensitive value occurs among the records.
  package func counts(of members: [Int]) -> [[Int]] {
    sensitive.map { $0.counts(of: members) }
  }
}
