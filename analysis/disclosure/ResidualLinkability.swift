/// How many records could be recognised by the answers themselves, whatever is done to the
/// quasi-identifiers: by anyone who has the same answers from elsewhere.
package struct ResidualLinkability: Sendable {
  /// Answers of one occasion, or of all of them.
  package struct Vector: Sendable {
    /// `all`, `default` or `evoked`.
    package let name: String
    package let items: Int
    /// Vectors that differ from each other.
    package let distinct: Int
    /// Records whose vector is unique.
    package let unique: Int
  }

  package let records: Int
  package let vectors: [Vector]

  /// - Parameter vectors: named groups of columns, each with one answer per record.
  package init(_ vectors: [(name: String, columns: [CategoryColumn])], records: Int) {
    self.records = records
    self.vectors = vectors.filter { !$0.columns.isEmpty }.map { name, columns in
      let classes = EquivalenceClasses(columns, records: records)
      return Vector(
        name: name, items: columns.count, distinct: classes.sizes.count, unique: classes.uniques)
    }
  }
}
