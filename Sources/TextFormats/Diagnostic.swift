/// One thing that is wrong, or deserves a second look, in a text file that a person wrote.
package struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
  package enum Severity: String, Sendable {
    case error, warning
  }

  package let severity: Severity
  /// The file as the person named it.
  package let file: String
  /// Counted from 1; 0 if the diagnostic is about the file as a whole.
  package let line: Int
  package let column: Int
  /// What is wrong, and what was expected.
  package let message: String

  package init(
    _ severity: Severity = .error, file: String, line: Int = 0, column: Int = 0, _ message: String
  ) {
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// `file:line:column: error: message`, the form that editors turn into a link.
  package var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    return "\(place): \(severity.rawValue): \(message)"
  }
}

/// Why a text file cannot be used: every problem found in it.
package struct DiagnosedError: UserFacingError {
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  package var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}

/// The diagnostics of one reading, in the order of their place.
package struct Diagnostics {
  private var found: [Diagnostic] = []

  package init() {}

  package mutating func add(_ diagnostic: Diagnostic) {
    found.append(diagnostic)
  }

  package var errors: [Diagnostic] {
    sorted.filter { $0.severity == .error }
  }

  package var warnings: [Diagnostic] {
    sorted.filter { $0.severity == .warning }
  }

  private var sorted: [Diagnostic] {
    found.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
  }
}
