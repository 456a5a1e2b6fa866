import Statistics
package import TextFormats
import Yams

extension Instrument {
  private static let keys = [
    "id", "version", "language", "title", "citation", "doi", "licence", "instruction",
    "time_frame", "scales", "order", "items", "subscales", "missing", "norms", "tests",
  ]

  /// The instrument that a YAML file defines.
  ///
  /// - Parameters:
  ///   - file: the file's name as the person knows it, for diagnostics.
  ///   - warn: takes what is doubtful in the file.
  /// - Throws: `DiagnosedError` with every problem of the file, test vectors that do not hold included.
  package init(
    yaml text: String, file: String, warn: (Diagnostic) -> Void = { _ in }
  ) throws(DiagnosedError) {
    self = try YAMLDocument.read(text, file: file) { root, document in
      let instrument = Instrument(root: root, document: document, source: text)
      document.diagnostics.warnings.forEach(warn)
      return instrument
    }
  }

  private init?(root: Node, document: YAMLDocument, source: String) {
    guard
      let fields = YAMLMapping(root, in: document, name: "the instrument", keys: Self.keys)
    else { return nil }
    let scales = Self.scales(fields)
    let items = Self.items(fields, scales: scales)
    let subscales = Self.subscales(fields, items: items)
    let tests = Self.testVectors(fields, items: items)

    let licence = fields.required("licence").flatMap { _ in
      fields.fields("licence", name: "`licence`", keys: ["terms", "evidence"])
    }
    let terms = licence?.string("terms")
    let evidence = licence?.string("evidence")
    let instructions = fields.required("instruction").flatMap { _ in
      fields.fields("instruction", name: "`instruction`", keys: Occasion.allCases.map(\.rawValue))
    }
    var instruction: [Occasion: String] = [:]
    for occasion in Occasion.allCases {
      instruction[occasion] = instructions?.string(occasion.rawValue)
    }
    let order = fields.optionalChoice("order", of: ItemOrder.self) ?? .fixed
    let missing = Self.missingRule(fields)
    let norms = Self.norms(fields, subscales: subscales, items: items)
    guard
      let id = fields.identifier("id"), let version = fields.string("version"),
      let title = fields.string("title"), let citation = fields.string("citation"),
      let terms, let evidence
    else { return nil }
    self.init(
      id: InstrumentID(id), version: version,
      language: Language(fields.optionalString("language") ?? "en"), title: title,
      citation: citation, doi: fields.optionalString("doi"),
      licence: Licence(terms: terms, evidence: evidence), instruction: instruction,
      timeFrame: fields.optionalString("time_frame"), order: order, items: items,
      subscales: subscales, missing: missing, norms: norms,
      sha256: sha256Hex(Array(source.utf8)), source: source)
    if document.diagnostics.errors.isEmpty {
      check(tests, report: document.report)
      checkColumns(fields)
      warnOfUnscored(fields)
    }
  }

  // MARK: Response scales and items

  private static func scales(_ fields: YAMLMapping) -> [String: [AnswerOption]] {
    var scales: [String: [AnswerOption]] = [:]
    for scale in fields.mappings(
      fields.optionalList("scales"), name: "the response scale", keys: ["id", "points"])
    {
      guard let id = scale.identifier("id") else { continue }
      if scales[id] != nil {
        scale.report("id", "the response scale `\(id)` is defined twice")
      }
      scales[id] = options("points", of: scale)
    }
    return scales
  }

  private static func options(_ key: String, of owner: YAMLMapping) -> [AnswerOption] {
    var options: [AnswerOption] = []
    for point in owner.mappings(
      owner.list(key), name: "the point", keys: ["value", "label", "code"])
    {
      let label = point.string("label")
      guard let value = point.number("value"), let label else { continue }
      let code = point.optionalString("code") ?? formatted(value)
      if options.contains(where: { $0.code == code }) {
        point.report(
          "value", "two points have the code `\(code)`; give one of them its own, as in `code: 2b`")
      }
      if let twin = options.first(where: { $0.label == label }) {
        point.report(
          "label", "the answers `\(twin.code)` and `\(code)` have the same label, \"\(label)\"",
          .warning)
      }
      options.append(AnswerOption(code: code, value: value, label: label))
    }
    if options.count < 2 {
      owner.report(key, "at least two points are needed")
    }
    return options
  }

  private static func items(_ fields: YAMLMapping, scales: [String: [AnswerOption]]) -> [Item] {
    var items: [Item] = []
    if fields.has("items"), fields.list("items").isEmpty {
      fields.report("items", "an instrument must have at least one item")
    }
    for item in fields.mappings(
      fields.list("items"), name: "the item", keys: ["id", "text", "scale", "options", "reverse"])
    {
      let id = item.identifier("id")
      let text = item.string("text")
      let answers = itemOptions(item, scales: scales)
      let reversed = item.optionalBoolean("reverse") ?? false
      guard let id, let text else { continue }
      if items.contains(where: { $0.id.name == id }) {
        item.report("id", "the item `\(id)` is defined twice")
      } else if let twin = items.first(where: { $0.text == text }) {
        item.report("text", "the items `\(twin.id)` and `\(id)` have the same words", .warning)
      }
      items.append(
        Item(
          id: ItemID(id), text: text, options: answers,
          scale: item.has("options") ? nil : item.optionalString("scale"), reversed: reversed))
    }
    return items
  }

  private static func itemOptions(
    _ item: YAMLMapping, scales: [String: [AnswerOption]]
  ) -> [AnswerOption] {
    if item.has("options") {
      if item.has("scale") {
        item.report("scale", "an item must have either `scale` or `options`, not both")
      }
      return options("options", of: item)
    }
    guard let name = item.string("scale") else { return [] }
    guard let options = scales[name] else {
      let hint = hint(for: name, among: scales.keys.sorted(), orAll: "defined scales:")
      item.report("scale", "no response scale is called `\(name)`\(hint)")
      return []
    }
    return options
  }

  // MARK: Subscales and scoring

  private static func subscales(_ fields: YAMLMapping, items: [Item]) -> [Subscale] {
    var subscales: [Subscale] = []
    if fields.has("subscales"), fields.list("subscales").isEmpty {
      fields.report("subscales", "an instrument must have at least one subscale")
    }
    for subscale in fields.mappings(
      fields.list("subscales"), name: "the subscale",
      keys: ["id", "title", "score", "items", "weights", "factor", "range"])
    {
      let id = subscale.identifier("id")
      let title = subscale.string("title")
      let method = subscale.optionalChoice("score", of: Subscale.Method.self) ?? .sum
      let parts = parts(subscale, items: items)
      let factor = subscale.optionalNumber("factor") ?? 1
      let range = range(subscale)
      guard let id, let title else { continue }
      if subscales.contains(where: { $0.id.name == id }) {
        subscale.report("id", "the subscale `\(id)` is defined twice")
      }
      let made = Subscale(
        id: SubscaleID(id), title: title, method: method, parts: parts, factor: factor,
        range: range)
      checkRange(made, items: items, fields: subscale)
      subscales.append(made)
    }
    return subscales
  }

  private static func parts(_ subscale: YAMLMapping, items: [Item]) -> [Subscale.Part] {
    let weights = subscale.optionalList("weights").map {
      subscale.document.number($0, "weights") ?? 1
    }
    let names = subscale.strings("items")
    if names.isEmpty { subscale.report("items", "a subscale needs at least one item") }
    if !weights.isEmpty, weights.count != names.count {
      subscale.report(
        "weights", "there are \(weights.count) weights for \(names.count) items")
    }
    var parts: [Subscale.Part] = []
    for (index, (name, node)) in names.enumerated() {
      if !items.contains(where: { $0.id.name == name }) {
        let hint = hint(for: name, among: items.map(\.id.name))
        subscale.document.report(node, "no item is called `\(name)`\(hint)")
      } else if parts.contains(where: { $0.item.name == name }) {
        subscale.document.report(node, "the item `\(name)` counts twice in this subscale")
      }
      let weight = index < weights.count ? weights[index] : 1
      parts.append(Subscale.Part(item: ItemID(name), weight: weight))
    }
    return parts
  }

  private static func range(_ subscale: YAMLMapping) -> ClosedRange<Double>? {
    guard subscale.has("range") else { return nil }
    let ends = subscale.list("range").compactMap { subscale.document.number($0, "range") }
    guard ends.count == 2, ends[0] < ends[1] else {
      subscale.report("range", "`range` must be the lowest and the highest score, as in [10, 50]")
      return nil
    }
    return ends[0]...ends[1]
  }

  /// A stated range that the scoring cannot produce is a slip in the key.
  private static func checkRange(_ subscale: Subscale, items: [Item], fields: YAMLMapping) {
    guard let stated = subscale.range, let possible = subscale.possibleScores(of: items) else {
      return
    }
    if abs(possible.lowerBound - stated.lowerBound) > 1e-9
      || abs(possible.upperBound - stated.upperBound) > 1e-9
    {
      fields.report(
        "range",
        "the items and their options give \(formatted(possible.lowerBound)) to "
          + "\(formatted(possible.upperBound)), not \(formatted(stated.lowerBound)) to "
          + "\(formatted(stated.upperBound))")
    }
  }

  private static func missingRule(_ fields: YAMLMapping) -> MissingRule {
    guard let node = fields.node("missing") else { return .complete }
    if case .scalar = node {
      if node.string != "complete" {
        fields.report(
          "missing", "`missing` must be `complete`, or `prorate:` with a share from 0 to 1")
      }
      return .complete
    }
    let rule = YAMLMapping(node, in: fields.document, name: "`missing`", keys: ["prorate"])
    guard let share = rule?.number("prorate") else { return .complete }
    if share <= 0 || share > 1 {
      rule?.report("prorate", "the share of answered items must be above 0 and at most 1")
    }
    return .prorate(minimumShare: share)
  }

  // MARK: Test vectors

  private struct TestVector {
    let name: String
    let answers: [ItemID: Double?]
    let scores: [(subscale: String, node: Node, value: Double?)]
  }

  private static func testVectors(_ fields: YAMLMapping, items: [Item]) -> [TestVector] {
    fields.mappings(
      fields.optionalList("tests"), name: "the test", keys: ["name", "answers", "scores"]
    ).compactMap { test in
      let nodes = test.list("answers")
      guard nodes.count == items.count else {
        test.report("answers", "there are \(nodes.count) answers for \(items.count) items")
        return nil
      }
      var answers: [ItemID: Double?] = [:]
      for (item, node) in zip(items, nodes) {
        let value = node.null == nil ? test.document.number(node, "answers") : nil
        if let value, !item.options.contains(where: { $0.value == value }) {
          test.document.report(
            node, "`\(item.id)` has no option of value \(formatted(value))")
        }
        answers[item.id] = .some(value)
      }
      let scores = test.pairs("scores").map { key, keyNode, value in
        (key, keyNode, value.null == nil ? test.document.number(value, "scores") : nil)
      }
      return TestVector(
        name: test.optionalString("name") ?? "unnamed", answers: answers, scores: scores)
    }
  }

  private func check(_ tests: [TestVector], report: (Node, String, Diagnostic.Severity) -> Void) {
    for test in tests {
      let computed = scores(of: test.answers)
      for (name, node, expected) in test.scores {
        guard let score = computed.first(where: { $0.subscale.name == name }) else {
          report(node, "no subscale is called `\(name)`", .error)
          continue
        }
        let agrees =
          switch (score.value, expected) {
          case (nil, nil): true
          case (let a?, let b?): abs(a - b) <= 1e-9 * max(1, abs(b))
          default: false
          }
        if !agrees {
          report(
            node,
            "test \"\(test.name)\": `\(name)` is scored \(score.value.map(formatted) ?? "missing"), "
              + "expected \(expected.map(formatted) ?? "missing")", .error)
        }
      }
    }
  }
}
