package import Study

extension Interview {
  /// What the study asks on the page of the situation, below its text.
  package var questionsOnImagining: [Question] {
    let phrases = Phrases.of(study.language)
    var questions: [Question] = []
    if let need = study.imagining.vividness {
      questions.append(
        Question(
          id: Imagining.vividnessID, text: phrases.answering.vividnessQuestion,
          form: .choices(
            phrases.answering.vividness.enumerated().map { place, label in
              Question.Choice(value: "\(place + 1)", label: "\(place + 1) \u{2013} \(label)")
            }),
          canDecline: false, isOptional: need == .optional))
    }
    if let need = study.imagining.description {
      questions.append(
        Question(
          id: Imagining.descriptionID, text: phrases.answering.imaginedQuestion,
          form: .text(limit: Imagining.longestDescription), canDecline: false,
          isOptional: need == .optional))
    }
    return questions
  }
}
