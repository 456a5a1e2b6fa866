import Study

extension Phrases {
  static let french = Phrases(
    language: Language("fr"),
    languageName: "Français",
    chooseLanguage: "Langue",
    answering: .french,
    terminal: .french,
    agree: "J’ai lu ce texte et je souhaite participer",
    disagree: "Je ne souhaite pas participer",
    consentTitle: "Votre participation",
    consentQuestion: "Souhaitez-vous participer\u{202F}?",
    proceed: "Continuer",
    finish: "Terminer",
    choose: "Veuillez choisir",
    preferNotToSay: "Je préfère ne pas répondre",
    progress: { "\($0)\u{202F}% du parcours" },
    error: "Erreur\u{A0}:",
    problems: Plural.french(
      one: "Il manque encore une réponse", other: "Il manque encore # réponses"),
    unanswered: "Veuillez choisir une réponse.",
    notAnOption: "Veuillez choisir l’une des réponses proposées.",
    skipToContent: "Aller directement aux questions",
    demographicsTitle: "À propos de vous",
    screeningTitle: "Avant de commencer",
    defaultTitle: "Comment vous sentez-vous en ce moment\u{202F}?",
    evokedTitle: "Comment vous sentez-vous maintenant\u{202F}?",
    situationTitle: "Imaginez cette situation",
    situationInstruction:
      "Lisez lentement. Représentez-vous le lieu, les personnes et vous-même au milieu d’elles, "
      + "comme si cela se passait maintenant. S’il y est question d’une personne absente de votre "
      + "vie, un ou une partenaire par exemple, imaginez qu’elle existe. Continuez lorsque vous "
      + "voyez clairement la scène.",
    debriefTitle: "Merci",
    stop: "Arrêter et quitter",
    stopTitle: "Souhaitez-vous arrêter\u{202F}?",
    stopText: "Vous pouvez arrêter à tout moment, sans avoir à vous justifier.",
    stopQuestion: "Que doivent devenir les réponses que vous avez déjà envoyées\u{202F}?",
    keepAnswers: "Quitter l’étude et conserver mes réponses",
    deleteAnswers: "Quitter l’étude et effacer mes réponses",
    stopKeeps: "Les réponses que vous avez déjà envoyées seront conservées.",
    stopDeletes: "Les réponses que vous avez déjà envoyées seront effacées.",
    goBack: "Revenir à l’étude",
    leftTitle: "Vous avez quitté l’étude",
    leftKept: "Les réponses que vous avez déjà données sont conservées.",
    leftDeleted: "Vos réponses ont été effacées.",
    codes: .french,
    declinedTitle: "Vous ne participez pas",
    declinedText:
      "Cela ne pose aucun problème. Vous n’avez donné aucune réponse et vous pouvez fermer "
      + "cette page.",
    fullTitle: "L’étude est complète",
    fullText:
      "Merci de votre intérêt. Toutes les places sont prises, et nous ne pouvons donc pas vous "
      + "laisser commencer. Vous pouvez fermer cette page.",
    closedTitle: "L’étude est terminée",
    closedText: "Merci de votre intérêt. Cette étude n’accepte plus de réponses.",
    screenedOutTitle: "L’étude s’arrête ici pour vous",
    screenedOutText:
      "Merci de nous avoir accordé votre temps. D’après vos réponses, cette étude n’est pas "
      + "celle qui vous convient.",
    completionCode: "Votre code de fin est",
    returnToPanel: "Revenir au site qui vous a envoyé ici",
    startAgain: "Aller à l’étude",
    notFoundTitle: "Cette page n’existe pas",
    notFoundText:
      "L’adresse est peut-être mal saisie. Rien de ce que vous avez envoyé n’est perdu.",
    failureTitle: "Cela n’a pas fonctionné",
    failureText:
      "Un problème est survenu de notre côté. Toutes les pages que vous avez déjà envoyées sont "
      + "bien enregistrées. Patientez un instant, puis réessayez.",
    begin: "Commencer",
    goOnWithCode: "Reprendre avec un code",
    typeCode: "Saisissez votre code, puis appuyez sur Entrée.",
    unknownCode: "Ce code n’est pas connu ici. Veuillez le vérifier et réessayer.",
    enterContinues: "Entrée\u{A0}: continuer",
    enterReadsOn: "Entrée\u{A0}: lire la suite",
    enterSends: "Entrée\u{A0}: envoyer cette page",
    keyAnswers: "répondre",
    keyGoesBack: "retour",
    keyStops: "arrêter",
    allAnswered: "Toutes les questions de cette page ont une réponse.",
    saved: "Enregistré.",
    answerSoFar: "Votre réponse actuelle\u{A0}:",
    position: { "Question \($0) sur \($1)" },
    cannotGoBack:
      "Les pages envoyées restent telles quelles. Vous pouvez revenir en arrière à l’intérieur "
      + "d’une page.",
    pause: "Faire une pause et reprendre plus tard avec un code",
    pausedTitle: "Vous pourrez reprendre plus tard",
    pausedText:
      "Toutes les pages envoyées sont enregistrées. Pour reprendre, relancez l’étude et "
      + "saisissez ce code\u{A0}:",
    inputEnded: "La saisie s’est terminée avant la fin de l’étude.",
    typeNumber: { "Saisissez un nombre entier de \($0) à \($1), puis appuyez sur Entrée." },
    typeCountry: "Saisissez le nom du pays ou son code à deux lettres, puis appuyez sur Entrée.",
    severalFit: "Plusieurs réponses correspondent. Veuillez en saisir davantage.",
    withdrawLater:
      "Si vous changez d’avis plus tard, ce code vous permet de faire effacer vos "
      + "réponses\u{A0}:",
    clearsScreen: "Entrée\u{A0}: effacer l’écran pour la personne suivante")
}
