/// Columns that differ in size, spread, ties and offset, the same at each run.
let sampleColumns: [[Double]] = [
  [25, 31, 28, 40, 18, 22, 35, 29, 33, 27],
  [1.5, -2.25, 0.75, 8, 3.125, -1],
  (1...60).map { (Double($0 * $0 % 37) - 15) / 4 },
  (1...35).map { Double($0 * 7919 % 101) - 40 },
  [0, 0, 0, 1, 0, 0, -3, 0],
  [1e6, 1e6 + 1, 1e6 + 5, 1e6 + 2],
]

/// Columns that no statistic of spread is defined for, or that hold what is no number.
let degenerateColumns: [[Double]] = [
  [], [7], [3, 3], [0, 0, 0, 0], [0.1, 0.1, 0.1], [.infinity, 1, 2], [1, -.infinity],
  [.nan, 1, 2], [.infinity, -.infinity], [.greatestFiniteMagnitude, .greatestFiniteMagnitude, 1],
]
