extension Respondents {
  /// What respondents said of themselves, and when they took part.
  package struct Attributes: Sendable {
    private var columns: [QuestionID: TextColumn] = [:]
    /// The calendar year of taking part; nil if it is not known.
    package var years: [Int?]

    package init(count: Int) {
      years = Array(repeating: nil, count: count)
    }

    package var count: Int { years.count }

    /// The answer to a question; nil if it was declined or not asked.
    package subscript(_ question: QuestionID, _ respondent: Int) -> String? {
      get { columns[question]?[respondent] }
      set {
        let empty = TextColumn(count: count)
        columns[question, default: empty][respondent] = newValue
      }
    }

    func keeping(_ kept: [Int]) -> Attributes {
      var attributes = self
      attributes.columns = columns.mapValues { $0.keeping(kept) }
      attributes.years = kept.map { years[$0] }
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
      /// The version of the study that asked, as an index into `studies`; nil for imported answers.
      package var study: Int?

      package init() {}

      /// Whether the situation was left before its words could be read; nil if times are not known.
      package var readTooFast: Bool? {
        guard let readingSeconds, let leastReadingSeconds else { return nil }
        return readingSeconds < Double(leastReadingSeconds)
      }
    }

    package var entries: [Entry]
    /// Every version of the study that asked anyone, oldest first.
    package let studies: [StudyDefinition]

    package init(_ entries: [Entry], studies: [StudyDefinition] = []) {
      self.entries = entries
      self.studies = studies
    }

    package var count: Int { entries.count }

    func keeping(_ kept: [Int]) -> Checks {
      Checks(kept.map { entries[$0] }, studies: studies)
    }
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

  func keeping(_ kept: [Int]) -> TextColumn {
    var copy = self
    copy.column = kept.map { column[$0] }
    return copy
  }
}
