import ArgumentParser
import Documents
import Rehearsal

struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send simulated participants through a study, and check that all is stored.",
    usage: "evoke simulate [<folder>] --participants N [--url …] [--seed …] […]",
    discussion: """
      With --url they fill in the running web form page by page. Without it their pages are written \
      directly to the study's database. They have the kind `simulated`, take no place from a human, \
      and enter a crowd baseline only with --kind simulated.
      """)

  @OptionGroup var study: StudyOption

  @Option(parsing: .unconditional, help: "The number of participants.")
  var participants: Int

  @Option(help: "The address that `evoke serve` prints, such as http://127.0.0.1:8080.")
  var url: String?

  @Option(help: "The seed for all answers. Another call goes on after those whom it finds stored.")
  var seed: UInt64 = 1

  @Option(help: "The number of participants at the same time.")
  var concurrency = 16

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard participants > 0 else { throw ValidationError("--participants must be at least 1.") }
    guard (1...1024).contains(concurrency) else {
      throw ValidationError("--concurrency must be a number from 1 to 1024.")
    }
    if let url, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
      throw ValidationError("--url must start with http:// or https://.")
    }
  }

  func run() async throws {
    let showsProgress = !output.quiet && standardError.isTerminal
    let outcome = try await RehearsalRun(
      participants: participants, seed: seed, concurrency: concurrency
    ).run(in: study.folder, url: url) { done in
      guard showsProgress else { return }
      let end = done == participants ? "\n" : ""
      standardError.write("\rsimulated \(done) of \(participants) participants\(end)")
    }
    try output.write(
      ActionReport.rehearsal(
        participants: outcome.participants, responses: outcome.responses, full: outcome.full,
        closed: outcome.closed, seconds: Double(outcome.seconds)))
  }
}
