import TextFormats

/// Why simulated participants could not take part, or not as they should have.
package enum RehearsalError: UserFacingError {
  /// The study's secret cannot be kept in its folder.
  case notWritable(folder: String)
  /// A study that is asked for at an address, but no server has made its secret.
  case neverServed(folder: String, url: String)
  case notAForm(url: String)
  case anotherStudy(url: String)
  case noAnswer(url: String, reason: String)
  case noPage(url: String, status: UInt)
  case notAccepted(url: String, status: UInt)
  case endedEarly(url: String, page: String)
  /// Participants whose answers are not stored as they were sent.
  case storedOtherwise(participants: Int, of: Int)

  package var description: String {
    switch self {
    case .notWritable(let folder): "\(folder): no permission to write to the folder"
    case .neverServed(let folder, let url):
      "\(folder): has never been served, so it cannot be the study at \(url); nothing was sent"
    case .notAForm(let url): "\(url): not an Evoke web form; check the address"
    case .anotherStudy(let url): "\(url): serves another study; nothing was recorded there"
    case .noAnswer(let url, let reason):
      "\(url): no answer (\(reason)); is `evoke serve` running there?"
    case .noPage(let url, let status): "\(url): no page of the form came back (HTTP \(status))"
    case .notAccepted(let url, let status): "\(url): the page was not accepted (HTTP \(status))"
    case .endedEarly(let url, let page):
      "\(url): the form ended on the page `\(page)`, not on the debrief"
    case .storedOtherwise(let participants, let all):
      "\(participants) of \(all) participants are not stored as they were sent"
    }
  }
}
