import Study

/// A small study that has nearly everything that a study's files can have.
struct RichStudy: StudyFiles {
  /// How the items of a scale are shown.
  var items = "together"
  /// Files that replace those below, or are added to them.
  var replaced: [String: String] = [:]

  func text(of path: String) -> String? { replaced[path] ?? file(path) }

  func displayName(of path: String) -> String { path }

  private func file(_ path: String) -> String? {
    switch path {
    case "study.yaml": study
    case "study.de.yaml": Self.translation
    case "consent.md": "# Take part\n\nSay *yes* or **no**, see <https://example.org>.\n"
    case "consent.de.md": "# Teilnahme\n"
    case "debrief.md": "# Thank you\n"
    case "debrief.de.md": "# Danke\n"
    case "instruments/calm.yaml": Self.instrument
    case "instruments/calm.de.yaml": Self.translatedInstrument
    case "situations.csv":
      """
      emotion,factor,situation,kind,text,source
      Fear,Dark,1,negative,A dark wood.,test
      Fear,Dark,2,negative,"A ""dark"" cellar.",test
      Joy,Light,1,positive,A bright day.,test
      """
    case "situations.de.csv":
      """
      emotion,factor,situation,text
      Fear,Dark,1,Ein dunkler Wald.
      Fear,Dark,2,Ein dunkler Keller.
      Joy,Light,1,Ein heller Tag.
      """
    default: nil
    }
  }

  private var study: String {
    """
    title: A rich study
    languages: [en, de]
    consent: consent.md
    debrief: debrief.md
    screening:
      - id: adult
        text: Are you an adult?
        options: [{ value: "yes", label: "Yes" }, { value: "no", label: "No" }]
        accept: ["yes"]
        outcome: end
        completion_code: C3
    demographics:
      - id: gender
        text: Which describes you best?
        options: [{ value: female, label: Woman }, { value: male, label: Man }]
      - { id: born, text: In which year?, year_of_birth: { youngest: 18, oldest: 100 } }
      - { id: country, text: In which country?, country: true, decline: false }
      - { id: siblings, text: How many?, number: { min: -5, max: 20 } }
    design: calm -> imagine situation -> calm
    situations: situations.csv
    quota: 2
    reservation_minutes: 30
    attention:
      - id: check_a
        text: Choose 2 here.
        instrument: calm
        occasion: default
        after: at_ease
        expect: 2
      - id: check_b
        text: Choose blue.
        before_page: situation
        options: [{ value: red, label: Red }, { value: blue, label: Blue }]
        expect: blue
        outcome: end
    exclusions: [failed_attention, identical_answers, seconds_below: 90, irv_below: 0.2]
    reading_words_per_minute: 400
    leaving: ask
    recruiting:
      pattern: "[0-9a-f]{24}"
      completion_codes: { complete: C1, left: C2 }
      redirects: { complete: "https://example.org/done?cc=C1" }
    presentation: { items: \(items), answers: by_width, order: shuffled, skipping: true }
    imagining:
      { vividness: optional, description: optional, situation_stays: folded, reading_hint: true }
    paradata:
      [time_to_first_answer, item_times, answer_changes, page_visibility, device_class, input_mode,
      scripts]
    release: { title: Data, licence: CC-BY-4.0, quasi_identifiers: [gender, born] }
    """
  }

  private static let translation = """
    title: Eine Studie
    screening:
      - id: adult
        text: Sind Sie erwachsen?
        options: [{ value: "yes", label: Ja }, { value: "no", label: Nein }]
    demographics:
      - id: gender
        text: Was trifft zu?
        options: [{ value: female, label: Frau }, { value: male, label: Mann }]
      - { id: born, text: In welchem Jahr? }
      - { id: country, text: In welchem Land? }
      - { id: siblings, text: Wie viele? }
    attention:
      - { id: check_a, text: Hier 2. }
      - id: check_b
        text: Blau.
        options: [{ value: red, label: Rot }, { value: blue, label: Blau }]
    """

  private static let instrument = """
    id: calm
    version: "1"
    title: A short scale of calm
    citation: Made for a test.
    doi: 10.1000/182
    licence: { terms: Free to use., evidence: Written for a test. }
    instruction: { default: Right now., evoked: In the situation. }
    scales:
      - id: agreement
        points: [{ value: 1, label: "No" }, { value: 2, label: Partly }, { value: 3, label: "Yes" }]
    order: shuffled
    items:
      - { id: at_ease, text: At ease, scale: agreement }
      - { id: restless, text: Restless, scale: agreement, reverse: true }
      - id: slept
        text: Slept
        options: [{ value: 0, label: Well }, { value: 1, code: 1a, label: More }, { value: 1, code: 1b, label: Less }]
    subscales:
      - { id: calm, title: Calm, score: sum, items: [at_ease, restless], weights: [2, 1], factor: 2, range: [6, 18] }
      - { id: mean, title: Mean, score: mean, items: [at_ease, restless, slept] }
    missing: { prorate: 0.5 }
    norms:
      - { subscale: calm, name: Students, n: 660, mean: 9.7, sd: 2.9, source: A test. }
    tests:
      - { name: one, answers: [3, 1, 0], scores: { calm: 18 } }
      - { name: gap, answers: [3, ~, 1], scores: { mean: 2 } }
    """

  private static let translatedInstrument = """
    citation: Für einen Test.
    instruction: { default: Jetzt., evoked: In der Situation. }
    scales:
      - id: agreement
        points: [{ value: 1, label: Nein }, { value: 2, label: Teils }, { value: 3, label: Ja }]
    items:
      - { id: at_ease, text: Gelassen }
      - { id: restless, text: Unruhig }
      - id: slept
        text: Schlaf
        options: [{ value: 0, label: Gut }, { value: 1, code: 1a, label: Mehr }, { value: 1, code: 1b, label: Wenig }]
    """
}
