import Testing
import TextFormats

@Suite struct YAMLDocumentTests {
  private func problems(_ text: String) -> [String] {
    let document = YAMLDocument(file: "a.yaml")
    let isComposed = document.compose(text) != nil
    #expect(isComposed == document.diagnostics.errors.isEmpty)
    return document.diagnostics.errors.map(\.description)
  }

  @Test func `aliases within aliases are refused before they fill the memory`() {
    let levels = "bcdefghij".enumerated().map { index, name in
      let before = Array("abcdefghij")[index]
      return
        "\(name): &\(name) [\(Array(repeating: "*\(before)", count: 9).joined(separator: ", "))]"
    }
    let text = "a: &a [x, x]\n" + levels.joined(separator: "\n") + "\n? *j\n: 1\n"
    let message = "the aliases (`*name`) stand for too much; write out what some of them stand for"
    #expect(problems(text) == ["a.yaml:2:8: error: \(message)"])
  }

  @Test func `a part may stand in many places, and words may have stars`() {
    let items = (0..<200).map { "  - { id: a\($0), options: *agree, text: very *much* so & more }" }
    let text = "scale: &agree [1, 2, 3]\nother: &b [1]\nuses: [*b, *b]\nitems:\n"
    #expect(problems(text + items.joined(separator: "\n")).isEmpty)
  }
}
