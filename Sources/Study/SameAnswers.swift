/// People who may be one person twice: a file saved anew, an export that holds the old rows again,
/// columns that were pasted twice.
extension Respondents {
  /// Fewer answers than these are alike by chance.
  package static let tellingAnswers = 20

  /// What each respondent answered to every item, as a text that is the same for the same answers.
  /// nil for respondents with too few answers to tell, and for those who gave one answer throughout.
  ///
  /// Needs the answers.
  package func answerTexts() -> [String?] {
    var texts = Array(repeating: "", count: count)
    var answered = Array(repeating: 0, count: count)
    var first = Array(repeating: Double?.none, count: count)
    var differs = Array(repeating: false, count: count)
    for table in answers {
      let name = "\(table.instrument.id) \(table.occasion):"
      for (row, respondent) in table.respondents.enumerated() {
        let respondent = Int(respondent)
        texts[respondent] += name
        for column in 0..<table.items {
          guard let value = table.given(row: row, column: column) else {
            texts[respondent] += "?,"
            continue
          }
          texts[respondent] += "\(value),"
          answered[respondent] += 1
          if first[respondent] == nil { first[respondent] = value }
          if first[respondent] != value { differs[respondent] = true }
        }
      }
    }
    return texts.indices.map {
      answered[$0] >= Self.tellingAnswers && differs[$0] ? texts[$0] : nil
    }
  }

  /// Respondents who gave the same answers to every item, in groups of two or more, each ascending.
  ///
  /// Needs the answers.
  package func sameAnswers() -> [[Int]] {
    var groups: [String: [Int]] = [:]
    for (respondent, text) in answerTexts().enumerated() {
      if let text { groups[text, default: []].append(respondent) }
    }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// What is known of some respondents beside the answers to items, as texts that are the same for
  /// the same situation and the same answers to questions.
  ///
  /// Needs the attributes.
  package func details(of members: [Int]) -> [String] {
    let questions = attributes?.answered ?? []
    return members.map { respondent in
      let situation = cell(of: respondent).map { design.cells[$0].key.description } ?? ""
      let given = questions.compactMap { question in
        attributes?[question, respondent].map { "\(question)=\($0)" }
      }
      return ([situation] + given).joined(separator: "\n")
    }
  }
}
