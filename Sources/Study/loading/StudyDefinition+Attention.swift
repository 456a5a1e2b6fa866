import TextFormats
import Yams

extension StudyDefinition.Loader {
  // MARK: What rules lead to

  static var consequenceKeys: [String] { ["outcome", "completion_code", "redirect"] }

  /// - Parameters:
  ///   - unstated: what a rule leads to if it does not say so.
  ///   - completeCode: the code of participants who completed.
  func consequence(
    of rule: YAMLMapping, unstated: Consequence.Word, completeCode: String?
  ) -> Consequence {
    let outcome = rule.optionalChoice("outcome", of: Consequence.Word.self) ?? unstated
    let code = rule.optionalString("completion_code")
    let redirect = rule.optionalString("redirect")
    if outcome == .flag {
      for key in ["completion_code", "redirect"] where rule.has(key) {
        rule.report(
          key,
          "`\(key)` needs `outcome: end`; add that, or leave `\(key)` out")
      }
      return .flag
    }
    if redirect?.hasPrefix("https://") == false {
      rule.report("redirect", "a redirect must be an address that starts with https://")
    }
    if let code, code == completeCode {
      rule.report(
        "completion_code",
        "`\(code)` is also the code of `complete`; the panel cannot distinguish the two", .warning)
    }
    return .end(
      code == nil && redirect == nil ? nil : Completion(code: code, redirect: redirect))
  }

  /// Reports ids that two rules share: the one that ended an interview is known by its id.
  func checkRulesDistinct(_ fields: YAMLMapping, _ questions: [Question]) {
    var seen = Set(questions.map(\.id.name))
    for node in fields.optionalList("attention") {
      guard let id = node["id"]?.string else { continue }
      if !seen.insert(id).inserted {
        fields.document.report(
          node["id"]!, "another attention check or a question has the id `\(id)` already")
      }
    }
  }

  // MARK: Attention checks

  /// - Parameter pages: the names of the study's other pages, in their order.
  func attentionChecks(
    _ fields: YAMLMapping, pages: [String], instruments: [Instrument], completeCode: String?
  ) -> [StudyDefinition.AttentionCheck] {
    fields.mappings(
      fields.optionalList("attention"), name: "the attention check",
      keys: [
        "id", "text", "instrument", "occasion", "after", "before_page", "after_page", "options",
        "expect",
      ] + Self.consequenceKeys
    ).compactMap { check in
      let id = check.identifier("id")
      let text = check.string("text")
      let consequence = consequence(of: check, unstated: .flag, completeCode: completeCode)
      let expected = check.string("expect")
      let place = place(of: check, id: id, expected: expected, pages, instruments)
      guard let id, let text, let expected, let place else { return nil }
      return StudyDefinition.AttentionCheck(
        id: ItemID(id), text: text, place: place, expectedCode: expected, consequence: consequence)
    }
  }

  private func place(
    of check: YAMLMapping, id: String?, expected: String?, _ pages: [String],
    _ instruments: [Instrument]
  ) -> StudyDefinition.AttentionCheck.Place? {
    let places = ["after", "before_page", "after_page"].filter(check.has)
    guard places.count == 1 else {
      check.report(
        places.last ?? "id",
        "a check must be either `after` an item of an `instrument`, or on a separate page, which is "
          + "`before_page` or `after_page`")
      return nil
    }
    return places[0] == "after"
      ? placeBehindItem(check, id: id, expected: expected, instruments)
      : placeOfPage(check, places[0], expected: expected, pages)
  }

  private func placeBehindItem(
    _ check: YAMLMapping, id: String?, expected: String?, _ instruments: [Instrument]
  ) -> StudyDefinition.AttentionCheck.Place? {
    if check.has("options") {
      check.report(
        "options",
        "`options` are only for a check on a separate page; after an item it has the item's options"
      )
    }
    let occasion = check.optionalChoice("occasion", of: Occasion.self) ?? .default
    guard let after = check.string("after"), let name = check.string("instrument") else {
      return nil
    }
    guard let instrument = instruments.first(where: { $0.id.name == name }) else {
      check.report("instrument", "the design gives no instrument `\(name)`")
      return nil
    }
    guard let item = instrument.item(ItemID(after)) else {
      let hint = hint(for: after, among: instrument.items.map(\.id.name))
      check.report("after", "`\(name)` has no item `\(after)`\(hint)")
      return nil
    }
    if let expected, item.option(expected) == nil {
      let codes = item.options.map(\.code).joined(separator: ", ")
      check.report("expect", "`\(after)` is answered by one of \(codes)")
    }
    if let id, instrument.item(ItemID(id)) != nil {
      check.report("id", "`\(name)` already has an item with this id")
    }
    return .behind(item.id, of: instrument.id, occasion)
  }

  private func placeOfPage(
    _ check: YAMLMapping, _ key: String, expected: String?, _ pages: [String]
  ) -> StudyDefinition.AttentionCheck.Place? {
    for key in ["instrument", "occasion"] where check.has(key) {
      check.report(key, "`\(key)` is only for a check after an item; this one has a separate page")
    }
    let choices = choices(of: check)
    if let expected, !choices.isEmpty, !choices.contains(where: { $0.value == expected }) {
      let values = choices.map(\.value).joined(separator: ", ")
      check.report("expect", "the check is answered by one of \(values)")
    }
    guard let page = check.string(key) else { return nil }
    let side: StudyDefinition.AttentionCheck.Side = key == "before_page" ? .before : .after
    guard pages.contains(page) else {
      let hint = hint(for: page, among: pages, orAll: "there are")
      check.report(key, "the study has no page `\(page)`\(hint)")
      return nil
    }
    if page == (side == .before ? pages.first : pages.last) {
      check.report(key, "there cannot be a check \(side) the page `\(page)`")
    }
    return .page(side, of: page, choices)
  }

  /// The names of the pages beside the attention checks' own.
  func pageNames(
    _ steps: [StudyDefinition.DesignStep], screens: Bool, asksDemographics: Bool
  ) -> [String] {
    var given: [Occasion: Int] = [:]
    let scales = steps.flatMap { step -> [String] in
      guard case .administer(let ids, let occasion) = step else { return ["situation"] }
      return ids.map { _ in
        given[occasion, default: 0] += 1
        return StudyDefinition.pageName(occasion, number: given[occasion]!)
      }
    }
    return ["consent"] + (screens ? ["screening"] : [])
      + (asksDemographics ? ["demographics"] : []) + scales + ["debrief"]
  }
}
