import Responses
import Study
import Survey
import SurveyRecording

/// The pages of one version of a study, rendered once as far as they do not vary by person.
struct StudyPages: Sendable {
  /// What an item looks like on the page, in each of its states.
  private struct ItemState: Hashable {
    let step: Int
    let field: String
    let chosen: String?
    let problem: PageProblem.Reason?
  }

  let writer: PageWriter
  private var interview: Interview { writer.interview }
  /// The calendar year that the lists of years of birth were made for.
  private let year: Int
  private let consent: PreparedPage
  private let steps: [Int: PreparedPage]
  private let stepsWithProblems: [Int: PreparedPage]
  private let items: [ItemState: String]
  private let endings: [Ending: PreparedPage]
  private let codeForms: [CodeUse: String]
  let withdrawn: String

  init(_ writer: PageWriter, year: Int) {
    self.writer = writer
    self.year = year
    consent = writer.consent(isMissing: false)
    endings = Dictionary(uniqueKeysWithValues: Ending.allCases.map { ($0, $0.page(writer)) })
    codeForms = Dictionary(
      uniqueKeysWithValues: CodeUse.allCases.map { ($0, writer.codeForm($0)) })
    withdrawn = writer.withdrawn()
    var steps: [Int: PreparedPage] = [:]
    var stepsWithProblems: [Int: PreparedPage] = [:]
    var items: [ItemState: String] = [:]
    for (index, step) in writer.interview.steps.enumerated() {
      switch step.content {
      case .screening, .demographics:
        steps[index] = Self.questions(writer, at: index, year: year)
      case .situation:
        steps[index] = writer.situation(at: index)
      case .scale(let scale):
        steps[index] = writer.scale(scale, at: index, hasProblems: false)
        stepsWithProblems[index] = writer.scale(scale, at: index, hasProblems: true)
        for entry in writer.interview.page(of: scale, seed: 0).entries {
          for chosen in [nil] + entry.options.map({ Optional($0.code) }) {
            for problem in [nil, PageProblem.Reason.unanswered, .notAnOption] {
              let state = ItemState(
                step: index, field: entry.id.name, chosen: chosen, problem: problem)
              items[state] = writer.item(entry, chosen: chosen, problem: problem)
            }
          }
        }
      case .consent, .debrief: break
      }
    }
    self.steps = steps
    self.stepsWithProblems = stepsWithProblems
    self.items = items
  }

  /// - Parameters:
  ///   - receipt: the code by which the answers can be taken back, where there are any.
  ///   - address: where it is typed in.
  func page(_ ending: Ending, receipt: AccessCode? = nil, address: String = "") -> String {
    endings[ending]!.filled([.code: receipt?.text ?? "", .address: escaped(address)])
  }

  func form(for use: CodeUse) -> String {
    codeForms[use]!
  }

  func consent(session: String, hidden: [HiddenField], isMissing: Bool = false) -> String {
    let language = HiddenField(
      name: SurveyDesk.languageField, value: interview.study.language.tag)
    let fields = ([language] + hidden).map {
      "<input type=\"hidden\" name=\"\(escaped($0.name))\" value=\"\(escaped($0.value))\">"
    }
    return (isMissing ? writer.consent(isMissing: true) : consent)
      .filled([
        .session: session, .hidden: fields.joined(),
        .recruiting: hidden.map {
          "&amp;\(percentEncoded($0.name))=\(percentEncoded($0.value))"
        }.joined(),
      ])
  }

  /// The page of a step that a person fills in or reads, or nil for consent and debrief.
  ///
  /// - Parameters:
  ///   - sent: what came back, to be kept on the page.
  ///   - problems: what is still missing.
  func page(
    at step: Int, session: String, seed: UInt64, situation: Situation?, year: Int,
    sent: FormFields? = nil, problems: [PageProblem] = []
  ) -> String? {
    let isPlain = sent == nil && problems.isEmpty
    switch interview.steps[step].content {
    case .consent, .debrief:
      return nil
    case .screening, .demographics:
      let page =
        isPlain && year == self.year
        ? steps[step]!
        : Self.questions(writer, at: step, year: year, sent: sent, problems: problems)
      return page.filled([.session: session])
    case .situation:
      return steps[step]!.filled([
        .session: session, .situation: escaped(situation?.text ?? ""),
      ])
    case .scale(let scale):
      let entries = interview.page(of: scale, seed: seed).entries
      let page = problems.isEmpty ? steps[step]! : stepsWithProblems[step]!
      return page.filled([
        .session: session,
        .items: entries.map { item($0, at: step, sent: sent, problems: problems) }.joined(),
        .summary: writer.summary(problems).map { writer.templates.render("summary", $0) } ?? "",
      ])
    }
  }

  private func item(
    _ entry: Interview.ScaleEntry, at step: Int, sent: FormFields?, problems: [PageProblem]
  ) -> String {
    let field = entry.id.name
    let chosen = sent?[field].flatMap { code in
      entry.options.contains { $0.code == code } ? code : nil
    }
    let problem = problems.first { $0.field == field }?.reason
    return items[ItemState(step: step, field: field, chosen: chosen, problem: problem)]!
  }

  private static func questions(
    _ writer: PageWriter, at step: Int, year: Int, sent: FormFields? = nil,
    problems: [PageProblem] = []
  ) -> PreparedPage {
    let study = writer.interview.study
    let screens = if case .screening = writer.interview.steps[step].content { true } else { false }
    return writer.questions(
      screens ? study.screening : study.demographics, at: step,
      heading: screens ? writer.phrases.screeningTitle : writer.phrases.demographicsTitle,
      year: year, sent: sent, problems: problems)
  }
}
