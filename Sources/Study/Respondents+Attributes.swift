extension Respondents {
  /// What respondents said of themselves, and when they took part.
  package struct Attributes: Sendable {
    private var columns: [QuestionID: TextColumn] = [:]
    /// What the study asked for, by its newest version with the question; empty without a study.
    package var forms: [QuestionID: Question.Form] = [:]
    /// The calendar year of taking part; nil if it is not known.
    package var years: [Int?]
    private var languages: TextColumn

    package init(count: Int) {
      years = Array(repeating: nil, count: count)
      languages = TextColumn(count: count)
    }

    /// The tag of the language that a respondent was asked in; nil if it is not known.
    package func language(of respondent: Int) -> String? { languages[respondent] }

    package mutating func setLanguage(_ tag: String?, of respondent: Int) {
      languages[respondent] = tag
    }

    /// The languages that respondents were asked in.
    package var languagesSpoken: [String] { languages.used }

    package var count: Int { years.count }

    /// The answer to a question; nil if it was declined or not asked.
    package subscript(_ question: QuestionID, _ respondent: Int) -> String? {
      get { columns[question]?[respondent] }
      set {
        if columns[question] == nil { columns[question] = TextColumn(count: count) }
        columns[question]![respondent] = newValue
      }
    }

    /// Whether anyone has answered the question.
    package func isAnswered(_ question: QuestionID) -> Bool {
      (0..<count).contains { self[question, $0] != nil }
    }

    /// The answers to a question, each once, in alphabetical order.
    package func answers(to question: QuestionID) -> [String] { columns[question]?.used ?? [] }

    /// The questions that someone has answered, in alphabetical order.
    package var answered: [QuestionID] {
      columns.keys.filter(isAnswered).sorted { $0.name < $1.name }
    }

    /// The question for the year of birth; nil if the study is not known to ask one.
    package var yearOfBirth: QuestionID? {
      forms.keys.filter { if case .yearOfBirth = forms[$0] { true } else { false } }
        .min { $0.name < $1.name }
    }

    func keeping(_ kept: [Int]) -> Attributes {
      var attributes = self
      attributes.columns = columns.mapValues { $0.keeping(kept) }
      attributes.years = kept.map { years[$0] }
      attributes.languages = languages.keeping(kept)
      return attributes
    }
  }

  /// What a study's rules look at beside the answers to its scales.
  package struct Checks: Sendable {
    /// What is known of one respondent.
    package struct Entry: Sendable, Hashable {
      /// Whether a check of attention was failed; nil if there was none.
      package var failedAttention: Bool?
      /// Whether an answer to a screening question was not accepted; nil if there was none.
      package var failedScreening: Bool?
      /// Seconds from consent to the last page; nil if they are not known.
      package var seconds: Double?
      /// Seconds from the situation being shown first to its being left; nil if they are not known.
      package var readingSeconds: Double?
      /// In which the words of the situation can be read, by the version of the study that asked.
      package var leastReadingSeconds: Int?
      /// The version of the study that asked, as an index into `versions`; nil for imported answers.
      package var study: Int?

      package init() {}

      /// Whether the situation was left before its words could be read; nil if times are not known.
      package var readTooFast: Bool? {
        guard let readingSeconds, let leastReadingSeconds else { return nil }
        return readingSeconds < Double(leastReadingSeconds)
      }
    }

    /// A study as its files were from some moment on.
    package struct Version: Sendable {
      package let study: StudyDefinition
      /// When the store first knew it, before anyone was asked by it: ISO 8601, UTC.
      package let firstUsed: String

      package init(_ study: StudyDefinition, firstUsed: String) {
        self.study = study
        self.firstUsed = firstUsed
      }
    }

    /// A version begins to ask, the first or after another one.
    package struct Use: Sendable {
      /// An index into `versions`.
      package let version: Int
      /// When the first whom it then asked came: ISO 8601, UTC.
      package let since: String

      package init(version: Int, since: String) {
        self.version = version
        self.since = since
      }
    }

    package var entries: [Entry]
    /// Every version of the study, oldest first.
    package let versions: [Version]
    /// In the order of time. An earlier version asks again if a study's files are set back to it.
    package let uses: [Use]

    package init(_ entries: [Entry], versions: [Version] = [], uses: [Use] = []) {
      self.entries = entries
      self.versions = versions
      self.uses = uses
    }

    package var count: Int { entries.count }

    func keeping(_ kept: [Int]) -> Checks {
      Checks(kept.map { entries[$0] }, versions: versions, uses: uses)
    }
  }
}

extension Respondents {
  /// Respondents who were given a situation and did not complete: they left, withdrew, were turned away
  /// by a check, or did not come back while their place was held.
  package struct Unfinished: Sendable {
    /// An index into the design's cells each.
    package let cells: [Int32]
    package let attributes: Attributes

    package init(cells: [Int32], attributes: Attributes) {
      precondition(attributes.count == cells.count)
      self.cells = cells
      self.attributes = attributes
    }

    package var count: Int { cells.count }
  }
}

/// Texts that many respondents share.
struct TextColumn: Sendable {
  private var texts: [String] = []
  private var codes: [String: Int32] = [:]
  private var column: [Int32]

  init(count: Int) {
    column = Array(repeating: -1, count: count)
  }

  subscript(_ index: Int) -> String? {
    get { column[index] < 0 ? nil : texts[Int(column[index])] }
    set {
      guard let newValue else {
        column[index] = -1
        return
      }
      if let code = codes[newValue] {
        column[index] = code
        return
      }
      column[index] = Int32(texts.count)
      codes[newValue] = Int32(texts.count)
      texts.append(newValue)
    }
  }

  /// The texts that someone has, in alphabetical order.
  var used: [String] { Set(column.filter { $0 >= 0 }.map { texts[Int($0)] }).sorted() }

  func keeping(_ kept: [Int]) -> TextColumn {
    var copy = self
    copy.column = kept.map { column[$0] }
    return copy
  }
}
