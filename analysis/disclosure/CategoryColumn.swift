/// A column of categories: one characteristic of each record, as codes.
package struct CategoryColumn: Sendable {
  package let name: String
  /// A code a record, each an index into the labels.
  package let codes: [Int32]
  /// The categories in their order: numbers by size, else texts by their letters.
  package let labels: [String]

  package init(name: String, codes: [Int32], labels: [String]) {
    self.name = name
    self.codes = codes
    self.labels = labels
  }

  /// The column of the texts; equal texts are one category. If all texts are numbers, the
  /// categories are in numeric order.
  package init(name: String, texts: [String]) {
    let distinct = Set(texts)
    let numbers = distinct.compactMap { Double($0) }
    let labels: [String] =
      numbers.count == distinct.count
      ? distinct.sorted { (Double($0)!, $0) < (Double($1)!, $1) } : distinct.sorted()
    var code: [String: Int32] = [:]
    for (index, label) in labels.enumerated() { code[label] = Int32(index) }
    self.init(name: name, codes: texts.map { code[$0]! }, labels: labels)
  }

  /// How many records each category has.
  package var counts: [Int] { counts(of: codes.indices) }

  /// How many of some records each category has.
  func counts(of members: some Sequence<Int>) -> [Int] {
    var counts = [Int](repeating: 0, count: labels.count)
    for record in members { counts[Int(codes[record])] += 1 }
    return counts
  }
}

/// Records that agree on every column: the groups in which a person hides.
package struct EquivalenceClasses: Sendable {
  /// The class of each record, from 0 in the order of first appearance.
  package let classOf: [Int32]
  package let sizes: [Int]

  /// The classes of records on columns of codes. No column makes all records one class.
  package init(_ columns: [[Int32]], records: Int) {
    var classOf = [Int32](repeating: 0, count: records)
    var count = records == 0 ? 0 : 1
    for column in columns {
      var next: [UInt64: Int32] = [:]
      for index in 0..<records {
        let key =
          UInt64(UInt32(bitPattern: classOf[index])) << 32
          | UInt64(UInt32(bitPattern: column[index]))
        if let known = next[key] {
          classOf[index] = known
        } else {
          let new = Int32(next.count)
          next[key] = new
          classOf[index] = new
        }
      }
      count = next.count
    }
    var sizes = [Int](repeating: 0, count: count)
    for index in classOf { sizes[Int(index)] += 1 }
    self.classOf = classOf
    self.sizes = sizes
  }

  package init(_ columns: [CategoryColumn], records: Int) {
    self.init(columns.map(\.codes), records: records)
  }

  /// The size of the smallest class; nil without a record.
  package var k: Int? { sizes.min() }

  /// Records that are alone in their class.
  package var uniques: Int { sizes.count { $0 == 1 } }

  /// The records of each class.
  package var members: [[Int]] {
    var members = [[Int]](repeating: [], count: sizes.count)
    for (record, index) in classOf.enumerated() { members[Int(index)].append(record) }
    return members
  }
}
