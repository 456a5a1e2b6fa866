package import Yams

/// A YAML file as read: its text, its root and the diagnostics found in it so far.
package final class YAMLDocument {
  package let file: String
  package private(set) var diagnostics = Diagnostics()

  package init(file: String) {
    self.file = file
  }

  /// What a YAML text says.
  ///
  /// - Parameter read: reads the root; nil if too much is missing.
  /// - Throws: `DiagnosedError` with every problem of the text.
  package static func read<Value>(
    _ text: String, file: String, as read: (Node, YAMLDocument) -> Value?
  ) throws(DiagnosedError) -> Value {
    let document = YAMLDocument(file: file)
    let value = document.compose(text).flatMap { read($0, document) }
    let problems = document.diagnostics.errors
    guard let value, problems.isEmpty else { throw DiagnosedError(problems) }
    return value
  }

  /// The root node, or nil (with a diagnostic) if the text is not YAML.
  package func compose(_ text: String) -> Node? {
    let aliases = YAMLAliases(text)
    guard !aliases.isExcessive else {
      let place = position(of: aliases.first ?? 0, in: text.utf8)
      diagnostics.add(
        Diagnostic(
          file: file, line: place.line, column: place.column,
          "the aliases (`*name`) stand for too much; write out what some of them stand for"))
      return nil
    }
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
    let place = position(of: offset ?? 0, in: yaml.utf8)
    return Diagnostic(file: file, line: place.line, column: place.column, "not YAML: \(problem)")
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
    guard text.wholeMatch(of: /[a-z][a-z0-9_]{0,63}/) != nil else {
      report(
        node,
        "`\(key)` is `\(text)`; an id must consist of lower-case letters, digits and underscores, "
          + "start with a letter and have at most 64 characters")
      return nil
    }
    return text
  }
}
