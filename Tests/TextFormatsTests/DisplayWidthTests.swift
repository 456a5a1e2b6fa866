import Testing
import TextFormats

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("您", 2), ("，", 2), ("ش", 1), ("شُ", 1), ("😀", 2),
    ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("\u{202F}", 1), ("", 0), ("您好a", 5),
  ])
  func `characters take the columns that a terminal gives them`(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("", 5, [""]), ("a\n\nb", 5, ["a", "", "b"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]), ("您好，世界。", 6, ["您好，", "世界。"]),
    ("您好，世界", 4, ["您", "好，", "世界"]), ("one  two", 3, ["one", "two"]),
    ("读 Evoke 的书", 8, ["读 Evoke", "的书"]),
  ])
  func `text is wrapped where a reader expects it`(text: String, columns: Int, lines: [String]) {
    #expect(wrapped(text, columns: columns) == lines)
  }

  @Test func `no line is too wide, and nothing is lost, at any width`() {
    let text = "Lesen Sie langsam: 您可以随时退出，不需要说明理由。 يمكنك المغادرة في أي وقت 😀😀😀 Ende"
    for columns in 2...90 {
      let lines = wrapped(text, columns: columns)
      #expect(lines.allSatisfy { displayWidth($0) <= columns }, "\(columns)")
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " }, "\(columns)")
    }
  }

  @Test func `a hanging indent holds the lines below together`() {
    #expect(
      wrapped("one two three", columns: 9, indent: "1  ") == ["1  one", "   two", "   three"])
  }
}
