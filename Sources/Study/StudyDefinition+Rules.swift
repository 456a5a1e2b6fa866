import Yams

extension StudyDefinition.Loader {
  // MARK: What rules lead to

  static var consequenceKeys: [String] { ["outcome", "completion_code", "redirect"] }

  /// - Parameters:
  ///   - unstated: what a rule leads to that does not say so.
  ///   - completeCode: what the panel is told of somebody who completed.
  func consequence(
    of rule: Fields, unstated: Consequence.Word, completeCode: String?
  ) -> Consequence {
    let outcome = rule.optionalChoice("outcome", of: Consequence.Word.self) ?? unstated
    let code = rule.optionalString("completion_code")
    let redirect = rule.optionalString("redirect")
    if outcome == .flag {
      for key in ["completion_code", "redirect"] where rule.has(key) {
        rule.report(
          key,
          "`\(key)` is for those whose interview ends here; write `outcome: end`, or leave it out")
      }
      return .flag
    }
    if redirect?.hasPrefix("https://") == false {
      rule.report("redirect", "a redirect is an address that starts with https://")
    }
    if let code, code == completeCode {
      rule.report(
        "completion_code",
        "`\(code)` is also the code of `complete`; the panel cannot tell the two apart", .warning)
    }
    return .end(
      code == nil && redirect == nil ? nil : Completion(code: code, redirect: redirect))
  }

  /// Reports ids that two rules share: the one that ended an interview is known by its id.
  func checkRulesDistinct(_ fields: Fields, _ questions: [Question]) {
    var seen = Set(questions.map(\.id.name))
    for node in fields.optionalList("attention") {
      guard let id = node["id"]?.string else { continue }
      if !seen.insert(id).inserted {
        fields.document.report(
          node["id"]!, "another attention check or a question has the id `\(id)` already")
      }
    }
  }

  // MARK: Attention, exclusions, recruiting

  func attentionChecks(
    _ fields: Fields, steps: [StudyDefinition.DesignStep], instruments: [Instrument],
    completeCode: String?
  ) -> [StudyDefinition.AttentionCheck] {
    fields.optionalList("attention").compactMap { node in
      guard
        let check = Fields(
          node, in: fields.document, name: "the attention check",
          keys: ["id", "text", "instrument", "occasion", "after", "expect"] + Self.consequenceKeys)
      else { return nil }
      let id = check.identifier("id")
      let text = check.string("text")
      let occasion = check.optionalChoice("occasion", of: Occasion.self) ?? .default
      let consequence = consequence(of: check, unstated: .flag, completeCode: completeCode)
      let after = check.string("after")
      let expected = check.string("expect")
      guard let id, let text, let after, let expected, let name = check.string("instrument")
      else { return nil }
      guard let instrument = instruments.first(where: { $0.id.name == name }) else {
        check.report("instrument", "the design gives no instrument `\(name)`")
        return nil
      }
      guard let item = instrument.item(ItemID(after)) else {
        let hint = nearest(to: after, among: instrument.items.map(\.id.name))
        check.report(
          "after",
          "`\(name)` has no item `\(after)`\(hint.map { "; did you mean `\($0)`?" } ?? "")")
        return nil
      }
      if item.option(expected) == nil {
        let codes = item.options.map(\.code).joined(separator: ", ")
        check.report("expect", "`\(after)` is answered by one of \(codes)")
      }
      if instrument.item(ItemID(id)) != nil {
        check.report("id", "`\(name)` has an item of this id already")
      }
      return StudyDefinition.AttentionCheck(
        id: ItemID(id), text: text, instrument: instrument.id, occasion: occasion,
        after: item.id, expectedCode: expected, consequence: consequence)
    }
  }

  func exclusionRules(_ fields: Fields) -> [StudyDefinition.ExclusionRule] {
    fields.optionalList("exclusions").flatMap { node -> [StudyDefinition.ExclusionRule] in
      let thresholds = StudyDefinition.ExclusionRule.thresholds.map(\.name)
      guard case .mapping = node else {
        let rule = StudyDefinition.ExclusionRule.plain.first { $0.name == node.string }
        if rule == nil {
          let names =
            StudyDefinition.ExclusionRule.plain.map { "`\($0.name)`" }
            + thresholds.map { $0 == "seconds_below" ? "`\($0): N`" : "`\($0): X`" }
          fields.document.report(
            node,
            "an exclusion is " + names.dropLast().joined(separator: ", ")
              + " or \(names[names.count - 1])")
        }
        return rule.map { [$0] } ?? []
      }
      guard
        let rule = Fields(
          node, in: fields.document, name: "the exclusion rule", keys: thresholds)
      else { return [] }
      return StudyDefinition.ExclusionRule.thresholds.compactMap { name, range in
        guard let threshold = rule.optionalNumber(name) else { return nil }
        let found = StudyDefinition.ExclusionRule(name, threshold)
        if found == nil { rule.report(name, "`\(name)` must be \(range)") }
        return found
      }
    }
  }

  func closes(_ fields: Fields) -> Timestamp? {
    guard let text = fields.optionalString("closes") else { return nil }
    guard let moment = Timestamp(closing: text) else {
      fields.report(
        "closes",
        "`\(text)` is no date; write the last day, as in 2026-12-31, or a moment with its distance "
          + "from UTC, as in 2026-12-31T18:00+01:00")
      return nil
    }
    return moment
  }

  func paradata(_ fields: Fields) -> Set<ParadataMeasure> {
    let known = ParadataMeasure.allCases.map(\.rawValue)
    var found: Set<ParadataMeasure> = []
    for (name, node) in fields.strings("paradata") {
      guard let measure = ParadataMeasure(rawValue: name) else {
        let hint = nearest(to: name, among: known).map { "did you mean `\($0)`?" }
        fields.document.report(
          node,
          "no measure is called `\(name)`; "
            + (hint ?? "there are \(known.joined(separator: ", "))"))
        continue
      }
      found.insert(measure)
    }
    return found
  }

  func recruiting(_ fields: Fields) -> StudyDefinition.Recruiting? {
    guard
      let recruiting = fields.fields(
        "recruiting", name: "`recruiting`",
        keys: ["participant", "study", "session", "completion_codes", "redirects"])
    else { return nil }
    let participant = recruiting.optionalString("participant") ?? "PROLIFIC_PID"
    let study = recruiting.optionalString("study") ?? "STUDY_ID"
    let session = recruiting.optionalString("session") ?? "SESSION_ID"
    for (key, name, others) in [
      ("study", study, [participant]), ("session", session, [participant, study]),
    ] where others.contains(name) {
      recruiting.report(
        recruiting.has(key) ? key : "participant",
        "the panel puts each id into a parameter of its own, but `\(name)` is named twice")
    }
    return StudyDefinition.Recruiting(
      participantParameter: participant, studyParameter: study, sessionParameter: session,
      completionCodes: outcomes("completion_codes", recruiting),
      redirects: outcomes("redirects", recruiting))
  }

  func outcomes(_ key: String, _ fields: Fields) -> [StudyDefinition.Outcome: String] {
    var found: [StudyDefinition.Outcome: String] = [:]
    for (name, keyNode, value) in fields.pairs(key) {
      guard let outcome = StudyDefinition.Outcome(rawValue: name) else {
        let known = StudyDefinition.Outcome.allCases.map(\.rawValue)
        let hint = nearest(to: name, among: known) ?? known.joined(separator: ", ")
        fields.document.report(keyNode, "no outcome is called `\(name)`; did you mean `\(hint)`?")
        continue
      }
      guard let text = fields.string(value, name) else { continue }
      if key == "redirects", !text.hasPrefix("https://") {
        fields.document.report(value, "a redirect is an address that starts with https://")
      }
      found[outcome] = text
    }
    return found
  }
}
