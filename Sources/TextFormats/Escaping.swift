extension String {
  /// The text for HTML, safe inside elements and quoted attributes.
  package var htmlEscaped: String {
    escaped { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: nil
      }
    }
  }

  /// The text for Markdown, also inside a cell of a table.
  package var markdownEscaped: String {
    escaped { #"\`*_[]<|~$&"#.unicodeScalars.contains($0) ? "\\\($0)" : nil }
  }

  /// The text for LaTeX. Letters with accents stay as they are: LaTeX reads UTF-8.
  package var latexEscaped: String { escaped { latexSpellings[$0] } }

  /// A string of JSON, with its quotes. YAML reads it as well.
  package var jsonQuoted: String {
    let text = escaped { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case "\u{0}"..<"\u{20}": "\\u00" + (scalar.value < 16 ? "0" : "") + scalar.hexadecimal
      default: nil
      }
    }
    return "\"\(text)\""
  }

  /// A string of R, with its quotes. What is not ASCII is escaped, so that a script reads alike in
  /// every locale.
  package var rQuoted: String {
    let text = escaped { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case " "..."~": nil
      default: "\\U{\(scalar.hexadecimal)}"
      }
    }
    return "\"\(text)\""
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

private let latexSpellings: [Unicode.Scalar: String] = [
  "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
  "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "\\": "\\textbackslash{}",
  "`": "\\textasciigrave{}", "<": "$<$", ">": "$>$", "≤": "$\\leq$", "≥": "$\\geq$",
  "≈": "$\\approx$", "−": "$-$", "×": "$\\times$", "·": "$\\cdot$", "∓": "$\\mp$",
  "√": "$\\surd$", "²": "$^2$", "↑": "$\\uparrow$", "↓": "$\\downarrow$",
  "→": "$\\rightarrow$", "α": "$\\alpha$", "λ": "$\\lambda$", "ω": "$\\omega$",
  "χ": "$\\chi$", "ρ": "$\\rho$", "—": "---", "–": "--", "…": "\\ldots{}",
  "“": "``", "”": "''", "‘": "`", "’": "'",
]
