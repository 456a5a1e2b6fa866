package import Study

/// What is known of each person on one point, with each distinct value kept once: a million answers
/// on five steps take 4 MB.
package struct PersonColumn<Value: Hashable & Sendable>: Sendable {
  /// An index into the values for each person, one more than it; 0 without a value.
  package private(set) var codes: [UInt32]
  package private(set) var values: [Value] = []
  private var codeOf: [Value: UInt32] = [:]

  /// A column without values.
  package init(count: Int) {
    codes = Array(repeating: 0, count: count)
  }

  package subscript(person: Int) -> Value? {
    get { codes[person] == 0 ? nil : values[Int(codes[person]) - 1] }
    set {
      guard let newValue else {
        codes[person] = 0
        return
      }
      if let code = codeOf[newValue] {
        codes[person] = code
        return
      }
      values.append(newValue)
      codes[person] = UInt32(values.count)
      codeOf[newValue] = codes[person]
    }
  }

  /// The same of some of the people, under new numbers.
  package func keeping(_ members: [Int]) -> PersonColumn {
    var some = self
    some.codes = members.map { codes[$0] }
    return some
  }
}

/// What people answered, a column for each question, item and score that anyone has.
package struct PersonColumns: Sendable {
  package let count: Int
  /// Answers to questions of demographics; nil inside if the participant declined.
  package private(set) var answers: [String: PersonColumn<String?>] = [:]
  package private(set) var responses: [VariableName: PersonColumn<StoredPerson.Response>] = [:]
  package private(set) var scores: [VariableName: PersonColumn<Double>] = [:]

  package init(count: Int) {
    self.count = count
  }

  package mutating func setAnswer(_ answer: String?, _ question: String, of person: Int) {
    if answers[question] == nil { answers[question] = PersonColumn(count: count) }
    answers[question]![person] = .some(answer)
  }

  package mutating func setResponse(
    _ response: StoredPerson.Response, _ name: VariableName, of person: Int
  ) {
    if responses[name] == nil { responses[name] = PersonColumn(count: count) }
    responses[name]![person] = response
  }

  package mutating func setScore(_ score: Double, _ name: VariableName, of person: Int) {
    if scores[name] == nil { scores[name] = PersonColumn(count: count) }
    scores[name]![person] = score
  }

  /// Takes a column of responses as a whole.
  mutating func setResponses(_ column: PersonColumn<StoredPerson.Response>, _ name: VariableName) {
    responses[name] = column
  }

  /// The same of some of the people, under new numbers.
  package func keeping(_ members: [Int]) -> PersonColumns {
    var some = PersonColumns(count: members.count)
    some.answers = answers.mapValues { $0.keeping(members) }
    some.responses = responses.mapValues { $0.keeping(members) }
    some.scores = scores.mapValues { $0.keeping(members) }
    return some
  }
}
