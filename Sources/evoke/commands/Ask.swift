import ArgumentParser
import Foundation
import Responses
import Study
import Survey
import SurveyTerminal

struct Ask: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the interview in this terminal; each answer takes one key.",
    usage: "evoke ask [<folder>] [--plain] [--kiosk] [--resume <code>] […]",
    discussion: """
      The interview has the same pages, checks, situations and records as the web form; its channel is \
      `terminal`. `b` goes back within a page. `-` gives no answer, if the study allows it. `s` shows the \
      situation again, if the study allows it. `q` stops: with a code for continuing later, or by leaving \
      and keeping or deleting the answers. Each answer is on the disk before the next question.

      Answers may come from a pipe, one per line; an empty line is Enter. A line that is not an answer \
      stops the interview. If it stops, or the input ends before the study does, all answers are kept and \
      the code for continuing is printed.

      Exit codes: 0 the interview is complete; 3 it is not, and can be continued with the code; 2 there is \
      a mistake in the study, on the command line or in the piped answers.
      """)

  @OptionGroup var study: StudyOption

  @Flag(
    help: "Print plain lines, for screen readers: nothing is drawn twice, the cursor is not moved.")
  var plain = false

  @Flag(
    help: """
      Start again after each participant, with the screen and its scrollback cleared. Ctrl-C ends \
      the kiosk.
      """)
  var kiosk = false

  @Option(
    help: ArgumentHelp(
      "With --kiosk: the seconds without a key after which the start screen comes back.",
      valueName: "seconds"))
  var idle = 300

  @Option(
    help: ArgumentHelp(
      "The language, such as de. Without it the participant chooses.", valueName: "tag"))
  var language: String?

  @Option(help: ArgumentHelp("Continue an interview with its code.", valueName: "code"))
  var resume: String?

  @Flag(
    help: """
      Try the study: untranslated texts are marked, and nothing is recorded in the study.
      """)
  var preview = false

  func validate() throws {
    guard idle > 0 else { throw ValidationError("--idle must be at least 1.") }
    guard !kiosk || resume == nil else {
      throw ValidationError("--kiosk cannot be combined with --resume; leave out one of them.")
    }
  }

  func run() async throws {
    let files = study.files
    let study = try study.load(isPreview: preview)
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
        throw TerminalError.unknownLanguage(language, known: study.languages.map(\.tag))
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
      throw error
    }
    try await store.finish()
    if result.linesLeftOver > 0 {
      standardError.write(
        "the interview ended before its input; remaining lines: \(result.linesLeftOver). If they "
          + "were meant as answers, check whether the answers before them went to the right questions\n"
      )
    }
    if !result.isFinished { throw ExitCode(3) }
  }
}
