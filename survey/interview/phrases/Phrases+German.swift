import Study

extension Phrases {
  static let german = Phrases(
    language: Language("de"),
    languageName: "Deutsch",
    chooseLanguage: "Sprache",
    answering: .german,
    terminal: .german,
    agree: "Ich habe das gelesen und möchte teilnehmen",
    disagree: "Ich möchte nicht teilnehmen",
    consentTitle: "Teilnahme",
    consentQuestion: "Möchten Sie teilnehmen?",
    proceed: "Weiter",
    finish: "Abschließen",
    choose: "Bitte wählen",
    preferNotToSay: "Keine Angabe",
    progress: { "\($0)\u{A0}% geschafft" },
    error: "Fehler:",
    problems: Plural.oneOrOther(one: "Eine Antwort fehlt noch", other: "# Antworten fehlen noch"),
    unanswered: "Bitte wählen Sie eine Antwort.",
    notAnOption: "Bitte wählen Sie eine der angebotenen Antworten.",
    skipToContent: "Direkt zu den Fragen",
    demographicsTitle: "Über Sie",
    screeningTitle: "Bevor wir beginnen",
    defaultTitle: "Wie fühlen Sie sich in diesem Moment?",
    evokedTitle: "Wie fühlen Sie sich jetzt?",
    situationTitle: "Stellen Sie sich diese Situation vor",
    situationInstruction:
      "Lesen Sie langsam. Malen Sie sich den Ort, die Menschen und sich selbst mittendrin aus, "
      + "als geschähe es gerade jetzt. Kommt jemand vor, den es in Ihrem Leben nicht gibt, etwa eine "
      + "Partnerin oder ein Partner, stellen Sie sich vor, es gäbe diesen Menschen. Gehen Sie "
      + "weiter, wenn Sie alles deutlich vor sich sehen.",
    debriefTitle: "Vielen Dank",
    stop: "Teilnahme abbrechen",
    stopTitle: "Möchten Sie aufhören?",
    stopText: "Sie können jederzeit aufhören und müssen keinen Grund nennen.",
    stopQuestion: "Was soll mit den Antworten geschehen, die Sie bisher abgeschickt haben?",
    keepAnswers: "Aufhören und meine Antworten gespeichert lassen",
    deleteAnswers: "Aufhören und meine Antworten löschen",
    stopKeeps: "Die Antworten, die Sie bisher abgeschickt haben, bleiben gespeichert.",
    stopDeletes: "Die Antworten, die Sie bisher abgeschickt haben, werden gelöscht.",
    goBack: "Zurück zur Studie",
    leftTitle: "Sie haben die Studie verlassen",
    leftKept: "Ihre bisherigen Antworten bleiben gespeichert.",
    leftDeleted: "Ihre Antworten wurden gelöscht.",
    codes: .german,
    declinedTitle: "Sie nehmen nicht teil",
    declinedText:
      "Das ist völlig in Ordnung. Sie haben keine Antworten gegeben und können diese Seite "
      + "schließen.",
    fullTitle: "Alle Plätze sind vergeben",
    fullText:
      "Vielen Dank für Ihr Interesse. Alle Plätze der Studie sind vergeben, deshalb können Sie "
      + "leider nicht mehr beginnen. Sie können diese Seite schließen.",
    closedTitle: "Die Studie ist beendet",
    closedText: "Vielen Dank für Ihr Interesse. Diese Studie nimmt keine Antworten mehr an.",
    screenedOutTitle: "Die Studie endet hier für Sie",
    screenedOutText:
      "Vielen Dank für Ihre Zeit. Ihre Antworten zeigen, dass diese Studie für Sie nicht die "
      + "richtige ist.",
    completionCode: "Ihr Abschlusscode lautet",
    returnToPanel: "Zurück zu der Seite, von der Sie gekommen sind",
    startAgain: "Zur Studie",
    notFoundTitle: "Diese Seite gibt es nicht",
    notFoundText:
      "Vielleicht ist die Adresse falsch geschrieben. Von dem, was Sie abgeschickt haben, ist "
      + "nichts verloren.",
    failureTitle: "Das hat nicht geklappt",
    failureText:
      "Bei uns ist etwas schiefgegangen. Jede Seite, die Sie schon abgeschickt haben, ist "
      + "sicher gespeichert. Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal.",
    begin: "Beginnen",
    goOnWithCode: "Mit einem Code weitermachen",
    typeCode: "Geben Sie Ihren Code ein und drücken Sie die Eingabetaste.",
    unknownCode:
      "Dieser Code ist hier nicht bekannt. Bitte prüfen Sie ihn und versuchen Sie es noch "
      + "einmal.",
    enterContinues: "Eingabetaste: weiter",
    enterReadsOn: "Eingabetaste: weiterlesen",
    enterSends: "Eingabetaste: diese Seite abschicken",
    keyAnswers: "antworten",
    keyGoesBack: "zurück",
    keyStops: "aufhören",
    allAnswered: "Alle Fragen auf dieser Seite sind beantwortet.",
    saved: "Gespeichert.",
    answerSoFar: "Ihre bisherige Antwort:",
    position: { "Frage \($0) von \($1)" },
    cannotGoBack:
      "Was Sie abgeschickt haben, bleibt, wie es ist. Zurück geht es innerhalb einer Seite.",
    pause: "Eine Pause machen und später mit einem Code weitermachen",
    pausedTitle: "Sie können später weitermachen",
    pausedText:
      "Jede Seite, die Sie abgeschickt haben, ist gespeichert. Um weiterzumachen, starten Sie "
      + "neu und geben Sie diesen Code ein:",
    inputEnded: "Die Eingabe endete, bevor die Studie zu Ende war.",
    typeNumber: {
      "Geben Sie eine ganze Zahl von \($0) bis \($1) ein und drücken Sie die Eingabetaste."
    },
    typeCountry:
      "Geben Sie den Namen des Landes oder seinen Code aus zwei Buchstaben ein und drücken Sie "
      + "die Eingabetaste.",
    severalFit: "Mehrere Antworten passen. Bitte geben Sie mehr ein.",
    withdrawLater:
      "Falls Sie es sich später anders überlegen, können Sie Ihre Antworten mit diesem Code "
      + "löschen lassen:",
    clearsScreen: "Eingabetaste: Bildschirm für die nächste Person leeren")
}
