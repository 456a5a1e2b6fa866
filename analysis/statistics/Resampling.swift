/// Draws with replacement, two from each 64 random bits.
struct Draws {
  private var stream: RandomStream
  private var kept: UInt64?

  init(_ stream: RandomStream) { self.stream = stream }

  @inline(__always)
  private mutating func bits() -> UInt64 {
    if let low = kept {
      kept = nil
      return low
    }
    let word = stream.next()
    kept = word & 0xFFFF_FFFF
    return word >> 32
  }

  /// A whole number below `count`, each equally likely (Lemire, 2019, Fast random integer
  /// generation in an interval, ACM Transactions on Modeling and Computer Simulation 29, 3).
  @inline(__always)
  mutating func index(below count: Int) -> Int {
    let size = UInt64(count)
    precondition(size <= 0xFFFF_FFFF, "a column has fewer than 2^32 values")
    var product = bits() &* size
    if product & 0xFFFF_FFFF < size {
      let least = (0x1_0000_0000 &- size) % size
      while product & 0xFFFF_FFFF < least { product = bits() &* size }
    }
    return Int(truncatingIfNeeded: product >> 32)
  }

  /// Fills with sums of resamples: of as many values drawn as there are.
  mutating func fillWithSums(
    _ sums: inout UnsafeMutableBufferPointer<Double>, of values: UnsafeBufferPointer<Double>
  ) {
    // A local copy stays in registers.
    var draws = self
    for index in sums.indices { sums[index] = draws.sum(of: values.count, from: values) }
    self = draws
  }

  /// The same, of whole numbers.
  mutating func fillWithSums(
    _ sums: inout UnsafeMutableBufferPointer<Int32>, of numbers: WholeNumbers
  ) {
    var draws = self
    let (groups, alone) = numbers.values.count.quotientAndRemainder(dividingBy: numbers.group)
    numbers.values.withUnsafeBufferPointer { values in
      numbers.groupSums.withUnsafeBufferPointer { groupSums in
        for index in sums.indices {
          sums[index] =
            draws.sum(of: groups, from: groupSums) &+ draws.sum(of: alone, from: values)
        }
      }
    }
    self = draws
  }

  /// The sum of `count` values drawn.
  @inline(__always)
  private mutating func sum<Value: Summable>(
    of count: Int, from values: UnsafeBufferPointer<Value>
  ) -> Value {
    let size = UInt64(values.count)
    let least = (0x1_0000_0000 &- size) % size
    var even = Value.zero
    var odd = Value.zero
    var left = count / 2
    while left > 0 {
      let word = stream.next()
      let first = (word >> 32) &* size
      let second = (word & 0xFFFF_FFFF) &* size
      // Both or neither: a pair with a biased half is drawn anew.
      if min(first & 0xFFFF_FFFF, second & 0xFFFF_FFFF) < least { continue }
      even.add(values[Int(truncatingIfNeeded: first >> 32)])
      odd.add(values[Int(truncatingIfNeeded: second >> 32)])
      left &-= 1
    }
    if count % 2 == 1 {
      var product: UInt64
      repeat { product = (stream.next() >> 32) &* size } while product & 0xFFFF_FFFF < least
      even.add(values[Int(truncatingIfNeeded: product >> 32)])
    }
    even.add(odd)
    return even
  }
}

/// What a loop of draws adds up, without checks that cannot fail there.
private protocol Summable {
  static var zero: Self { get }
  mutating func add(_ other: Self)
}

extension Double: Summable {
  @inline(__always)
  fileprivate mutating func add(_ other: Double) { self += other }
}

extension Int32: Summable {
  @inline(__always)
  fileprivate mutating func add(_ other: Int32) { self &+= other }
}

/// A column of whole numbers with the sums of all its ordered groups of one size: a draw from
/// these sums draws the whole group, every combination of values being equally likely.
struct WholeNumbers {
  let values: [Int32]
  /// The number of values in a sum.
  let group: Int
  /// n^`group` sums, at most 65,536 of them unless a group is one value.
  let groupSums: [Int32]

  /// nil unless all values are whole numbers whose sums, n at a time, stay within 2^31.
  init?(_ column: [Double]) {
    guard !column.isEmpty else { return nil }
    let largest = Double(Int32.max) / Double(column.count)
    var values: [Int32] = []
    values.reserveCapacity(column.count)
    for value in column {
      guard abs(value) < largest, value == value.rounded(.towardZero) else { return nil }
      values.append(Int32(value))
    }
    var group = 1
    var sums = values
    while group < values.count, sums.count * values.count <= 65_536 {
      sums = [Int32](unsafeUninitializedCapacity: sums.count * values.count) { buffer, count in
        for sum in sums {
          for value in values {
            buffer.initializeElement(at: count, to: sum &+ value)
            count += 1
          }
        }
      }
      group += 1
    }
    self.values = values
    self.group = group
    groupSums = sums
  }
}

/// The replicates of a bootstrap, in a form that orders them quickly: counted if they are whole
/// numbers, as sums of scores are.
enum Replicates {
  case counted(Tally)
  case measured([Double])

  /// nil when there are none.
  init?(_ replicates: [Int32]) {
    guard !replicates.isEmpty else { return nil }
    self = Tally(replicates).map(Self.counted) ?? .measured(replicates.map(Double.init))
  }

  /// nil when there are none, or one is not finite.
  init?(_ replicates: [Double]) {
    guard !replicates.isEmpty, replicates.allSatisfy(\.isFinite) else { return nil }
    self = Tally(replicates).map(Self.counted) ?? .measured(replicates)
  }

  /// n - 1; nil for a single one.
  var sd: Double? {
    switch self {
    case .counted(let tally): tally.sd
    case .measured(let values): SampleSummary(values).sd
    }
  }

  /// The share that lies below, those equal counting half.
  func share(below value: Double) -> Double {
    switch self {
    case .counted(let tally): tally.share(below: value)
    case .measured(let values):
      values.reduce(0) { $0 + ($1 < value ? 1 : $1 == value ? 0.5 : 0) } / Double(values.count)
    }
  }

  /// Type 7, for probabilities in any order.
  func quantiles(_ probabilities: [Double]) -> [Double] {
    switch self {
    case .counted(let tally): tally.quantiles(probabilities)
    case .measured(let values): Statistics.quantiles(values, probabilities)
    }
  }
}
