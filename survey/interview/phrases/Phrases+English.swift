import Study

extension Phrases {
  static let english = Phrases(
    language: Language("en"),
    languageName: "English",
    chooseLanguage: "Language",
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
    problems: Plural.oneOrOther(
      one: "One answer is still missing", other: "# answers are still missing"),
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
      + "a moment, then try again.",
    begin: "Begin",
    goOnWithCode: "Go on with a code",
    typeCode: "Type your code, then press Enter.",
    unknownCode: "This code is not known here. Please check it and try again.",
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
    cannotGoBack: "Pages that you have sent stay as they are. You can go back within a page.",
    pause: "Take a break, and go on later with a code",
    pausedTitle: "You can go on later",
    pausedText:
      "Every page that you have sent is saved. To go on, start again and type this code:",
    inputEnded: "The input has ended before the study did.",
    typeNumber: { "Type a whole number from \($0) to \($1), then press Enter." },
    typeCountry: "Type the country’s name or its two-letter code, then press Enter.",
    severalFit: "Several answers fit. Please type more of yours.",
    withdrawLater:
      "Should you change your mind later, this code lets you have your answers deleted:",
    clearsScreen: "Enter: clear the screen for the next person")
}
