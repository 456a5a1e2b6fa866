package import Foundation
package import Testing

/// EmotionBench's published files and the figures computed from them. None is part of the repository.
package enum ReferenceFiles {
  private static let named = ProcessInfo.processInfo.environment["EVOKE_REFERENCE"]

  private static let folder =
    named.map { URL(filePath: $0) }
    ?? Repository.root.deletingLastPathComponent().appending(path: "shared/reference")

  /// Whether tests of them run: if the folder exists, and whenever it was asked for.
  package static let areExpected =
    named != nil || FileManager.default.fileExists(atPath: folder.path)

  /// The files that EmotionBench published.
  package static let emotionBench = folder.appending(path: "emotionbench")

  /// Figures computed elsewhere from those files: `crowd`, `models`, `distributions`, `risk`.
  package static func golden(_ name: String) throws -> Figures {
    try Figures(contentsOf: folder.appending(path: "golden/\(name).json"))
  }

  /// Figures that the paper printed: `table8` and so on.
  package static func published(_ name: String) -> URL {
    folder.appending(path: "published/\(name).json")
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips, counted, without the reference folder; with EVOKE_REFERENCE set its absence fails.
  package static var needsReference: Self {
    .enabled(if: ReferenceFiles.areExpected, "no reference folder; set EVOKE_REFERENCE")
  }
}
