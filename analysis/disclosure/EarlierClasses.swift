/// The classes in which earlier releases of the same people left them.
///
/// Rows of two releases can be joined by their answers. So people are hidden only among those who
/// agree with them in every release: a further release masks within these classes.
package struct EarlierClasses: Sendable {
  /// The class of each record, from 0.
  package let classOf: [Int32]
  package let sizes: [Int]
  /// Whether the records of each class are in any of the earlier releases.
  package let areReleased: [Bool]

  /// - Parameters:
  ///   - columns: what the earlier releases say of each record, absence from one included.
  ///   - isReleased: whether each record is in any of them.
  package init(_ columns: [CategoryColumn], isReleased: [Bool]) {
    let classes = EquivalenceClasses(columns, records: isReleased.count)
    classOf = classes.classOf
    sizes = classes.sizes
    var areReleased = [Bool](repeating: false, count: classes.sizes.count)
    for (record, index) in classes.classOf.enumerated() where isReleased[record] {
      areReleased[Int(index)] = true
    }
    self.areReleased = areReleased
  }

  /// The size of the smallest class.
  package var smallest: Int { sizes.min() ?? 0 }

  /// The size of the smallest class that is in any of the earlier releases.
  package var smallestReleased: Int {
    zip(sizes, areReleased).filter(\.1).map(\.0).min() ?? .max
  }

  /// Released records in classes of fewer than k.
  package func releasedBelow(_ k: Int) -> Int {
    zip(sizes, areReleased).reduce(0) { $0 + ($1.1 && $1.0 < k ? $1.0 : 0) }
  }

  /// Records in classes of at least k, in order.
  package func records(inClassesOf k: Int) -> [Int] {
    classOf.indices.filter { sizes[Int(classOf[$0])] >= k }
  }
}
