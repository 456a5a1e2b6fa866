import Foundation

/// A folder that holds a preview's answers until it ends, so none enter the study's database.
struct PreviewFolder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("evoke-preview-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  var responsesPath: String { url.appendingPathComponent("responses.sqlite").path }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
