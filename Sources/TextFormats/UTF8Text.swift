/// Bytes as the text that they encode in UTF-8.
package enum UTF8Text {
  /// - Parameter message: says what is wrong with the first byte that is not UTF-8.
  /// - Throws: `DiagnosedError` with the position of that byte.
  package static func text(
    of bytes: [UInt8], file: String,
    message: (UInt8) -> String = { _ in "the file is not UTF-8 text; save it as UTF-8" }
  ) throws(DiagnosedError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var decoder = UTF8()
    var rest = bytes.makeIterator()
    var (line, column, count) = (1, 1, 0)
    while case .scalarValue(let scalar) = decoder.decode(&rest) {
      count += UTF8.width(scalar)
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    throw DiagnosedError([
      Diagnostic(file: file, line: line, column: column, message(bytes[count]))
    ])
  }
}
