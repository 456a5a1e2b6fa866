extension ReportTable {
  /// The table in LaTeX, for the packages `booktabs` and `longtable`.
  package var latex: String {
    let alignment = columns.map { $0.alignment == .leading ? "l" : "r" }.joined()
    func row(_ cells: [String]) -> String {
      cells.map(latexEscaped).joined(separator: " & ") + " \\\\"
    }
    var lines = [
      "% \\usepackage{booktabs,longtable}", "\\begin{longtable}{\(alignment)}",
      "\\caption{\(latexEscaped(title))} \\\\", "\\toprule", row(columns.map(\.title)),
      "\\midrule", "\\endhead",
    ]
    for (index, group) in groups.enumerated() {
      if let title = group.title {
        if index > 0 { lines.append("\\addlinespace") }
        lines.append(
          "\\multicolumn{\(columns.count)}{l}{\\textbf{\(latexEscaped(title))}} \\\\")
      }
      lines += group.rows.map(row)
    }
    lines += ["\\bottomrule", "\\end{longtable}"]
    lines += notes.map { "\\noindent " + latexEscaped($0) + "\n" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The table as a part of an HTML page, headers and groups marked as such.
  package var html: String {
    func cells(_ tag: String, _ row: [String]) -> String {
      zip(columns, row).enumerated().map { index, pair in
        let isHeader = tag == "th" || index == 0
        let scope = tag == "th" ? " scope=\"col\"" : isHeader ? " scope=\"row\"" : ""
        let name = isHeader ? "th" : "td"
        let style = pair.0.alignment == .trailing ? " class=\"number\"" : ""
        return "<\(name)\(scope)\(style)>\(htmlEscaped(pair.1))</\(name)>"
      }.joined()
    }
    var lines = [
      "<table>", "<caption>\(htmlEscaped(title))</caption>",
      "<thead><tr>\(cells("th", columns.map(\.title)))</tr></thead>",
    ]
    for group in groups {
      lines.append("<tbody>")
      if let title = group.title {
        lines.append(
          "<tr><th scope=\"rowgroup\" colspan=\"\(columns.count)\">\(htmlEscaped(title))</th></tr>")
      }
      lines += group.rows.map { "<tr>\(cells("td", $0))</tr>" }
      lines.append("</tbody>")
    }
    lines.append("</table>")
    lines += notes.map { "<p>\(htmlEscaped($0))</p>" }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Text in which no character means something to LaTeX.
package func latexEscaped(_ text: String) -> String {
  var latex = ""
  for character in text {
    switch character {
    case "&", "%", "$", "#", "_", "{", "}": latex += "\\\(character)"
    case "~": latex += "\\textasciitilde{}"
    case "^": latex += "\\textasciicircum{}"
    case "\\": latex += "\\textbackslash{}"
    case "<": latex += "$<$"
    case ">": latex += "$>$"
    case "≤": latex += "$\\leq$"
    case "−": latex += "$-$"
    case "↑": latex += "$\\uparrow$"
    case "↓": latex += "$\\downarrow$"
    case "—": latex += "---"
    case "·": latex += "$\\cdot$"
    case "∓": latex += "$\\mp$"
    case "√": latex += "$\\surd$"
    case "≈": latex += "$\\approx$"
    case "≥": latex += "$\\geq$"
    case "²": latex += "$^2$"
    case "α": latex += "$\\alpha$"
    case "λ": latex += "$\\lambda$"
    case "ω": latex += "$\\omega$"
    case "…": latex += "\\ldots{}"
    default: latex.append(character)
    }
  }
  return latex
}

/// Text that is safe inside HTML elements.
package func htmlEscaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
