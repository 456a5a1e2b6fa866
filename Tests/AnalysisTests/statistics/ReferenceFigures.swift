import Foundation
import Testing

/// Expected figures read from JSON: `figures["t_tests"]["welch"]["t"].number`.
struct Figures {
  let value: Any?

  init(_ value: Any?) { self.value = value is NSNull ? nil : value }

  init(contentsOf file: URL) throws {
    self.init(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
  }

  subscript(key: String) -> Figures { Figures((value as? [String: Any])?[key]) }

  /// A number, nil for null.
  var number: Double? { (value as? NSNumber)?.doubleValue }
  /// An array, null elements kept.
  var list: [Figures]? { (value as? [Any]).map { $0.map(Figures.init) } }
  var numbers: [Double]? { list?.compactMap(\.number) }
  var text: String? { value as? String }
  var flag: Bool? { (value as? NSNumber)?.boolValue }
  /// The keys, sorted.
  var keys: [String] { ((value as? [String: Any])?.keys).map { $0.sorted() } ?? [] }
}

enum Repository {
  /// The folder that holds Package.swift, or the one that EVOKE_REPOSITORY names.
  static let root =
    ProcessInfo.processInfo.environment["EVOKE_REPOSITORY"].map(URL.init(fileURLWithPath:))
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The constants that `script/references` computed in R and SciPy.
  static func references(_ name: String) throws -> Figures {
    try Figures(
      contentsOf: root.appendingPathComponent("Tests/Fixtures/references/\(name).json"))
  }
}

/// Figures computed from EmotionBench's files, which are not part of the repository.
enum Golden {
  static let named = ProcessInfo.processInfo.environment["EVOKE_REFERENCE"]
  static let folder =
    named.map(URL.init(fileURLWithPath:))
    ?? Repository.root.deletingLastPathComponent().appendingPathComponent("shared/reference")

  /// Whether tests of them run: where the folder is, and wherever it was asked for.
  static let isExpected =
    named != nil || FileManager.default.fileExists(atPath: folder.path)

  static func figures(_ name: String) throws -> Figures {
    try Figures(contentsOf: folder.appendingPathComponent("golden/\(name).json"))
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips, counted, without the reference folder; with EVOKE_REFERENCE set its absence fails.
  static var needsGolden: Self {
    .enabled(if: Golden.isExpected, "no reference folder; set EVOKE_REFERENCE")
  }
}

/// Whether a figure is within a relative tolerance of the expected one, or within the same share
/// of `scale` where that is larger. nil agrees with nil only.
func agree(
  _ value: Double?, _ expected: Double?, within tolerance: Double = 1e-10, scale: Double = 0
) -> Bool {
  guard let value, let expected else { return value == nil && expected == nil }
  return value == expected || abs(value - expected) <= tolerance * max(abs(expected), scale)
}

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
