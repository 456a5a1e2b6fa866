import Foundation
import Study
import Synchronization

/// What is remembered beside a database of people having taken part. It stays when the database is
/// lost, so that no empty one is begun in its place unnoticed.
struct StudyHistory {
  /// The UUID of the site whose database holds the answers; nil if the file does not say.
  let site: String?
  let begun: String

  /// `responses.history` for `responses.sqlite`.
  static func path(beside database: String) -> String {
    URL(fileURLWithPath: database).deletingPathExtension().path + ".history"
  }

  /// The history beside a database; nil if nobody has taken part.
  init?(beside database: String) {
    guard let contents = FileManager.default.contents(atPath: Self.path(beside: database)) else {
      return nil
    }
    let fields = String(decoding: contents, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ": ", maxSplits: 1)
    }
    func value(_ name: String) -> String? {
      fields.first { $0.count == 2 && $0[0] == name }.map { String($0[1]) }
    }
    site = value("site")
    begun = value("begun") ?? "an earlier time"
  }

  init(site: String, begun: Timestamp) {
    self.site = site
    self.begun = begun.description
  }

  /// Writes the history beside the database; it is on the disk when this returns.
  func write(beside database: String) throws {
    let path = Self.path(beside: database)
    let text = """
      # People have taken part since the time below. Without the database that holds their answers,
      # Evoke does not begin another one: see docs/serving.md.
      site: \(site ?? "")
      begun: \(begun)

      """
    do {
      try DurableFile.write(Array(text.utf8), to: path, mode: 0o644, replacing: true)
    } catch let error as POSIXError {
      throw StoreError.historyNotKept(path: path, reason: error.reason)
    }
  }

  static func remove(beside database: String) {
    unlink(path(beside: database))
  }
}

extension ResponseStore {
  /// Why no database may be begun at the path; nil if people's answers are not missing there.
  ///
  /// - Parameter site: of the database that is there; nil if there is none, or an empty one.
  package static func loss(at path: String, site: String? = nil) -> StoreError? {
    guard let history = StudyHistory(beside: path) else { return nil }
    if let site, history.site == site || history.site == nil { return nil }
    return .lost(path: path, since: history.begun)
  }

  /// Remembers, before a human is enrolled, that people take part.
  func remember(_ kind: RespondentKind, now: Timestamp) throws {
    guard kind == .human else { return }
    try isRemembered.withLock { isRemembered in
      guard !isRemembered else { return }
      try StudyHistory(site: site, begun: now).write(beside: path)
      isRemembered = true
    }
  }
}
