import Study
import Survey
import SurveySession

/// Writes the pages of one version of a study in one of its languages.
struct PageWriter: Sendable {
  /// Something that is asked, with the answer that is chosen.
  struct Look: Hashable {
    let step: Int
    let field: String
    var chosen: String?
  }

  let interview: Interview
  /// All the languages of the study, this one included, each with its name for itself.
  let languages: [(language: Language, name: String)]
  let phrases: Phrases
  /// What every address starts with: empty, or a path such as `/study`.
  let base: String
  /// The hash of the text that participants consent to, as it is recorded.
  let consentSHA256: String
  let consentText: HTML
  let debriefText: HTML
  let countries: [Question.Choice]
  /// The calendar year that the lists of years of birth are written for.
  let year: Int
  /// What all pages share: their beginning, their style sheet and script, and their header.
  private let opening: HTML
  private let assets: HTML
  private let banner: HTML
  /// The percentages at each step: one, or one for each item if items come one at a time.
  private let percentages: [[Int]]
  /// What is asked and has no problem, written once: it does not depend on the participant.
  private(set) var written: [Look: HTML] = [:]

  init(
    _ version: StudyVersion, in language: Language, base: String, styleVersion: String, year: Int
  ) {
    let interview = version.interview(in: language)
    let study = interview.study
    self.interview = interview
    self.base = base
    self.year = year
    languages = version.study.languages.map { ($0, $0.ownName) }
    phrases = Phrases.of(study.language)
    consentSHA256 = version.consentSHA256(in: language)
    consentText = HTML(study.consent)
    debriefText = HTML(study.debrief)
    let asksCountry = (study.screening + study.demographics)
      .contains { if case .country = $0.form { true } else { false } }
    countries =
      asksCountry
      ? Country.named(in: study.language).map { .init(value: $0.code, label: $0.name) } : []
    opening = """
      <!doctype html>
      <html lang="\(study.language.tag)" dir="\(study.language.direction)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <meta name="color-scheme" content="light dark">
      """
    banner = """
      <a class="skip" href="#main">\(phrases.skipToContent)</a>
      <header class="top">
      <p class="study">\(study.title)</p>
      """
    assets = """
      <link rel="stylesheet" href="\(base)/assets/survey.css?v=\(styleVersion)">
      <script src="\(base)/assets/survey.js?v=\(styleVersion)" defer></script>
      <link rel="icon" href="data:,">
      """
    let pages = interview.steps.indices.map {
      interview.page(at: $0, for: .init(seed: 0, year: year))
    }
    percentages = pages.map { page in
      let count = page.asksOneAtATime ? max(1, page.entries.count) : 1
      return (0..<count).map {
        Int((interview.progress(at: page.step, answered: $0, of: count) * 100).rounded(.down))
      }
    }
    for page in pages {
      for question in page.questions {
        written[Look(step: page.step, field: question.id.name)] = self.question(
          question, in: PageState(page), problem: nil)
      }
      for entry in page.entries {
        for code in [nil] + entry.options.map({ Optional($0.code) }) {
          written[Look(step: page.step, field: entry.field, chosen: code)] = item(
            entry, chosen: code, problem: nil)
        }
      }
    }
  }

  // MARK: The frame

  /// A whole page.
  ///
  /// - Parameters:
  ///   - name: by which script and style sheet know the page.
  ///   - position: the participant's position among items that are asked one at a time.
  ///   - hasProblems: whether the page came back because something is wrong.
  func page(
    _ name: String, heading: String, position: String? = nil, hasProblems: Bool = false,
    progress: HTML = "", footer: HTML = "", _ content: HTML
  ) -> HTML {
    let problem: HTML = hasProblems ? "\(phrases.error) " : ""
    return """
      \(opening)
      <title>\(problem)\(position.map { "\($0) · " })\(heading) · \(interview.study.title)</title>
      \(assets)
      </head>
      <body data-page="\(name)">
      \(banner)
      \(progress)
      </header>
      <main id="main">
      \(content)
      </main>
      \(footer)
      </body>
      </html>

      """
  }

  /// How far a participant is, who is asked the item with this number, from 1, or a whole page.
  func progress(at step: Int, item: Int?) -> HTML {
    let percent = percentages[step][(item ?? 1) - 1]
    return """
      <div class="progress"><progress max="100" value="\(percent)" aria-hidden="true"></progress>\
      <span>\(phrases.progress(percent))</span></div>
      """
  }

  // MARK: Pieces

  /// A link to an address of ours.
  func link(_ address: Address, _ text: String) -> HTML {
    "<a href=\"\(base + address.path)\">\(text)</a>"
  }

  /// A field that says more about a form than its answers do.
  func hidden(_ field: FormField, _ value: String = "") -> HTML {
    "<input type=\"hidden\" name=\"\(field.rawValue)\" value=\"\(value)\">"
  }

  /// What is said above a page that came back.
  func summary(
    _ title: String, missing: [(field: String, text: String)] = [], advice: String? = nil,
    isHint: Bool = false
  ) -> HTML {
    let links: [HTML] = missing.map { "<li><a href=\"#\($0.field)\">\($0.text)</a></li>" }
    let list: HTML? = links.isEmpty ? nil : "<ul>\(links)</ul>"
    return """
      <div class="summary\(isHint ? " hint" : "")" role="alert" tabindex="-1" autofocus>\
      <h2>\(title)</h2>\(list)\(advice.map { "<p>\($0)</p>" })</div>

      """
  }

  var unsavedSummary: HTML {
    summary(phrases.codes.notSavedTitle, advice: phrases.codes.notSavedText)
  }

  /// What is wrong with the answer in a field, below the text of what is asked.
  func problem(_ text: String?, with field: String) -> HTML? {
    text.map { "<p class=\"problem\" id=\"\(field)-problem\">\($0)</p>" }
  }

  /// The attribute by which what is asked names its problem.
  func described(by problem: String?, with field: String) -> HTML? {
    problem.map { _ in " aria-describedby=\"\(field)-problem\"" }
  }

  /// A group of answers of which one is chosen; a value, if there is one, stands before its label.
  func choices(
    _ field: String, _ legend: HTML, _ options: [(code: String, value: String?, label: String)],
    chosen: String?, problem: String?
  ) -> HTML {
    let labels: [HTML] = options.map { option in
      let value: HTML? = option.value.map { "<span class=\"value\">\($0)</span> " }
      return """
        <label class="option"><input type="radio" name="\(field)" value="\(option.code)"\
        \(option.code == chosen ? " checked" : "")> \(value)<span>\(option.label)</span></label>

        """
    }
    return """
      <fieldset class="item\(options.first?.value == nil ? "" : " scale")" id="\(field)"\
      \(described(by: problem, with: field))>
      <legend>\(legend)</legend>
      \(self.problem(problem, with: field))
      <div class="options">
      \(labels)
      </div>
      </fieldset>

      """
  }

  func text(of reason: PageProblem.Reason) -> String {
    switch reason {
    case .unanswered: phrases.unanswered
    case .notAnOption: phrases.notAnOption
    case .tooLong: phrases.answering.tooLong
    }
  }
}
