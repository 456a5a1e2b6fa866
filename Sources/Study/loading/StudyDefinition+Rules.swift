import TextFormats
import Yams

extension StudyDefinition.Loader {
  // MARK: Exclusions, recruiting

  func exclusionRules(_ fields: YAMLMapping) -> [StudyDefinition.ExclusionRule] {
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
            "an exclusion must be " + names.dropLast().joined(separator: ", ")
              + " or \(names[names.count - 1])")
        }
        return rule.map { [$0] } ?? []
      }
      guard
        let rule = YAMLMapping(
          node, in: fields.document, name: "the exclusion rule", keys: thresholds)
      else { return [] }
      return StudyDefinition.ExclusionRule.thresholds.compactMap { name, range, made in
        guard let threshold = rule.optionalNumber(name) else { return nil }
        let found = made(threshold)
        if found == nil { rule.report(name, "`\(name)` must be \(range)") }
        return found
      }
    }
  }

  func closes(_ fields: YAMLMapping) -> Timestamp? {
    guard let text = fields.optionalString("closes") else { return nil }
    guard let moment = Timestamp(closing: text) else {
      fields.report(
        "closes",
        "`\(text)` is not a date; write the last day, as in 2026-12-31, or a moment with its offset "
          + "from UTC, as in 2026-12-31T18:00+01:00")
      return nil
    }
    return moment
  }

  func paradata(_ fields: YAMLMapping) -> Set<ParadataMeasure> {
    let known = ParadataMeasure.allCases.map(\.rawValue)
    var found: Set<ParadataMeasure> = []
    for (name, node) in fields.strings("paradata") {
      guard let measure = ParadataMeasure(rawValue: name) else {
        let hint = hint(for: name, among: known, orAll: "there are")
        fields.document.report(node, "no measure is called `\(name)`\(hint)")
        continue
      }
      found.insert(measure)
    }
    return found
  }

  func recruiting(_ fields: YAMLMapping) -> StudyDefinition.Recruiting? {
    guard
      let recruiting = fields.fields(
        "recruiting", name: "`recruiting`",
        keys: [
          "participant", "study", "session", "pattern", "issued_only", "completion_codes",
          "redirects",
        ])
    else { return nil }
    let participant = recruiting.optionalString("participant") ?? "PROLIFIC_PID"
    let study = recruiting.optionalString("study") ?? "STUDY_ID"
    let session = recruiting.optionalString("session") ?? "SESSION_ID"
    for (key, name, others) in [
      ("study", study, [participant]), ("session", session, [participant, study]),
    ] where others.contains(name) {
      recruiting.report(
        recruiting.has(key) ? key : "participant",
        "the panel puts each id into a separate parameter, but `\(name)` is named twice")
    }
    let pattern = recruiting.optionalString("pattern")
    let form = pattern.flatMap { StudyDefinition.IDPattern($0) }
    if let pattern, form == nil {
      recruiting.report("pattern", "`\(pattern)` is not a regular expression")
    }
    return StudyDefinition.Recruiting(
      participantParameter: participant, studyParameter: study, sessionParameter: session,
      pattern: form, admitsIssuedOnly: recruiting.optionalBoolean("issued_only") ?? false,
      completionCodes: outcomes("completion_codes", recruiting),
      redirects: outcomes("redirects", recruiting))
  }

  func outcomes(_ key: String, _ fields: YAMLMapping) -> [StudyDefinition.Outcome: String] {
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
        fields.document.report(value, "a redirect must be an address that starts with https://")
      }
      found[outcome] = text
    }
    return found
  }
}
