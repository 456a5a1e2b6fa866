/// The words that are needed only when answers are typed.
package struct TerminalPhrases: Sendable {
  /// Why a question cannot be left unanswered.
  package let mustAnswer: String
  /// Shown in place of an answer.
  package let leftUnanswered: String
  /// Shown when another window of the same participant has sent the page.
  package let sentElsewhere: String
  /// Shown when what was typed is not text.
  package let unreadable: String
  /// Shown when the answer could not be saved.
  package let tryAgain: String

  static let english = TerminalPhrases(
    mustAnswer: "This question needs an answer. If you do not want to answer, press q to stop.",
    leftUnanswered: "You have not answered this question.",
    sentElsewhere:
      "This page has since been sent from another window. You continue from there.",
    unreadable: "We could not read that as text. Type it again.",
    tryAgain: "The study is very busy. Wait a moment, then answer again.")

  static let german = TerminalPhrases(
    mustAnswer:
      "Diese Frage braucht eine Antwort. Wenn Sie keine geben möchten, hören Sie mit q auf.",
    leftUnanswered: "Sie haben diese Frage offen gelassen.",
    sentElsewhere:
      "Diese Seite wurde inzwischen anderswo abgeschickt. Sie machen von dort aus weiter.",
    unreadable: "Das war nicht als Text zu lesen. Bitte tippen Sie es noch einmal.",
    tryAgain:
      "Die Studie ist gerade sehr beschäftigt. Bitte warten Sie einen Moment und antworten Sie dann noch einmal."
  )

  static let french = TerminalPhrases(
    mustAnswer:
      "Cette question demande une réponse. Si vous ne souhaitez pas en donner, q permet d’arrêter.",
    leftUnanswered: "Vous avez laissé cette question sans réponse.",
    sentElsewhere:
      "Cette page a été envoyée d’ailleurs entre-temps. Vous continuez à partir de là.",
    unreadable: "Ce texte n’a pas pu être lu. Veuillez le saisir de nouveau.",
    tryAgain:
      "L’étude est très sollicitée en ce moment. Veuillez patienter un instant, puis répondre de nouveau."
  )

  static let spanish = TerminalPhrases(
    mustAnswer:
      "Esta pregunta necesita una respuesta. Si no desea darla, puede detenerse con q.",
    leftUnanswered: "Ha dejado esta pregunta sin responder.",
    sentElsewhere:
      "Entretanto, esta página se envió desde otro lugar. Usted continúa desde ahí.",
    unreadable: "No se pudo leer como texto. Escríbalo otra vez, por favor.",
    tryAgain:
      "El estudio está muy ocupado en este momento. Espere un momento y responda otra vez.")

  static let chinese = TerminalPhrases(
    mustAnswer: "此题需要回答才能继续。如果您不想回答，可以按 q 停止。",
    leftUnanswered: "此题您没有作答。",
    sentElsewhere: "本页在此期间已从别处提交，您将从那里继续。",
    unreadable: "输入的内容无法识别为文字，请重新输入。",
    tryAgain:
      "研究系统正忙，请稍等片刻，然后重新作答。")

  static let arabic = TerminalPhrases(
    mustAnswer: "هذا السؤال يحتاج إلى إجابة. عند عدم الرغبة في الإجابة يمكن التوقف بالمفتاح q.",
    leftUnanswered: "تُرك هذا السؤال بلا إجابة.",
    sentElsewhere: "أُرسلت هذه الصفحة من مكان آخر في هذه الأثناء، والمتابعة من هناك.",
    unreadable: "تعذّرت قراءة ما كُتب كنص. يُرجى كتابته مرة أخرى.",
    tryAgain:
      "الدراسة مشغولة جدًا الآن. يُرجى الانتظار قليلًا ثم الإجابة مرة أخرى.")
}
