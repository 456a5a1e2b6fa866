extension String {
  package var trimmingWhitespace: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension String {
  /// The text as it can be shown in a terminal: the controls that a file may hold would move its cursor
  /// or change its colours, and are replaced.
  package var withoutControls: String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
  }
}

extension Unicode.Scalar {
  /// Control characters, but for the ones that break or indent a line.
  package var isControl: Bool {
    properties.generalCategory == .control && !["\n", "\r", "\t"].contains(self)
  }
}
