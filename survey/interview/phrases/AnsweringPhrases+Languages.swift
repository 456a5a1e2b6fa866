import Study

extension AnsweringPhrases {
  static let english = AnsweringPhrases(
    saved: "Saved",
    waiting:
      "No connection. Your answers are kept here and will be sent when the connection is back.",
    keys:
      "Using a keyboard? Press Tab to move between questions and a number key to answer.",
    skipOffered: "You can also continue without answering them.",
    skip: "Continue without answering",
    back: "Back",
    itemOf: { "Question \($0) of \($1)" },
    optional: "(optional)",
    tooLong: "Shorten your answer.",
    question: "One question",
    wholeNumber: { "Enter a whole number from \($0) to \($1)." },
    fewWords: "Write a few words.",
    vividnessQuestion: "How clearly could you picture the situation?",
    vividness: ["Not at all", "A little", "Fairly clearly", "Clearly", "As if I were there"],
    imaginedQuestion: "What did you imagine? A few words are enough.",
    recall: "Read the situation again",
    hintTitle: "There is no hurry",
    hintText: "Please read the situation again and picture it. Continue when you are ready.")

  static let german = AnsweringPhrases(
    saved: "Gespeichert",
    waiting:
      "Keine Verbindung. Ihre Antworten bleiben hier und werden gesendet, sobald sie wieder da ist.",
    keys: "Mit der Tastatur: Tab führt zu jeder Frage, eine Ziffer beantwortet sie.",
    skipOffered: "Sie können auch weitergehen und nichts angeben.",
    skip: "Ohne Antwort weiter",
    back: "Zurück",
    itemOf: { "Frage \($0) von \($1)" },
    optional: "(freiwillig)",
    tooLong: "Bitte kürzen Sie Ihre Antwort.",
    question: "Eine Frage",
    wholeNumber: { "Bitte geben Sie eine ganze Zahl von \($0) bis \($1) ein." },
    fewWords: "Bitte schreiben Sie ein paar Worte.",
    vividnessQuestion: "Wie deutlich konnten Sie sich die Situation vorstellen?",
    vividness: ["Gar nicht", "Ein wenig", "Einigermaßen", "Deutlich", "Als wäre ich dort"],
    imaginedQuestion: "Was haben Sie sich vorgestellt? Ein paar Worte genügen.",
    recall: "Die Situation zum Nachlesen",
    hintTitle: "Sie haben Zeit",
    hintText:
      "Bitte lesen Sie die Situation noch einmal und stellen Sie sie sich vor. Gehen Sie dann "
      + "weiter, wann Sie möchten.")

  static let french = AnsweringPhrases(
    saved: "Enregistré",
    waiting:
      "Pas de connexion. Vos réponses restent ici et seront envoyées dès son retour.",
    keys: "Au clavier\u{A0}: Tab mène à chaque question, un chiffre y répond.",
    skipOffered: "Vous pouvez aussi continuer sans y répondre.",
    skip: "Continuer sans répondre",
    back: "Retour",
    itemOf: { "Question \($0) sur \($1)" },
    optional: "(facultatif)",
    tooLong: "Veuillez raccourcir votre réponse.",
    question: "Une question",
    wholeNumber: { "Veuillez saisir un nombre entier de \($0) à \($1)." },
    fewWords: "Veuillez écrire quelques mots.",
    vividnessQuestion: "Avec quelle netteté avez-vous pu imaginer la situation\u{A0}?",
    vividness: [
      "Pas du tout", "Un peu", "Assez nettement", "Nettement", "Comme si j’y étais",
    ],
    imaginedQuestion: "Qu’avez-vous imaginé\u{A0}? Quelques mots suffisent.",
    recall: "La situation, pour la relire",
    hintTitle: "Prenez votre temps",
    hintText:
      "Veuillez relire la situation et l’imaginer. Continuez ensuite quand vous le souhaitez.")

  static let spanish = AnsweringPhrases(
    saved: "Guardado",
    waiting:
      "Sin conexión. Sus respuestas quedan aquí y se enviarán en cuanto vuelva.",
    keys: "Con el teclado: Tab lleva a cada pregunta y un número la responde.",
    skipOffered: "También puede continuar y dejarlas sin responder.",
    skip: "Continuar sin responder",
    back: "Atrás",
    itemOf: { "Pregunta \($0) de \($1)" },
    optional: "(opcional)",
    tooLong: "Acorte su respuesta, por favor.",
    question: "Una pregunta",
    wholeNumber: { "Escriba un número entero de \($0) a \($1), por favor." },
    fewWords: "Escriba unas palabras, por favor.",
    vividnessQuestion: "¿Con qué claridad pudo imaginar la situación?",
    vividness: [
      "Nada", "Un poco", "Con cierta claridad", "Con claridad", "Como si estuviera allí",
    ],
    imaginedQuestion: "¿Qué imaginó? Bastan unas pocas palabras.",
    recall: "La situación, para releerla",
    hintTitle: "No hay prisa",
    hintText:
      "Lea la situación otra vez, por favor, e imagínela. Después continúe cuando quiera.")

  static let chinese = AnsweringPhrases(
    saved: "已保存",
    waiting: "网络已断开。您的回答保留在本页，恢复连接后会立即发送。",
    keys: "使用键盘：按 Tab 键移到各题，按数字作答。",
    skipOffered: "您也可以不回答，直接继续。",
    skip: "不回答，继续",
    back: "返回",
    itemOf: { "第 \($0) 题，共 \($1) 题" },
    optional: "（选填）",
    tooLong: "请缩短您的回答。",
    question: "一个问题",
    wholeNumber: { "请输入 \($0) 到 \($1) 之间的整数。" },
    fewWords: "请写几个词。",
    vividnessQuestion: "您能多清楚地想象出这个情境？",
    vividness: ["完全不能", "有一点", "还算清楚", "清楚", "如同身临其境"],
    imaginedQuestion: "您想象到了什么？几个词就够了。",
    recall: "再读一遍情境",
    hintTitle: "不用着急",
    hintText: "请把情境再读一遍，并在脑中想象，然后随时可以继续。")

  static let arabic = AnsweringPhrases(
    saved: "تم الحفظ",
    waiting: "لا يوجد اتصال. إجاباتك باقية هنا وسترسل فور عودته.",
    keys: "بلوحة المفاتيح: مفتاح Tab ينقل إلى كل سؤال، والرقم يجيب عنه.",
    skipOffered: "يمكن أيضًا المتابعة وتركها بلا إجابة.",
    skip: "المتابعة دون إجابة",
    back: "رجوع",
    itemOf: { "السؤال \($0) من \($1)" },
    optional: "(اختياري)",
    tooLong: "يُرجى اختصار الإجابة.",
    question: "سؤال واحد",
    wholeNumber: { "يُرجى كتابة عدد صحيح من \($0) إلى \($1)." },
    fewWords: "يُرجى كتابة بضع كلمات.",
    vividnessQuestion: "ما مدى وضوح تخيّلك للموقف؟",
    vividness: ["غير واضح إطلاقًا", "واضح قليلًا", "واضح إلى حد ما", "واضح", "كأنني هناك"],
    imaginedQuestion: "ماذا تخيّلت؟ تكفي بضع كلمات.",
    recall: "الموقف لقراءته مرة أخرى",
    hintTitle: "لا داعي للعجلة",
    hintText: "يُرجى قراءة الموقف مرة أخرى وتخيّله، ثم المتابعة متى شئت.")
}
