extension String {
  /// The text for HTML, safe inside elements and quoted attributes.
  package var htmlEscaped: String { escaped { htmlSpellings[$0] } }

  /// The text for Markdown, also inside a cell of a table.
  package var markdownEscaped: String {
    escaped { #"\`*_[]<|~$&"#.unicodeScalars.contains($0) ? "\\\($0)" : nil }
  }

  /// The text for LaTeX. Letters with accents stay as they are: LaTeX reads UTF-8.
  package var latexEscaped: String { escaped { latexSpellings[$0] } }

  /// A string of JSON, with its quotes. YAML reads it as well.
  package var jsonQuoted: String {
    quoted { scalar in
      scalar.value < 0x20 ? "\\u00\(scalar.value < 16 ? "0" : "")\(scalar.hexadecimal)" : nil
    }
  }

  /// A string of R, with its quotes. What is not ASCII is escaped, so that a script reads alike in
  /// every locale.
  package var rQuoted: String {
    quoted { (" "..."~").contains($0) ? nil : "\\U{\($0.hexadecimal)}" }
  }

  /// The text as a string literal.
  ///
  /// - Parameter spelling: of characters that the languages spell differently.
  private func quoted(_ spelling: (Unicode.Scalar) -> String?) -> String {
    "\"\(escaped { literalSpellings[$0] ?? spelling($0) })\""
  }

  /// - Parameter spelling: how a format writes a character that it gives a meaning; nil for others.
  private func escaped(_ spelling: (Unicode.Scalar) -> String?) -> String {
    var text = ""
    text.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      if let spelling = spelling(scalar) {
        text += spelling
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  fileprivate var hexadecimal: String { String(value, radix: 16) }
}

private let htmlSpellings: [Unicode.Scalar: String] = [
  "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
]

private let literalSpellings: [Unicode.Scalar: String] = [
  "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
]

private let latexSpellings: [Unicode.Scalar: String] = [
  "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
  "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "\\": "\\textbackslash{}",
  "`": "\\textasciigrave{}", "<": "$<$", ">": "$>$", "≤": "$\\leq$", "≥": "$\\geq$",
  "≈": "$\\approx$", "−": "$-$", "×": "$\\times$", "·": "$\\cdot$", "∓": "$\\mp$",
  "±": "$\\pm$",
  "√": "$\\surd$", "²": "$^2$", "↑": "$\\uparrow$", "↓": "$\\downarrow$",
  "→": "$\\rightarrow$", "α": "$\\alpha$", "λ": "$\\lambda$", "ω": "$\\omega$",
  "χ": "$\\chi$", "ρ": "$\\rho$", "—": "---", "–": "--", "…": "\\ldots{}",
  "“": "``", "”": "''", "‘": "`", "’": "'",
]
