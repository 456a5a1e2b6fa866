internal import TextFormats

extension Document {
  /// A whole page with its style in it: no scripts, nothing from elsewhere.
  package var html: String {
    let style = """
      body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;\
      color-scheme:light dark}table{border-collapse:collapse;margin:1rem 0;border:solid;\
      border-width:1px 0}caption{text-align:left;font-weight:600}thead{border-bottom:1px solid}\
      th,td{padding:.2rem .6rem;text-align:left}\
      .number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\
      .note{font-size:.9rem}\
      figure{margin:1rem 0}svg{max-width:100%;height:auto}
      """
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(name.plain.htmlEscaped)</title>
      <style>\(style)</style>
      </head>
      <body>
      <main>
      <h1>\(name.html)</h1>
      \(sections.map { $0.html(below: name) }.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }
}

extension Document.Section {
  fileprivate func html(below name: InlineText) -> String {
    let heading = heading.map { ["<h2>\($0.html)</h2>"] } ?? []
    let blocks = blocks.map { block in
      switch block {
      case .paragraph(let text): "<p>\(text.html)</p>"
      case .note(let text): "<p class=\"note\">\(text.html)</p>"
      case .table(let table): table.html(below: name)
      case .figure(let figure): figure.html
      }
    }
    return (["<section>"] + heading + blocks + ["</section>"]).joined(separator: "\n")
  }
}

extension Document.Figure {
  fileprivate var html: String {
    let caption = "<figcaption>\(title.html)</figcaption>"
    guard let svg else {
      return "<figure>\(caption)\n<p>\(alternative.html)</p></figure>"
    }
    return "<figure role=\"img\" aria-label=\"\(alternative.plain.htmlEscaped)\">\(caption)\n"
      + "\(svg)</figure>"
  }
}

extension ReportTable {
  /// Headers and groups are marked as such.
  ///
  /// - Parameter name: the page's, which the caption does not repeat.
  fileprivate func html(below name: InlineText) -> String {
    func cells(_ texts: [String], isHeader: Bool = false) -> String {
      zip(columns, texts).enumerated().map { index, cell in
        let (column, text) = cell
        let scope = isHeader ? " scope=\"col\"" : index == 0 ? " scope=\"row\"" : ""
        let name = (isHeader || index == 0) && !text.isEmpty ? "th" : "td"
        let style = column.alignment == .trailing ? " class=\"number\"" : ""
        return "<\(name)\(name == "th" ? scope : "")\(style)>\(text)</\(name)>"
      }.joined()
    }
    var lines =
      title == name
      ? ["<table aria-label=\"\(title.plain.htmlEscaped)\">"]
      : ["<table>", "<caption>\(title.html)</caption>"]
    if hasHeader {
      let header = cells(columns.map(\.title.html), isHeader: true)
      lines.append("<thead><tr>\(header)</tr></thead>")
    }
    for group in groups {
      lines.append("<tbody>")
      if let title = group.title {
        lines.append(
          "<tr><th scope=\"rowgroup\" colspan=\"\(columns.count)\">\(title.htmlEscaped)</th></tr>")
      }
      lines += group.rows.map { "<tr>\(cells($0.map(\.htmlEscaped)))</tr>" }
      lines.append("</tbody>")
    }
    lines.append("</table>")
    lines += notes.map { "<p class=\"note\">\($0.html)</p>" }
    return lines.joined(separator: "\n")
  }
}
