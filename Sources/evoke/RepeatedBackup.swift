import ArgumentParser
import Foundation
import Logging
import Responses
import Study
import TextFormats

/// Copies of a study's database that a running server makes.
struct RepeatedBackup: Sendable {
  let database: String
  let folder: String
  let interval: BackupInterval
  let keeping: Int
  let logger: Logger

  /// Makes the folder if it is not there, so that one that cannot be used is known at once and not when
  /// the first copy is due.
  func prepareFolder() throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw BackupFolderError(folder: folder, reason: "cannot be made")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw BackupFolderError(folder: folder, reason: "no permission to write")
    }
  }

  /// Makes a copy after each interval, until the task is cancelled. A copy that fails is said in the
  /// log, and the next is made as if nothing had happened.
  func run() async {
    while (try? await Task.sleep(for: interval.duration)) != nil {
      do {
        let backup = try await ResponseStore.backUp(
          database, to: folder, keeping: keeping, now: .now())
        let size = (Double(backup.bytes) / 100_000).rounded() / 10
        let seconds = (backup.seconds * 10).rounded() / 10
        standardError.write(
          "backup: \(backup.path) (\(backup.respondents) respondents, \(size) MB, \(seconds) s)\n")
      } catch is CancellationError {
        return
      } catch {
        logger.error("no backup was made, and the next is due in \(interval.text): \(error)")
      }
    }
  }
}

/// Why a server that is to make copies does not start.
struct BackupFolderError: UserFacingError {
  let folder: String
  let reason: String

  var description: String { "\(folder): the folder for backups: \(reason); name another" }
}

/// A time such as `15m`, between one second and a year.
struct BackupInterval: ExpressibleByArgument, Sendable {
  let text: String
  let duration: Duration

  init?(argument: String) {
    guard let match = argument.wholeMatch(of: /(\d{1,8})([smhd])/), let number = Int(match.1),
      let unit = ["s": 1, "m": 60, "h": 3600, "d": 86_400][String(match.2)]
    else { return nil }
    let seconds = number * unit
    guard (1...31_536_000).contains(seconds) else { return nil }
    text = argument
    duration = .seconds(seconds)
  }
}
