import ArgumentParser
import Foundation
import Responses
import Study
import SurveyWeb
import TextFormats

struct Links: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Issue personal links to a study, as a CSV table.",
    usage: "evoke links [<folder>] --n <number> --url <address> [--output <file>]",
    discussion: """
      The table has the columns `id` and `url`. Each id is new and cannot be guessed. A person who opens a \
      link is one participant, in every browser. The study must state `recruiting`; with `issued_only: true`, \
      only issued links let people begin. The database keeps only the hashes of the ids, so the table is \
      their only list. The server may be running.
      """)

  @OptionGroup var study: StudyOption

  @Option(name: .customLong("n"), help: ArgumentHelp("How many links.", valueName: "number"))
  var count: Int

  @Option(
    help: ArgumentHelp(
      "The study's public address, such as https://study.example.org.", valueName: "address"))
  var url: String

  @Option(
    help: ArgumentHelp(
      "Write to this new file instead of the terminal. A file that exists is not changed.",
      valueName: "file"))
  var output: String?

  func validate() throws {
    guard (1...ResponseStore.mostLinks).contains(count) else {
      throw ValidationError("--n must be a number from 1 to \(ResponseStore.mostLinks).")
    }
    let address = URLComponents(string: url)
    guard let address, ["http", "https"].contains(address.scheme), address.host?.isEmpty == false,
      address.query == nil, address.fragment == nil
    else {
      throw ValidationError(
        "--url must be an address such as https://study.example.org, without ? and #.")
    }
    guard output?.isEmpty != true else { throw ValidationError("--output must name a file.") }
  }

  func run() async throws {
    let files = study.files
    // What is doubtful in the texts is `check`'s to say.
    let study = try study.load { _ in }
    guard let recruiting = study.recruiting else {
      throw LinksError.notRecruiting(file: files.displayName(of: "study.yaml"))
    }
    if let pattern = recruiting.pattern?.regex,
      PersonalLink.examples.contains(where: { $0.wholeMatch(of: pattern) == nil })
    {
      throw LinksError.otherPattern(file: files.displayName(of: "study.yaml"))
    }
    // Made first, so that no link is issued whose table cannot be kept.
    let file = try output.map(newFile)
    let store = try ResponseStore(path: files.responsesPath, now: .now())
    let ids = try await store.issueLinks(count, now: .now())
    try await store.finish()
    let start = url.hasSuffix("/") ? String(url.dropLast()) : url
    let rows = ids.map { id in
      [id, "\(start)/?\(queryText([(recruiting.participantParameter, id)]))"]
    }
    let table = Foundation.Data(csvText([["id", "url"]] + rows).utf8)
    do {
      try (file ?? .standardOutput).write(contentsOf: table)
    } catch {
      throw OutputError.notWritten(path: output, errno: errno)
    }
  }

  /// The file, which only its owner can read: a link lets its holder take part.
  private func newFile(_ path: String) throws -> FileHandle {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    if descriptor >= 0 { return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true) }
    switch errno {
    case EEXIST: throw LinksError.exists(path: path)
    case let code: throw OutputError.notWritten(path: path, errno: code)
    }
  }
}

/// Why no links are issued.
enum LinksError: UserFacingError {
  case notRecruiting(file: String)
  case otherPattern(file: String)
  case exists(path: String)

  var description: String {
    switch self {
    case .notRecruiting(let file):
      "\(file): `recruiting` is missing, so the study reads no ids; add `recruiting: { participant: id }`"
    case .otherPattern(let file):
      "\(file): `pattern` does not match 24 lower-case hexadecimal digits, so the study would refuse personal "
        + "links; change it or leave it out"
    case .exists(let path): "\(path): the file exists; name a new one"
    }
  }
}
