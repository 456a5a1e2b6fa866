import HTTPTypes
import Hummingbird

/// Where the page was whose form a browser sends, as far as the browser says.
///
/// A page of somebody else can send our forms with a session of its own: the participant would go
/// on in that one's interview, and its owner would read along.
enum FormOrigin {
  /// A page of ours, or a program that is no browser.
  case ours
  case foreign
  /// The browser conceals it, as it does in a frame without rights or by a page's policy.
  case concealed

  /// - Parameter host: ours, as the browser knows it; nil if the request names none.
  init(_ request: Request, host: String?) {
    // Sent wherever the connection is safe. Another port of the same host is another site.
    if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!] {
      self = site == "same-origin" || site == "none" ? .ours : .foreign
      return
    }
    switch request.headers[.origin] {
    case nil: self = .ours
    case "null": self = .concealed
    case let origin?:
      let sent = origin.split(separator: "/").last.map { $0.lowercased() }
      self = sent == host?.lowercased() ? .ours : .foreign
    }
  }
}
