package import Study

/// The interface's own words: everything a participant reads that the study does not say itself.
package struct Phrases: Sendable {
  package let agree: String
  package let disagree: String
  package let consentTitle: String
  package let consentQuestion: String
  package let proceed: String
  package let finish: String
  package let choose: String
  package let preferNotToSay: String
  package let progress: @Sendable (_ percent: Int) -> String
  package let error: String
  package let problems: @Sendable (_ count: Int) -> String
  package let unanswered: String
  package let notAnOption: String
  package let skipToContent: String
  package let demographicsTitle: String
  package let screeningTitle: String
  package let defaultTitle: String
  package let evokedTitle: String
  package let situationTitle: String
  package let situationInstruction: String
  package let debriefTitle: String
  package let stop: String
  package let stopTitle: String
  package let stopText: String
  package let stopQuestion: String
  package let keepAnswers: String
  package let deleteAnswers: String
  package let goBack: String
  package let leftTitle: String
  package let leftKept: String
  package let leftDeleted: String
  package let declinedTitle: String
  package let declinedText: String
  package let fullTitle: String
  package let fullText: String
  package let closedTitle: String
  package let closedText: String
  package let screenedOutTitle: String
  package let screenedOutText: String
  package let completionCode: String
  package let returnToPanel: String
  package let startAgain: String
  package let notFoundTitle: String
  package let notFoundText: String
  package let failureTitle: String
  package let failureText: String

  package static let english = Phrases(
    agree: "I have read this and want to take part",
    disagree: "I do not want to take part",
    consentTitle: "Taking part",
    consentQuestion: "Do you want to take part?",
    proceed: "Continue",
    finish: "Finish",
    choose: "Please choose",
    preferNotToSay: "Prefer not to say",
    progress: { "\($0)% done" },
    error: "Error:",
    problems: {
      $0 == 1 ? "One answer is still missing" : "\($0) answers are still missing"
    },
    unanswered: "Please choose an answer.",
    notAnOption: "Please choose one of the answers offered.",
    skipToContent: "Skip to the questions",
    demographicsTitle: "About you",
    screeningTitle: "Before we begin",
    defaultTitle: "How do you feel right now?",
    evokedTitle: "How do you feel now?",
    situationTitle: "Imagine this situation",
    situationInstruction:
      "Read slowly. Picture the place, the people and yourself in it, as if it were happening now. "
      + "Continue when you can see it clearly.",
    debriefTitle: "Thank you",
    stop: "Stop and leave",
    stopTitle: "Do you want to stop?",
    stopText:
      "You can leave at any time and need no reason.",
    stopQuestion: "What is to happen to the answers you have sent so far?",
    keepAnswers: "Leave, and keep my answers",
    deleteAnswers: "Leave, and delete my answers",
    goBack: "Go back to the study",
    leftTitle: "You have left the study",
    leftKept: "Your answers so far have been kept.",
    leftDeleted: "Your answers have been deleted.",
    declinedTitle: "You are not taking part",
    declinedText: "That is perfectly fine. You have given no answers, and you can close this page.",
    fullTitle: "The study is full",
    fullText:
      "Thank you for your interest. All places are taken, so we cannot let you begin. You can close "
      + "this page.",
    closedTitle: "The study is closed",
    closedText: "Thank you for your interest. This study takes no more answers.",
    screenedOutTitle: "The study ends here for you",
    screenedOutText:
      "Thank you for your time. Your answers show that this study is not the right one for you.",
    completionCode: "Your completion code is",
    returnToPanel: "Return to the site that sent you",
    startAgain: "Go to the start of the study",
    notFoundTitle: "There is no such page",
    notFoundText: "The address may be mistyped. Nothing that you have sent is lost.",
    failureTitle: "That did not work",
    failureText:
      "Something went wrong on our side. Every page that you have already sent is safe. Please wait "
      + "a moment, then try again.")

  /// The interface's words in a language; English where it has none.
  package static func of(_ language: Language) -> Phrases {
    english
  }
}
