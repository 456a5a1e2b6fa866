/// Who a panel says a person is.
package struct RecruitedIdentity: Sendable, Hashable {
  package let panel: String
  package let person: String
  package let panelStudy: String?
  package let panelSession: String?

  package init(panel: String, person: String, panelStudy: String?, panelSession: String?) {
    self.panel = panel
    self.person = person
    self.panelStudy = panelStudy
    self.panelSession = panelSession
  }
}

extension RecruitedIdentity {
  /// Why what a link holds in place of an id cannot be one.
  package enum Fault: Sendable, Hashable {
    /// The panel did not fill in its placeholder, such as `{{%PROLIFIC_PID%}}`.
    case placeholder
    case tooLong
    case controlCharacters
  }

  /// The longest id, in Unicode scalars.
  package static let longest = 200

  /// The reason why a text cannot be an id, or nil if it can.
  package static func fault(of text: String) -> Fault? {
    if text.unicodeScalars.count > longest { return .tooLong }
    let controls: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]
    if text.unicodeScalars.contains(where: { controls.contains($0.properties.generalCategory) }) {
      return .controlCharacters
    }
    // A link that was encoded twice arrives with the braces still encoded.
    return text.contains("{{") || text.lowercased().contains("%7b%7b") ? .placeholder : nil
  }
}
