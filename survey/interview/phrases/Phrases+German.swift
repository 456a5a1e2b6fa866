import Study

extension Phrases {
  static let german = Phrases(
    language: Language("de"),
    languageName: "Deutsch",
    chooseLanguage: "Sprache",
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
      + "als geschähe es gerade jetzt. Gehen Sie weiter, wenn Sie alles deutlich vor sich sehen.",
    debriefTitle: "Vielen Dank",
    stop: "Teilnahme abbrechen",
    stopTitle: "Möchten Sie aufhören?",
    stopText: "Sie können jederzeit aufhören und müssen keinen Grund nennen.",
    stopQuestion: "Was soll mit den Antworten geschehen, die Sie bisher abgeschickt haben?",
    keepAnswers: "Aufhören und meine Antworten gespeichert lassen",
    deleteAnswers: "Aufhören und meine Antworten löschen",
    goBack: "Zurück zur Studie",
    leftTitle: "Sie haben die Studie verlassen",
    leftKept: "Ihre bisherigen Antworten bleiben gespeichert.",
    leftDeleted: "Ihre Antworten wurden gelöscht.",
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
    startAgain: "Zum Anfang der Studie",
    notFoundTitle: "Diese Seite gibt es nicht",
    notFoundText:
      "Vielleicht ist die Adresse falsch geschrieben. Von dem, was Sie abgeschickt haben, ist "
      + "nichts verloren.",
    failureTitle: "Das hat nicht geklappt",
    failureText:
      "Bei uns ist etwas schiefgegangen. Jede Seite, die Sie schon abgeschickt haben, ist "
      + "sicher gespeichert. Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal.")
}
