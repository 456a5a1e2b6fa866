import Disclosure
internal import Foundation
package import TextFormats
import Yams

extension ReleaseRecipe {
  /// The recipe that a file states.
  ///
  /// - Throws: `DiagnosedError` with every problem of the file.
  package init(yaml text: String, file: String) throws(DiagnosedError) {
    self = try YAMLDocument(file: file).value(of: text, Self.read)
  }

  /// The recipe in a file.
  ///
  /// - Throws: `DiagnosedError` with every problem of the file.
  package init(path: String) throws {
    let bytes = try [UInt8](Foundation.Data(contentsOf: URL(fileURLWithPath: path)))
    try self.init(yaml: UTF8Text.text(of: bytes, file: path), file: path)
  }

  private static func read(_ root: Node, in document: YAMLDocument) -> ReleaseRecipe? {
    guard
      let fields = YAMLMapping(
        root, in: document, name: "the recipe",
        keys: [
          "k", "l", "t", "max_suppression", "max_loss", "suppress", "time", "columns",
        ])
    else { return nil }
    let k = fields.integer("k", in: 2...1_000_000)
    let l = fields.optionalInteger("l", in: 2...1_000)
    let t = fields.optionalShare("t")
    let columns = fields.pairs("columns").compactMap { name, _, value in
      column(name, value, document)
    }
    if columns.isEmpty { fields.report("columns", "the recipe names no column") }
    guard let k else { return nil }
    var limits = Limits(k: k, l: l, t: t)
    if let share = fields.optionalShare("max_suppression") { limits.maximumSuppression = share }
    if let share = fields.optionalShare("max_loss") { limits.maximumLoss = share }
    if let kind = fields.optionalChoice("suppress", of: SuppressionKind.self) {
      limits.suppression = kind
    }
    if let grain = fields.optionalChoice("time", of: TimeGrain.self) { limits.time = grain }
    return ReleaseRecipe(limits: limits, columns: columns)
  }

  private static func column(_ name: String, _ node: Node, _ document: YAMLDocument) -> Column? {
    guard
      let fields = YAMLMapping(
        node, in: document, name: "the column `\(name)`", keys: ["level", "bands", "groups"]),
      let level = fields.string("level")
    else { return nil }
    if fields.has("bands"), fields.has("groups") {
      fields.report("bands", "a column must have either `bands` or `groups`")
    }
    let isWord = [GeneralisationHierarchy.asAnswered, GeneralisationHierarchy.removed].contains(
      level)
    if isWord, let key = ["bands", "groups"].first(where: fields.has) {
      fields.report(key, "a column that is `\(level)` has no `\(key)`; give the level another name")
    }
    if fields.has("bands") {
      let ends = fields.list("bands").compactMap { node -> Int? in
        guard let end = node.int else {
          document.report(node, "a band must end with a whole number")
          return nil
        }
        return end
      }
      if ends != ends.sorted() || Set(ends).count < ends.count || ends.isEmpty {
        fields.report("bands", "`bands` must list the last number of each band, in ascending order")
      }
      return Column(name: name, level: level, generalisation: .bands(upperEnds: ends))
    }
    if fields.has("groups") {
      return Column(
        name: name, level: level,
        generalisation: .groups(Generalisation.groups("groups", of: fields)))
    }
    switch level {
    case GeneralisationHierarchy.asAnswered:
      return Column(name: name, level: level, generalisation: .asAnswered)
    case GeneralisationHierarchy.removed:
      return Column(name: name, level: level, generalisation: .removed)
    default:
      fields.report(
        "level",
        "the level `\(level)` needs `bands` or `groups`; without them a column is "
          + "`\(GeneralisationHierarchy.asAnswered)` or `\(GeneralisationHierarchy.removed)`")
      return nil
    }
  }
}
