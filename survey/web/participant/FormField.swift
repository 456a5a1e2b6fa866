/// The fields that our forms and links have beside the answers of participants.
package enum FormField: String, CaseIterable, Sendable {
  /// Whose answers a form holds.
  case session = "_session"
  /// In which language a consent form was read, and the hash of its text.
  case language = "_language"
  case consentText = "_consent_text"
  /// The item that a page asks for, if items come one at a time.
  case item = "_item"
  /// Sent by the button that leaves items open.
  case skip = "_skip"
  /// On the page of a situation that was shown a second time.
  case hinted = "_hinted"
  /// Filled in by the script: how the answers lay on the screen, and what was measured.
  case layout = "_layout"
  case paradata = "_paradata"
}

/// The parameters that our links have.
enum LinkParameter: String, Sendable {
  case chosenLanguage = "lang"
  /// From 1, if items come one at a time.
  case itemNumber = "item"
  /// On an address that is asked for again after a cookie was set.
  case cookieWasSet = "_cookie"
}

extension FormFields {
  subscript(field: FormField) -> String? { self[field.rawValue] }
  subscript(parameter: LinkParameter) -> String? { self[parameter.rawValue] }
}
