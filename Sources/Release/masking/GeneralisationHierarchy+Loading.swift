import Resources
import Statistics
package import TextFormats
import Yams

extension GeneralisationHierarchy {
  /// Evoke's own hierarchy for a question with this id; nil if there is none.
  package static func bundled(_ id: String) -> GeneralisationHierarchy? {
    BundledFile.text("hierarchies/\(id).yaml").flatMap {
      try? GeneralisationHierarchy(yaml: $0, file: "Evoke's hierarchies/\(id).yaml")
    }
  }

  /// - Throws: `DiagnosedError` with every problem of the file.
  package init(yaml text: String, file: String) throws(DiagnosedError) {
    self = try YAMLDocument(file: file).value(of: text, Self.read)
  }

  private static func read(_ root: Node, in document: YAMLDocument) -> GeneralisationHierarchy? {
    guard
      let fields = YAMLMapping(
        root, in: document, name: "the hierarchy",
        keys: ["id", "values", "countries", "home", "aliases", "levels"])
    else { return nil }
    let isOfCountries = fields.optionalBoolean("countries") ?? false
    var aliases: [String: String] = [:]
    for (code, _, spellings) in fields.pairs("aliases") {
      for node in document.list(spellings, code) {
        if let spelling = fields.string(node, code) {
          aliases[spelling.lowercased()] = countryName(code)
        }
      }
    }
    let home = fields.optionalString("home").flatMap { $0 == "most" ? nil : countryName($0) }
    let levels = fields.list("levels").compactMap { level($0, isOfCountries, document) }
    var names: Set<String> = [asAnswered, removed]
    for (level, node) in zip(levels, fields.list("levels"))
    where !names.insert(level.name).inserted {
      document.report(node, "two levels are called `\(level.name)`")
    }
    guard let id = fields.identifier("id") else { return nil }
    return GeneralisationHierarchy(
      id: id, values: fields.strings("values").map(\.text), isOfCountries: isOfCountries,
      home: home, aliases: aliases, levels: levels)
  }

  private static func level(
    _ node: Node, _ isOfCountries: Bool, _ document: YAMLDocument
  ) -> Level? {
    guard
      let fields = YAMLMapping(
        node, in: document, name: "the level", keys: ["name", "groups", "keep_home", "bands"]),
      let name = fields.string("name")
    else { return nil }
    guard fields.has("groups") != fields.has("bands") else {
      fields.report("name", "a level must have either `groups` or `bands`")
      return nil
    }
    if let bands = fields.fields("bands", name: "`bands`", keys: ["width", "start", "ends"]) {
      guard let width = bands.integer("width", in: 1...100_000),
        let start = bands.integer("start", in: -1_000_000...1_000_000)
      else { return nil }
      let ends = bands.optionalShare("ends") ?? 0
      return Level(name: name, kind: .bands(width: width, start: start, ends: ends))
    }
    return Level(
      name: name,
      kind: .groups(
        Generalisation.groups("groups", of: fields, member: isOfCountries ? countryName : { $0 }),
        keepsHome: fields.optionalBoolean("keep_home") ?? false))
  }
}

extension Generalisation {
  /// The groups of a mapping from labels to lists of members.
  static func groups(
    _ key: String, of fields: YAMLMapping, member: (String) -> String = { $0 }
  ) -> [Group] {
    var seen: Set<String> = []
    return fields.pairs(key).map { label, keyNode, members in
      let texts = fields.document.list(members, label).compactMap { node -> String? in
        guard let text = fields.string(node, label).map(member) else { return nil }
        if !seen.insert(text).inserted {
          fields.document.report(node, "`\(text)` is in two groups of one level")
        }
        return text
      }
      if label.trimmingWhitespace.isEmpty {
        fields.document.report(keyNode, "a group needs a label")
      } else if label.hasPrefix("(") || label == notListed {
        fields.document.report(
          keyNode, "`\(label)` is reserved for missing values; give the group another label")
      }
      return Group(label: label, members: texts)
    }
  }
}

extension YAMLDocument {
  /// What a text states.
  ///
  /// - Throws: `DiagnosedError` with every problem of the text.
  func value<Value>(
    of text: String, _ read: (Node, YAMLDocument) -> Value?
  ) throws(DiagnosedError) -> Value {
    let value = compose(text).flatMap { read($0, self) }
    guard let value, diagnostics.errors.isEmpty else { throw DiagnosedError(diagnostics.errors) }
    return value
  }
}

extension YAMLMapping {
  /// A share from 0 to 1, written as `5%` or `0.05`.
  func optionalShare(_ key: String) -> Double? {
    guard let node = node(key), let text = string(node, key) else { return nil }
    guard let share = share(ofText: text) else {
      document.report(node, "`\(key)` must be a share such as 5% or 0.05")
      return nil
    }
    return share
  }
}

/// A share from 0 to 1, written as `5%` or `0.05`; nil for anything else.
package func share(ofText text: String) -> Double? {
  let isPercentage = text.hasSuffix("%")
  guard let number = Double(isPercentage ? String(text.dropLast()).trimmingWhitespace : text)
  else { return nil }
  let share = isPercentage ? number / 100 : number
  return (0...1).contains(share) ? share : nil
}
