package import Responses
package import Study
import TextFormats

/// People and all that a release may take of them, an entry per person, before anything is masked.
package struct Microdata: Sendable {
  /// A demographic question, with the answers that may be released.
  package struct Question: Sendable {
    package let id: String
    package let text: String
    /// nil if the study that asked is not at hand.
    package let form: Study.Question.Form?
    package let hierarchy: GeneralisationHierarchy
    /// An answer per person, as it may be released; nil if declined or not asked.
    package fileprivate(set) var answers: [String?]

    /// Whether the question's own lists hold the answer.
    func accepts(_ answer: String) -> Bool {
      Microdata.accepted(answer, form) != nil
        || hierarchy.listed(answer, options: Microdata.options(of: form)) != nil
    }
  }

  package private(set) var people: [StoredPerson]
  /// What they answered.
  package private(set) var columns: PersonColumns
  package private(set) var questions: [Question]
  package let instruments: [Instrument]
  package let situations: [ReleasedDataset.Situation]
  /// The languages that people were asked in.
  package var languages: [Language] { languages(of: Array(people.indices)) }
  package private(set) var leftOut: [ReleasedDataset.LeftOut]
  package internal(set) var rules: ReleaseRules
  package private(set) var kind = RespondentKind.human
  /// Whether the same answers are public already, unmasked: those of a published workbook, which has
  /// no study.
  package internal(set) var arePublic = false
  /// Texts that must be in no byte of a release.
  package let secrets: Set<String>
  /// What people wrote in their own words, which is released only if the study names it.
  package let words: Set<String>
  /// How many people are held back, because earlier releases leave them in too small a group.
  package private(set) var heldBack = 0
  /// Columns that are released although they may identify a person.
  package internal(set) var identifying: [IdentifyingColumn] = []

  /// What a table and a class hold for a person who declined.
  package static let declined = MissingReason.declined.token

  init(
    people: [StoredPerson], columns: PersonColumns,
    forms: [(id: String, text: String, form: Study.Question.Form?)],
    instruments: [Instrument], situations: [ReleasedDataset.Situation],
    leftOut: [ReleasedDataset.LeftOut], rules: ReleaseRules, secrets: Set<String>,
    words: Set<String> = []
  ) throws(DiagnosedError) {
    self.people = people
    self.columns = columns
    self.instruments = instruments
    self.situations = situations
    self.leftOut = leftOut
    self.rules = rules
    self.secrets = secrets
    self.words = words
    var questions: [Question] = []
    for (id, text, form) in forms {
      let hierarchy = try rules.hierarchy(of: id, form: form)
      let options = Self.options(of: form)
      let given = columns.answers[id] ?? PersonColumn(count: people.count)
      let values = given.values.map { answer -> String? in
        answer.map {
          Self.accepted($0, form) ?? hierarchy.listed($0, options: options)
            ?? Generalisation.notListed
        }
      }
      let answers = given.codes.map { $0 == 0 ? nil : values[Int($0) - 1] }
      questions.append(
        Question(id: id, text: text, form: form, hierarchy: hierarchy, answers: answers))
    }
    self.questions = questions
  }

  /// The values that the question offers.
  private static func options(of form: Study.Question.Form?) -> Set<String> {
    if case .choices(let choices)? = form { Set(choices.map(\.value)) } else { [] }
  }

  /// The answer if the question's form alone says that it may be released.
  private static func accepted(_ answer: String, _ form: Study.Question.Form?) -> String? {
    switch form {
    case .number(let range):
      Int(answer).flatMap { range.contains($0) ? String($0) : nil }
    case .choices(let choices): choices.contains { $0.value == answer } ? answer : nil
    case .country, .yearOfBirth, .text, nil: nil
    }
  }

  /// The same people, described as respondents of that kind.
  package func withKind(_ kind: RespondentKind) -> Microdata {
    var microdata = self
    microdata.kind = kind
    microdata.rules.description = rules.description.withKind(kind)
    return microdata
  }

  /// The languages that some of the people were asked in.
  func languages(of members: [Int]) -> [Language] {
    Set(members.map { people[$0].language }).sorted().map { Language($0) }
  }

  /// The situations that some of the people read, in the order of the design.
  func situations(of members: [Int]) -> [ReleasedDataset.Situation] {
    let read = Set(members.map { people[$0].situation.key })
    return situations.filter { read.contains($0.cell.key) }
  }

  /// Some of the people, with other quasi-identifiers.
  func only(_ members: [Int], quasiIdentifiers: [String]) -> Microdata {
    var some = self
    some.people = members.map { people[$0] }
    some.columns = columns.keeping(members)
    for index in some.questions.indices {
      some.questions[index].answers = members.map { questions[index].answers[$0] }
    }
    some.rules.quasiIdentifiers = quasiIdentifiers
    return some
  }

  /// Some of the people; the others are held back, and that is said.
  func holdingBackOthers(than members: [Int]) -> Microdata {
    var some = only(members, quasiIdentifiers: quasiIdentifiers.map(\.id))
    some.rules.quasiIdentifiers = rules.quasiIdentifiers
    some.heldBack = people.count - members.count
    some.leftOut.append(
      ReleasedDataset.LeftOut(
        reason: "held back, because earlier releases leave them in too small a group",
        count: some.heldBack))
    return some
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
