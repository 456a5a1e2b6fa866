internal import TextFormats

/// Text of a document in runs; each format says what a run of a kind looks like.
///
/// In a literal, backquotes enclose code, dollar signs a symbol, one asterisk emphasis and two of
/// them strong text: "with `--unit situation`, $M$ = 3 and $d_z$ = 0.5". What is interpolated is
/// never read for such marks; a whole number gets its thousands separated.
package struct InlineText: Sendable, Hashable {
  package enum Style: Sendable, Hashable {
    case plain, emphasis, strong, code
    /// A statistical symbol, its subscript behind an underscore.
    case symbol
  }

  package struct Run: Sendable, Hashable {
    package let style: Style
    package var text: String
  }

  package private(set) var runs: [Run] = []

  /// No text.
  package init() {}

  /// The text as it is, in one run.
  package init(_ text: String) {
    append(text, .plain)
  }

  /// The text, in which backquotes enclose code.
  package init(codeIn text: String) {
    for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      append(String(part), index.isMultiple(of: 2) ? .plain : .code)
    }
  }

  /// A name that a program or a file has.
  package static func code(_ text: String) -> InlineText {
    var code = InlineText()
    code.append(text, .code)
    return code
  }

  package var isEmpty: Bool { runs.isEmpty }

  package mutating func append(_ text: String, _ style: Style) {
    guard !text.isEmpty else { return }
    if runs.last?.style == style {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(style: style, text: text))
    }
  }

  package static func + (left: InlineText, right: InlineText) -> InlineText {
    var text = left
    for run in right.runs { text.append(run.text, run.style) }
    return text
  }

  package static func += (left: inout InlineText, right: InlineText) { left = left + right }
}

extension Sequence<InlineText> {
  package func joined(separator: InlineText) -> InlineText {
    var joined = InlineText()
    for (index, text) in enumerated() { joined += index == 0 ? text : separator + text }
    return joined
  }
}

extension InlineText: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    var interpolation = StringInterpolation(literalCapacity: 0, interpolationCount: 0)
    interpolation.appendLiteral(value)
    self.init(stringInterpolation: interpolation)
  }

  package init(stringInterpolation: StringInterpolation) {
    precondition(stringInterpolation.style == .plain, "a mark in a literal is not closed")
    self = stringInterpolation.text
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = InlineText()
    fileprivate var style = Style.plain

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      var rest = literal[...]
      while let character = rest.popFirst() {
        guard let mark = Self.style(of: character, &rest), style == .plain || style == mark else {
          text.append(String(character), style)
          continue
        }
        style = style == .plain ? mark : .plain
      }
    }

    private static func style(of character: Character, _ rest: inout Substring) -> Style? {
      switch character {
      case "`": return .code
      case "$": return .symbol
      case "*" where rest.first == "*":
        rest.removeFirst()
        return .strong
      case "*": return .emphasis
      default: return nil
      }
    }

    package mutating func appendInterpolation(_ value: String) { text.append(value, style) }
    package mutating func appendInterpolation(_ value: Substring) {
      text.append(String(value), style)
    }
    package mutating func appendInterpolation(_ value: Int) { text.append(grouped(value), style) }
    package mutating func appendInterpolation(_ value: InlineText) { text += value }
  }
}
