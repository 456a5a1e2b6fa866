import TextFormats
import Yams

extension StudyDefinition.Loader {
  private static var contrastKeys: [String] { ["id", "of", "against", "bounds"] }

  /// The contrasts that the study states in advance.
  func contrasts(_ fields: YAMLMapping) -> [ContrastDefinition] {
    var found: [ContrastDefinition] = []
    for entry in fields.mappings(
      fields.optionalList("contrasts"), name: "the contrast", keys: Self.contrastKeys)
    {
      let id = entry.identifier("id")
      let of = entry.string("of").flatMap { text in
        selection("of", entry) { () throws(SelectionError) in try GroupSelection(text) }
      }
      let against = entry.string("against").flatMap { text in
        selection("against", entry) { () throws(SelectionError) in
          try ContrastDefinition.Opponent(text)
        }
      }
      let bounds = entry.optionalString("bounds").flatMap { text in
        let bounds = EquivalenceBounds(text)
        if bounds == nil { entry.report("bounds", "expected \(EquivalenceBounds.expected)") }
        return bounds
      }
      guard let id, let of, let against else { continue }
      let contrast = ContrastDefinition(id: id, of: of, against: against, bounds: bounds)
      if found.contains(where: { $0.id == id }) {
        entry.report("id", "two contrasts have the id `\(id)`")
      } else if let same = found.first(where: { $0.hasGroups(of: contrast) }), !folder.isStored {
        entry.report("of", "the contrast `\(same.id ?? "")` compares the same groups")
      }
      found.append(contrast)
    }
    return found
  }

  private func selection<Group>(
    _ key: String, _ entry: YAMLMapping, _ read: () throws(SelectionError) -> Group
  ) -> Group? {
    do throws(SelectionError) {
      return try read()
    } catch {
      entry.report(key, error.description)
      return nil
    }
  }

  /// Reports groups that nobody can be in.
  func checkContrasts(of study: StudyDefinition, _ fields: YAMLMapping) {
    guard !folder.isStored, !study.contrasts.isEmpty, !study.situations.isEmpty else { return }
    let vocabulary = study.vocabulary
    for node in fields.optionalList("contrasts") {
      guard case .mapping(let mapping) = node, let id = mapping["id"]?.string,
        let contrast = study.contrasts.first(where: { $0.id == id }),
        let fault = vocabulary.fault(of: contrast)
      else { continue }
      fields.document.report(mapping[Node(fault.part)] ?? node, fault.reason)
    }
  }
}
