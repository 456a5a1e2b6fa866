import Yams

/// Where a study's files are read from.
package protocol StudyFiles {
  /// The text of a file the study names, or nil where there is none.
  func text(of path: String) throws -> String?
  /// The file's name in a diagnostic.
  func displayName(of path: String) -> String
}

extension StudyDefinition {
  private static let keys = [
    "title", "language", "languages", "consent", "debrief", "screening", "demographics", "design",
    "situations",
    "quota", "reservation_minutes", "attention", "exclusions", "reading_words_per_minute",
    "leaving", "closes", "recruiting", "identity_retention_days", "release", "presentation",
    "imagining", "paradata",
  ]

  /// The study that `study.yaml` and the files it names define, with what deserves a second look.
  ///
  /// - Throws: `StudyError` with every problem of all its files.
  package static func load(
    from folder: some StudyFiles, gaps: TranslationGaps = .refused
  ) throws -> (study: StudyDefinition, warnings: [Diagnostic]) {
    var loader = Loader(folder: folder, gaps: gaps)
    let study = try loader.load()
    guard let study, loader.errors.isEmpty else { throw StudyError(loader.errors) }
    return (study, loader.warnings)
  }

  private struct Loader<Folder: StudyFiles> {
    /// What the template leaves for the researcher to fill in, such as `[your name]`.
    private static var placeholder: Regex<Substring> { /\[(?:your|ethics) [^\]]*\]/ }

    let folder: Folder
    let gaps: TranslationGaps
    var read: [SourceFile] = []
    var errors: [Diagnostic] = []
    var warnings: [Diagnostic] = []

    mutating func load() throws -> StudyDefinition? {
      let name = folder.displayName(of: "study.yaml")
      guard let text = try folder.text(of: "study.yaml") else {
        errors.append(
          Diagnostic(file: name, "no such file; `evoke new DIR` makes a study to start from"))
        return nil
      }
      read.append(SourceFile(path: "study.yaml", text: text))
      let document = YAMLDocument(file: name)
      var found: StudyDefinition?
      if let root = document.compose(text) {
        found = try study(root: root, document: document)
      }
      errors = document.diagnostics.errors + errors
      warnings = document.diagnostics.warnings + warnings
      return found
    }

    private mutating func study(root: Node, document: YAMLDocument) throws -> StudyDefinition? {
      guard let fields = Fields(root, in: document, name: "the study", keys: keys)
      else { return nil }
      let title = fields.string("title")
      let consent = try markdown("consent", fields)
      let debrief = try markdown("debrief", fields)
      let screening = questions("screening", fields)
      let demographics = questions("demographics", fields)
      checkDistinct(screening + demographics, fields)
      let steps = fields.string("design").map { designSteps($0, fields) } ?? []
      let instruments = try instruments(of: steps, fields)
      let situations = try situations(fields)
      let quota = fields.integer("quota", in: 1...100_000)
      let attention = attentionChecks(fields, steps: steps, instruments: instruments)
      let exclusions = exclusionRules(fields)
      let reservation = fields.optionalInteger("reservation_minutes", in: 1...10_080) ?? 60
      let reading = fields.optionalInteger("reading_words_per_minute", in: 60...2_000) ?? 400
      let leaving = fields.optionalChoice("leaving", of: LeavingRule.self) ?? .ask
      let closes = closes(fields)
      let imagining = Imagining.load(fields)
      for id in imagining.taken(by: screening + demographics) {
        fields.report("imagining", "a question of the study has the id `\(id)` already")
      }
      let recruiting = recruiting(fields)
      let retention = fields.optionalInteger("identity_retention_days", in: 0...3_650)
      let languages = languages(fields)
      let release = try releaseRules(fields, demographics, title: title)
      guard let title, let consent, let debrief, let quota, !steps.isEmpty else { return nil }
      var study = StudyDefinition(
        title: title, language: languages[0], translations: [], consent: consent, debrief: debrief,
        screening: screening, demographics: demographics, design: steps,
        instruments: instruments, situations: situations, quota: quota,
        reservationMinutes: reservation, attention: attention, exclusions: exclusions,
        readingWordsPerMinute: reading, leaving: leaving, closes: closes,
        presentation: Presentation.load(fields), imagining: imagining,
        paradata: paradata(fields), recruiting: recruiting,
        identityRetentionDays: retention, release: release, sha256: "", files: [])
      let translations = try languages.dropFirst().map { try translated(study, into: $0, fields) }
      study.instruments = try study.instruments.map { try inLanguage($0, languages[0]) }
      study.files = read
      study.sha256 = sha256Hex(
        read.flatMap { Array("\($0.path)\u{0}\($0.text.utf8.count)\u{0}\($0.text)".utf8) })
      study.translations = translations.map { translation in
        var translation = translation
        translation.files = study.files
        translation.sha256 = study.sha256
        return translation
      }
      return study
    }

    // MARK: Languages

    /// The study's languages, that of the files without a suffix first.
    private func languages(_ fields: Fields) -> [Language] {
      var tags = fields.strings("languages")
      let stated = fields.optionalString("language")
      if let stated, !tags.isEmpty, !tags.contains(where: { $0.text == stated }) {
        fields.report("language", "`languages` does not list `\(stated)`")
      }
      if tags.isEmpty, let node = fields.node("language"), let stated { tags = [(stated, node)] }
      var found: [Language] = []
      for (tag, node) in tags {
        if tag.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) == nil {
          fields.document.report(
            node, "`\(tag)` is no language tag; write one such as en, de or zh-Hans")
        } else if found.contains(Language(tag)) {
          fields.document.report(node, "the language `\(tag)` stands twice")
        } else if tag == stated {
          found.insert(Language(tag), at: 0)
        } else {
          found.append(Language(tag))
        }
      }
      return found.isEmpty ? [.english] : found
    }

    /// The study in another language, from the siblings of its files.
    private mutating func translated(
      _ study: StudyDefinition, into language: Language, _ fields: Fields
    ) throws -> StudyDefinition {
      var translated = study
      translated.language = language
      let path = translatedPath("study.yaml", into: language)
      let sibling = StudyDefinition.translation(
        try keptText(path), file: folder.displayName(of: path),
        original: folder.displayName(of: "study.yaml"), into: language, gaps: gaps)
      translated.translate(with: sibling)
      note(sibling.document.diagnostics)
      if let path = fields.optionalString("consent") {
        translated.consent = try markdown(study.consent, of: path, into: language)
      }
      if let path = fields.optionalString("debrief") {
        translated.debrief = try markdown(study.debrief, of: path, into: language)
      }
      if let path = fields.optionalString("situations"), !study.situations.isEmpty {
        let sibling = translatedPath(path, into: language)
        let (situations, diagnostics) = study.situations.translated(
          into: language, csv: try keptText(sibling), file: folder.displayName(of: sibling),
          original: folder.displayName(of: path), gaps: gaps)
        translated.situations = situations
        note(diagnostics)
      }
      translated.instruments = try study.instruments.map { try inLanguage($0, language) }
      return translated
    }

    private mutating func markdown(
      _ original: Markdown, of path: String, into language: Language
    ) throws -> Markdown {
      let sibling = translatedPath(path, into: language)
      guard let text = try keptText(sibling) else {
        var diagnostics = Diagnostics()
        diagnostics.add(
          Diagnostic(
            gaps.severity, file: folder.displayName(of: sibling),
            "no such file; it holds the text of \(folder.displayName(of: path)) in `\(language)`"))
        note(diagnostics)
        return Markdown("⟦not in \(language)⟧\n\n\(original.source)")
      }
      return checked(text, path: sibling)
    }

    /// The instrument as it stands where it is in that language, else its translation.
    private mutating func inLanguage(
      _ instrument: Instrument, _ language: Language
    ) throws -> Instrument {
      if instrument.language.agrees(with: language) { return instrument }
      let original = "instruments/\(instrument.id).yaml"
      let path = translatedPath(original, into: language)
      let own = try folder.text(of: path)
      let text = own ?? BundledFile.text(path)
      if let text { keep(path, text) }
      let (translated, diagnostics) = instrument.translated(
        into: language, yaml: text, file: folder.displayName(of: path),
        original: "the instrument `\(instrument.id)`, which is in `\(instrument.language)`,",
        gaps: gaps)
      note(diagnostics)
      return translated
    }

    /// The text of a translation, noted as one of the study's files.
    private mutating func keptText(_ path: String) throws -> String? {
      let text = try folder.text(of: path)
      if let text { keep(path, text) }
      return text
    }

    private mutating func note(_ diagnostics: Diagnostics) {
      errors += diagnostics.errors
      warnings += diagnostics.warnings
    }

    // MARK: Files

    private mutating func file(_ key: String, _ fields: Fields) throws -> (
      path: String, text: String
    )? {
      guard let path = fields.string(key) else { return nil }
      guard let text = try folder.text(of: path) else {
        fields.report(key, "there is no file `\(path)` in the study's folder")
        return nil
      }
      keep(path, text)
      return (path, text)
    }

    /// Notes a file of the study, once however often it is named.
    private mutating func keep(_ path: String, _ text: String) {
      if !read.contains(where: { $0.path == path }) {
        read.append(SourceFile(path: path, text: text))
      }
    }

    private mutating func markdown(_ key: String, _ fields: Fields) throws -> Markdown? {
      guard let (path, text) = try file(key, fields) else { return nil }
      return checked(text, path: path)
    }

    private mutating func checked(_ text: String, path: String) -> Markdown {
      let file = folder.displayName(of: path)
      if text.trimmingWhitespace.isEmpty {
        errors.append(Diagnostic(file: file, line: 1, column: 1, "the file is empty"))
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        for place in line.ranges(of: Self.placeholder) {
          warnings.append(
            Diagnostic(
              .warning, file: file, line: index + 1,
              column: line.distance(from: line.startIndex, to: place.lowerBound) + 1,
              "\(line[place]) waits for you to fill it in"))
        }
      }
      return Markdown(text)
    }

    private mutating func situations(_ fields: Fields) throws -> [Situation] {
      guard let (path, text) = try file("situations", fields) else { return [] }
      do throws(StudyError) {
        return try [Situation](csv: text, file: folder.displayName(of: path))
      } catch {
        errors += error.diagnostics
        return []
      }
    }

    private mutating func instruments(
      of steps: [DesignStep], _ fields: Fields
    ) throws -> [Instrument] {
      var found: [Instrument] = []
      var seen: Set<InstrumentID> = []
      for case .administer(let ids, _) in steps {
        for id in ids where seen.insert(id).inserted {
          let path = "instruments/\(id).yaml"
          let own = try folder.text(of: path)
          guard let text = own ?? BundledFile.text(path) else {
            let hint =
              nearest(to: id.name, among: BundledFile.instruments).map { "; did you mean `\($0)`?" }
              ?? ""
            fields.report(
              "design",
              "no instrument is called `\(id)`: there is no `\(path)` in the study's folder, and "
                + "Evoke brings \(BundledFile.instruments.joined(separator: ", "))\(hint)")
            continue
          }
          keep(path, text)
          do throws(StudyError) {
            let instrument = try Instrument(
              yaml: text, file: own == nil ? "Evoke's \(path)" : folder.displayName(of: path))
            if instrument.id != id {
              errors.append(
                Diagnostic(
                  file: folder.displayName(of: path), line: 1, column: 1,
                  "the file defines `\(instrument.id)`, its name says `\(id)`"))
            }
            found.append(instrument)
          } catch {
            errors += error.diagnostics
          }
        }
      }
      return found
    }

    // MARK: The design line

    private func designSteps(_ line: String, _ fields: Fields) -> [DesignStep] {
      var steps: [DesignStep] = []
      for part in line.split(separator: "->", omittingEmptySubsequences: false) {
        let words = String(part).trimmingWhitespace
        if words == "imagine situation" {
          if steps.contains(.imagine) {
            fields.report(
              "design", "a person imagines one situation; `imagine situation` is there twice")
          }
          steps.append(.imagine)
        } else {
          let ids = words.split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0).trimmingWhitespace }
          guard ids.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }), words != "imagine" else {
            fields.report(
              "design",
              "`\(words)` is no step; write instruments and `imagine situation` joined by `->`, as in "
                + "`panas -> imagine situation -> panas`")
            continue
          }
          steps.append(
            .administer(ids.map { InstrumentID($0) }, steps.contains(.imagine) ? .evoked : .default)
          )
        }
      }
      if !steps.contains(.imagine) {
        fields.report("design", "the design has no `imagine situation`")
      }
      let administered = steps.flatMap { step -> [String] in
        guard case .administer(let ids, let occasion) = step else { return [] }
        return ids.map { "\($0) \(occasion)" }
      }
      if Set(administered).count < administered.count {
        fields.report(
          "design", "an instrument is given once before the situation and once after it")
      }
      if !administered.contains(where: { $0.hasSuffix(" default") }) {
        fields.report(
          "design", "no instrument is given before the situation; there is nothing to compare with")
      }
      if !administered.contains(where: { $0.hasSuffix(" evoked") }) {
        fields.report("design", "no instrument is given after the situation")
      }
      return steps
    }

    // MARK: Questions

    private func questions(_ key: String, _ fields: Fields) -> [Question] {
      fields.optionalList(key).compactMap { node in
        let screens = key == "screening"
        guard
          let question = Fields(
            node, in: fields.document, name: "the question",
            keys: ["id", "text", "options", "country", "year_of_birth", "number"]
              + (screens ? ["accept"] : ["decline"]))
        else { return nil }
        let id = question.identifier("id")
        let text = question.string("text")
        let form = form(question)
        let accepted = screens ? accepted(question, form) : nil
        let decline = question.optionalBoolean("decline") ?? !screens
        guard let id, let text, let form else { return nil }
        return Question(
          id: QuestionID(id), text: text, form: form, canDecline: decline, accepted: accepted)
      }
    }

    private func form(_ question: Fields) -> Question.Form? {
      let kinds = ["options", "country", "year_of_birth", "number"].filter(question.has)
      guard kinds.count == 1 else {
        question.report(
          "id",
          "a question has exactly one of `options`, `country: true`, `year_of_birth` and `number`")
        return nil
      }
      switch kinds[0] {
      case "options":
        let choices = question.list("options").compactMap { node -> Question.Choice? in
          guard
            let choice = Fields(
              node, in: question.document, name: "the option", keys: ["value", "label"]),
            let value = choice.identifier("value"), let label = choice.string("label")
          else { return nil }
          return Question.Choice(value: value, label: label)
        }
        if choices.count < 2 {
          question.report("options", "at least two options are needed")
        }
        if choices.contains(where: { $0.value == Question.declined }) {
          question.report(
            "options", "the value `\(Question.declined)` is Evoke's own, for those who decline")
        }
        if Set(choices.map(\.value)).count < choices.count {
          question.report("options", "two options have the same `value`")
        }
        return .choices(choices)
      case "country":
        guard question.optionalBoolean("country") == true else {
          question.report(
            "country", "`country: true` asks for a country; leave the key out otherwise")
          return nil
        }
        return .country
      case "year_of_birth":
        return range(question, "year_of_birth", keys: ["youngest", "oldest"], within: 0...130)
          .map { .yearOfBirth(ages: $0) }
      default:
        return range(question, "number", keys: ["min", "max"], within: -1_000_000...1_000_000)
          .map { .number($0) }
      }
    }

    private func range(
      _ question: Fields, _ key: String, keys: [String], within limits: ClosedRange<Int>
    ) -> ClosedRange<Int>? {
      guard
        let ends = question.fields(key, name: "`\(key)`", keys: keys),
        let low = ends.integer(keys[0], in: limits), let high = ends.integer(keys[1], in: limits)
      else { return nil }
      guard low <= high else {
        question.report(key, "`\(keys[0])` is above `\(keys[1])`")
        return nil
      }
      return low...high
    }

    private func accepted(_ question: Fields, _ form: Question.Form?) -> Set<String> {
      let answers = question.strings("accept")
      if answers.isEmpty {
        question.report("accept", "a screening question lists the answers to `accept`")
      }
      if case .choices(let choices) = form {
        for (answer, node) in answers where !choices.contains(where: { $0.value == answer }) {
          let hint = nearest(to: answer, among: choices.map(\.value)).map {
            "; did you mean `\($0)`?"
          }
          question.document.report(node, "no option has the value `\(answer)`\(hint ?? "")")
        }
      }
      return Set(answers.map(\.text))
    }

    private func checkDistinct(_ questions: [Question], _ fields: Fields) {
      var seen: Set<String> = []
      for question in questions where !seen.insert(question.id.name).inserted {
        fields.report(
          fields.has("demographics") ? "demographics" : "screening",
          "two questions have the id `\(question.id)`")
      }
    }

    // MARK: Attention, exclusions, recruiting

    private func attentionChecks(
      _ fields: Fields, steps: [DesignStep], instruments: [Instrument]
    ) -> [AttentionCheck] {
      fields.optionalList("attention").compactMap { node in
        guard
          let check = Fields(
            node, in: fields.document, name: "the attention check",
            keys: ["id", "text", "instrument", "occasion", "after", "expect", "outcome"])
        else { return nil }
        let id = check.identifier("id")
        let text = check.string("text")
        let occasion = check.optionalChoice("occasion", of: Occasion.self) ?? .default
        let outcome = check.optionalChoice("outcome", of: AttentionCheck.Outcome.self) ?? .flag
        let after = check.string("after")
        let expected = check.string("expect")
        guard let id, let text, let after, let expected, let name = check.string("instrument")
        else { return nil }
        guard let instrument = instruments.first(where: { $0.id.name == name }) else {
          check.report("instrument", "the design gives no instrument `\(name)`")
          return nil
        }
        guard let item = instrument.item(ItemID(after)) else {
          let hint = nearest(to: after, among: instrument.items.map(\.id.name))
          check.report(
            "after",
            "`\(name)` has no item `\(after)`\(hint.map { "; did you mean `\($0)`?" } ?? "")")
          return nil
        }
        if item.option(expected) == nil {
          let codes = item.options.map(\.code).joined(separator: ", ")
          check.report("expect", "`\(after)` is answered by one of \(codes)")
        }
        if instrument.item(ItemID(id)) != nil {
          check.report("id", "`\(name)` has an item of this id already")
        }
        return AttentionCheck(
          id: ItemID(id), text: text, instrument: instrument.id, occasion: occasion,
          after: item.id, expectedCode: expected, outcome: outcome)
      }
    }

    private func exclusionRules(_ fields: Fields) -> [ExclusionRule] {
      fields.optionalList("exclusions").flatMap { node -> [ExclusionRule] in
        let thresholds = ExclusionRule.thresholds.map(\.name)
        guard case .mapping = node else {
          let rule = ExclusionRule.plain.first { $0.name == node.string }
          if rule == nil {
            let names =
              ExclusionRule.plain.map { "`\($0.name)`" }
              + thresholds.map { $0 == "seconds_below" ? "`\($0): N`" : "`\($0): X`" }
            fields.document.report(
              node,
              "an exclusion is " + names.dropLast().joined(separator: ", ")
                + " or \(names[names.count - 1])")
          }
          return rule.map { [$0] } ?? []
        }
        guard
          let rule = Fields(
            node, in: fields.document, name: "the exclusion rule", keys: thresholds)
        else { return [] }
        return ExclusionRule.thresholds.compactMap { name, range in
          guard let threshold = rule.optionalNumber(name) else { return nil }
          let found = ExclusionRule(name, threshold)
          if found == nil { rule.report(name, "`\(name)` must be \(range)") }
          return found
        }
      }
    }

    private func closes(_ fields: Fields) -> Timestamp? {
      guard let text = fields.optionalString("closes") else { return nil }
      guard let moment = Timestamp(closing: text) else {
        fields.report(
          "closes",
          "`\(text)` is no date; write the last day, as in 2026-12-31, or a moment with its distance "
            + "from UTC, as in 2026-12-31T18:00+01:00")
        return nil
      }
      return moment
    }

    private func paradata(_ fields: Fields) -> Set<ParadataMeasure> {
      let known = ParadataMeasure.allCases.map(\.rawValue)
      var found: Set<ParadataMeasure> = []
      for (name, node) in fields.strings("paradata") {
        guard let measure = ParadataMeasure(rawValue: name) else {
          let hint = nearest(to: name, among: known).map { "did you mean `\($0)`?" }
          fields.document.report(
            node,
            "no measure is called `\(name)`; "
              + (hint ?? "there are \(known.joined(separator: ", "))"))
          continue
        }
        found.insert(measure)
      }
      return found
    }

    private func recruiting(_ fields: Fields) -> Recruiting? {
      guard
        let recruiting = fields.fields(
          "recruiting", name: "`recruiting`",
          keys: ["participant", "study", "session", "completion_codes", "redirects"])
      else { return nil }
      let participant = recruiting.optionalString("participant") ?? "PROLIFIC_PID"
      let study = recruiting.optionalString("study") ?? "STUDY_ID"
      let session = recruiting.optionalString("session") ?? "SESSION_ID"
      for (key, name, others) in [
        ("study", study, [participant]), ("session", session, [participant, study]),
      ] where others.contains(name) {
        recruiting.report(
          recruiting.has(key) ? key : "participant",
          "the panel puts each id into a parameter of its own, but `\(name)` is named twice")
      }
      return Recruiting(
        participantParameter: participant, studyParameter: study, sessionParameter: session,
        completionCodes: outcomes("completion_codes", recruiting),
        redirects: outcomes("redirects", recruiting))
    }

    private mutating func releaseRules(
      _ fields: Fields, _ questions: [Question], title: String?
    ) throws -> ReleaseRules? {
      guard let node = fields.node("release") else { return nil }
      var problems: [Diagnostic] = []
      var files: [(path: String, text: String)] = []
      let rules = try ReleaseRules.read(
        node, in: fields.document, files: folder, questions: questions, title: title ?? "",
        problems: &problems
      ) { files.append(($0, $1)) }
      for file in files { keep(file.path, file.text) }
      errors += problems
      return rules
    }

    private func outcomes(_ key: String, _ fields: Fields) -> [Outcome: String] {
      var found: [Outcome: String] = [:]
      for (name, keyNode, value) in fields.pairs(key) {
        guard let outcome = Outcome(rawValue: name) else {
          let known = Outcome.allCases.map(\.rawValue)
          let hint = nearest(to: name, among: known) ?? known.joined(separator: ", ")
          fields.document.report(keyNode, "no outcome is called `\(name)`; did you mean `\(hint)`?")
          continue
        }
        guard let text = fields.string(value, name) else { continue }
        if key == "redirects", !text.hasPrefix("https://") {
          fields.document.report(value, "a redirect is an address that starts with https://")
        }
        found[outcome] = text
      }
      return found
    }
  }
}
