import ArgumentParser
import Foundation
import Responses
import Study
import Survey
import SurveyTerminal
import TextFormats

struct Ask: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Holds the interview in this terminal: one key an answer.",
    discussion: """
      The same pages, checks, situations and records as the web form, of channel `terminal`. `b` goes \
      back within a page, `-` gives no answer where the study allows it, `s` shows the situation again \
      where the study keeps it at hand, `q` stops: with a code to go on later, or leaving and keeping \
      or deleting the answers. Each answer is on the disk before the next question is asked.

      Answers may come from a pipe, a line each; an empty line is Enter. A line that is no answer stops \
      the interview. Where it stops, or the input ends before the study does, what was answered is \
      kept, and the code to go on with is printed.

      Exit codes: 0 the interview has come to its end; 3 it has not, and can be gone on with; 2 a \
      mistake in the study, on the command line or in the piped answers.
      """)

  @Argument(help: "The study's folder.")
  var folder = "."

  @Flag(help: "Lines alone, for a screen reader: nothing is drawn twice, no cursor is moved.")
  var plain = false

  @Flag(
    help: """
      One person after the other: after each the screen and its scrollback are cleared. Ctrl-C \
      leaves.
      """)
  var kiosk = false

  @Option(
    help: ArgumentHelp(
      "With --kiosk: seconds without a key after which the start screen comes back.",
      valueName: "seconds"))
  var idle = 300

  @Option(
    help: ArgumentHelp(
      "The language, such as de; without it the person chooses.", valueName: "tag"))
  var language: String?

  @Option(help: ArgumentHelp("Go on with the code of an interview.", valueName: "code"))
  var resume: String?

  @Flag(
    help: """
      Try the study out: untranslated texts are shown marked, nothing is recorded in the study.
      """)
  var preview = false

  func validate() throws {
    guard idle > 0 else { throw ValidationError("--idle is at least 1.") }
    guard !kiosk || resume == nil else {
      throw ValidationError("--kiosk asks each person; leave out --resume.")
    }
  }

  func run() async throws {
    // Else the next file to be opened would be taken for the input.
    if fcntl(0, F_GETFD) < 0 { _ = open("/dev/null", O_RDONLY) }
    let files = StudyFolder(path: folder)
    let (study, warnings) = try StudyDefinition.load(
      from: files, gaps: preview ? .marked : .refused)
    for warning in warnings + study.phraseWarnings(in: files) {
      standardError.write("\(warning)\n")
    }
    var configuration = TerminalConfiguration()
    configuration.isPlain = plain
    configuration.isKiosk = kiosk
    configuration.idleSeconds = idle
    configuration.code = resume
    configuration.kind = preview ? .test : .human
    let environment = ProcessInfo.processInfo.environment
    configuration.usesEmphasis = environment["NO_COLOR"]?.isEmpty ?? true
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
      .compactMap { environment[$0] }.first { !$0.isEmpty }
    configuration.preferred = (locale ?? "").split(whereSeparator: { ".@".contains($0) }).prefix(1)
      .map { Language(String($0).replacing("_", with: "-")) }
    if let language {
      guard study.languages.contains(Language(language)) else {
        let known = study.languages.map(\.tag).joined(separator: ", ")
        throw UserMistake("--language \(language): the study is in \(known)")
      }
      configuration.language = Language(language)
    }
    let preview = preview ? try PreviewFolder() : nil
    defer { preview?.remove() }
    let store = try ResponseStore(
      path: preview?.responsesPath ?? files.responsesPath, now: .now())
    let survey = TerminalSurvey(study: study, store: store, configuration: configuration)
    let result: TerminalResult
    do {
      result = try await survey.run()
    } catch let error as TerminalError {
      try await store.finish()
      throw UserMistake("\(error)")
    }
    try await store.finish()
    if result.linesLeftOver > 0 {
      standardError.write(
        "the interview ended before its input: lines left over: \(result.linesLeftOver); if they "
          + "were meant as answers, look whether those before them stand where they should\n")
    }
    if case .unfinished = result.outcome { throw ExitCode(3) }
  }
}
