import Foundation
import GRDB
import Responses
import Study
import TextFormats

/// Changes a sound database as the input says, and reads everything from it.
func readDatabase(_ bytes: [UInt8]) {
  let path = SoundDatabase.shared.changed(by: Edits(bytes))
  wait {
    for error in await readEverything(of: path) {
      demand(error is any UserFacingError, "\(error)")
      demand(!"\(error)".contains("Optional("), "\(error)")
    }
  }
}

/// Reads everything that a database can be asked for; returns the errors.
private func readEverything(of path: String) async -> [any Error] {
  var errors: [any Error] = []
  func attempt(_ work: () async throws -> Void) async {
    do { try await work() } catch { errors.append(error) }
  }
  await attempt { _ = try await ResponseStore.examination(of: path) }
  let store: ResponseStore
  do { store = try ResponseStore(reading: path) } catch { return errors + [error] }
  await attempt { _ = try await store.progress(of: .human, now: SoundDatabase.moment) }
  await attempt { _ = try await store.people(of: .human) }
  await attempt {
    _ = try await store.respondents(
      of: .human, including: [.scores, .answers, .attributes, .checks, .keys, .times])
  }
  await attempt { _ = try await store.instruments() }
  await attempt { _ = try await store.releases() }
  await attempt { _ = try await store.checkActionLog() }
  await attempt { _ = try store.isClosed() }
  await attempt { _ = try store.placesTaken(kind: .human, now: SoundDatabase.moment) }
  for session in SoundDatabase.sessions {
    await attempt { _ = try await store.answers(of: session) }
    await attempt {
      guard let state = try store.state(of: session) else { return }
      _ = try store.savedAnswers(of: state, on: "default")
      _ = try store.secondsSinceServed("situation", to: state, now: SoundDatabase.moment)
    }
  }
  return errors
}

/// Waits for work that awaits; a fuzzer's entry cannot.
func wait(for work: @escaping @Sendable () async -> Void) {
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    await work()
    done.signal()
  }
  done.wait()
}
