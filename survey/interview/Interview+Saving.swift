import Study

extension Interview {
  /// The names of the fields by which the questions and items of a page are answered.
  package func fieldNames(at step: Int, seed: UInt64) -> [String] {
    switch steps[step].content {
    case .scale(let scale): page(of: scale, seed: seed).entries.map(\.id.name)
    default: questions(at: step).map(\.id.name)
    }
  }

  /// What a page that is still being filled in holds, by field: what the form could send, and an
  /// empty text where an answer was taken back. Everything else is left aside.
  ///
  /// - Parameters:
  ///   - seed: the person's, for the order of items.
  ///   - year: the current calendar year, for questions of age.
  package func savable(
    _ fields: FormFields, at step: Int, seed: UInt64, year: Int
  ) -> [String: String] {
    switch steps[step].content {
    case .scale(let scale):
      Dictionary(
        page(of: scale, seed: seed).entries.compactMap { entry in
          guard let code = fields[entry.id.name], entry.options.contains(where: { $0.code == code })
          else { return nil }
          return (entry.id.name, code)
        }, uniquingKeysWith: { first, _ in first })
    default: savable(fields, questions(at: step), year: year)
    }
  }

  private func savable(
    _ fields: FormFields, _ questions: [Question], year: Int
  ) -> [String: String] {
    var found: [String: String] = [:]
    for question in questions {
      let name = question.id.name
      if let sent = fields.sent(name), sent.isEmpty || question.accepts(sent, year: year) {
        found[name] = sent
      }
      let declined = "\(name)-declined"
      if question.canDecline, case .number = question.form, let sent = fields.sent(declined),
        ["", "yes"].contains(sent)
      {
        found[declined] = sent
      }
    }
    return found
  }
}
