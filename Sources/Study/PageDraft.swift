/// An answer of a page that has not been sent yet.
package struct SavedAnswer: Sendable, Hashable {
  package let field: String
  /// What the form would send: an option's code or a text, empty if it was taken back; nil if the
  /// question was left open on purpose.
  package let option: String?

  package init(field: String, option: String?) {
    self.field = field
    self.option = option
  }
}

/// Answers of a page that is still being filled in.
package struct PageDraft: Sendable {
  package let page: String
  /// The step that the page belongs to; a participant who is elsewhere by now changes nothing.
  package let step: Int
  package let answers: [SavedAnswer]
  /// Whether earlier answers are kept beside the newest.
  package let keepsChanges: Bool
  package let paradata: [ParadataRecord]
  /// How the answers lay on the screen, if that is known; the first one that is stays.
  package let layout: Presentation.Layout?

  package init(
    page: String, step: Int, answers: [SavedAnswer], keepsChanges: Bool,
    paradata: [ParadataRecord], layout: Presentation.Layout?
  ) {
    self.page = page
    self.step = step
    self.answers = answers
    self.keepsChanges = keepsChanges
    self.paradata = paradata
    self.layout = layout
  }
}
