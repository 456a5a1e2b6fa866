import Responses
import Study
import Survey
import SurveySession
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

  /// The page of a scale, and where items are asked one at a time, of which.
  private struct ScaleState: Hashable {
    let step: Int
    let hasProblems: Bool
    let offersSkipping: Bool
    let item: Int?
  }

  /// An end, and the rule that led to it where that has a completion of its own.
  private struct EndState: Hashable {
    let ending: Ending
    let rule: String?
  }

  let writer: PageWriter
  private var interview: Interview { writer.interview }
  /// The calendar year that the lists of years of birth were made for.
  private let year: Int
  private let consent: PreparedPage
  private let steps: [Int: PreparedPage]
  private let scales: [ScaleState: PreparedPage]
  private let items: [ItemState: String]
  private let endings: [EndState: PreparedPage]
  private let codeForms: [CodeUse: String]
  private let withdrawals: [StudyDefinition.Outcome?: String]

  init(_ writer: PageWriter, year: Int) {
    self.writer = writer
    self.year = year
    consent = writer.consent()
    endings = Self.endings(writer)
    codeForms = Dictionary(
      uniqueKeysWithValues: CodeUse.allCases.map { ($0, writer.codeForm($0)) })
    withdrawals = Dictionary(
      uniqueKeysWithValues: ([nil] + StudyDefinition.Outcome.allCases).map {
        ($0, writer.withdrawn(after: $0))
      })
    var steps: [Int: PreparedPage] = [:]
    var scales: [ScaleState: PreparedPage] = [:]
    var items: [ItemState: String] = [:]
    for (index, step) in writer.interview.steps.enumerated() {
      switch step.content {
      case .screening, .demographics, .check:
        steps[index] = writer.questions(at: index, year: year)
      case .situation:
        steps[index] = writer.situation(at: index, year: year)
      case .scale(let scale):
        let entries = writer.interview.page(of: scale, seed: 0).entries
        for (hasProblems, skips) in [(false, false), (true, false), (true, true)] {
          for item in writer.interview.study.presentation.places(of: entries.count) {
            let state = ScaleState(
              step: index, hasProblems: hasProblems, offersSkipping: skips, item: item)
            scales[state] = writer.scale(
              scale, at: index, hasProblems: hasProblems, offersSkipping: skips,
              item: item.map { ($0, PreparedPage.Place.field.marker, entries.count) })
          }
        }
        for entry in entries {
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
    self.scales = scales
    self.items = items
  }

  private static func endings(_ writer: PageWriter) -> [EndState: PreparedPage] {
    let own = writer.interview.study.consequences.filter { $0.value.completion != nil }
    var pages: [EndState: PreparedPage] = [:]
    for ending in Ending.allCases {
      pages[EndState(ending: ending, rule: nil)] = ending.page(writer, endedBy: nil)
    }
    for rule in own.keys {
      for ending in [Ending.screenedOut, .failedAttention] {
        pages[EndState(ending: ending, rule: rule)] = ending.page(writer, endedBy: rule)
      }
    }
    return pages
  }

  /// - Parameters:
  ///   - rule: the screening question or attention check that ended the interview.
  ///   - receipt: the code by which the answers can be taken back, where there are any.
  ///   - address: where it is typed in.
  func page(
    _ ending: Ending, endedBy rule: String? = nil, receipt: AccessCode? = nil, address: String = ""
  ) -> String {
    let page =
      endings[EndState(ending: ending, rule: rule)] ?? endings[EndState(ending: ending, rule: nil)]!
    return page.filled([.code: receipt?.text ?? "", .address: address.htmlEscaped])
  }

  /// The page that says that answers were deleted.
  ///
  /// - Parameter outcome: what the person had come to before; nil where nobody is known.
  func withdrawn(after outcome: StudyDefinition.Outcome?) -> String {
    withdrawals[outcome]!
  }

  func form(for use: CodeUse) -> String {
    codeForms[use]!
  }

  /// The hash of the text that people consent to, as it is recorded.
  var consentSHA256: String { sha256Hex(interview.study.consent.source.utf8) }

  func consent(
    session: String, hidden: [HiddenField], _ filling: Filling = Filling()
  ) -> String {
    let language = HiddenField(
      name: SurveyDesk.languageField, value: interview.study.language.tag)
    let text = HiddenField(name: SurveyDesk.consentTextField, value: consentSHA256)
    let fields = ([language, text] + hidden).map {
      "<input type=\"hidden\" name=\"\($0.name.htmlEscaped)\" value=\"\($0.value.htmlEscaped)\">"
    }
    return (filling.isPlain ? consent : writer.consent(filling))
      .filled([
        .session: session, .hidden: fields.joined(),
        .resume: hidden.isEmpty ? writer.resumeLink : "",
        .recruiting: hidden.map {
          "&amp;\(percentEncoded($0.name))=\(percentEncoded($0.value))"
        }.joined(),
      ])
  }

  /// What goes into a page beside what is asked.
  struct Filling {
    /// What came back or was saved, to stand on the page again.
    var sent: FormFields?
    /// What is still missing.
    var problems: [PageProblem] = []
    /// The place of the item to ask, from 1, where items are asked one at a time.
    var item: Int?
    /// Whether the person is asked to read the situation once more.
    var isHinted = false
    /// Whether the page was complete, and could not be saved.
    var isUnsaved = false
    /// Whether the browser sent no cookie back.
    var needsCookie = false
    /// Whether the text is no longer the one that the person read.
    var hasChangedText = false

    var isPlain: Bool { sent == nil && !hasProblems && !isHinted }
    var hasProblems: Bool { !problems.isEmpty || isUnsaved || needsCookie || hasChangedText }
  }

  /// The page of a step that a person fills in or reads, or nil for consent and debrief.
  ///
  /// - Parameters:
  ///   - isRecruited: whether a panel's link leads the person back here, so that no code has to.
  ///   - layout: how answers lay on the first scale page that the person sent.
  func page(
    at step: Int, session: String, seed: UInt64, situation: Situation?, year: Int,
    isRecruited: Bool, layout: Presentation.Layout? = nil,
    _ filling: Filling = Filling()
  ) -> String? {
    let later = isRecruited ? "" : writer.laterLink
    switch interview.steps[step].content {
    case .consent, .debrief:
      return nil
    case .screening, .demographics, .check:
      let page =
        filling.isPlain && year == self.year
        ? steps[step]! : writer.questions(at: step, year: year, filling)
      return page.filled([.session: session, .later: later])
    case .situation:
      let page =
        filling.isPlain
        ? steps[step]!
        : writer.situation(at: step, year: year, filling)
      return page.filled([
        .session: session, .later: later, .situation: (situation?.text ?? "").htmlEscaped,
      ])
    case .scale(let scale):
      let all = interview.page(of: scale, seed: seed).entries
      let isSingle = interview.study.presentation.items == .oneAtATime
      let item = isSingle ? filling.item ?? 1 : nil
      let entries = item.map { [all[$0 - 1]] } ?? all
      let offersSkipping =
        interview.study.presentation.allowsSkipping && filling.hasProblems
        && !entries.contains { entry in
          !entry.canBeSkipped
            && (filling.sent?[entry.id.name] == nil
              || filling.problems.contains { $0.field == entry.id.name })
        }
      let state = ScaleState(
        step: step, hasProblems: filling.hasProblems, offersSkipping: offersSkipping, item: item)
      let summary = writer.summary(of: filling, offersSkipping: offersSkipping)
      return scales[state]!.filled([
        .session: session, .later: later, .field: entries[0].id.name,
        .layout: interview.study.presentation.fixedLayout(after: layout).map { " \($0)" } ?? "",
        .situation: (situation?.text ?? "").htmlEscaped,
        .items: entries.map { self.item($0, at: step, filling) }.joined(),
        .summary: summary.map { writer.templates.render("summary", $0) } ?? "",
      ])
    }
  }

  private func item(
    _ entry: Interview.ScaleEntry, at step: Int, _ filling: Filling
  ) -> String {
    let field = entry.id.name
    let chosen = filling.sent?[field].flatMap { code in
      entry.options.contains { $0.code == code } ? code : nil
    }
    let problem = filling.problems.first { $0.field == field }?.reason
    return items[ItemState(step: step, field: field, chosen: chosen, problem: problem)]!
  }
}

extension Presentation {
  /// The places of the items that have a page of their own, or nil alone for one page with all.
  fileprivate func places(of count: Int) -> [Int?] {
    items == .together ? [nil] : Array(1...max(1, count))
  }
}
