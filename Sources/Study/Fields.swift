import Yams

/// Reads the keys of one YAML mapping and reports everything that is wrong in it, with its place.
///
/// A reader never stops at the first problem: a value that is missing or malformed is reported and
/// read as nil, so that a person sees all mistakes of a file in one go.
final class Fields {
  let document: YAMLDocument
  private let node: Node
  private let values: [String: Node]
  private let name: String

  /// - Parameters:
  ///   - name: what the mapping describes, as a person would say it ("the item").
  ///   - keys: every key that may stand here; any other is an error that names the nearest.
  init?(_ node: Node, in document: YAMLDocument, name: String, keys: [String]) {
    guard case .mapping(let mapping) = node else {
      document.report(node, "\(name) must be a list of `key: value` lines")
      return nil
    }
    var values: [String: Node] = [:]
    for (keyNode, value) in mapping {
      guard let key = keyNode.string else {
        document.report(keyNode, "expected a plain word as the key")
        continue
      }
      guard keys.contains(key) else {
        let hint =
          nearest(to: key, among: keys).map { "did you mean `\($0)`?" }
          ?? "known keys: \(keys.joined(separator: ", "))"
        document.report(keyNode, "unknown key `\(key)` in \(name); \(hint)")
        continue
      }
      values[key] = value
    }
    self.document = document
    self.node = node
    self.values = values
    self.name = name
  }

  func node(_ key: String) -> Node? {
    guard let value = values[key], !value.isNull else { return nil }
    return value
  }

  func has(_ key: String) -> Bool {
    node(key) != nil
  }

  /// Reports the key's value, or the mapping itself where the key is absent.
  func report(_ key: String, _ message: String, _ severity: Diagnostic.Severity = .error) {
    document.report(node(key) ?? node, message, severity)
  }

  func required(_ key: String) -> Node? {
    if let node = node(key) { return node }
    document.report(node, "\(name) needs `\(key)`")
    return nil
  }

  // MARK: Scalars

  func string(_ key: String) -> String? {
    required(key).flatMap { string($0, key) }
  }

  func optionalString(_ key: String) -> String? {
    node(key).flatMap { string($0, key) }
  }

  func string(_ node: Node, _ key: String) -> String? {
    guard case .scalar(let scalar) = node else {
      document.report(node, "`\(key)` must be text")
      return nil
    }
    let text = scalar.string.trimmingWhitespace
    if text.unicodeScalars.contains(where: \.isControl) {
      document.report(node, "`\(key)` holds a control character, which no page can show")
    }
    guard !text.isEmpty else {
      document.report(node, "`\(key)` is empty")
      return nil
    }
    return text
  }

  func identifier(_ key: String) -> String? {
    guard let node = required(key), let text = string(node, key) else { return nil }
    return document.identifier(text, at: node, key: key)
  }

  func number(_ key: String) -> Double? {
    required(key).flatMap { document.number($0, key) }
  }

  func optionalNumber(_ key: String) -> Double? {
    node(key).flatMap { document.number($0, key) }
  }

  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    required(key).flatMap { integer($0, key, range) }
  }

  func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
    node(key).flatMap { integer($0, key, range) }
  }

  private func integer(_ node: Node, _ key: String, _ range: ClosedRange<Int>) -> Int? {
    // YAML reads 010 as eight, 1:30 as ninety and 0x10 as sixteen; nobody who writes a quota does.
    let digits = node.scalar?.string ?? ""
    guard digits.wholeMatch(of: /[+-]?(0|[1-9][0-9]*)/) != nil, let value = Int(digits),
      range.contains(value)
    else {
      document.report(
        node, "`\(key)` must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return value
  }

  func optionalBoolean(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    guard let value = node.bool else {
      document.report(node, "`\(key)` must be true or false")
      return nil
    }
    return value
  }

  func optionalChoice<Choice>(_ key: String, of: Choice.Type) -> Choice?
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let node = node(key), let text = string(node, key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      document.report(node, "`\(key)` must be one of \(known.joined(separator: ", "))")
      return nil
    }
    return choice
  }

  // MARK: Collections

  func list(_ key: String) -> [Node] {
    required(key).map { document.list($0, key) } ?? []
  }

  func optionalList(_ key: String) -> [Node] {
    node(key).map { document.list($0, key) } ?? []
  }

  func strings(_ key: String) -> [(text: String, node: Node)] {
    optionalList(key).compactMap { node in string(node, key).map { ($0, node) } }
  }

  func fields(_ key: String, name: String, keys: [String]) -> Fields? {
    node(key).flatMap { Fields($0, in: document, name: name, keys: keys) }
  }

  /// The pairs of a mapping whose keys the file chooses, in the order of the file.
  func pairs(_ key: String) -> [(key: String, keyNode: Node, value: Node)] {
    guard let node = node(key) else { return [] }
    guard case .mapping(let mapping) = node else {
      document.report(node, "`\(key)` must be a list of `name: value` lines")
      return []
    }
    return mapping.compactMap { pair in pair.key.string.map { ($0, pair.key, pair.value) } }
  }
}

/// A YAML file as read: its text, its root and the diagnostics found in it so far.
final class YAMLDocument {
  let file: String
  private(set) var diagnostics = Diagnostics()

  init(file: String) {
    self.file = file
  }

  /// The root node, or nil (with a diagnostic) where the text is not YAML.
  func compose(_ text: String) -> Node? {
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
        "the key \(keys.map { "`\($0)`" }.joined(separator: ", ")) stands twice in one place")
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

  func report(_ node: Node, _ message: String, _ severity: Diagnostic.Severity = .error) {
    let mark = node.mark
    diagnostics.add(
      Diagnostic(
        severity, file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message))
  }

  func add(_ diagnostic: Diagnostic) {
    diagnostics.add(diagnostic)
  }

  func number(_ node: Node, _ key: String) -> Double? {
    guard let value = node.float, value.isFinite else {
      report(node, "`\(key)` must be a number")
      return nil
    }
    return value
  }

  func list(_ node: Node, _ key: String) -> [Node] {
    guard case .sequence(let sequence) = node else {
      report(node, "`\(key)` must be a list")
      return []
    }
    return Array(sequence)
  }

  /// Ids become names of form fields and columns: lower-case letters, digits and underscores.
  func identifier(_ text: String, at node: Node, key: String) -> String? {
    let letters = text.utf8
    let valid =
      letters.first.map { (0x61...0x7A).contains($0) } == true
      && letters.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
      }
    guard valid, letters.count <= 64 else {
      report(
        node,
        "`\(key)` is `\(text)`; an id has lower-case letters, digits and underscores, starts with a "
          + "letter and is at most 64 long")
      return nil
    }
    return text
  }
}

extension Node {
  fileprivate var isNull: Bool {
    if case .scalar(let scalar) = self { return scalar.style == .plain && null != nil }
    return false
  }
}

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
  var isControl: Bool {
    properties.generalCategory == .control && !["\n", "\r", "\t"].contains(self)
  }
}
