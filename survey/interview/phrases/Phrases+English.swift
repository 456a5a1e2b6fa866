import Study

extension Phrases {
  static let english = Phrases(
    language: Language("en"),
    languageName: "English",
    chooseLanguage: "Language",
    answering: .english,
    terminal: .english,
    agree: "I have read this and want to take part",
    disagree: "I do not want to take part",
    consentTitle: "Taking part",
    consentQuestion: "Do you want to take part?",
    proceed: "Continue",
    finish: "Finish",
    choose: "Select an answer",
    preferNotToSay: "Prefer not to say",
    progress: { "\($0)% done" },
    error: "Error:",
    problems: Plural.oneOrOther(
      one: "One answer is still missing", other: "# answers are still missing"),
    unanswered: "Select an answer.",
    notAnOption: "Select one of the answers offered.",
    skipToContent: "Skip to the questions",
    demographicsTitle: "About you",
    screeningTitle: "Before we begin",
    defaultTitle: "How do you feel right now?",
    evokedTitle: "How do you feel now?",
    situationTitle: "Imagine this situation",
    situationInstruction:
      "Read slowly. Picture the place, the people and yourself there, as if it were happening now. "
      + "If it involves someone you do not have in your life, such as a partner, imagine that you "
      + "do. Continue when you can picture it clearly.",
    debriefTitle: "Thank you",
    stop: "Stop and leave",
    stopTitle: "Do you want to stop?",
    stopText: "You can leave at any time without giving a reason.",
    stopQuestion: "What should happen to the answers you have sent so far?",
    keepAnswers: "Leave, and keep my answers",
    deleteAnswers: "Leave, and delete my answers",
    stopKeeps: "We will keep the answers you have sent so far.",
    stopDeletes: "We will delete the answers you have sent so far.",
    goBack: "Go back to the study",
    leftTitle: "You have left the study",
    leftKept: "We have kept the answers you sent.",
    leftDeleted: "We have deleted your answers.",
    codes: .english,
    declinedTitle: "You are not taking part",
    declinedText: "That is fine. We have no answers from you. You can close this page.",
    fullTitle: "The study is full",
    fullText:
      "Thank you for your interest. All places are taken, so you cannot start. You can close this "
      + "page.",
    closedTitle: "The study is closed",
    closedText:
      "Thank you for your interest. This study is no longer accepting participants.",
    screenedOutTitle: "You cannot take part in this study",
    screenedOutText:
      "Thank you for your time. Your answers mean that you are not eligible for this study.",
    completionCode: "Your completion code is",
    returnToPanel: "Return to the site that sent you",
    startAgain: "Go to the study",
    notFoundTitle: "Page not found",
    notFoundText:
      "Check that you typed the address correctly. Everything you have sent is saved.",
    failureTitle: "Something went wrong",
    failureText:
      "There is a problem on our side. Every page you have sent is saved. Wait a moment, then try "
      + "again.",
    begin: "Begin",
    goOnWithCode: "Continue with a code",
    typeCode: "Type your code, then press Enter.",
    unknownCode:
      "We do not recognise this code. Check each letter and number and try again.",
    enterContinues: "Enter: continue",
    enterReadsOn: "Enter: read on",
    enterSends: "Enter: send this page",
    keyAnswers: "answer",
    keyGoesBack: "back",
    keyStops: "stop",
    allAnswered: "Every question on this page is answered.",
    saved: "Saved.",
    answerSoFar: "Your answer so far:",
    position: { "Question \($0) of \($1)" },
    cannotGoBack:
      "You cannot change pages you have sent. You can go back within a page.",
    pause: "Take a break and continue later with a code",
    pausedTitle: "You can continue later",
    pausedText:
      "Every page you have sent is saved. To continue, start again and type this code:",
    inputEnded: "The input ended before the study did.",
    typeNumber: { "Type a whole number from \($0) to \($1), then press Enter." },
    typeCountry: "Type the country’s name or its two-letter code, then press Enter.",
    severalFit: "Several answers match. Type more of your answer.",
    withdrawLater:
      "If you change your mind later, use this code to have your answers deleted:",
    clearsScreen: "Enter: clear the screen for the next person")
}
