package import Yams

/// A YAML file as read: its text, its root and the diagnostics found in it so far.
package final class YAMLDocument {
  package let file: String
  package private(set) var diagnostics = Diagnostics()

  package init(file: String) {
    self.file = file
  }

  /// The root node, or nil (with a diagnostic) if the text is not YAML.
  package func compose(_ text: String) -> Node? {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        diagnostics.add(Diagnostic(file: file, line: 1, column: 1, "the file is empty"))
        return nil
      }
      return node
    } catch let error as YamlError {
      diagnostics.add(diagnostic(of: error))
    } catch {
      diagnostics.add(Diagnostic(file: file, line: 1, column: 1, "not YAML: \(error)"))
    }
    return nil
  }

  private func diagnostic(of error: YamlError) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      Diagnostic(file: file, line: mark.line, column: mark.column, "not YAML: \(problem)")
    case .reader(let problem, let offset, _, let yaml):
      diagnostic(ofReader: problem, at: offset, in: yaml)
    case .duplicatedKeysInMapping(let keys, let context):
      Diagnostic(
        file: file, line: context.mark.line, column: context.mark.column,
        "duplicate key \(keys.map { "`\($0)`" }.joined(separator: ", "))")
    default:
      Diagnostic(file: file, line: 1, column: 1, "not YAML: \(error)")
    }
  }

  private func diagnostic(
    ofReader problem: String, at offset: Int?, in yaml: String
  ) -> Diagnostic {
    let before = yaml.utf8.prefix(offset ?? 0)
    let line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    let inLine = before.reversed().prefix { $0 != UInt8(ascii: "\n") }
    let column = inLine.reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    return Diagnostic(file: file, line: line, column: column, "not YAML: \(problem)")
  }

  package func report(_ node: Node, _ message: String, _ severity: Diagnostic.Severity = .error) {
    let mark = node.mark
    diagnostics.add(
      Diagnostic(
        severity, file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message))
  }

  package func add(_ diagnostic: Diagnostic) {
    diagnostics.add(diagnostic)
  }

  package func number(_ node: Node, _ key: String) -> Double? {
    guard let value = node.float, value.isFinite else {
      report(node, "`\(key)` must be a number")
      return nil
    }
    return value
  }

  package func list(_ node: Node, _ key: String) -> [Node] {
    guard case .sequence(let sequence) = node else {
      report(node, "`\(key)` must be a list")
      return []
    }
    return Array(sequence)
  }

  /// Ids become names of form fields and columns: lower-case letters, digits and underscores.
  package func identifier(_ text: String, at node: Node, key: String) -> String? {
    let letters = text.utf8
    let valid =
      letters.first.map { (0x61...0x7A).contains($0) } == true
      && letters.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
      }
    guard valid, letters.count <= 64 else {
      report(
        node,
        "`\(key)` is `\(text)`; an id must consist of lower-case letters, digits and underscores, "
          + "start with a letter and have at most 64 characters")
      return nil
    }
    return text
  }
}
