internal import TextFormats

extension Document {
  /// The document as a part of a LaTeX file that loads the packages `booktabs` and `longtable`.
  package var latex: String {
    var parts = ["% \\usepackage{booktabs,longtable}"]
    if let title { parts.append("\\section*{\(title.latex)}") }
    for section in sections {
      if let heading = section.heading { parts.append("\\subsection*{\(heading.latex)}") }
      parts += section.blocks.map { block in
        switch block {
        case .paragraph(let text): text.latex
        case .note(let text): "\\noindent\\small \(text.latex)\\normalsize"
        case .table(let table): table.latex
        case .figure(let figure):
          "\\paragraph{\(figure.title.latex)} \(figure.alternative.latex)"
        }
      }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }
}

extension ReportTable {
  fileprivate var latex: String {
    func row(_ cells: [String]) -> String { cells.joined(separator: " & ") + " \\\\" }
    let alignment = columns.enumerated().map { index, column in
      guard column.alignment == .leading else { return "r" }
      let longest = groups.flatMap(\.rows).map { $0[index].count }.max() ?? 0
      return longest > 40 ? "p{4.5cm}" : "l"
    }.joined()
    var lines = [
      "\\begin{longtable}{\(alignment)}", "\\caption{\(title.latex)} \\\\", "\\toprule",
    ]
    if hasHeader { lines += [row(columns.map(\.title.latex)), "\\midrule"] }
    lines.append("\\endhead")
    for (index, group) in groups.enumerated() {
      if let title = group.title {
        if index > 0 { lines.append("\\addlinespace") }
        lines.append(
          "\\multicolumn{\(columns.count)}{l}{\\textbf{\(title.latexEscaped)}} \\\\")
      }
      lines += group.rows.map { row($0.map(\.latexEscaped)) }
    }
    lines += ["\\bottomrule", "\\end{longtable}"]
    lines += notes.map { "\\noindent \($0.latex)\n" }
    return lines.joined(separator: "\n")
  }
}
