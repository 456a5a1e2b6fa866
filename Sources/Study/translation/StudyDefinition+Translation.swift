import Statistics
import TextFormats

extension StudyDefinition {
  private static let translatedKeys = [
    "language", "title", "screening", "demographics", "attention",
  ]

  /// The texts of `study.yaml` itself in another language: title, questions, labels, checks.
  mutating func translate(with translation: TranslatedFile) {
    let root = translation.root
    title = translation.text("title", in: root, path: "title", original: title)
    screening = Self.questions(screening, "screening", in: translation)
    demographics = Self.questions(demographics, "demographics", in: translation)
    let checks = translation.entries(
      "attention", in: root, by: "id", names: attention.map(\.id.name),
      name: "the attention check", keys: ["id", "text", "options"], path: "attention")
    attention = attention.map { check in
      let entry = checks[check.id.name]
      let path = "attention.\(check.id)"
      var translated = check
      translated.text = translation.text(
        "text", in: entry, path: "\(path).text", original: check.text)
      if case .page(let side, let page, let choices) = check.place {
        let labelled = Self.choices(choices, in: entry, of: translation, path: path)
        translated.place = .page(side, of: page, labelled)
      } else if entry?.has("options") == true {
        entry?.report("options", "`\(path)` has no options in the original")
      }
      return translated
    }
  }

  /// The sibling of `study.yaml` in a language.
  static func translation(
    _ text: String?, file: String, original: String, into language: Language,
    gaps: TranslationGaps
  ) -> TranslatedFile {
    TranslatedFile(
      text, file: file, of: original, into: language, name: "the translation",
      keys: translatedKeys, gaps: gaps)
  }

  private static func questions(
    _ questions: [Question], _ list: String, in translation: TranslatedFile
  ) -> [Question] {
    let root = translation.root
    let entries = translation.entries(
      list, in: root, by: "id", names: questions.map(\.id.name), name: "the question",
      keys: ["id", "text", "options"], path: list)
    return questions.map { question in
      let entry = entries[question.id.name]
      let path = "\(list).\(question.id)"
      var translated = question
      translated.text = translation.text(
        "text", in: entry, path: "\(path).text", original: question.text)
      if case .choices(let choices) = question.form {
        translated.form = .choices(
          Self.choices(choices, in: entry, of: translation, path: path))
      } else if entry?.has("options") == true {
        entry?.report("options", "`\(path)` has no options in the original")
      }
      return translated
    }
  }

  /// The choices with the labels of the translation, in the order of the original.
  private static func choices(
    _ choices: [Question.Choice], in entry: YAMLMapping?, of translation: TranslatedFile,
    path: String
  ) -> [Question.Choice] {
    let labels = translation.entries(
      "options", in: entry, by: "value", names: choices.map(\.value), name: "the option",
      keys: ["value", "label"], path: "\(path).options")
    return choices.map { choice in
      Question.Choice(
        value: choice.value,
        label: translation.text(
          "label", in: labels[choice.value] ?? entry,
          path: "\(path).options.\(choice.value)", original: choice.label))
    }
  }
}

extension StudyDefinition {
  /// The languages that participants may choose, that of the files without a suffix first.
  package var languages: [Language] { [language] + translations.map(\.language) }

  /// The study as it is read in one of its languages; as it was written for any other.
  package func inLanguage(_ language: Language) -> StudyDefinition {
    translations.first { $0.language == language } ?? self
  }

  /// The language of the study that suits a person best.
  ///
  /// - Parameter preferred: the person's languages, best first. A tag that is exactly one of the
  ///   study's counts before one that shares its first part (`de-AT` and `de`); without either the
  ///   study's own language is taken.
  package func language(for preferred: [Language]) -> Language {
    for wanted in preferred {
      let same = languages.first { $0.tag.lowercased() == wanted.tag.lowercased() }
      if let found = same ?? languages.first(where: { $0.primary == wanted.primary }) {
        return found
      }
    }
    return language
  }
}
