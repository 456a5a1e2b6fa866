package import Yams

/// Reads the keys of one YAML mapping and reports every problem in it, with its position.
///
/// A reader never stops at the first problem: a value that is missing or malformed is reported and
/// read as nil, so all mistakes of a file are shown at once.
package final class YAMLMapping {
  package let document: YAMLDocument
  private let node: Node
  private let values: [String: Node]
  private let name: String

  /// - Parameters:
  ///   - name: what the mapping describes, as a person would say it ("the item").
  ///   - keys: every allowed key; any other is an error that names the nearest one.
  package init?(_ node: Node, in document: YAMLDocument, name: String, keys: [String]) {
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
        document.report(
          keyNode,
          "unknown key `\(key)` in \(name)\(hint(for: key, among: keys, orAll: "known keys:"))")
        continue
      }
      values[key] = value
    }
    self.document = document
    self.node = node
    self.values = values
    self.name = name
  }

  package func node(_ key: String) -> Node? {
    guard let value = values[key], !value.isNull else { return nil }
    return value
  }

  package func has(_ key: String) -> Bool {
    node(key) != nil
  }

  /// Reports the key's value, or the mapping itself if the key is absent.
  package func report(_ key: String, _ message: String, _ severity: Diagnostic.Severity = .error) {
    document.report(node(key) ?? node, message, severity)
  }

  package func required(_ key: String) -> Node? {
    if let node = node(key) { return node }
    document.report(node, "\(name) needs `\(key)`")
    return nil
  }

  // MARK: Scalars

  package func string(_ key: String) -> String? {
    required(key).flatMap { string($0, key) }
  }

  package func optionalString(_ key: String) -> String? {
    node(key).flatMap { string($0, key) }
  }

  package func string(_ node: Node, _ key: String) -> String? {
    guard case .scalar(let scalar) = node else {
      document.report(node, "`\(key)` must be text")
      return nil
    }
    let text = scalar.string.trimmingWhitespace
    if text.unicodeScalars.contains(where: \.isControl) {
      document.report(node, "`\(key)` contains a control character, which pages cannot show")
    }
    guard !text.isEmpty else {
      document.report(node, "`\(key)` is empty")
      return nil
    }
    return text
  }

  package func identifier(_ key: String) -> String? {
    guard let node = required(key), let text = string(node, key) else { return nil }
    return document.identifier(text, at: node, key: key)
  }

  package func number(_ key: String) -> Double? {
    required(key).flatMap { document.number($0, key) }
  }

  package func optionalNumber(_ key: String) -> Double? {
    node(key).flatMap { document.number($0, key) }
  }

  package func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    required(key).flatMap { integer($0, key, range) }
  }

  package func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
    node(key).flatMap { integer($0, key, range) }
  }

  private func integer(_ node: Node, _ key: String, _ range: ClosedRange<Int>) -> Int? {
    // YAML reads 010 as eight, 1:30 as ninety and 0x10 as sixteen; no one who writes a quota means
    // that.
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

  package func optionalBoolean(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    guard let value = node.bool else {
      document.report(node, "`\(key)` must be true or false")
      return nil
    }
    return value
  }

  package func optionalChoice<Choice>(_ key: String, of: Choice.Type) -> Choice?
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

  package func list(_ key: String) -> [Node] {
    required(key).map { document.list($0, key) } ?? []
  }

  package func optionalList(_ key: String) -> [Node] {
    node(key).map { document.list($0, key) } ?? []
  }

  /// The entries of a list, those that are not mappings reported and left out.
  package func mappings(_ entries: [Node], name: String, keys: [String]) -> [YAMLMapping] {
    entries.compactMap { YAMLMapping($0, in: document, name: name, keys: keys) }
  }

  package func strings(_ key: String) -> [(text: String, node: Node)] {
    optionalList(key).compactMap { node in string(node, key).map { ($0, node) } }
  }

  package func fields(_ key: String, name: String, keys: [String]) -> YAMLMapping? {
    node(key).flatMap { YAMLMapping($0, in: document, name: name, keys: keys) }
  }

  /// The pairs of a mapping whose keys the file chooses, in the order of the file.
  package func pairs(_ key: String) -> [(key: String, keyNode: Node, value: Node)] {
    guard let node = node(key) else { return [] }
    guard case .mapping(let mapping) = node else {
      document.report(node, "`\(key)` must be a list of `name: value` lines")
      return []
    }
    return mapping.compactMap { pair in pair.key.string.map { ($0, pair.key, pair.value) } }
  }
}

extension Node {
  fileprivate var isNull: Bool {
    if case .scalar(let scalar) = self { return scalar.style == .plain && null != nil }
    return false
  }
}
