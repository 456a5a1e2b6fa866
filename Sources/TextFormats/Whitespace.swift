extension String {
  package var trimmingWhitespace: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// Control characters, but for the ones that break or indent a line.
  package var isControl: Bool {
    properties.generalCategory == .control && !["\n", "\r", "\t"].contains(self)
  }
}
