import GRDB
import Synchronization

extension ResponseStore {
  /// Runs the work in a transaction and returns after its commit.
  ///
  /// The work of calls that arrive together shares one transaction. If one throws, it alone is undone,
  /// and the work of the others is done a second time.
  func write<Outcome: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Outcome
  ) async throws -> Outcome {
    guard let writer else {
      throw StoreError.openedForReading(path: path)
    }
    do {
      return try await writer.write(work)
    } catch let error as DatabaseError where error.isPassing {
      throw StoreError.busy(path: path)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
      throw StoreError.diskFull(path: path)
    } catch {
      throw naming(error)
    }
  }

  /// Hands over work that need not be waited for; it is committed with the next write, or soon.
  func writeSoon(_ work: @escaping @Sendable (Database) throws -> Void) {
    writer?.writeSoon(work)
  }
}

/// Collects writes that arrive together into one commit (group commit).
///
/// While a commit is on its way to the disk, further writes gather; the next commit takes them all.
/// Each is acknowledged after the commit that holds it, and fails alone if it fails.
final class RecordingQueue: Sendable {
  private struct Write: Sendable {
    let perform: @Sendable (Database) throws -> Void
    /// Called once, after the commit or with the reason why there was none.
    let settle: @Sendable ((any Error)?) -> Void
  }

  private struct State {
    var waiting: [Write] = []
    var isDraining = false
  }

  private let writer: any DatabaseWriter
  private let check: @Sendable () throws -> Void
  private let state = Mutex(State())

  /// - Parameter check: throws if what is written would not be found again.
  init(_ writer: any DatabaseWriter, check: @escaping @Sendable () throws -> Void) {
    self.writer = writer
    self.check = check
  }

  func write<Outcome: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Outcome
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      let slot = Slot<Outcome>()
      enqueue(
        Write(
          perform: { slot.fill(try work($0)) },
          settle: { error in
            if let error {
              continuation.resume(throwing: error)
            } else {
              continuation.resume(returning: slot.take())
            }
          }))
    }
  }

  func writeSoon(_ work: @escaping @Sendable (Database) throws -> Void) {
    enqueue(Write(perform: work, settle: { _ in }))
  }

  func finish() async {
    try? await write { _ in }
  }

  private func enqueue(_ write: Write) {
    let starts = state.withLock { state in
      state.waiting.append(write)
      defer { state.isDraining = true }
      return !state.isDraining
    }
    if starts {
      writer.asyncWriteWithoutTransaction { [self] in drain($0) }
    }
  }

  private func drain(_ database: Database) {
    while let writes = next() {
      commit(writes, to: database)
    }
  }

  private func next() -> [Write]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isDraining = false
        return nil
      }
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  private func commit(_ writes: [Write], to database: Database) {
    var hasFailedWrite = false
    do {
      try database.inTransaction(.immediate) {
        for write in writes {
          do {
            try write.perform(database)
          } catch {
            hasFailedWrite = true
            throw error
          }
        }
        // As late as can be, so that nothing is kept of a page that comes back as not saved.
        try check()
        return .commit
      }
      // The files may have gone on the way to the disk, and nothing is acknowledged then.
      try check()
      for write in writes { write.settle(nil) }
    } catch {
      if hasFailedWrite, writes.count > 1 {
        // It undid the others. All are done again, each in a commit of its own.
        for write in writes { commit([write], to: database) }
      } else {
        for write in writes { write.settle(error) }
      }
    }
  }

  /// Carries a result from the writer's thread to the continuation.
  private final class Slot<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func fill(_ result: Value) {
      value.withLock { $0 = result }
    }

    func take() -> Value {
      guard let value = value.withLock({ $0 }) else {
        preconditionFailure("a write that succeeded has a result")
      }
      return value
    }
  }
}
