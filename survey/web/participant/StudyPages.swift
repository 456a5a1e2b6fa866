import Responses
import Study
import Survey
import SurveySession
import Synchronization
import TextFormats

/// The pages of one version of a study, rendered once as far as they do not vary by person.
final class StudyPages: Sendable {
  /// What an item looks like on the page, in each of its states.
  private struct ItemState: Hashable {
    let step: Int
    let field: String
    let chosen: String?
    let problem: PageProblem.Reason?
  }

  /// The page of a scale, and the number of the item if they come one at a time.
  private struct ScaleState: Hashable {
    let step: Int
    let hasProblems: Bool
    let offersSkipping: Bool
    let item: Int?
  }

  let writer: PageWriter
  /// The calendar year that the lists of years of birth were made for.
  private let year: Int
  private let consent: PreparedPage
  private let steps: [Int: PreparedPage]
  private let scales: [ScaleState: PreparedPage]
  private let items: [ItemState: String]
  /// Each rendered when the first participant comes to it.
  private let endings = Mutex<[Ending: PreparedPage]>([:])
  private let codeForms: [AccessCode.Purpose: String]
  private let withdrawals: [StudyDefinition.Outcome?: String]
  /// The hash of the text that participants consent to, as it is recorded.
  private let consentSHA256: String

  init(_ writer: PageWriter, consentSHA256: String, year: Int) {
    self.writer = writer
    self.consentSHA256 = consentSHA256
    self.year = year
    consent = writer.consent()
    codeForms = Dictionary(
      uniqueKeysWithValues: AccessCode.Purpose.allCases.map { ($0, writer.codeForm($0)) })
    withdrawals = Dictionary(
      uniqueKeysWithValues: ([nil] + StudyDefinition.Outcome.allCases).map {
        ($0, writer.withdrawn(after: $0))
      })
    var steps: [Int: PreparedPage] = [:]
    var scales: [ScaleState: PreparedPage] = [:]
    var rendered: [ItemState: String] = [:]
    for index in writer.interview.steps.indices {
      let page = writer.interview.page(at: index, for: .init(seed: 0, year: year))
      switch page.content {
      case .screening, .demographics, .check: steps[index] = writer.questions(PageState(page))
      case .situation: steps[index] = writer.situation(PageState(page))
      case .scale:
        let entries = page.entries
        let items: [Int?] = page.asksOneAtATime ? Array(1...max(1, entries.count)) : [nil]
        for (hasProblems, skips) in [(false, false), (true, false), (true, true)] {
          for item in items {
            let state = ScaleState(
              step: index, hasProblems: hasProblems, offersSkipping: skips, item: item)
            scales[state] = writer.scale(
              page, hasProblems: hasProblems, offersSkipping: skips, item: item)
          }
        }
        for entry in entries {
          for chosen in [nil] + entry.options.map({ Optional($0.code) }) {
            for problem in [nil, PageProblem.Reason.unanswered, .notAnOption] {
              let state = ItemState(
                step: index, field: entry.field, chosen: chosen, problem: problem)
              rendered[state] = writer.item(entry, chosen: chosen, problem: problem)
            }
          }
        }
      case .consent, .debrief: break
      }
    }
    self.steps = steps
    self.scales = scales
    items = rendered
  }

  // MARK: Beside the steps

  /// - Parameters:
  ///   - receipt: the code by which the answers can be taken back, if there are any.
  ///   - address: where it is typed in.
  func page(_ ending: Ending, receipt: AccessCode? = nil, address: String = "") -> String {
    let known = endings.withLock { $0[ending] }
    let page = known ?? writer.page(of: ending)
    if known == nil { endings.withLock { $0[ending] = page } }
    return page.filled([.code: receipt?.text ?? "", .address: address.htmlEscaped])
  }

  /// The page that says that answers were deleted.
  ///
  /// - Parameter outcome: what the participant had come to before; nil if nobody is known.
  func withdrawn(after outcome: StudyDefinition.Outcome?) -> String {
    withdrawals[outcome]!
  }

  func form(for use: AccessCode.Purpose) -> String {
    codeForms[use]!
  }

  func consent(
    session: SessionToken, hidden: [HiddenField], _ state: ConsentState = .plain
  ) -> String {
    let own = [
      HiddenField(
        name: FormField.language.rawValue, value: writer.interview.study.language.tag),
      HiddenField(name: FormField.consentText.rawValue, value: consentSHA256),
    ]
    let fields = (own + hidden).map {
      "<input type=\"hidden\" name=\"\($0.name.htmlEscaped)\" value=\"\($0.value.htmlEscaped)\">"
    }
    return (state == .plain ? consent : writer.consent(state))
      .filled([
        .session: session.text, .hidden: fields.joined(),
        .resume: hidden.isEmpty ? writer.resumeLink : "",
        .recruiting: hidden.map {
          "&amp;\(percentEncoded($0.name))=\(percentEncoded($0.value))"
        }.joined(),
      ])
  }

  // MARK: Steps

  /// The page of a step that a participant fills in or reads.
  ///
  /// - Parameter isRecruited: whether a panel's link leads the participant back here, so that no code
  ///   has to.
  func page(_ state: PageState, session: SessionToken, isRecruited: Bool) -> String {
    let page = state.page
    var values: [PreparedPage.Place: String] = [
      .session: session.text, .later: isRecruited ? "" : writer.laterLink,
    ]
    switch page.content {
    case .scale: return scale(state, &values)
    case .situation:
      values[.situation] = (page.situation?.text ?? "").htmlEscaped
      return (state.isPlain ? steps[page.step]! : writer.situation(state)).filled(values)
    case .consent, .screening, .demographics, .check, .debrief:
      let isPrepared = state.isPlain && page.participant.year == year
      return (isPrepared ? steps[page.step]! : writer.questions(state)).filled(values)
    }
  }

  private func scale(_ state: PageState, _ values: inout [PreparedPage.Place: String]) -> String {
    let page = state.page
    let entries = state.entries
    let prepared = scales[
      ScaleState(
        step: page.step, hasProblems: state.hasProblems, offersSkipping: state.offersSkipping,
        item: state.item)]!
    values[.field] = entries[0].field
    values[.layout] = page.fixedLayout.map { " \($0)" } ?? ""
    values[.situation] = page.recall == nil ? "" : (page.situation?.text ?? "").htmlEscaped
    values[.items] = entries.map { item($0, of: state) }.joined()
    values[.summary] =
      writer.summary(of: state).map { writer.templates.render("summary", $0) } ?? ""
    return prepared.filled(values)
  }

  private func item(_ entry: InterviewPage.Entry, of state: PageState) -> String {
    let chosen = state.answer(in: entry.field).flatMap { code in
      entry.options.contains { $0.code == code } ? code : nil
    }
    let problem = state.problems.first { $0.field == entry.field }?.reason
    return items[
      ItemState(step: state.page.step, field: entry.field, chosen: chosen, problem: problem)]!
  }
}

/// What stands on a consent form beside its text.
enum ConsentState: Hashable {
  case plain
  case unanswered
  /// The text is no longer the one that the participant read.
  case textChanged
  /// The browser sent no cookie back with this answer.
  case needsCookie(String)
  /// This answer could not be saved.
  case unsaved(String)

  var answer: String? {
    switch self {
    case .needsCookie(let answer), .unsaved(let answer): answer
    case .plain, .unanswered, .textChanged: nil
    }
  }
}
