/// One way to coarsen the values of a quasi-identifier.
package enum Generalisation: Sendable, Hashable {
  package struct Group: Sendable, Hashable {
    package let label: String
    package let members: [String]
  }

  case asAnswered
  /// Nothing of the column is released.
  case removed
  /// Whole numbers in bands that end with these numbers; a last band is open.
  case bands(upperEnds: [Int])
  /// Values under the label of their group; what no group lists is ``notListed``.
  case groups([Group])

  /// What is released for a value that neither the study nor the hierarchy lists: never the value.
  package static let notListed = "Not listed"

  /// The coarse value.
  package func label(of value: String) -> String {
    switch self {
    case .asAnswered: value
    case .removed: "removed"
    case .bands(let ends): Int(value).map { Self.band(of: $0, upperEnds: ends) } ?? Self.notListed
    case .groups(let groups):
      groups.first { $0.members.contains(value) }?.label ?? Self.notListed
    }
  }

  /// Every label that the column can hold, in order; nil if the values stay as they are.
  package var labels: [String]? {
    switch self {
    case .asAnswered: nil
    case .removed: []
    case .bands(let ends):
      ends.map { Self.band(of: $0, upperEnds: ends) }
        + (ends.last.map { [Self.band(of: $0 + 1, upperEnds: ends)] } ?? [])
    case .groups(let groups): groups.map(\.label)
    }
  }

  /// The band in words that no spreadsheet takes for a date: `1990 to 1994`.
  private static func band(of value: Int, upperEnds ends: [Int]) -> String {
    guard let index = ends.firstIndex(where: { value <= $0 }) else {
      return ends.last.map { "\($0 + 1) or later" } ?? "any"
    }
    if index == 0 { return "\(ends[0]) or earlier" }
    let first = ends[index - 1] + 1
    return first == ends[index] ? "\(first)" : "\(first) to \(ends[index])"
  }
}

/// How coarsely the time of taking part is released.
package enum TimeGrain: String, Sendable, CaseIterable {
  case none, year, quarter, month

  /// The time as released, from an ISO 8601 text: `2026`, `2026 quarter 4`, `2026 November`.
  package func label(of time: String) -> String? {
    let parts = time.prefix { $0 != "T" }.split(separator: "-")
    guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
      (1...12).contains(month)
    else { return nil }
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    return switch self {
    case .none: nil
    case .year: "\(year)"
    case .quarter: "\(year) quarter \((month + 2) / 3)"
    case .month: "\(year) \(names[month - 1])"
    }
  }
}
