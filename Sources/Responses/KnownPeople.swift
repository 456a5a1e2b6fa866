import Study

/// Which respondents of a file are stored already, and which may be: an export that is made again
/// holds everybody who was in the last one.
struct KnownPeople {
  /// Everything that is known of them is stored of a respondent already.
  private(set) var known: Set<Int> = []
  /// They gave the same answers to every item as a stored respondent, or as one who comes before them
  /// in the file, and are not known.
  private(set) var doubtful: [Int] = []

  /// - Parameters:
  ///   - file: with answers and attributes.
  ///   - stored: the same of those of the store.
  init(of file: Respondents, among stored: Respondents) {
    let answers = file.answerTexts()
    let details = file.details(of: Array(0..<file.count))
    let wanted = Set(answers.compactMap(\.self))
    // How many stored respondents with answers of the file are not known yet, by their details.
    var left: [String: [String: Int]] = [:]
    let texts = stored.answerTexts()
    let alike = texts.indices.filter { texts[$0].map(wanted.contains) ?? false }
    for (respondent, details) in zip(alike, stored.details(of: alike)) {
      left[texts[respondent]!, default: [:]][details, default: 0] += 1
    }
    for (respondent, text) in answers.enumerated() {
      guard let text, let count = left[text]?[details[respondent]] else { continue }
      // Each stored respondent is one of the file's at most.
      left[text]![details[respondent]] = count > 1 ? count - 1 : nil
      known.insert(respondent)
    }
    var seen = Set(known.map { answers[$0]! })
    seen.formUnion(left.filter { !$0.value.isEmpty }.keys)
    for (respondent, text) in answers.enumerated() where !known.contains(respondent) {
      if let text, !seen.insert(text).inserted { doubtful.append(respondent) }
    }
  }
}
