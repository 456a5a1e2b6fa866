// What varies by visit is put into each page anew, as the server does it: the old way fills the marked
// places of prepared pages; the new way writes the page, and keeps only what is asked.

import Foundation
import TextFormats

let words =
  "Interested Distressed Excited Upset Strong Guilty Scared Hostile Enthusiastic Proud Irritable Alert Ashamed Inspired Nervous Determined Attentive Jittery Active Afraid"
  .split(separator: " ").map(String.init)
let labels = ["Very slightly or not at all", "A little", "Moderately", "Quite a bit", "Extremely"]
struct Option {
  let code: String
  let label: String
}
struct Entry {
  let field: String
  let text: String
  let options: [Option]
}
let entries = words.map {
  Entry(
    field: $0.lowercased(), text: $0,
    options: labels.enumerated().map { Option(code: "\($0.offset + 1)", label: $0.element) })
}
let prose = String(
  repeating:
    "<h2>You decide</h2>\n<p>Taking part is voluntary. You can stop at any time, on any page, without giving a reason and without any disadvantage. If you choose to leave, you decide whether we keep or delete the answers.</p>\n",
  count: 14)
let session = "0123456789abcdef0123456789abcdef"
let base = ""

// ---- the old way, as StudyPages has it
enum Reason: Hashable { case unanswered, notAnOption }
struct ItemState: Hashable {
  let step: Int
  let field: String
  let chosen: String?
  let problem: Reason?
}
struct ScaleState: Hashable {
  let step: Int
  let hasProblems: Bool
  let offersSkipping: Bool
  let item: Int?
}
func oldFrame(_ page: String, _ heading: String, _ step: Bool) -> Frame {
  Frame(
    page: page, heading: heading, study: "Situations and feelings", language: "en",
    direction: "ltr", base: base, styleVersion: "abcdef012345",
    skipToContent: "Skip to the questions", errorPrefix: "Error:",
    progress: step ? .init(percent: 20, label: "20% done") : nil, saved: "Saved",
    waiting: "Waiting", paradata: nil, stop: step ? "Stop" : nil,
    resume: page == "consent" ? PreparedPage.Place.resume.marker : nil)
}
let templates = try Templates()
let laterLink = " <a href=\"/later\">Continue later or on another device</a>"
let resumeLink = "<footer class=\"bottom\"><a href=\"/resume\">Continue with a code</a></footer>"
var items: [ItemState: String] = [:]
for e in entries {
  for c in [nil] + e.options.map({ Optional($0.code) }) {
    for p in [nil, Reason.unanswered, .notAnOption] {
      items[ItemState(step: 2, field: e.field, chosen: c, problem: p)] = templates.render(
        "item",
        ItemModel(
          field: e.field, text: e.text, problem: p.map { _ in "Select an answer" },
          choices: e.options.map {
            .init(code: $0.code, value: $0.code, label: $0.label, chosen: $0.code == c)
          }))
    }
  }
}
let scaleModel = ScalePageModel(
  action: "/survey/default", session: PreparedPage.Place.session.marker,
  instruction: "Each word below names a feeling. Choose how strongly you feel it at this moment.",
  summary: PreparedPage.Place.summary.marker, recall: nil,
  situation: PreparedPage.Place.situation.marker, keys: "Keys 1 to 5 answer", asked: nil,
  items: PreparedPage.Place.items.marker, proceed: "Continue", skip: nil, earlier: nil)
var scales: [ScaleState: PreparedPage] = [:]
for (a, b) in [(false, false), (true, false), (true, true)] {
  for s in [2, 4] {
    scales[ScaleState(step: s, hasProblems: a, offersSkipping: b, item: nil)] = PreparedPage(
      html: templates.render("scale", scaleModel, in: oldFrame("default", "How you feel now", true))
    )
  }
}
func oldScale(_ chosen: [String: String]) -> String {
  var values: [PreparedPage.Place: String] = [.session: session, .later: laterLink]
  let prepared = scales[ScaleState(step: 2, hasProblems: false, offersSkipping: false, item: nil)]!
  values[.field] = entries[0].field
  values[.layout] = ""
  values[.situation] = ""
  values[.items] = entries.map { e in
    let c = chosen[e.field].flatMap { code in e.options.contains { $0.code == code } ? code : nil }
    return items[ItemState(step: 2, field: e.field, chosen: c, problem: nil)]!
  }.joined()
  values[.summary] = ""
  return prepared.filled(values)
}
let consentPrepared: PreparedPage = {
  let page = TextPage(
    html: prose, showsHeading: false,
    form: TextPage.Form(
      action: "/survey/consent", session: PreparedPage.Place.session.marker,
      question: .init(
        field: "consent", legend: "Do you want to take part?",
        choices: [
          .init(value: "yes", label: "Yes, I want to take part", chosen: false),
          .init(value: "no", label: "No", chosen: false),
        ]), proceed: "Continue", back: nil))
  let html = templates.render("text", page, in: oldFrame("consent", "Before you start", false))
  let s = "value=\"\(PreparedPage.Place.session.marker)\">"
  return PreparedPage(html: html.replacing(s, with: s + PreparedPage.Place.hidden.marker))
}()
func oldConsent() -> String {
  let own = [
    HiddenField(name: "_language", value: "en"),
    HiddenField(
      name: "_consent_text",
      value: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
  ]
  let fields = own.map {
    "<input type=\"hidden\" name=\"\($0.name.htmlEscaped)\" value=\"\($0.value.htmlEscaped)\">"
  }
  return consentPrepared.filled([
    .session: session, .hidden: fields.joined(), .resume: resumeLink, .recruiting: "",
  ])
}
let debriefPrepared = PreparedPage(
  html: templates.render(
    "text",
    TextPage(
      html: prose, showsHeading: false, codeLabel: "Completion code", code: "C0DE",
      keep: KeptCode(
        label: "Your code", code: PreparedPage.Place.code.marker, text: "Type it in at",
        path: "/withdraw", address: PreparedPage.Place.address.marker, warning: nil)),
    in: oldFrame("debrief", "Thank you", false)))
func oldDebrief() -> String {
  debriefPrepared.filled([
    .code: "ABCD-EFGH-JKLM", .address: "https://study.example.org/withdraw".htmlEscaped,
  ])
}

// ---- the new way: every page anew
struct NewFrame {
  let study: String, language: String, direction: String, styleVersion: String, skip: String,
    error: String, saved: String, waiting: String, stop: String
}
let f = NewFrame(
  study: "Situations and feelings", language: "en", direction: "ltr", styleVersion: "abcdef012345",
  skip: "Skip to the questions", error: "Error:", saved: "Saved", waiting: "Waiting", stop: "Stop")
let opening: HTML = """
  <!doctype html>
  <html lang="\(f.language)" dir="\(f.direction)">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <meta name="color-scheme" content="light dark">
  """
let assets: HTML = """
  <link rel="stylesheet" href="\(base)/assets/survey.css?v=\(f.styleVersion)">
  <script src="\(base)/assets/survey.js?v=\(f.styleVersion)" defer></script>
  <link rel="icon" href="data:,">
  """
let banner: HTML = """
  <a class="skip" href="#main">\(f.skip)</a>
  <header class="top">
  <p class="study">\(f.study)</p>
  """
func whole(
  _ page: String, heading: String, progress: (Int, String)? = nil, position: String? = nil,
  hasProblems: Bool = false, foot: HTML? = nil, _ content: HTML
) -> HTML {
  """
  \(opening)
  <title>\(hasProblems ? "\(f.error) " : "" as HTML)\(position.map { "\($0) · " as HTML })\(heading) · \(f.study)</title>
  \(assets)
  </head>
  <body data-page="\(page)">
  \(banner)
  \(progress.map { "<div class=\"progress\"><progress max=\"100\" value=\"\($0.0)\" aria-hidden=\"true\"></progress><span>\($0.1)</span></div>\n" as HTML })</header>
  <main id="main">
  \(content)</main>
  \(foot)</body>
  </html>
  """
}
func newItem(_ e: Entry, chosen: String?, problem: String?) -> HTML {
  let options: [HTML] = e.options.map {
    """
    <label class="option"><input type="radio" name="\(e.field)" value="\($0.code)"\($0.code == chosen ? " checked" : "" as HTML)> <span class="value">\($0.code)</span> <span>\($0.label)</span></label>

    """
  }
  return """
    <fieldset class="item scale" id="\(e.field)"\(problem.map { _ in " aria-describedby=\"\(e.field)-problem\"" as HTML })>
    <legend>\(e.text)</legend>
    \(problem.map { "<p class=\"problem\" id=\"\(e.field)-problem\">\($0)</p>\n" as HTML })<div class="options">
    \(options)</div>
    </fieldset>

    """
}
let foot: HTML =
  "<footer class=\"bottom\"><a href=\"\(base)/leave\">\(f.stop)</a> <a href=\"\(base)/later\">Continue later or on another device</a></footer>\n"
func newScale(_ chosen: [String: String], cached: Bool = false) -> HTML {
  let its =
    cached
    ? entries.map {
      newItems[ItemState(step: 2, field: $0.field, chosen: chosen[$0.field], problem: nil)]!
    } : entries.map { newItem($0, chosen: chosen[$0.field], problem: nil) }
  return whole(
    "default", heading: "How you feel now", progress: (20, "20% done"), foot: foot,
    """
    <h1>\("How you feel now")</h1>
    <p class="instruction">\("Each word below names a feeling. Choose how strongly you feel it at this moment.")</p>
    <form class="answers" method="post" action="\(base)\("/survey/default")" novalidate data-saved="\(f.saved)" data-waiting="\(f.waiting)">
    <input type="hidden" name="_session" value="\(session)">
    <input type="hidden" name="_layout" value="">
    <p class="keys" hidden>\("Keys 1 to 5 answer")</p>
    \(its)<p class="actions"><button type="submit">\("Continue")</button></p>
    <p class="saving" role="status"></p>
    </form>

    """)
}
// with the items that depend on nobody kept as pieces, as the old way keeps them
var newItems: [ItemState: HTML] = [:]
for e in entries {
  for c in [nil] + e.options.map({ Optional($0.code) }) {
    newItems[ItemState(step: 2, field: e.field, chosen: c, problem: nil)] = newItem(
      e, chosen: c, problem: nil)
  }
}
func trusted(_ s: String) -> HTML { HTML(stringLiteral: s) }
let proseHTML = trusted(prose)
func newConsent() -> HTML {
  let hidden: [HTML] = [
    ("_language", "en"),
    ("_consent_text", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
  ].map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
  let choices: [HTML] = [("yes", "Yes, I want to take part"), ("no", "No")].map {
    "<label class=\"option\"><input type=\"radio\" name=\"consent\" value=\"\($0.0)\"> <span>\($0.1)</span></label>\n"
  }
  return whole(
    "consent", heading: "Before you start",
    foot:
      "<footer class=\"bottom\"><a href=\"\(base)/resume\">\("Continue with a code")</a></footer>\n",
    """
    <div class="prose">
    \(proseHTML)
    </div>
    <form method="post" action="\(base)\("/survey/consent")" novalidate>
    <input type="hidden" name="_session" value="\(session)">\(hidden)
    <fieldset class="item" id="consent">
    <legend>\("Do you want to take part?")</legend>
    <div class="options">
    \(choices)</div>
    </fieldset>
    <p class="actions"><button type="submit">\("Continue")</button></p>
    </form>

    """)
}
func newDebrief() -> HTML {
  whole(
    "debrief", heading: "Thank you",
    """
    <div class="prose">
    \(proseHTML)
    </div>
    <div class="keep">
    <p class="code"><span>\("Your code")</span> <strong dir="ltr">\("ABCD-EFGH-JKLM")</strong></p>
    <p>\("Type it in at") <a href="\(base)\("/withdraw")" dir="ltr">\("https://study.example.org/withdraw")</a></p>
    </div>
    <div class="completion">
    <p class="code"><span>\("Completion code")</span> <strong>\("C0DE")</strong></p>
    </div>

    """)
}
let half = Dictionary(uniqueKeysWithValues: entries.prefix(10).map { ($0.field, "3") })
var sink = 0
/// Microseconds of the process's own time: other work on the machine does not count.
func time(_ rounds: Int, _ body: () -> Int) -> Double {
  let start = clock()
  for _ in 0..<rounds { sink &+= body() }
  return Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1e6 / Double(rounds)
}
var all: [String: [Double]] = [:]
let cases: [(String, () -> Int)] = [
  ("consent old", { oldConsent().utf8.count }), ("consent new", { newConsent().text.utf8.count }),
  ("scale old", { oldScale([:]).utf8.count }),
  ("scale new, nothing kept", { newScale([:]).text.utf8.count }),
  ("scale half answered old", { oldScale(half).utf8.count }),
  ("scale new", { newScale([:], cached: true).text.utf8.count }),
  ("scale half answered new", { newScale(half, cached: true).text.utf8.count }),
  ("debrief old", { oldDebrief().utf8.count }), ("debrief new", { newDebrief().text.utf8.count }),
  (
    "scale, frame alone, by Mustache each time",
    {
      templates.render("scale", scaleModel, in: oldFrame("default", "How you feel now", true)).utf8
        .count
    }
  ),
]
for _ in 0..<7 {
  for (n, b) in cases { all[n, default: []].append(time(n.hasSuffix("time") ? 100 : 3000, b)) }
}
for (n, b) in cases {
  let s = all[n]!.sorted()
  print(n, b(), "bytes", String(format: "median %.2f  best %.2f us", s[3], s[0]))
}
