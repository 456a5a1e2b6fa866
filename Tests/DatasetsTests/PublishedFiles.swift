import Foundation
import Testing

/// EmotionBench's published files, which are read but not shipped.
enum PublishedFiles {
  private static let named = ProcessInfo.processInfo.environment["EVOKE_REFERENCE"]

  static let folder: URL = {
    let repository =
      ProcessInfo.processInfo.environment["EVOKE_REPOSITORY"].map { URL(filePath: $0) }
      ?? URL(filePath: #filePath).appending(path: "../../..").standardized
    let reference =
      named.map { URL(filePath: $0) }
      ?? repository.appending(path: "../shared/reference").standardized
    return reference.appending(path: "emotionbench")
  }()

  fileprivate static let areExpected =
    named != nil || FileManager.default.fileExists(atPath: folder.path)
}

extension Trait where Self == ConditionTrait {
  /// Skips, counted, without the reference folder; with EVOKE_REFERENCE set its absence fails.
  static var needsReference: Self {
    .enabled(if: PublishedFiles.areExpected, "no reference folder; set EVOKE_REFERENCE")
  }
}
