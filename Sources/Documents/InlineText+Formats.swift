internal import TextFormats

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
    runs.map { run in
      let text = run.text.markdownEscaped
      switch run.style {
      case .plain: return text
      case .emphasis: return "*\(text)*"
      case .strong: return "**\(text)**"
      case .code: return "`\(run.text)`"
      case .symbol:
        let (base, index) = run.subscripted
        return "*\(base.markdownEscaped)*"
          + (index.map { "<sub>\($0.markdownEscaped)</sub>" } ?? "")
      }
    }.joined()
  }

  var html: String {
    runs.map { run in
      let text = run.text.htmlEscaped
      switch run.style {
      case .plain: return text
      case .emphasis: return "<em>\(text)</em>"
      case .strong: return "<strong>\(text)</strong>"
      case .code: return "<code>\(text)</code>"
      case .symbol:
        let (base, index) = run.subscripted
        return "<var>\(base.htmlEscaped)"
          + (index.map { "<sub>\($0.htmlEscaped)</sub>" } ?? "") + "</var>"
      }
    }.joined()
  }

  var latex: String {
    runs.map { run in
      let text = run.text.latexEscaped
      switch run.style {
      case .plain: return text
      case .emphasis: return "\\emph{\(text)}"
      case .strong: return "\\textbf{\(text)}"
      case .code: return "\\texttt{\(text)}"
      case .symbol:
        let (base, index) = run.subscripted
        return "\\textit{\(base.latexEscaped)}"
          + (index.map { "\\textsubscript{\($0.latexEscaped)}" } ?? "")
      }
    }.joined()
  }
}

extension InlineText.Run {
  /// A symbol's base, and its subscript if it has one.
  fileprivate var subscripted: (String, String?) {
    let parts = text.split(separator: "_", maxSplits: 1).map(String.init)
    return parts.count == 2 ? (parts[0], parts[1]) : (text, nil)
  }
}
