internal import TextFormats

/// How a format marks the runs of a text, each of them escaped already.
private struct Markup {
  let escaped: (String) -> String
  let emphasis: (String) -> String
  let strong: (String) -> String
  /// Code as it is, not escaped.
  let code: (String) -> String
  /// A symbol with its subscript, which is empty if it has none.
  let symbol: (_ base: String, _ index: String) -> String
  let index: (String) -> String

  func text(_ run: InlineText.Run) -> String {
    switch run.style {
    case .plain: return escaped(run.text)
    case .emphasis: return emphasis(escaped(run.text))
    case .strong: return strong(escaped(run.text))
    case .code: return code(run.text)
    case .symbol:
      let (base, subscripted) = run.subscripted
      return symbol(escaped(base), subscripted.map { index(escaped($0)) } ?? "")
    }
  }
}

extension InlineText {
  /// The text for a terminal or a cell: code keeps its backquotes, `d_z` its underscore.
  package var plain: String {
    runs.map { run in
      switch run.style {
      case .plain, .emphasis, .strong: run.text
      case .code: "`\(run.text)`"
      case .symbol:
        // BF10, but d_z.
        run.subscripted.1?.allSatisfy(\.isNumber) == true
          ? run.text.replacing("_", with: "") : run.text
      }
    }.joined()
  }

  var markdown: String {
    let markup = Markup(
      escaped: \.markdownEscaped, emphasis: { "*\($0)*" }, strong: { "**\($0)**" },
      code: { "`\($0)`" }, symbol: { "*\($0)*\($1)" }, index: { "<sub>\($0)</sub>" })
    return runs.map(markup.text).joined()
  }

  var html: String {
    let markup = Markup(
      escaped: \.htmlEscaped, emphasis: { "<em>\($0)</em>" }, strong: { "<strong>\($0)</strong>" },
      code: { "<code>\($0.htmlEscaped)</code>" }, symbol: { "<var>\($0)\($1)</var>" },
      index: { "<sub>\($0)</sub>" })
    return runs.map(markup.text).joined()
  }

  var latex: String {
    let markup = Markup(
      escaped: \.latexEscaped, emphasis: { "\\emph{\($0)}" }, strong: { "\\textbf{\($0)}" },
      code: { "\\texttt{\($0.latexEscaped)}" }, symbol: { "\\textit{\($0)}\($1)" },
      index: { "\\textsubscript{\($0)}" })
    return runs.map(markup.text).joined()
  }
}

extension InlineText.Run {
  /// A symbol's base, and its subscript if it has one.
  fileprivate var subscripted: (String, String?) {
    let parts = text.split(separator: "_", maxSplits: 1).map(String.init)
    return parts.count == 2 ? (parts[0], parts[1]) : (text, nil)
  }
}
