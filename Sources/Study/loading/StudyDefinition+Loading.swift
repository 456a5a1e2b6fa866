import Resources
import Statistics
package import TextFormats
import Yams

/// Where a study's files are read from.
package protocol StudyFiles {
  /// The text of a file the study names, or nil if there is none.
  func text(of path: String) throws -> String?
  /// The file's name in a diagnostic.
  func displayName(of path: String) -> String
  /// Whether answers are kept with them: then they are read as they were accepted, and contrasts are
  /// not looked at again.
  var isStored: Bool { get }
}

extension StudyFiles {
  package var isStored: Bool { false }
}

extension StudyDefinition {
  private static let keys = [
    "title", "language", "languages", "consent", "debrief", "screening", "demographics", "design",
    "situations",
    "quota", "reservation_minutes", "attention", "exclusions", "reading_words_per_minute",
    "leaving", "closes", "recruiting", "identity_retention_days", "release", "presentation",
    "imagining", "paradata", "shared_device", "quota_counts", "contrasts",
  ]

  /// The study that `study.yaml` and the files it names define, with what deserves a second look.
  ///
  /// - Throws: `DiagnosedError` with every problem of all its files.
  package static func load(
    from folder: some StudyFiles, gaps: TranslationGaps = .refused
  ) throws -> (study: StudyDefinition, warnings: [Diagnostic]) {
    var loader = Loader(folder: folder, gaps: gaps)
    let study = try loader.load()
    guard let study, loader.errors.isEmpty else { throw DiagnosedError(loader.errors) }
    return (study, loader.warnings)
  }

  struct Loader<Folder: StudyFiles> {
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
      guard let fields = YAMLMapping(root, in: document, name: "the study", keys: keys)
      else { return nil }
      let title = fields.string("title")
      let consent = try markdown("consent", fields)
      let debrief = try markdown("debrief", fields)
      let recruiting = recruiting(fields)
      let completeCode = recruiting?.completionCodes[.complete]
      let screening = questions("screening", fields, completeCode: completeCode)
      let demographics = questions("demographics", fields, completeCode: completeCode)
      checkDistinct(screening + demographics, fields)
      checkRulesDistinct(fields, screening + demographics)
      let steps = fields.string("design").map { designSteps($0, fields) } ?? []
      let instruments = try instruments(of: steps, fields)
      checkColumns(of: steps, instruments, fields)
      let situations = try situations(fields)
      let quota = fields.integer("quota", in: 1...100_000)
      let attention = attentionChecks(
        fields,
        pages: pageNames(
          steps, screens: !screening.isEmpty, asksDemographics: !demographics.isEmpty),
        instruments: instruments, completeCode: completeCode)
      let exclusions = exclusionRules(fields)
      let reservation = fields.optionalInteger("reservation_minutes", in: 1...10_080) ?? 60
      let reading = fields.optionalInteger("reading_words_per_minute", in: 60...2_000) ?? 400
      let leaving = fields.optionalChoice("leaving", of: LeavingRule.self) ?? .ask
      let closes = closes(fields)
      let imagining = Imagining.load(fields)
      for id in imagining.taken(by: screening + demographics) {
        fields.report("imagining", "another question of the study has the id `\(id)`")
      }
      let retention = fields.optionalInteger("identity_retention_days", in: 0...3_650)
      let languages = languages(fields)
      let release = try releaseRules(fields, demographics, imagining, title: title)
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
      study.quotaCounts = fields.optionalChoice("quota_counts", of: QuotaCount.self) ?? .completed
      if study.quotaCounts == .valid, exclusions.isEmpty {
        fields.report(
          "quota_counts", "`exclusions` states no rule, so everyone who completes counts", .warning)
      }
      study.sharesDevice = fields.optionalBoolean("shared_device") ?? false
      study.contrasts = contrasts(fields)
      let translations = try languages.dropFirst().map { try translated(study, into: $0, fields) }
      study.instruments = try study.instruments.map { try inLanguage($0, languages[0]) }
      study.files = read
      study.translations = translations
      checkContrasts(of: study, fields)
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
    private func languages(_ fields: YAMLMapping) -> [Language] {
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
            node, "`\(tag)` is not a language tag; write one such as en, de or zh-Hans")
        } else if found.contains(Language(tag)) {
          fields.document.report(node, "the language `\(tag)` appears twice")
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
      _ study: StudyDefinition, into language: Language, _ fields: YAMLMapping
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
            "no such file; expected the text of \(folder.displayName(of: path)) in `\(language)`"))
        note(diagnostics)
        return Markdown("⟦not in \(language)⟧\n\n\(original.source)")
      }
      return checked(text, path: sibling)
    }

    /// The instrument itself if it is in that language, else its translation.
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

    private mutating func file(_ key: String, _ fields: YAMLMapping) throws -> (
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

    private mutating func markdown(_ key: String, _ fields: YAMLMapping) throws -> Markdown? {
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
              "replace the placeholder \(line[place])"))
        }
      }
      return Markdown(text)
    }

    private mutating func situations(_ fields: YAMLMapping) throws -> [Situation] {
      guard let (path, text) = try file("situations", fields) else { return [] }
      do throws(DiagnosedError) {
        return try [Situation](csv: text, file: folder.displayName(of: path))
      } catch {
        errors += error.diagnostics
        return []
      }
    }

    private mutating func instruments(
      of steps: [DesignStep], _ fields: YAMLMapping
    ) throws -> [Instrument] {
      var found: [Instrument] = []
      var seen: Set<InstrumentID> = []
      for case .administer(let ids, _) in steps {
        for id in ids where seen.insert(id).inserted {
          let path = "instruments/\(id).yaml"
          let own = try folder.text(of: path)
          guard let text = own ?? BundledFile.text(path) else {
            let hint = hint(for: id.name, among: BundledFile.instruments)
            fields.report(
              "design",
              "no instrument is called `\(id)`: there is no `\(path)` in the study's folder, and "
                + "Evoke's own are \(BundledFile.instruments.joined(separator: ", "))\(hint)")
            continue
          }
          keep(path, text)
          do throws(DiagnosedError) {
            let instrument = try Instrument(
              yaml: text, file: own == nil ? "Evoke's \(path)" : folder.displayName(of: path),
              warn: { warnings.append($0) })
            if instrument.id != id {
              errors.append(
                Diagnostic(
                  file: folder.displayName(of: path), line: 1, column: 1,
                  "the file defines `\(instrument.id)`, but its name is `\(id)`"))
            }
            found.append(instrument)
          } catch {
            errors += error.diagnostics
          }
        }
      }
      return found
    }

    private mutating func releaseRules(
      _ fields: YAMLMapping, _ questions: [Question], _ imagining: Imagining, title: String?
    ) throws -> ReleaseRules? {
      guard let node = fields.node("release") else { return nil }
      var loader = ReleaseRules.Loader(
        files: folder, questions: questions, imagining: imagining, title: title ?? "")
      let rules = try loader.load(node, in: fields.document)
      for file in loader.read { keep(file.path, file.text) }
      return rules
    }
  }
}
