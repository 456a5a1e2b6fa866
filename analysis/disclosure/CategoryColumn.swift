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
    self.init(name: name, texts, text: \.self)
  }

  /// The same of values whose texts are asked for once.
  package init<Value: Hashable>(name: String, _ values: [Value], text: (Value) -> String) {
    var codeOf: [Value: Int32] = [:]
    var texts: [String] = []
    let codes = values.map { value -> Int32 in
      if let code = codeOf[value] { return code }
      let code = Int32(texts.count)
      codeOf[value] = code
      texts.append(text(value))
      return code
    }
    self.init(name: name, codes: codes, ofTexts: texts)
  }

  /// The same of codes for texts, some of which may be equal and some without a record.
  package init(name: String, codes: [Int32], ofTexts texts: [String]) {
    var isUsed = [Bool](repeating: false, count: texts.count)
    for code in codes { isUsed[Int(code)] = true }
    let distinct = Set(texts.indices.filter { isUsed[$0] }.map { texts[$0] })
    let numbers = distinct.compactMap { Double($0) }
    let labels: [String] =
      numbers.count == distinct.count
      ? distinct.sorted { (Double($0)!, $0) < (Double($1)!, $1) } : distinct.sorted()
    var codeOf: [String: Int32] = [:]
    for (index, label) in labels.enumerated() { codeOf[label] = Int32(index) }
    let ordered = texts.map { codeOf[$0] ?? 0 }
    self.init(name: name, codes: codes.map { ordered[Int($0)] }, labels: labels)
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
  ///
  /// A record that is alone stays alone, so later columns are asked only of the others.
  package init(_ columns: [[Int32]], records: Int) {
    var classOf = [Int32](repeating: records == 1 ? Self.alone : 0, count: records)
    var others = records > 1 ? Array(0..<Int32(records)) : []
    var count = 1
    for column in columns where !others.isEmpty {
      count = Self.divide(&classOf, &others, into: count, by: column)
    }
    // In the order of first appearance.
    var number = [Int32](repeating: Self.alone, count: count)
    var sizes: [Int] = []
    for record in classOf.indices {
      let found = classOf[record]
      if found != Self.alone, number[Int(found)] != Self.alone {
        classOf[record] = number[Int(found)]
        sizes[Int(classOf[record])] += 1
      } else {
        classOf[record] = Int32(sizes.count)
        if found != Self.alone { number[Int(found)] = classOf[record] }
        sizes.append(1)
      }
    }
    self.classOf = classOf
    self.sizes = sizes
  }

  private static let alone: Int32 = -1

  /// Divides classes of two or more by a further column.
  ///
  /// - Parameters:
  ///   - others: the records that are not alone, ascending.
  ///   - count: how many classes they are in.
  /// - Returns: how many they are in then.
  private static func divide(
    _ classOf: inout [Int32], _ others: inout [Int32], into count: Int, by column: [Int32]
  ) -> Int {
    var (low, high) = (Int32.max, Int32.min)
    for record in others {
      low = min(low, column[Int(record)])
      high = max(high, column[Int(record)])
    }
    let width = Int(high) - Int(low) + 1
    guard width > 1 else { return count }
    var sizes: [Int32] = []
    // A table of all pairs of class and code if most are there, else a dictionary.
    if count <= (4 * others.count + 1024) / width {
      var known = [Int32](repeating: alone, count: count * width)
      for record in others {
        let key = Int(classOf[Int(record)]) * width + Int(column[Int(record)]) - Int(low)
        if known[key] == alone {
          known[key] = Int32(sizes.count)
          sizes.append(0)
        }
        classOf[Int(record)] = known[key]
        sizes[Int(known[key])] += 1
      }
    } else {
      var known: [Int: Int32] = [:]
      for record in others {
        let key = Int(classOf[Int(record)]) * width + Int(column[Int(record)]) - Int(low)
        let found = known[key] ?? Int32(sizes.count)
        if Int(found) == sizes.count {
          known[key] = found
          sizes.append(0)
        }
        classOf[Int(record)] = found
        sizes[Int(found)] += 1
      }
    }
    var number = [Int32](repeating: alone, count: sizes.count)
    var shared: Int32 = 0
    for index in sizes.indices where sizes[index] > 1 {
      number[index] = shared
      shared += 1
    }
    for record in others { classOf[Int(record)] = number[Int(classOf[Int(record)])] }
    others.removeAll { classOf[Int($0)] == alone }
    return Int(shared)
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
