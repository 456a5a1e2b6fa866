import TextFormats

/// A piece of a page, written as a literal: `"<p>\(text)</p>"`.
///
/// A text that is put into the literal is escaped, and a piece goes in as it is. Nothing else turns a
/// text into a piece, so none is written unescaped by accident. Every attribute is quoted.
struct HTML: Sendable, ExpressibleByStringInterpolation {
  let text: String

  init(stringLiteral text: String) {
    self.text = text
  }

  init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
  }

  /// A researcher's text, of which CommonMark lets no raw HTML through.
  ///
  /// - Parameter isBelowHeading: whether the page has a heading of its own, so the text's comes second.
  init(_ markdown: Markdown, isBelowHeading: Bool = false) {
    let html = markdown.html
    text =
      isBelowHeading
      ? html.replacing("<h1>", with: "<h2>").replacing("</h1>", with: "</h2>") : html
  }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 24 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) {
      text += literal
    }

    mutating func appendInterpolation(_ plain: String) {
      let isSafe = plain.utf8.allSatisfy { byte in
        switch UnicodeScalar(byte) {
        case "&", "<", ">", "\"", "'": false
        default: true
        }
      }
      text += isSafe ? plain : plain.htmlEscaped
    }

    mutating func appendInterpolation(_ number: Int) {
      text += String(number)
    }

    mutating func appendInterpolation(_ piece: HTML?) {
      if let piece { text += piece.text }
    }

    mutating func appendInterpolation(_ pieces: [HTML]) {
      text.reserveCapacity(pieces.reduce(text.utf8.count) { $0 + $1.text.utf8.count })
      for piece in pieces { text += piece.text }
    }
  }
}
