import Testing

@testable import Documents

@Suite struct InlineTextTests {
  @Test func `a literal's marks make runs, and what is interpolated has none`() {
    let name = "a*b`c$"
    let text: InlineText = "$M$ of **\(name)**, by `--unit \("x")`: *so* \(1266)"
    #expect(
      text.runs.map(\.style) == [
        .symbol, .plain, .strong, .plain, .code, .plain, .emphasis, .plain,
      ])
    #expect(text.plain == "M of a*b`c$, by `--unit x`: so 1,266")
  }

  @Test func `each format shows symbols, code and emphasis in its own way`() {
    let text: InlineText = "$d_z$ < `a_b`, *so* **it** $BF_10$ & α"
    #expect(text.plain == "d_z < `a_b`, so it BF10 & α")
    #expect(
      text.html
        == "<var>d<sub>z</sub></var> &lt; <code>a_b</code>, <em>so</em> <strong>it</strong> "
        + "<var>BF<sub>10</sub></var> &amp; α")
    #expect(
      text.latex
        == #"\textit{d}\textsubscript{z} $<$ \texttt{a\_b}, \emph{so} \textbf{it} "#
        + #"\textit{BF}\textsubscript{10} \& $\alpha$"#)
    #expect(
      text.markdown == #"*d*<sub>z</sub> \< `a_b`, *so* **it** *BF*<sub>10</sub> \& α"#)
  }

  @Test func `texts are joined, and neighbouring runs of a style are one`() {
    let texts: [InlineText] = ["a", "$b$", "c"]
    #expect(texts.joined(separator: ", ").plain == "a, b, c")
    #expect(("a" + InlineText("b")).runs.count == 1)
    #expect(InlineText().isEmpty)
  }
}
