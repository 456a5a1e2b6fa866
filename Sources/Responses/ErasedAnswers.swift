import Foundation
import GRDB
import Synchronization

/// Sees to it that erased answers leave the write-ahead log, where they stay readable while another
/// program reads the database.
final class ErasedAnswers: Sendable {
  private struct State {
    /// Whether the log may hold answers that are erased in the database.
    var areInLog = false
    /// Whether they are by a write of this program.
    var wereErasedHere = false
    var isTrying = false
    /// The number of erasures when the log was last empty.
    var emptiedAt: Int?
    var watching: Task<Void, Never>?
  }

  private static let shortest = Duration.milliseconds(20)
  private static let longest = Duration.seconds(2)
  /// How long a command or a server that ends waits for readers.
  private static let patience = Duration.seconds(10)
  /// How often it is looked whether another program has erased answers.
  private static let interval = Duration.seconds(1)

  private let pool: DatabasePool
  private let state = Mutex(State())

  init(_ pool: DatabasePool) {
    self.pool = pool
  }

  /// Empties the log whenever another program has erased answers and could not empty it.
  func watch() {
    let known = try? pool.read { try $0.erasures }
    let watching = Task.detached { [weak self] in
      while (try? await Task.sleep(for: Self.interval)) != nil {
        // The database is closed when it cannot be read.
        guard let self, let found = try? await self.pool.read({ try $0.erasures }) else { return }
        if found != self.state.withLock(\.emptiedAt) { await self.leaveLog(isOwn: false) }
      }
    }
    state.withLock { state in
      state.emptiedAt = known
      state.watching = watching
    }
  }

  /// Ends the watch. A database is closed only then: closing blocks a thread until all have read, and a
  /// read under way may be waiting for that thread.
  private func stopWatching() async {
    let watching = state.withLock { state in
      defer { state.watching = nil }
      return state.watching
    }
    watching?.cancel()
    await watching?.value
  }

  var areInLog: Bool { state.withLock(\.areInLog) }
  private var wereErasedHere: Bool { state.withLock { $0.areInLog && $0.wereErasedHere } }

  /// Empties the log; if a reader is in the way, again and again in the background.
  ///
  /// - Parameter isOwn: whether this program erased answers, or found a log of another.
  func leaveLog(isOwn: Bool = true) async {
    state.withLock { state in
      state.areInLog = true
      state.wereErasedHere = state.wereErasedHere || isOwn
    }
    guard await !tryOnce() else { return }
    let starts = state.withLock { state in
      defer { state.isTrying = true }
      return !state.isTrying
    }
    guard starts else { return }
    Task.detached { [weak self] in
      var pause = Self.shortest
      while let self, self.areInLog, await !self.tryOnce() {
        try? await Task.sleep(for: pause)
        pause = min(pause * 2, Self.longest)
      }
      self?.state.withLock { $0.isTrying = false }
    }
  }

  /// Ends the watch and empties the log; if answers were erased by this program, waits a while for
  /// readers.
  func leaveLogAtEnd() async {
    await stopWatching()
    let end = ContinuousClock.now + Self.patience
    while await !tryOnce(), wereErasedHere, ContinuousClock.now < end {
      try? await Task.sleep(for: Self.shortest)
    }
  }

  /// Waits for nobody: whoever waits for a reader with the writer's lock keeps every page waiting.
  ///
  /// - Returns: whether there is nothing more to do.
  private func tryOnce() async -> Bool {
    do {
      try await pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA busy_timeout = 0")
        defer {
          try? database.execute(sql: "PRAGMA busy_timeout = \(ResponseStore.busySeconds * 1000)")
        }
        _ = try database.checkpoint(.truncate)
        // No answer is erased meanwhile: that takes this connection.
        let erasures = try database.erasures
        self.state.withLock { state in
          state.areInLog = false
          state.emptiedAt = erasures
        }
      }
      return true
    } catch let error as DatabaseError where error.isPassing {
      return false
    } catch {
      // The database is closed, or cannot be written; whoever opens it next tries again.
      return true
    }
  }
}

extension Database {
  /// Tells other programs that answers were erased, by a number in the file's header.
  func noteErasure() throws {
    try execute(sql: "PRAGMA user_version = \((erasures + 1) & 0x7FFF_FFFF)")
  }

  fileprivate var erasures: Int {
    get throws { try Int.fetchOne(self, sql: "PRAGMA user_version") ?? 0 }
  }
}

extension ResponseStore {
  /// Whether answers that were erased may still be readable in the write-ahead log, because another
  /// program is reading the database.
  package var keepsErasedAnswers: Bool { erasedAnswers?.areInLog == true }
}
