internal import TextFormats

extension Document {
  /// The document in GitHub's Markdown.
  package var markdown: String {
    var parts = title.map { ["# \($0.markdown)"] } ?? []
    for section in sections {
      if let heading = section.heading { parts.append("## \(heading.markdown)") }
      parts += section.blocks.map { block in
        switch block {
        case .paragraph(let text), .note(let text): text.markdown
        case .table(let table): table.markdown
        case .figure(let figure):
          "**\(figure.title.markdown)**\n\n\(figure.alternative.markdown)"
        }
      }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }
}

extension ReportTable {
  fileprivate var markdown: String {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines = ["**\(title.markdown)**", "", row(columns.map(\.title.markdown))]
    lines.append(row(columns.map { $0.alignment == .leading ? ":---" : "---:" }))
    for group in groups {
      if let title = group.title {
        let empty = Array(repeating: "", count: columns.count - 1)
        lines.append(row(["**\(title.markdownEscaped)**"] + empty))
      }
      lines += group.rows.map { row($0.map(\.markdownEscaped)) }
    }
    lines += notes.flatMap { ["", $0.markdown] }
    return lines.joined(separator: "\n")
  }
}
