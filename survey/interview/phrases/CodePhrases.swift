/// The words around codes: to go on elsewhere, to have answers deleted later, and what is said when
/// a page could not be saved or the browser takes no cookie.
package struct CodePhrases: Sendable {
  package let later: String
  package let laterText: String
  package let resumeCode: String
  package let codeWarning: String
  package let resume: String
  package let resumeText: String
  package let code: String
  package let unknownCode: String
  package let tooManyCodesTitle: String
  package let tooManyCodesText: String
  package let receipt: String
  package let receiptText: String
  package let withdraw: String
  package let withdrawText: String
  package let confirmTitle: String
  package let confirmText: String
  package let confirm: String
  package let cancel: String
  package let withdrawnText: String
  package let notSavedTitle: String
  package let notSavedText: String
  package let needsCookieTitle: String
  package let needsCookieText: String
  package let consentChanged: String

  static let english = CodePhrases(
    later: "Continue later or on another device",
    laterText:
      "Every page you have sent is saved. To continue in this browser, open the study again. To "
      + "continue in another browser or on another device, open this address and enter your code:",
    resumeCode: "Your code for continuing is",
    codeWarning:
      "Write it down, because we cannot look it up for you. Anyone who has it can continue in your "
      + "place.",
    resume: "Continue with a code",
    resumeText: "Enter the code you were given when you started the study.",
    code: "Your code",
    unknownCode: "We do not recognise this code. Check each letter and number and try again.",
    tooManyCodesTitle: "Wait one minute",
    tooManyCodesText:
      "Too many incorrect codes have been entered from your network. Wait one minute, then try "
      + "again.",
    receipt: "Your receipt is",
    receiptText: "Keep it. You can use it later to have your answers deleted, at this address:",
    withdraw: "Have my answers deleted",
    withdrawText:
      "You can have your answers deleted without giving a reason. Enter the code from your receipt.",
    confirmTitle: "Do you want your answers deleted?",
    confirmText:
      "We will delete all your answers in this study. This cannot be undone.",
    confirm: "Delete my answers",
    cancel: "Keep my answers",
    withdrawnText:
      "All your answers have been deleted. We keep only a record that someone withdrew, so that our "
      + "participant count stays correct.",
    notSavedTitle: "Your answers are not saved yet",
    notSavedText:
      "The study is very busy. Your answers are still on this page. Wait a moment, then select "
      + "Continue again.",
    needsCookieTitle: "Your browser is blocking a cookie that this study needs",
    needsCookieText:
      "The study uses one cookie to recognise you from page to page. Allow cookies for this site, "
      + "then try again.",
    consentChanged:
      "The text below has changed since you opened this page. Read it again before you choose.")

  static let german = CodePhrases(
    later: "Später oder anderswo weitermachen",
    laterText:
      "Jede Seite, die Sie abgeschickt haben, ist gespeichert. In diesem Browser öffnen Sie die "
      + "Studie einfach wieder. In einem anderen Browser oder auf einem anderen Gerät öffnen Sie "
      + "diese Adresse und geben Ihren Code ein:",
    resumeCode: "Ihr Code zum Weitermachen lautet",
    codeWarning:
      "Bitte schreiben Sie ihn auf: Niemand kann ihn für Sie nachsehen. Wer ihn hat, kann an Ihrer "
      + "Stelle weitermachen.",
    resume: "Mit einem Code weitermachen",
    resumeText: "Geben Sie den Code ein, den Sie zu Beginn der Studie bekommen haben.",
    code: "Ihr Code",
    unknownCode: "Zu diesem Code gehört nichts. Bitte prüfen Sie jeden Buchstaben und jede Ziffer.",
    tooManyCodesTitle: "Bitte warten Sie eine Minute",
    tooManyCodesText:
      "Aus Ihrem Netz kamen viele falsche Codes. Bitte warten Sie eine Minute und versuchen Sie es "
      + "dann noch einmal.",
    receipt: "Ihre Quittung lautet",
    receiptText:
      "Bewahren Sie sie auf. Damit können Sie Ihre Antworten später löschen lassen, unter dieser "
      + "Adresse:",
    withdraw: "Meine Antworten löschen lassen",
    withdrawText:
      "Sie können Ihre Antworten zurückziehen und müssen keinen Grund nennen. Geben Sie den Code "
      + "Ihrer Quittung ein.",
    confirmTitle: "Möchten Sie Ihre Antworten löschen lassen?",
    confirmText:
      "Alles, was Sie in dieser Studie geantwortet haben, wird gelöscht. Das lässt sich nicht "
      + "rückgängig machen.",
    confirm: "Meine Antworten löschen",
    cancel: "Meine Antworten behalten",
    withdrawnText:
      "Nichts von dem, was Sie in dieser Studie geantwortet haben, ist noch gespeichert. Es bleibt "
      + "ein Vermerk, dass jemand zurückgetreten ist, damit die Zahlen stimmen.",
    notSavedTitle: "Ihre Antworten sind noch nicht gespeichert",
    notSavedText:
      "Die Studie ist gerade stark ausgelastet. Ihre Antworten stehen noch auf dieser Seite: Warten "
      + "Sie einen Moment und machen Sie dann weiter.",
    needsCookieTitle: "Ihr Browser nimmt das Cookie der Studie nicht an",
    needsCookieText:
      "Diese Studie braucht ein Cookie, um Sie von Seite zu Seite wiederzuerkennen. Bitte erlauben "
      + "Sie Cookies für diese Website und versuchen Sie es dann noch einmal.",
    consentChanged:
      "Der Text unten hat sich geändert, seit Sie diese Seite geöffnet haben. Bitte lesen "
      + "Sie ihn noch einmal, bevor Sie sich entscheiden.")

  static let french = CodePhrases(
    later: "Continuer plus tard ou ailleurs",
    laterText:
      "Chaque page que vous avez envoyée est enregistrée. Dans ce navigateur, il suffit de rouvrir "
      + "l’étude. Dans un autre navigateur ou sur un autre appareil, ouvrez cette adresse et "
      + "saisissez votre code\u{A0}:",
    resumeCode: "Votre code pour continuer est",
    codeWarning:
      "Notez-le\u{A0}: personne ne pourra le retrouver pour vous. Toute personne qui l’a peut "
      + "continuer à votre place.",
    resume: "Continuer avec un code",
    resumeText: "Saisissez le code que vous avez reçu au début de l’étude.",
    code: "Votre code",
    unknownCode:
      "Rien ne correspond à ce code. Veuillez vérifier chaque lettre et chaque chiffre.",
    tooManyCodesTitle: "Veuillez patienter une minute",
    tooManyCodesText:
      "De nombreux codes erronés ont été envoyés depuis votre réseau. Patientez une minute, puis "
      + "réessayez.",
    receipt: "Votre reçu est",
    receiptText:
      "Conservez-le. Il vous permettra de faire effacer vos réponses plus tard, à cette "
      + "adresse\u{A0}:",
    withdraw: "Faire effacer mes réponses",
    withdrawText:
      "Vous pouvez retirer vos réponses sans avoir à vous justifier. Saisissez le code de votre "
      + "reçu.",
    confirmTitle: "Souhaitez-vous faire effacer vos réponses\u{202F}?",
    confirmText:
      "Tout ce que vous avez répondu dans cette étude sera effacé. Il ne sera pas possible de "
      + "revenir en arrière.",
    confirm: "Effacer mes réponses",
    cancel: "Conserver mes réponses",
    withdrawnText:
      "Rien de ce que vous avez répondu dans cette étude n’est conservé. Il reste seulement une "
      + "note indiquant qu’une personne s’est retirée, pour que les nombres concordent.",
    notSavedTitle: "Vos réponses ne sont pas encore enregistrées",
    notSavedText:
      "L’étude est très sollicitée en ce moment. Vos réponses sont toujours sur cette page\u{A0}: "
      + "patientez un instant, puis continuez de nouveau.",
    needsCookieTitle: "Votre navigateur refuse le cookie de l’étude",
    needsCookieText:
      "Cette étude a besoin d’un cookie pour vous reconnaître d’une page à l’autre. Veuillez "
      + "autoriser les cookies pour ce site, puis réessayez.",
    consentChanged:
      "Le texte ci-dessous a changé depuis que vous avez ouvert cette page. Veuillez le "
      + "relire avant de choisir.")

  static let spanish = CodePhrases(
    later: "Seguir más tarde o en otro lugar",
    laterText:
      "Cada página que ha enviado está guardada. En este navegador basta con volver a abrir el "
      + "estudio. En otro navegador o en otro dispositivo, abra esta dirección y escriba su código:",
    resumeCode: "Su código para seguir es",
    codeWarning:
      "Anótelo: nadie podrá buscarlo por usted. Quien lo tenga puede seguir en su lugar.",
    resume: "Seguir con un código",
    resumeText: "Escriba el código que recibió al empezar el estudio.",
    code: "Su código",
    unknownCode: "No hay nada con este código. Compruebe cada letra y cada cifra, por favor.",
    tooManyCodesTitle: "Espere un minuto, por favor",
    tooManyCodesText:
      "Desde su red han llegado muchos códigos equivocados. Espere un minuto e inténtelo de nuevo.",
    receipt: "Su comprobante es",
    receiptText:
      "Guárdelo. Con él podrá pedir más tarde que se borren sus respuestas, en esta dirección:",
    withdraw: "Borrar mis respuestas",
    withdrawText:
      "Puede retirar sus respuestas sin dar ninguna razón. Escriba el código de su comprobante.",
    confirmTitle: "¿Quiere que se borren sus respuestas?",
    confirmText:
      "Se borrará todo lo que ha respondido en este estudio. No se puede deshacer.",
    confirm: "Borrar mis respuestas",
    cancel: "Conservar mis respuestas",
    withdrawnText:
      "No se conserva nada de lo que respondió en este estudio. Solo queda una nota de que alguien "
      + "se retiró, para que las cuentas cuadren.",
    notSavedTitle: "Sus respuestas todavía no se han guardado",
    notSavedText:
      "El estudio está muy solicitado en este momento. Sus respuestas siguen en esta página: espere "
      + "un momento y vuelva a continuar.",
    needsCookieTitle: "Su navegador rechaza la cookie del estudio",
    needsCookieText:
      "Este estudio necesita una cookie para reconocerle de una página a otra. Permita las cookies de "
      + "este sitio e inténtelo de nuevo.",
    consentChanged:
      "El texto de abajo ha cambiado desde que abrió esta página. Léalo de nuevo antes de "
      + "elegir, por favor.")

  static let chinese = CodePhrases(
    later: "稍后或在别处继续",
    laterText: "您提交过的每一页都已保存。在这个浏览器里，重新打开本研究即可。在其他浏览器或设备上，请打开下面的网址并输入您的代码：",
    resumeCode: "您的继续代码是",
    codeWarning: "请把它记下来：没有人能替您查到它。任何拿到它的人都可以代替您继续。",
    resume: "用代码继续",
    resumeText: "请输入您开始本研究时得到的代码。",
    code: "您的代码",
    unknownCode: "没有与此代码对应的内容。请检查每个字母和数字。",
    tooManyCodesTitle: "请等一分钟",
    tooManyCodesText: "从您的网络发来了许多错误的代码。请等一分钟，然后再试一次。",
    receipt: "您的回执码是",
    receiptText: "请妥善保存。凭它您以后可以在下面的网址删除您的答案：",
    withdraw: "删除我的答案",
    withdrawText: "您可以收回您的答案，不需要说明理由。请输入回执上的代码。",
    confirmTitle: "您要删除您的答案吗？",
    confirmText: "您在本研究中的所有回答都将被删除，而且无法恢复。",
    confirm: "删除我的答案",
    cancel: "保留我的答案",
    withdrawnText: "您在本研究中的回答都没有保留。只留下一条有人撤回的记录，以便人数核对无误。",
    notSavedTitle: "您的答案还没有保存",
    notSavedText: "本研究现在非常繁忙。您的答案仍在此页面上：请稍等片刻，然后再次继续。",
    needsCookieTitle: "您的浏览器拒绝了本研究的 Cookie",
    needsCookieText: "本研究需要一个 Cookie，以便在各页之间认出您。请允许本网站使用 Cookie，然后再试一次。",
    consentChanged:
      "自您打开此页面以来，下面的文本已有更改。请重新阅读后再选择。")

  static let arabic = CodePhrases(
    later: "المتابعة لاحقًا أو من مكان آخر",
    laterText:
      "كل صفحة أُرسلت محفوظة. في هذا المتصفح تكفي إعادة فتح الدراسة. وفي متصفح آخر أو على جهاز آخر "
      + "يُفتح هذا العنوان ويُكتب فيه الرمز:",
    resumeCode: "رمز المتابعة الخاص بك هو",
    codeWarning:
      "نرجو تدوينه: لا يستطيع أحد استرجاعه لك. وكل من لديه الرمز يستطيع المتابعة مكانك.",
    resume: "المتابعة برمز",
    resumeText: "نرجو كتابة الرمز الذي أُعطي لك عند بدء الدراسة.",
    code: "الرمز الخاص بك",
    unknownCode: "لا شيء يطابق هذا الرمز. نرجو التحقق من كل حرف وكل رقم.",
    tooManyCodesTitle: "نرجو الانتظار دقيقة",
    tooManyCodesText:
      "وصلت من شبكتك رموز خاطئة كثيرة. نرجو الانتظار دقيقة ثم إعادة المحاولة.",
    receipt: "رمز الإيصال الخاص بك هو",
    receiptText: "نرجو الاحتفاظ به. به يمكنك لاحقًا حذف إجاباتك من هذا العنوان:",
    withdraw: "حذف إجاباتي",
    withdrawText: "يمكنك سحب إجاباتك دون ذكر أي سبب. نرجو كتابة رمز الإيصال.",
    confirmTitle: "هل لديك رغبة في حذف إجاباتك؟",
    confirmText: "سيُحذف كل ما أجبت عنه في هذه الدراسة، ولا يمكن التراجع عن ذلك.",
    confirm: "حذف إجاباتي",
    cancel: "الاحتفاظ بإجاباتي",
    withdrawnText:
      "لم يبقَ شيء من إجاباتك في هذه الدراسة. تبقى ملاحظة بأن شخصًا انسحب، حتى تتطابق الأعداد.",
    notSavedTitle: "لم تُحفظ إجاباتك بعد",
    notSavedText:
      "الدراسة مشغولة جدًا الآن. ما زالت إجاباتك في هذه الصفحة: نرجو الانتظار لحظة ثم المتابعة من "
      + "جديد.",
    needsCookieTitle: "متصفحك يرفض ملف تعريف الارتباط الخاص بالدراسة",
    needsCookieText:
      "تحتاج هذه الدراسة إلى ملف تعريف ارتباط واحد للتعرّف عليك من صفحة إلى أخرى. نرجو السماح بملفات "
      + "تعريف الارتباط لهذا الموقع ثم إعادة المحاولة.",
    consentChanged:
      "تغيّر النص أدناه منذ فتح هذه الصفحة. نرجو قراءته من جديد قبل الاختيار.")
}
