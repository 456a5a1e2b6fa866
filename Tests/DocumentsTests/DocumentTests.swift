import Statistics
import Testing
import TextFormats

@testable import Documents

@Suite struct DocumentTests {
  private static let table = ReportTable(
    title: "50% & more_", columns: [.init("a", .leading), .init("$d_z$")],
    groups: [
      .init(title: "x<y", rows: [["#1", "<.001"]]), .init(title: "**z**", rows: [["b|c", "−2"]]),
    ], notes: ["$p$ ≤ .01", "see `a_b`"])

  private static let document = Document(
    title: "Whole",
    sections: [
      .init([.paragraph("First."), .table(table)]),
      .init(
        heading: "Second",
        [
          .note("A remark."),
          .figure(.init(title: "Change", alternative: "All rise.", svg: "<svg></svg>")),
        ]),
    ])

  @Test func `text for a terminal has bold headings if it is asked for`() {
    let lines = Self.document.text().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines == [
        "Whole", "", "First.", "", "50% & more_", "", "a      d_z", "──────────", "x<y",
        "#1   <.001", "", "**z**", "b|c     −2", "──────────", "p ≤ .01", "see `a_b`", "",
        "Second", "A remark.", "", "Change", "All rise.", "",
      ])
    let bold = Self.document.text(hasBold: true)
    #expect(bold.hasPrefix("\u{1B}[1mWhole\u{1B}[0m\n"))
    #expect(bold.contains("\u{1B}[1mSecond\u{1B}[0m\nA remark."))
    #expect(
      bold.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "") == Self.document.text()
    )
  }

  @Test func `a table fits 80 columns, however long a name in it is`() {
    let name = "an_instrument_default_" + String(repeating: "very_long_", count: 9) + "id"
    let table = ReportTable(
      title: "Names of \(String(repeating: "words ", count: 20))",
      columns: [.init("Column", .leading), .init("n"), .init("share")],
      groups: [.init(title: nil, rows: [[name, "1,266", "12.5%"], ["short", "3", "0.2%"]])])
    let lines = Document(tables: [table]).text().split(separator: "\n")
    #expect(lines.allSatisfy { displayWidth($0) <= 80 })
    #expect(lines.contains { $0.hasPrefix("an_instrument") && $0.hasSuffix("1,266  12.5%") })
    let first = lines.drop { !$0.hasPrefix("an_instrument") }
    let rest = first.dropFirst().prefix { !$0.hasPrefix("short") }
    #expect(first.first!.prefix { $0 != " " } + rest.joined() == name)
  }

  @Test func `a table with many columns moves them together before it cuts a word`() {
    let table = ReportTable(
      title: "Words",
      columns: [.init("", .leading)] + (0..<9).map { _ in .init("123456") },
      groups: [
        .init(
          title: nil,
          rows: [["Miscommunications and more"] + [String](repeating: "123456", count: 9)])
      ])
    let text = Document(tables: [table]).text()
    #expect(text.contains("Miscommunications 123456"), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { displayWidth($0) <= 80 })
  }

  @Test func `an end of an interval that is not 0 is not written as 0`() {
    #expect(coefficient(-0.001) == ".00" && coefficient(-0.53) == "−.53")
    #expect(intervalCoefficients(Interval(low: -0.53, high: -0.0042)) == "[−.530, −.004]")
    #expect(intervalCoefficients(Interval(low: -0.53, high: 0)) == "[−.53, .00]")
    #expect(intervalCoefficients(Interval(low: 0.931, high: 0.94)) == "[.93, .94]")
  }

  @Test func `Markdown keeps names as they are, headings bold, and notes apart`() {
    #expect(
      Self.document.markdown == #"""
        # Whole

        First.

        **50% \& more\_**

        | a | *d*<sub>z</sub> |
        | :--- | ---: |
        | **x\<y** |  |
        | #1 | \<.001 |
        | **\*\*z\*\*** |  |
        | b\|c | −2 |

        *p* ≤ .01

        see `a_b`

        ## Second

        A remark.

        **Change**

        All rise.

        """#)
  }

  @Test func `HTML is a whole page of its own, with headers for screen readers`() {
    let html = Self.document.html
    for part in [
      "<!doctype html>\n<html lang=\"en\">", "<title>Whole</title>", "<h1>Whole</h1>",
      "<caption>50% &amp; more_</caption>",
      "<th scope=\"col\">a</th><th scope=\"col\" class=\"number\"><var>d<sub>z</sub></var></th>",
      "<th scope=\"rowgroup\" colspan=\"2\">x&lt;y</th>",
      "<th scope=\"row\">#1</th><td class=\"number\">&lt;.001</td>",
      "<p class=\"note\">see <code>a_b</code></p>", "<h2>Second</h2>",
      "<figure role=\"img\" aria-label=\"All rise.\"><figcaption>Change</figcaption>\n<svg></svg>",
    ] { #expect(html.contains(part), Comment(rawValue: part)) }
    for part in ["<script", "http://", "https://", "src=", "@import"] {
      #expect(!html.contains(part))
    }
  }

  @Test func `a table has three rules, above and below its header and below itself`() {
    let html = Self.document.html
    #expect(html.contains("margin:1rem 0;border:solid;border-width:1px 0}"))
    #expect(html.split(separator: "border").count - 1 == 4, "border-collapse, and the rules")
    #expect(html.contains("thead{border-bottom:1px solid}"))
    let latex = Self.document.latex
    for rule in [#"\toprule"#, #"\midrule"#, #"\bottomrule"#] {
      #expect(latex.split(separator: rule.dropFirst()).count == 2)
    }
    #expect(!latex.contains("hline"))
  }

  @Test func `a page whose name is that of a table does not say it twice`() {
    let html = Document(tables: [Self.table]).html
    #expect(html.contains("<h1>50% &amp; more_</h1>"))
    #expect(html.contains("<table aria-label=\"50% &amp; more_\">"))
    #expect(!html.contains("<caption>"))
  }

  @Test func `LaTeX needs two packages and no character beyond ASCII`() {
    let latex = Self.document.latex
    for part in [
      #"% \usepackage{booktabs,longtable}"#, #"\section*{Whole}"#, #"\subsection*{Second}"#,
      #"\caption{50\% \& more\_} \\"#, ##"\#1 & $<$.001 \\"##,
      #"a & \textit{d}\textsubscript{z} \\"#, #"\multicolumn{2}{l}{\textbf{x$<$y}} \\"#,
      #"\noindent see \texttt{a\_b}"#,
    ] { #expect(latex.contains(part), Comment(rawValue: part)) }
    let signs = ReportTable(
      title: "α ω λ6", columns: [.init("$d_z$ ≤ √2/2", .leading)],
      groups: [.init(title: nil, rows: [["∓.5 ≈ −1 · K² … × 10 ρ"]])], notes: ["↑ ↓ — ≥"])
    let text = Document(tables: [signs]).latex
    #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(text)")
    #expect(text.contains("$\\alpha$ $\\omega$ $\\lambda$6"))
  }

  @Test func `a figure without a picture is its words`() {
    let document = Document(sections: [.init([.figure(.init(title: "T", alternative: "W"))])])
    #expect(document.html.contains("<figure><figcaption>T</figcaption>\n<p>W</p></figure>"))
    #expect(document.html.contains("<h1>T</h1>"))
    #expect(document.text() == "T\nW\n")
  }

  @Test func `a table that is too wide has its words in several lines`() {
    let words = Array(repeating: "word", count: 30).joined(separator: " ")
    let table = ReportTable(
      title: "", columns: [.init("", .leading), .init("n"), .init("Why", .leading)],
      groups: [.init(title: nil, rows: [[words, "1", words], ["", "2", "short"]])])
    let lines = Document(tables: [table]).text().split(separator: "\n")
    #expect(lines.allSatisfy { displayWidth($0) <= 80 })
    #expect(lines.joined(separator: " ").split(separator: " ").count { $0 == "word" } == 60)
    #expect(lines.contains { $0.contains("2  short") })
  }

  @Test func `a table without titles has no header`() {
    let table = ReportTable(
      title: "T", columns: [.init("", .leading), .init("")],
      groups: [.init(title: nil, rows: [["a", "1"]])])
    #expect(Document(tables: [table]).text() == "T\n\n────\na  1\n────\n")
    #expect(!Document(tables: [table]).html.contains("<thead>"))
  }
}
