import Foundation

/// Who a panel says a person is.
package struct RecruitedIdentity: Sendable, Hashable {
  package let panel: String
  /// The panel's id in its normal form; letter case is kept, and does not make another person.
  package let person: String
  package let panelStudy: String?
  package let panelSession: String?
  /// Whether a rehearsal came with the id, which is the participant's own all the same.
  package let isRehearsal: Bool

  package init(
    panel: String, person: String, panelStudy: String?, panelSession: String?,
    isRehearsal: Bool = false
  ) {
    self.panel = panel
    self.person = person
    self.panelStudy = panelStudy
    self.panelSession = panelSession
    self.isRehearsal = isRehearsal
  }
}

extension RecruitedIdentity {
  /// Why what a link holds in place of an id cannot be one.
  package enum Fault: Sendable, Hashable, Error {
    /// The panel did not fill in its placeholder, such as `{{%PROLIFIC_PID%}}`.
    case placeholder
    /// A word that stands for no value, such as `undefined`.
    case noValue
    case tooLong
    case controlCharacters
    /// Not of the form that the study states for this panel.
    case anotherForm
  }

  /// The longest id, in Unicode scalars.
  package static let longest = 200

  /// What pages and scripts send in the place of an id that they do not have, in lower case.
  private static let noValues: Set = [
    "undefined", "null", "nil", "none", "nan", "na", "n/a", "#n/a", "false", "true", "0", "-", "--",
    "?", "test", "testing", "unknown", "anonymous", "empty", "[object object]", "id", "pid",
    "participant", "participant_id", "participantid", "prolific_pid", "prolific_id", "workerid",
    "worker_id", "survey_code", "user_id", "userid", "responseid",
  ]

  /// The id that a text is: compatibility forms of Unicode made one, without spaces and invisible
  /// characters around or within it.
  ///
  /// - Parameter pattern: what the whole of an id of this panel must match; nil takes any.
  /// - Throws: why the text cannot be an id.
  package static func id(
    from text: String, pattern: Regex<AnyRegexOutput>? = nil
  ) throws(Fault) -> String {
    let visible = text.precomposedStringWithCompatibilityMapping.unicodeScalars
      .filter { $0.properties.generalCategory != .format }
    let id = String(String.UnicodeScalarView(visible))
      .trimmingCharacters(in: .whitespacesAndNewlines)
    if id.unicodeScalars.count > longest { throw .tooLong }
    let controls: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]
    if id.unicodeScalars.contains(where: { controls.contains($0.properties.generalCategory) }) {
      throw .controlCharacters
    }
    if isPlaceholder(id) { throw .placeholder }
    if id.isEmpty || noValues.contains(id.lowercased()) { throw .noValue }
    if let pattern, id.wholeMatch(of: pattern) == nil { throw .anotherForm }
    return id
  }

  /// Whether a text is the name of a value rather than a value, as panels and survey tools write
  /// names: `{{…}}`, `${…}`, `%…%`, `[…]`.
  private static func isPlaceholder(_ text: String) -> Bool {
    // A link that was encoded twice arrives with its signs still encoded.
    let text = text.removingPercentEncoding ?? text
    return ["{{", "${", "#{", "<%", "__js{"].contains { text.contains($0) }
      || text.wholeMatch(of: /%.+%|\[.*\]/) != nil
  }
}
