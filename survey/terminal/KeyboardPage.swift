import Study
import Survey

/// A page as it is asked at a keyboard: a text first, if there is one, then question by question.
struct KeyboardPage {
  let interviewPage: InterviewPage
  /// The situation, if it is recalled here.
  let recall: TerminalView.Recall?
  let questions: [KeyboardQuestion]

  init(_ page: InterviewPage, _ phrases: Phrases) {
    interviewPage = page
    recall = page.recall.flatMap { rule in
      page.situation.map {
        TerminalView.Recall(
          label: phrases.answering.recall, text: $0.text, isOpen: rule == .open)
      }
    }
    questions =
      page.entries.map { KeyboardQuestion($0, of: page) }
      + page.questions.map { KeyboardQuestion($0, of: page, phrases) }
  }

  /// The situation, if it is read here.
  var situation: Situation? {
    if case .situation = interviewPage.content { interviewPage.situation } else { nil }
  }

  /// Answers lie below each other in a terminal, and then also in a browser in which the
  /// participant continues.
  var layout: Presentation.Layout? { interviewPage.isScale ? .stacked : nil }

  /// The share of the interview that lies behind a participant who has answered so many questions.
  func progress(answered: Int) -> Double {
    let (interview, step) = (interviewPage.interview, interviewPage.step)
    return interviewPage.isScale
      ? interview.progress(at: step, answered: answered, of: questions.count)
      : interview.progress(at: step)
  }
}
