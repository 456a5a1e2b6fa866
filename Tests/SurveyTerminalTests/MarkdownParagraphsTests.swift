import Testing
import TextFormats

@testable import SurveyTerminal

@Suite struct MarkdownParagraphsTests {
  @Test func `marks are left out, links say where they lead`() {
    let text = Markdown(
      """
      # Taking *part*

      Please **read** this,
      it is _short_. 2 * 3 = 6, snake_case_word.

      - Ask [us](https://example.org/a).
      - Or write to <mailto:a@example.org>

      1. First
      """)
    #expect(
      text.paragraphs == [
        "Taking part", "Please read this, it is short. 2 * 3 = 6, snake_case_word.",
        "  - Ask us (https://example.org/a).", "  - Or write to mailto:a@example.org",
        "1.  First",
      ])
  }
}
