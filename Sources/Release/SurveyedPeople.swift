package import EmotionBench
package import Responses
package import Study

/// People and all that a release may take of them, a person an entry, before anything is masked.
package struct SurveyedPeople: Sendable {
  /// A demographic question, with the answers that may be released.
  package struct Question: Sendable {
    package let id: String
    package let text: String
    /// nil where the study that asked is not at hand.
    package let form: Study.Question.Form?
    package let hierarchy: GeneralisationHierarchy
    /// An answer a person, as it may be released; nil where declined or not asked.
    package let answers: [String?]

    /// Whether the question's own lists hold the answer.
    func accepts(_ answer: String) -> Bool {
      var options: Set<String> = []
      if case .choices(let choices)? = form { options = Set(choices.map(\.value)) }
      return SurveyedPeople.accepted(answer, form) != nil
        || hierarchy.listed(answer, options: options) != nil
    }
  }

  package let people: [StoredPerson]
  package let questions: [Question]
  package let instruments: [Instrument]
  package let situations: [ReleasedDataset.Situation]
  package let languages: [Language]
  package let leftOut: [ReleasedDataset.LeftOut]
  package private(set) var rules: ReleaseRules
  /// Whether the same answers are public already, unmasked.
  package private(set) var arePublic = false
  /// Texts that must stand in no byte of a release.
  package let secrets: Set<String>
  /// What people wrote in words of their own, which no release holds that does not name it.
  package let words: Set<String>
  /// Columns that leave although they may tell who somebody is.
  package internal(set) var identifying: [IdentifyingColumn] = []

  /// What a table and a class hold for a person who declined.
  package static let declined = MissingReason.declined.token

  init(
    people: [StoredPerson], forms: [(id: String, text: String, form: Study.Question.Form?)],
    instruments: [Instrument], situations: [ReleasedDataset.Situation],
    leftOut: [ReleasedDataset.LeftOut], rules: ReleaseRules, secrets: Set<String>,
    words: Set<String> = []
  ) {
    self.people = people
    self.instruments = instruments
    self.situations = situations
    self.leftOut = leftOut
    self.rules = rules
    self.secrets = secrets
    self.words = words
    languages = Set(people.map(\.language)).sorted().map { Language($0) }
    questions = forms.map { id, text, form in
      let hierarchy = rules.hierarchy(of: id, form: form)
      var options: Set<String> = []
      if case .choices(let choices)? = form { options = Set(choices.map(\.value)) }
      var listed: [String: String] = [:]
      return Question(
        id: id, text: text, form: form, hierarchy: hierarchy,
        answers: people.map { person in
          guard let answer = person.answers[id] ?? nil else { return nil }
          if let known = listed[answer] { return known }
          let value =
            Self.accepted(answer, form) ?? hierarchy.listed(answer, options: options)
            ?? Generalisation.notListed
          listed[answer] = value
          return value
        })
    }
  }

  /// The answer, where the question's form alone says that it may be released.
  private static func accepted(_ answer: String, _ form: Study.Question.Form?) -> String? {
    switch form {
    case .number(let range):
      Int(answer).flatMap { range.contains($0) ? String($0) : nil }
    case .choices(let choices): choices.contains { $0.value == answer } ? answer : nil
    case .country, .yearOfBirth, .text, nil: nil
    }
  }

  private init(
    _ all: SurveyedPeople, members: [Int], quasiIdentifiers: [String]
  ) {
    people = members.map { all.people[$0] }
    questions = all.questions.map { question in
      Question(
        id: question.id, text: question.text, form: question.form, hierarchy: question.hierarchy,
        answers: members.map { question.answers[$0] })
    }
    instruments = all.instruments
    situations = all.situations
    languages = all.languages
    leftOut = all.leftOut
    rules = all.rules.with(quasiIdentifiers: quasiIdentifiers)
    secrets = all.secrets
    words = all.words
    identifying = all.identifying
  }

  /// The same people, said to be of that kind wherever the release is described.
  package func telling(of kind: RespondentKind) -> SurveyedPeople {
    var told = self
    told.rules = rules.with(rules.description.telling(of: kind))
    return told
  }

  /// Some of the people, with other quasi-identifiers.
  func only(_ members: [Int], quasiIdentifiers: [String]) -> SurveyedPeople {
    SurveyedPeople(self, members: members, quasiIdentifiers: quasiIdentifiers)
  }

  /// The questions that others may know the answer to.
  package var quasiIdentifiers: [Question] {
    let named = rules.quasiIdentifiers
    return questions.filter { question in
      named.map { $0.contains(question.id) }
        ?? !(rules.attributes + rules.withheld + rules.identifying.map(\.name))
        .contains(question.id)
    }
  }
}

extension SurveyedPeople {
  /// The people of a store.
  ///
  /// - Parameter study: the study's files, where they are at hand; else those kept with the answers.
  package init(_ stored: StoredPeople, study: StudyDefinition?, title: String) throws {
    let study =
      try study
      ?? stored.studyFiles["study.yaml"].map { _ in
        try StudyDefinition.load(from: StoredStudy(texts: stored.studyFiles)).study
      }
    // Later versions of an instrument speak for the earlier ones, in the order of the first.
    var instruments: [Instrument] = []
    for text in stored.instruments {
      var instrument = try Instrument(yaml: text, file: "the stored instrument")
      // The study's own language, where it is at hand, and not that of a translation.
      if let own = study?.instrument(instrument.id) { instrument = own }
      if let index = instruments.firstIndex(where: { $0.id == instrument.id }) {
        instruments[index] = instrument
      } else {
        instruments.append(instrument)
      }
    }
    var forms: [(id: String, text: String, form: Study.Question.Form?)] = []
    for question in study?.demographics ?? [] {
      forms.append((question.id.name, question.text, question.form))
    }
    for id in Set(stored.people.flatMap(\.answers.keys)).sorted()
    where !forms.contains(where: { $0.id == id }) {
      forms.append((id, CrowdQuestion.text(of: id), nil))
    }
    let used = Set(stored.people.map(\.situation.key))
    var situations: [ReleasedDataset.Situation] = []
    var seen: Set<SituationKey> = []
    for (place, text) in stored.situations
    where used.contains(place.key) && seen.insert(place.key).inserted {
      // One wording alone can stand for a situation; of several the newest is given.
      let texts = stored.situations.filter { $0.place.key == place.key }.compactMap(\.text)
      situations.append(
        ReleasedDataset.Situation(
          emotion: place.key.emotion, factor: place.key.factor, factorIndex: place.factorIndex,
          index: place.key.index, text: texts.last ?? text))
    }
    self.init(
      people: stored.people, forms: forms, instruments: instruments, situations: situations,
      leftOut: stored.others.map {
        ReleasedDataset.LeftOut(reason: $0.status.replacing("_", with: " "), count: $0.count)
      },
      rules: study?.release ?? ReleaseRules(title: study?.title ?? title), secrets: stored.secrets,
      words: Self.unpublished(
        stored.words,
        published: stored.instruments + Array(stored.studyFiles.values)
          + stored.situations.compactMap(\.text)))
  }

  /// The people of a published workbook.
  package init(_ file: EmotionBenchFile, rules: ReleaseRules) {
    let people = file.respondents.enumerated().map { index, respondent in
      var person = StoredPerson(
        id: Int64(index),
        situation: SituationPlace(key: respondent.situation, factorIndex: respondent.factorIndex),
        situationText: nil, startedAt: "", finishedAt: nil, channel: .import, language: "en")
      for answer in respondent.questions {
        person.answers.updateValue(answer.value, forKey: answer.question.name)
      }
      for administration in respondent.administrations {
        let (instrument, occasion) = (administration.instrument, administration.occasion)
        for (item, answer) in administration.answers {
          guard case .chosen(let option) = answer else { continue }
          person.responses[.init(instrument: instrument, occasion: occasion, item: item)] =
            .init(option: option.code, value: option.value, missing: nil)
        }
        let values = administration.answers.mapValues { answer -> Double? in
          if case .chosen(let option) = answer { option.value } else { nil }
        }
        for score in file.instrument.scores(of: values) {
          person.scores[
            .init(instrument: instrument, occasion: occasion, subscale: score.subscale)] =
            score.value
        }
      }
      return person
    }
    self.init(
      people: people,
      forms: CrowdQuestion.allCases.map { ($0.rawValue, $0.text, nil) },
      instruments: [file.instrument],
      situations: file.design.map {
        ReleasedDataset.Situation(
          emotion: $0.key.emotion, factor: $0.key.factor, factorIndex: $0.factorIndex,
          index: $0.key.index, text: nil)
      }, leftOut: [],
      rules: rules.with(
        rules.description.noting(
          "The same answers are public already, with what is masked here: whoever joins the two by "
            + "the answers undoes the masking.")), secrets: [])
    arePublic = true
  }
}

/// The questions of the published workbook.
private enum CrowdQuestion: String, CaseIterable {
  case gender
  case yearOfBirth = "year_of_birth"
  case country, employment, education

  var text: String {
    switch self {
    case .gender: "Gender"
    case .yearOfBirth: "Year of birth"
    case .country: "Country"
    case .employment: "Employment status"
    case .education: "Highest education"
    }
  }

  static func text(of id: String) -> String {
    CrowdQuestion(rawValue: id)?.text ?? id
  }
}

/// The files of a study as they are kept with the answers.
private struct StoredStudy: StudyFiles {
  let texts: [String: String]

  func text(of path: String) -> String? { texts[path] }
  func displayName(of path: String) -> String { "the stored \(path)" }
}
