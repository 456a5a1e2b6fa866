/// What the frame around every page shows.
struct Frame {
  struct Progress {
    let percent: Int
    let label: String
  }

  let page: String
  let heading: String
  let study: String
  let language: String
  let direction: String
  let base: String
  let styleVersion: String
  let skipToContent: String
  let errorPrefix: String
  var hasProblems = false
  let progress: Progress?
  /// The participant's position among items that are asked one at a time.
  var position: String?
  /// What the script says of answers that have arrived, and of those that have not.
  let saved: String
  let waiting: String
  /// The measures that the script takes, joined by spaces; nil if the study asks for none.
  let paradata: String?
  /// A place for the class of a form whose answers lie below each other on every screen.
  var layout = PreparedPage.Place.layout.marker
  /// The words of the link by which a participant stops; nil if there is nothing to stop.
  let stop: String?
  /// A place for the link by which a participant continues elsewhere, if no panel's link does it.
  let later = PreparedPage.Place.later.marker
  /// A place on the first page for the link by which participants who have begun elsewhere continue.
  var resume: String?
}

struct Link {
  let address: String
  let text: String
}
