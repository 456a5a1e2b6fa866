/// The text in lines of at most so many columns.
///
/// Lines break at spaces, and between ideographs, but never before a closing mark. Line breaks of the
/// text are kept.
///
/// - Parameters:
///   - indent: what the first line starts with, such as `1  `; the others are indented by as much.
///   - cutsWords: whether a word that is too long for a line is cut, or goes beyond its end.
package func wrapped(
  _ text: String, columns: Int, indent: String = "", cutsWords: Bool = true
) -> [String] {
  let inner = max(2, columns - displayWidth(indent))
  var lines: [String] = []
  for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
    lines += wrapped(paragraph: paragraph, columns: inner, cutsWords)
  }
  let hanging = String(repeating: " ", count: displayWidth(indent))
  return lines.enumerated().map { index, line in
    line.isEmpty && index > 0 ? "" : (index == 0 ? indent : hanging) + line
  }
}

private func wrapped(paragraph: Substring, columns: Int, _ cutsWords: Bool) -> [String] {
  var lines: [String] = []
  var line = ""
  var width = 0
  for piece in pieces(of: paragraph) {
    let pieceWidth = displayWidth(piece)
    if width + displayWidth(trimmedEnd(piece)) <= columns {
      line += piece
      width += pieceWidth
      continue
    }
    if !line.isEmpty { lines.append(String(trimmedEnd(line[...]))) }
    (line, width) = ("", 0)
    for character in piece {
      let columnsOfCharacter = displayWidth(character)
      if cutsWords, width + columnsOfCharacter > columns, character != " " {
        lines.append(line)
        (line, width) = ("", 0)
      }
      line.append(character)
      width += columnsOfCharacter
    }
  }
  lines.append(String(trimmedEnd(line[...])))
  return lines
}

private func trimmedEnd(_ text: Substring) -> Substring {
  var text = text
  while text.last == " " { text.removeLast() }
  return text
}

/// What may not be torn apart: a word with the spaces behind it, an ideograph with its marks.
private func pieces(of text: Substring) -> [Substring] {
  var pieces: [Substring] = []
  var start = text.startIndex
  var index = start
  while index < text.endIndex {
    let next = text.index(after: index)
    if next < text.endIndex, mayBreak(between: text[index], and: text[next]) {
      pieces.append(text[start..<next])
      start = next
    }
    index = next
  }
  if start < text.endIndex { pieces.append(text[start...]) }
  return pieces
}

private func mayBreak(between before: Character, and after: Character) -> Bool {
  if before == " " { return after != " " }
  let closing: Set<Character> = [
    "，", "。", "、", "？", "！", "：", "；", "）", "」", "』", "》", "”", "’", "%", ".", ",", " ", "…",
  ]
  let opening: Set<Character> = ["（", "「", "『", "《", "“", "‘"]
  if closing.contains(after) || opening.contains(before) { return false }
  return isIdeograph(before) || isIdeograph(after) || closing.contains(before) && before.isFullWidth
}

private func isIdeograph(_ character: Character) -> Bool {
  character.unicodeScalars.first!.properties.isIdeographic
}

extension Character {
  fileprivate var isFullWidth: Bool { displayWidth(self) == 2 }
}
