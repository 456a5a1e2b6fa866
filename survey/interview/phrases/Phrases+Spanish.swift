import Study

extension Phrases {
  static let spanish = Phrases(
    language: Language("es"),
    languageName: "Español",
    chooseLanguage: "Idioma",
    answering: .spanish,
    terminal: .spanish,
    agree: "He leído este texto y quiero participar",
    disagree: "No quiero participar",
    consentTitle: "Su participación",
    consentQuestion: "¿Quiere participar?",
    proceed: "Continuar",
    finish: "Terminar",
    choose: "Elija una opción",
    preferNotToSay: "Prefiero no decirlo",
    progress: { "\($0)\u{A0}% completado" },
    error: "Error:",
    problems: Plural.oneOrOther(one: "Aún falta una respuesta", other: "Aún faltan # respuestas"),
    unanswered: "Elija una respuesta, por favor.",
    notAnOption: "Elija una de las respuestas propuestas, por favor.",
    skipToContent: "Ir directamente a las preguntas",
    demographicsTitle: "Sobre usted",
    screeningTitle: "Antes de empezar",
    defaultTitle: "¿Cómo se siente en este momento?",
    evokedTitle: "¿Cómo se siente ahora?",
    situationTitle: "Imagine esta situación",
    situationInstruction:
      "Lea despacio. Imagínese el lugar, a las personas y a usted allí, como si estuviera "
      + "ocurriendo ahora. Si aparece alguien que no existe en su vida, por ejemplo una pareja, "
      + "imagine que existe. Continúe cuando lo vea con claridad.",
    debriefTitle: "Gracias",
    stop: "Dejarlo y salir",
    stopTitle: "¿Quiere dejarlo?",
    stopText: "Puede dejarlo en cualquier momento, sin dar ninguna razón.",
    stopQuestion: "¿Qué hacemos con las respuestas que ya ha enviado?",
    keepAnswers: "Salir y conservar mis respuestas",
    deleteAnswers: "Salir y borrar mis respuestas",
    stopKeeps: "Las respuestas que ya ha enviado se conservarán.",
    stopDeletes: "Las respuestas que ya ha enviado se borrarán.",
    goBack: "Volver al estudio",
    leftTitle: "Ha salido del estudio",
    leftKept: "Las respuestas que había dado se han conservado.",
    leftDeleted: "Sus respuestas se han borrado.",
    codes: .spanish,
    declinedTitle: "No va a participar",
    declinedText: "No pasa nada. No ha dado ninguna respuesta y puede cerrar esta página.",
    fullTitle: "El estudio está completo",
    fullText:
      "Gracias por su interés. Todas las plazas están ocupadas y ya no es posible empezar. "
      + "Puede cerrar esta página.",
    closedTitle: "El estudio ha terminado",
    closedText: "Gracias por su interés. Este estudio ya no admite más respuestas.",
    screenedOutTitle: "El estudio termina aquí para usted",
    screenedOutText:
      "Gracias por su tiempo. Sus respuestas indican que este estudio no es el adecuado para "
      + "usted.",
    completionCode: "Su código de finalización es",
    returnToPanel: "Volver al sitio desde el que ha llegado",
    startAgain: "Ir al estudio",
    notFoundTitle: "Esta página no existe",
    notFoundText:
      "Puede que la dirección esté mal escrita. No se ha perdido nada de lo que ha enviado.",
    failureTitle: "No ha funcionado",
    failureText:
      "Algo ha fallado por nuestra parte. Todas las páginas que ya ha enviado están a salvo. "
      + "Espere un momento e inténtelo de nuevo, por favor.",
    begin: "Empezar",
    goOnWithCode: "Seguir con un código",
    typeCode: "Escriba su código y pulse Intro.",
    unknownCode: "Este código no se conoce aquí. Compruébelo e inténtelo de nuevo, por favor.",
    enterContinues: "Intro: continuar",
    enterReadsOn: "Intro: seguir leyendo",
    enterSends: "Intro: enviar esta página",
    keyAnswers: "responder",
    keyGoesBack: "atrás",
    keyStops: "parar",
    allAnswered: "Ha respondido a todas las preguntas de esta página.",
    saved: "Guardado.",
    answerSoFar: "Su respuesta hasta ahora:",
    position: { "Pregunta \($0) de \($1)" },
    cannotGoBack:
      "Las páginas enviadas se quedan como están. Puede volver atrás dentro de una página.",
    pause: "Hacer una pausa y seguir más tarde con un código",
    pausedTitle: "Puede seguir más tarde",
    pausedText:
      "Todas las páginas enviadas están guardadas. Para seguir, vuelva a empezar y escriba este "
      + "código:",
    inputEnded: "La entrada terminó antes que el estudio.",
    typeNumber: { "Escriba un número entero de \($0) a \($1) y pulse Intro." },
    typeCountry: "Escriba el nombre del país o su código de dos letras y pulse Intro.",
    severalFit: "Hay varias respuestas posibles. Escriba algo más, por favor.",
    withdrawLater:
      "Si más adelante cambia de opinión, con este código puede pedir que se borren sus "
      + "respuestas:",
    clearsScreen: "Intro: borrar la pantalla para la siguiente persona")
}
