import TextFormats

extension Markdown {
  /// The text's paragraphs for a terminal: no marks of emphasis, links with their address behind
  /// them, list entries with a hyphen or number.
  var paragraphs: [String] {
    // So wide that only what the text itself breaks is broken.
    let lines = plain(columns: 1_000_000).split(
      separator: "\n", omittingEmptySubsequences: false)
    var paragraphs: [String] = []
    for line in lines {
      let text = Self.cleaned(String(line))
      if !text.trimmingWhitespace.isEmpty { paragraphs.append(text) }
    }
    return paragraphs
  }

  private static func cleaned(_ line: String) -> String {
    if line.trimmingWhitespace.hasPrefix("<!--") { return "" }
    var text = line
    for mark in [#/\s*\#{1,6} /#, #/\s*> /#] {
      if let found = text.prefixMatch(of: mark) { text = String(text[found.range.upperBound...]) }
    }
    text = text.replacing(/\[([^\]]*)\]\(<?([^)\s>]*)>?[^)]*\)/) { match in
      match.1 == match.2 ? String(match.1) : "\(match.1) (\(match.2))"
    }
    text = text.replacing(/<((?:https?|mailto):[^>]*)>/) { String($0.1) }
    text = text.replacing(/(?<mark>\*\*|__)(?<inner>.+?)(\*\*|__)/) { String($0.output.inner) }
    text = text.replacing(/(^|\s|[(“"])[*_]([^*_\s][^*_]*)[*_]/) { "\($0.1)\($0.2)" }
    text = text.replacing(/\\([!-\/:-@\[-`{-~])/) { String($0.1) }
    return text.replacing("&nbsp;", with: "\u{A0}")
  }
}
