/// A table for people: titled columns, rows in groups, notes below.
package struct ReportTable: Sendable {
  package enum Alignment: Sendable {
    case leading, trailing
  }

  package struct Column: Sendable {
    package let title: String
    package let alignment: Alignment
    /// Text longer than this many characters goes on in the next line; nil never breaks.
    package let width: Int?

    package init(_ title: String, _ alignment: Alignment = .trailing, width: Int? = nil) {
      self.title = title
      self.alignment = alignment
      self.width = width
    }
  }

  package struct Group: Sendable {
    package let title: String?
    package let rows: [[String]]

    package init(title: String?, rows: [[String]]) {
      self.title = title
      self.rows = rows
    }
  }

  package let title: String
  package let columns: [Column]
  package let groups: [Group]
  package let notes: [String]

  package init(title: String, columns: [Column], groups: [Group], notes: [String]) {
    self.title = title
    self.columns = columns
    self.groups = groups
    self.notes = notes
  }
}

extension ReportTable {
  /// The table for a terminal: aligned, its notes wrapped at 80 columns.
  package func text(emphasis: (String) -> String = { $0 }) -> String {
    let rows = groups.flatMap(\.rows)
    let widths = columns.indices.map { index in
      let widest = ([columns[index].title] + rows.map { $0[index] }).map(displayWidth).max() ?? 0
      return min(widest, columns[index].width ?? widest)
    }
    let rule = String(
      repeating: "─", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    var lines = [emphasis(title), "", emphasis(line(columns.map(\.title), widths)), rule]
    for (index, group) in groups.enumerated() {
      if let title = group.title {
        if index > 0 { lines.append("") }
        lines.append(emphasis(title))
      }
      lines += merged(group.rows, widths)
    }
    lines.append(rule)
    lines += notes.flatMap { wrapped($0, width: 80) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The group's lines. A long first cell goes on in the first cell of the next row where that is
  /// empty, else in a line of its own.
  private func merged(_ rows: [[String]], _ widths: [Int]) -> [String] {
    var lines: [String] = []
    var rest: [String] = []
    for row in rows {
      var cells = row
      if !rest.isEmpty, cells[0].isEmpty {
        cells[0] = rest.removeFirst()
      } else {
        lines += rest
        rest = wrapped(cells[0], width: widths[0])
        cells[0] = rest.isEmpty ? "" : rest.removeFirst()
      }
      lines.append(line(cells, widths))
    }
    return lines + rest
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { text += "  " }
      let space = String(repeating: " ", count: max(0, widths[index] - displayWidth(cell)))
      text += columns[index].alignment == .leading ? cell + space : space + cell
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The table in GitHub's Markdown.
  package var markdown: String {
    func row(_ cells: [String]) -> String {
      "| " + cells.map(markdownEscaped).joined(separator: " | ") + " |"
    }
    var lines = ["**\(markdownEscaped(title))**", "", row(columns.map(\.title))]
    lines.append(row(columns.map { $0.alignment == .leading ? ":---" : "---:" }))
    for group in groups {
      if let title = group.title {
        lines.append(row(["**\(title)**"] + Array(repeating: "", count: columns.count - 1)))
      }
      lines += group.rows.map(row)
    }
    lines += notes.flatMap { ["", markdownEscaped($0)] }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Text in which no character means something to Markdown or to a cell of its tables.
package func markdownEscaped(_ text: String) -> String {
  var markdown = ""
  for character in text {
    if "|*<\\".contains(character) { markdown.append("\\") }
    markdown.append(character)
  }
  return markdown
}

/// Lines of at most the width, broken between words.
package func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if line.isEmpty {
      line = String(word)
    } else if displayWidth(line) + 1 + displayWidth(String(word)) <= width {
      line += " " + word
    } else {
      lines.append(line)
      line = String(word)
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// Columns that the text takes in a terminal: characters, East Asian wide ones counted twice.
package func displayWidth(_ text: String) -> Int {
  text.reduce(0) { width, character in
    let scalar = character.unicodeScalars.first!.value
    let isWide =
      (0x1100...0x115F).contains(scalar) || (0x2E80...0xA4CF).contains(scalar)
      || (0xAC00...0xD7A3).contains(scalar) || (0xF900...0xFAFF).contains(scalar)
      || (0xFE30...0xFE6F).contains(scalar) || (0xFF00...0xFF60).contains(scalar)
      || (0x1F300...0x1FAFF).contains(scalar) || (0x20000...0x3FFFD).contains(scalar)
    return width + (isWide ? 2 : 1)
  }
}
