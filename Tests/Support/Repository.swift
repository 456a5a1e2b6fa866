package import Foundation

package enum Repository {
  /// The folder that holds Package.swift, or the one that EVOKE_REPOSITORY names.
  package static let root =
    ProcessInfo.processInfo.environment["EVOKE_REPOSITORY"].map(URL.init(fileURLWithPath:))
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The constants that `script/references` computed in R and SciPy.
  package static func references(_ name: String) throws -> Figures {
    try Figures(
      contentsOf: root.appendingPathComponent("Tests/Fixtures/references/\(name).json"))
  }
}
