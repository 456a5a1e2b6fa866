internal import TextFormats

extension Document {
  /// The document for a terminal of 80 columns.
  ///
  /// - Parameter hasBold: whether headings are in bold.
  package func text(hasBold: Bool = false) -> String {
    func bold(_ text: String) -> String {
      hasBold && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }
    func lines(_ text: InlineText) -> String {
      wrapped(text.plain.withoutControls, columns: 80, cutsWords: false).joined(separator: "\n")
    }
    func text(_ block: Block) -> String {
      switch block {
      case .paragraph(let text), .note(let text): lines(text)
      case .table(let table): table.text(bold)
      case .figure(let figure): bold(lines(figure.title)) + "\n" + lines(figure.alternative)
      }
    }
    var parts = title.map { [bold(lines($0))] } ?? []
    for section in sections {
      var blocks = section.blocks.map(text)
      if let heading = section.heading {
        blocks =
          [([bold(lines(heading))] + blocks.prefix(1)).joined(separator: "\n")]
          + blocks.dropFirst()
      }
      parts += blocks
    }
    return parts.joined(separator: "\n\n") + "\n"
  }
}

extension ReportTable {
  /// The table's lines, its notes below.
  fileprivate func text(_ bold: (String) -> String) -> String {
    let widths = widths(within: 80)
    // Figures that are too wide with two spaces between columns move closer together.
    let inked = widths.reduce(0, +)
    let gap = inked + 2 * (widths.count - 1) > 80 ? 1 : 2
    let rule = String(repeating: "─", count: inked + gap * (widths.count - 1))
    var lines = wrapped(title.plain.withoutControls, columns: 80, cutsWords: false).map(bold) + [""]
    if hasHeader { lines.append(bold(line(columns.map(\.title.plain), widths, gap))) }
    lines.append(rule)
    for (index, group) in groups.enumerated() {
      if let title = group.title {
        if index > 0 { lines.append("") }
        lines.append(bold(title))
      }
      lines += self.lines(of: group.rows, widths, gap)
    }
    lines.append(rule)
    lines += notes.flatMap { wrapped($0.plain.withoutControls, columns: 80, cutsWords: false) }
    return lines.joined(separator: "\n")
  }

  /// The columns' widths: as wide as their widest cell, and columns of words narrower as far as the
  /// table would be too wide. Words are cut only if the table does not fit with one space between
  /// columns either.
  private func widths(within limit: Int) -> [Int] {
    let rows = groups.flatMap(\.rows)
    var widths = columns.indices.map { index in
      ([columns[index].title.plain] + rows.map { $0[index] }).map { displayWidth($0) }.max() ?? 0
    }
    let longest = columns.indices.map { index in
      rows.flatMap { $0[index].split(separator: " ") }.map { displayWidth(String($0)) }.max() ?? 0
    }
    func excess(gap: Int) -> Int { widths.reduce(0, +) + gap * (widths.count - 1) - limit }
    func narrow(to least: (Int) -> Int) {
      while excess(gap: 2) > 0 {
        let words = columns.indices.filter {
          columns[$0].alignment == .leading && widths[$0] > least($0)
        }
        guard let widest = words.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
      }
    }
    narrow { max(10, longest[$0]) }
    if excess(gap: 1) > 0 { narrow { _ in 10 } }
    return widths
  }

  /// The lines of a group's rows. A long first cell continues in that of the next row if
  /// that is empty, else in a line of its own.
  private func lines(of rows: [[String]], _ widths: [Int], _ gap: Int) -> [String] {
    var lines: [String] = []
    var rest: [String] = []
    for row in rows {
      var cells = zip(row, widths).map { cell, width in
        displayWidth(cell) <= width
          ? [cell] : wrapped(cell, columns: width)
      }
      if !rest.isEmpty, row[0].isEmpty {
        cells[0] = rest
      } else {
        lines += rest
      }
      let height = cells.dropFirst().map(\.count).max() ?? 1
      for index in 0..<height {
        lines.append(line(cells.map { index < $0.count ? $0[index] : "" }, widths, gap))
      }
      rest = Array(cells[0].dropFirst(height))
    }
    return lines + rest
  }

  private func line(_ cells: [String], _ widths: [Int], _ gap: Int) -> String {
    var text = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { text += String(repeating: " ", count: gap) }
      let space = String(repeating: " ", count: max(0, widths[index] - displayWidth(cell)))
      text += columns[index].alignment == .leading ? cell + space : space + cell
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
