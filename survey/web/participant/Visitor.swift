import HTTPTypes
import Hummingbird
import NIOCore
import Responses
import Study
import SurveySession

/// What a request came with beside its path: known while it is answered, and stored nowhere.
struct SurveyContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address at the other end of the connection.
  let peer: String?

  init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }
}

/// The browser that a request came from. What is seldom asked of it is read only then.
struct Visitor: Sendable {
  static let cookieName = "evoke_session"

  let cookie: SessionToken?
  /// Whether the request is part of a rehearsal of this study.
  let isRehearsal: Bool
  private let request: Request
  private let peer: String?
  private let configuration: SurveyServerConfiguration

  /// - Throws: 403 for a rehearsal of another study, whose answers must not be taken for people's.
  init(
    _ request: Request, _ context: SurveyContext, _ configuration: SurveyServerConfiguration
  ) throws {
    let sent = request.headers[HTTPField.Name("Evoke-Rehearsal")!]
    guard sent == nil || sent == configuration.rehearsalToken else { throw HTTPError(.forbidden) }
    isRehearsal = sent != nil
    cookie = Self.cookie(of: request)
    self.request = request
    peer = context.peer
    self.configuration = configuration
  }

  /// Of all cookies only ours is made a text.
  static func cookie(of request: Request) -> SessionToken? {
    request.headers[values: .cookie].lazy
      .flatMap { $0.utf8.split(separator: UInt8(ascii: ";")) }
      .map { Substring($0.drop { $0 == UInt8(ascii: " ") }) }
      .first { $0.hasPrefix("\(cookieName)=") }
      .flatMap { SessionToken($0.dropFirst(cookieName.count + 1)) }
  }

  /// Where the page was from which a form is sent.
  var formOrigin: FormOrigin { FormOrigin(request, host: caller.host) }

  /// The languages that the browser asks for, best first.
  var preferred: [Language] { acceptedLanguages(request.headers[.acceptLanguage]) }

  var caller: Caller {
    Caller(
      request, peer: peer, proxies: configuration.trustedProxies, isTLS: configuration.tls != nil)
  }
}

// Which session a visitor has.
extension WebInterview {
  func session(_ token: SessionToken, of visitor: Visitor) -> InterviewSession {
    interviews.session(token, channel: .web, kind: kind(of: visitor))
  }

  func kind(of visitor: Visitor) -> RespondentKind { visitor.isRehearsal ? .simulated : kind }

  /// Where the owner of the browser's session stands; nil if nobody is known by it.
  func known(_ visitor: Visitor) async throws -> (InterviewSession, Standing)? {
    guard let cookie = visitor.cookie else { return nil }
    let session = session(cookie, of: visitor)
    return try await session.standing().map { (session, $0) }
  }

  /// The session that a form belongs to.
  ///
  /// The form's own counts before the cookie's: it says whose answers these are, even if the cookie is
  /// lost or belongs to the next person at the same computer. Of a form that may be somebody else's, only
  /// the cookie is believed.
  func session(of fields: FormFields, from visitor: Visitor) -> InterviewSession? {
    let own = visitor.formOrigin == .ours ? fields[.session].flatMap { SessionToken($0) } : nil
    return (own ?? visitor.cookie).map { session($0, of: visitor) }
  }
}
