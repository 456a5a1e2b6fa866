import ArgumentParser
import Dispatch
import Foundation
import TextFormats

/// The start of the process.
@main
enum Program {
  static func main() {
    // A standard descriptor that the caller closed would be given to whatever is opened next: the
    // queue of events that asynchronous code starts with, or the database. Reads of these end at
    // once and writes fail, as they would on the closed descriptor.
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDONLY)
    }
    Task { @MainActor in
      await Evoke.main()
      exit(0)
    }
    dispatchMain()
  }
}

/// The command line: a file per command, each of which parses, calls and prints.
struct Evoke: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "evoke",
    abstract: "Measure how a situation changes what people feel.",
    discussion: """
      Participants fill in a scale before and after they imagine a situation. Evoke defines such a \
      study, serves it, records it and computes the crowd baseline.
      """,
    version: version,
    subcommands: [
      New.self, Check.self, Links.self, Serve.self, Ask.self, Status.self, Close.self, Free.self,
      Withdraw.self, Doctor.self, BackupCommand.self, Restore.self, Import.self,
      BaselineCommand.self, ContrastCommand.self, Judge.self, Reproduce.self,
      ReliabilityCommand.self, Careless.self, Power.self, Risk.self, Export.self, Simulate.self,
    ])

  static func main() async {
    // A file that may not grow is an error of the write, as a full disk is.
    signal(SIGXFSZ, SIG_IGN)
    do {
      try checkSubcommand(CommandLine.arguments.dropFirst().first { $0 != "help" })
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      guard fflush(nil) == 0 else { throw OutputError.notWritten(path: nil, errno: errno) }
    } catch {
      exit(reporting: error)
    }
  }

  /// Refuses a command that is not known, and one to be explained by `help`.
  private static func checkSubcommand(_ name: String?) throws {
    let known = configuration.subcommands.map { $0._commandName }
    guard let name, !name.hasPrefix("-"), !known.contains(name) else { return }
    let hint =
      nearest(to: name, among: known).map { "did you mean `\($0)`?" } ?? "`evoke help` lists all."
    throw ValidationError("There is no command `\(name)`; \(hint)")
  }
}
