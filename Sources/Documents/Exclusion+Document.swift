internal import Analysis
internal import TextFormats

extension Exclusion.Count {
  /// - Parameter excluded: the key of how many the rule applies to, and what it means.
  static func fields(excluded: (key: String, meaning: String)) -> [Field<Exclusion.Count>] {
    [
      .text("rule", "a rule", \.rule),
      .integer(excluded.key, excluded.meaning, \.leftOut),
      .integer("unknown", "respondents about whom it cannot be decided", \.unknown),
      .texts("unknown_participants", "their ids", separator: "; ", \.undecided),
      .integer(
        "not_stated",
        "respondents whom no version of the study with the rule asked; a rule of the study does not "
          + "apply to them", \.notStated),
      .text(
        "stated_since", "when the first version with the rule was first used; null if none was",
        \.history.since),
      .text(
        "stated_until", "when the first version after the last with the rule was first used",
        \.history.until),
    ]
  }

  /// - Parameter verb: `excluded` or `flagged`.
  fileprivate func note(_ verb: String) -> InlineText {
    let unchecked: InlineText =
      undecided.isEmpty ? "" : ", \(unknown) could not be checked (\(names))"
    return "\(rule): \(leftOut) \(verb)\(unchecked).\(statement)"
  }

  /// The respondents about whom the rule cannot decide; all of a long list are in JSON.
  private var names: String {
    let shown = 10
    let first = undecided.prefix(shown).joined(separator: ", ")
    return undecided.count > shown ? "\(first) and \(undecided.count - shown) more" : first
  }

  /// For whom the rule was stated in advance; empty if for all, or if there is no study.
  private var statement: InlineText {
    var sentences: [String] = []
    if history.isAdded, let since = history.since {
      sentences.append("Added in the version of \(Self.minute(since)).")
    }
    if let until = history.until {
      sentences.append("Not in the version of \(Self.minute(until)) any more.")
    }
    for (earlier, later) in zip(history.rates, history.rates.dropFirst()) {
      sentences.append(
        "Changed from \(earlier.wordsPerMinute) to \(later.wordsPerMinute) words per minute in the "
          + "version of \(Self.minute(later.moment)).")
    }
    if notStated > 0 {
      let many = counted(notStated, "respondent")
      let applied = isNamed ? "but applied to them" : "and not applied to them"
      sentences.append(
        history.since == nil
          ? "Stated in no version that asked respondents; not stated in advance for \(many), \(applied)."
          : "Not stated in advance for \(many), \(applied).")
    }
    return "\(sentences.map { " " + $0 }.joined())"
  }

  private static func minute(_ moment: String) -> String {
    moment.prefix(16).replacing("T", with: " ") + " UTC"
  }
}

extension Exclusion {
  /// Each rule in sentences: whom it excludes, about whom it cannot decide, for whom it was stated.
  func notes(_ verb: String = "excluded") -> [InlineText] { counts.map { $0.note(verb) } }

  /// The same in one cell, for CSV.
  var summary: String { notes().map(\.plain).joined(separator: " ") }
}
