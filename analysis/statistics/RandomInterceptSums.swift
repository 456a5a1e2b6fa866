/// The observations of a random intercept model, summed up over the groups of its finest grouping.
///
/// The columns that the model knows are, in this order, an indicator of each group of the other
/// groupings, those of X (the intercept's 1 first), and y less its mean. Products of columns are kept
/// in two parts, within the finest groups and between their means, so digits do not cancel however
/// much of the variance lies between groups.
struct RandomInterceptSums {
  struct Group {
    let n: Double
    /// The shares of the group's observations that lie in groups of the other groupings.
    let shares: [(column: Int, share: Double)]
    /// The mean of each column of X, and of y.
    let x: [Double]
    let y: Double
  }

  let observations: Int
  let groups: [Group]
  /// The columns of each grouping but the finest.
  let groupings: [Range<Int>]
  /// The columns of X.
  let fixed: Range<Int>
  /// The overall mean of y.
  let center: Double
  /// Sums of products of deviations from the finest groups' means: of the columns, of the columns
  /// with y, and of y.
  let within: CoefficientMatrix
  let withinY: [Double]
  let withinYY: Double
  /// Xᵀ X; nil if columns follow from one another.
  let crossProducts: Cholesky?

  /// - Parameter groupings: the finest first, each the number of every observation's group from 0.
  init(_ response: [Double], _ groupings: [[Int]], _ predictors: [[Double]]) {
    observations = response.count
    let center = SampleSummary(response).mean ?? 0
    self.center = center
    var ranges: [Range<Int>] = []
    var columns = 0
    for grouping in groupings.dropFirst() {
      let count = (grouping.max() ?? -1) + 1
      ranges.append(columns..<columns + count)
      columns += count
    }
    let fixed = columns..<columns + predictors.count + 1
    self.groupings = ranges
    self.fixed = fixed
    var within = CoefficientMatrix(size: fixed.upperBound)
    var withinY = [Double](repeating: 0, count: fixed.upperBound)
    var withinYY = 0.0

    var members = [[Int]](repeating: [], count: (groupings.first?.max() ?? -1) + 1)
    for (row, group) in (groupings.first ?? []).enumerated() { members[group].append(row) }
    var cross = CoefficientMatrix(size: fixed.count)
    var groups: [Group] = []
    for rows in members {
      let n = Double(rows.count)
      let xs = rows.map { row in [1] + predictors.map { $0[row] } }
      let ys = rows.map { response[$0] - center }
      let levels = rows.map { row in
        zip(ranges, groupings.dropFirst()).map { $0.lowerBound + $1[row] }
      }
      var counts: [Int: Double] = [:]
      for level in levels.joined() { counts[level, default: 0] += 1 }
      let shares = counts.sorted { $0.key < $1.key }.map { (column: $0.key, share: $0.value / n) }
      let x = (0..<fixed.count).map { column in xs.reduce(0) { $0 + $1[column] } / n }
      let y = ys.reduce(0, +) / n
      groups.append(Group(n: n, shares: shares, x: x, y: y))
      for (index, row) in xs.enumerated() {
        cross.add(row, weight: 1)
        let deviations =
          shares.map { share in
            (share.column, (levels[index].contains(share.column) ? 1 : 0) - share.share)
          } + zip(fixed, zip(row, x)).map { ($0, $1.0 - $1.1) }
        let y = ys[index] - y
        withinYY += y * y
        within.add(sparse: deviations.filter { $0.1 != 0 }, weight: 1)
        for (column, deviation) in deviations { withinY[column] += deviation * y }
      }
    }
    self.groups = groups
    (self.within, self.withinY, self.withinYY) = (within, withinY, withinYY)
    crossProducts = Cholesky(cross)
  }

  /// Whether the means of groups leave something over once X has explained what it can: in every
  /// grouping more groups than columns of X that vary between groups.
  var hasRoomBetweenGroups: Bool {
    let within = fixed.filter { self.within[$0, $0] > 0 }.count
    let fewest = groupings.map(\.count).reduce(groups.count, min)
    return fewest > fixed.count - within && observations > fixed.count + 1
  }
}

extension RandomInterceptSums.Group {
  /// The columns in which the group has something, those of X after `first`.
  func columns(from first: Int) -> [(Int, Double)] {
    shares.map { ($0.column, $0.share) } + x.enumerated().map { (first + $0.offset, $0.element) }
  }
}
