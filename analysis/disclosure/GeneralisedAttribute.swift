internal import Foundation

/// A quasi-identifier and the ways to coarsen it, from as it is to gone.
package struct GeneralisedAttribute: Sendable {
  package struct Level: Sendable {
    package let name: String
    /// The coarse category of each original one.
    package let codes: [Int32]
    package let labels: [String]
    /// Whether nothing of the attribute is left.
    package let isRemoved: Bool

    package init(name: String, codes: [Int32], labels: [String], isRemoved: Bool) {
      self.name = name
      self.codes = codes
      self.labels = labels
      self.isRemoved = isRemoved
    }
  }

  package let original: CategoryColumn
  /// Finest first.
  package let levels: [Level]

  package init(original: CategoryColumn, levels: [Level]) {
    self.original = original
    self.levels = levels
  }

  /// The records' categories on a level.
  package func column(_ level: Int) -> CategoryColumn {
    let chosen = levels[level]
    return CategoryColumn(
      name: original.name, codes: original.codes.map { chosen.codes[Int($0)] },
      labels: chosen.labels)
  }
}

/// Non-uniform entropy (Gionis and Tassa 2009): what a coarse category hides of the value behind
/// it, in bits, as a share of what suppressing the whole attribute hides.
struct EntropyLoss {
  /// Bits lost by a value on each level, by level and original code.
  let bits: [[Double]]
  /// Bits lost if the cell is suppressed, by original code.
  let suppressed: [Double]
  /// All records' bits if everything is suppressed; 0 for an attribute with one value.
  let whole: Double
  /// The share lost on each level if no cell is suppressed.
  let shares: [Double]

  init(_ attribute: GeneralisedAttribute) {
    let counts = attribute.original.counts
    let records = Double(attribute.original.codes.count)
    let suppressed = counts.map { $0 > 0 ? -log2(Double($0) / records) : 0 }
    let whole = zip(counts, suppressed).reduce(0) { $0 + Double($1.0) * $1.1 }
    bits = attribute.levels.map { level in
      guard !level.isRemoved else { return suppressed }
      var coarse = [Int](repeating: 0, count: level.labels.count)
      for (code, count) in counts.enumerated() { coarse[Int(level.codes[code])] += count }
      return counts.enumerated().map { code, count in
        count > 0 ? -log2(Double(count) / Double(coarse[Int(level.codes[code])])) : 0
      }
    }
    shares = bits.map { bits in
      whole > 0 ? zip(counts, bits).reduce(0) { $0 + Double($1.0) * $1.1 } / whole : 0
    }
    self.suppressed = suppressed
    self.whole = whole
  }
}
