import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Responses
import Survey
import SurveySession

/// An address of the survey, without the base path. With `{page}` for a name it is a route's.
enum Address: Hashable, Sendable {
  case start(query: String? = nil)
  case consent
  /// The page of a step, or of an end; `item` is the number of the item that is asked for, and
  /// `again` why a page that was sent is shown again.
  case page(String, item: Int? = nil, again: PageState.Return? = nil)
  case saving(String)
  case leave(again: Bool = false)
  case later, resume, withdraw, withdrawn
  /// A participant's own answers, on a page and as a file.
  case copy, copyTable
  case asset(String)

  /// Where a participant finds the page that comes next, or the end.
  init(of standing: Standing) {
    self =
      standing.isActive
      ? .page(standing.step.name) : .page(standing.ending?.pageName ?? standing.step.name)
  }

  var path: String {
    switch self {
    case .start(let query): query.map { "/?\($0)" } ?? "/"
    case .consent: "/survey/consent"
    case .page(let name, let item, let reason):
      "/survey/\(name)"
        + query([(.itemNumber, item.map(String.init)), (.again, reason?.rawValue)])
    case .saving(let name): "/survey/\(name)/save"
    case .leave(let isAgain):
      "/leave" + query([(.again, isAgain ? PageState.Return.missing.rawValue : nil)])
    case .later: "/later"
    case .resume: "/resume"
    case .withdraw: "/withdraw"
    case .withdrawn: "/withdrawn"
    case .copy: "/copy"
    case .copyTable: "/copy/answers.csv"
    case .asset(let name): "/assets/\(name)"
    }
  }

  private func query(_ parameters: [(LinkParameter, String?)]) -> String {
    let given = parameters.compactMap { name, value in value.map { (name.rawValue, $0) } }
    return given.isEmpty ? "" : "?" + queryText(given)
  }
}

/// Where a participant is sent next, or what is shown.
struct Reply: Sendable {
  enum Content: Sendable {
    case page(HTML, status: Int = 200)
    case seeOther(Address)
    /// No page, for the script that saves answers.
    case nothing(status: Int)
    /// A table to be kept as a file of this name.
    case table(String, name: String)
  }

  let content: Content
  /// The session that the browser is to remember; nil leaves it the one it has.
  let session: SessionToken?
  /// The token on the page, by which it may differ from others, unless it is the browser's.
  let secret: SessionToken?

  init(_ content: Content, session: SessionToken? = nil, secret: SessionToken? = nil) {
    self.content = content
    self.session = session
    self.secret = secret
  }
}

/// Which address leads to what, and how a reply becomes a response.
struct SurveyRoutes: Sendable {
  /// Long answers are welcome, whole files are not.
  private static let largestForm = 1 << 20
  private static let methods: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options,
  ]

  let interview: WebInterview
  let assets: Assets
  let configuration: SurveyServerConfiguration

  /// What is done with what a form sent, or the address of a page holds, and the name of the page in
  /// the address; that is empty in an address without one.
  private typealias Action = @Sendable (Visitor, FormFields, String) async throws -> Reply
  private typealias Handler = @Sendable (Request, SurveyContext) async throws -> Response

  /// What is done at one address: a page that is asked for, and a form that is sent.
  private struct Route {
    let path: String
    let get: Handler
    let post: Handler?
  }

  private var routes: [Route] {
    [
      route(.start()) { visitor, query, _ in try await interview.arrive(visitor, query: query) },
      route(
        .consent,
        // The address at which a consent form that was sent without an answer comes back.
        get: { _, _, _ in Reply(.seeOther(.start())) },
        post: { visitor, fields, _ in try await interview.consent(visitor, fields) }),
      route(
        .page("{page}"),
        get: { visitor, query, page in try await interview.show(page, query, to: visitor) },
        post: { try await interview.receive($2, from: $0, $1) }),
      route(
        .saving("{page}"),
        get: { visitor, query, page in try await interview.show(page, query, to: visitor) },
        post: { try await interview.save($2, from: $0, $1) }),
      route(
        .leave(),
        get: { visitor, query, _ in
          try await interview.askToStop(visitor, isAgain: query[.again] != nil)
        },
        post: { visitor, fields, _ in try await interview.leave(visitor, fields) }),
      route(.later) { visitor, _, _ in try await interview.later(visitor) },
      route(
        .resume,
        get: { visitor, _, _ in interview.askForCode(.resume, visitor) },
        post: { visitor, fields, _ in try await interview.resume(visitor, fields) }),
      route(
        .withdraw,
        get: { visitor, _, _ in interview.askForCode(.withdraw, visitor) },
        post: { visitor, fields, _ in try await interview.withdraw(visitor, fields) }),
      route(
        .copy,
        get: { visitor, _, _ in interview.askForCode(.copy, visitor) },
        post: { visitor, fields, _ in try await interview.copy(visitor, fields) }),
      route(
        .copyTable,
        get: { _, _, _ in Reply(.seeOther(.copy)) },
        post: { visitor, fields, _ in try await interview.copy(visitor, fields, asTable: true) }),
      route(.withdrawn) { visitor, _, _ in try await interview.withdrawn(visitor) },
      Route(
        path: Address.asset("{file}").path,
        get: { request, context in
          let name = try context.parameters.require("file")
          guard let response = assets.response(to: request, name: name) else {
            throw HTTPError(.notFound)
          }
          return response
        }, post: nil),
    ]
  }

  private func route(
    _ address: Address, get: @escaping Action, post: Action? = nil
  ) -> Route {
    let shown: Handler = { request, context in
      try await answer(request, context, FormFields((request.uri.query ?? "").utf8), get)
    }
    guard let post else { return Route(path: address.path, get: shown, post: nil) }
    return Route(path: address.path, get: shown) { request, context in
      guard try Visitor(request, context, configuration).formOrigin != .foreign else {
        throw HTTPError(.forbidden)
      }
      let body = try await request.body.collect(upTo: Self.largestForm)
      return try await answer(request, context, FormFields(body.readableBytesView), post)
    }
  }

  /// The router of all addresses. A method that an address does not know is not allowed there.
  func router(logger: Logger) -> Router<SurveyContext> {
    let router = Router(context: SurveyContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ErrorPages(interview: interview, logger: logger))
    let base = configuration.basePath
    let routes = routes
    // A proxy hands on the whole path or takes the base off, and both lead here; but not if the
    // base looks like a path of our own.
    let isAmbiguous = routes.contains {
      $0.path.split(separator: "/").first == base.split(separator: "/").first
    }
    for prefix in Set([base, isAmbiguous ? base : ""]) {
      for route in routes {
        let path = RouterPath(prefix + route.path)
        router.get(path, use: route.get)
        if let post = route.post { router.post(path, use: post) }
        let allowed: [HTTPRequest.Method] = [.get, .head] + (route.post == nil ? [] : [.post])
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        for method in Self.methods where !allowed.contains(method) {
          router.on(path, method: method) { _, _ -> Response in
            throw HTTPError(.methodNotAllowed, headers: [.allow: names])
          }
        }
      }
    }
    return router
  }

  private func answer(
    _ request: Request, _ context: SurveyContext, _ fields: FormFields, _ action: Action
  ) async throws -> Response {
    let visitor = try Visitor(request, context, configuration)
    let reply = try await action(visitor, fields, context.parameters.get("page") ?? "")
    var response =
      switch reply.content {
      case .seeOther(let address):
        Response(
          status: .seeOther,
          headers: [
            .location: configuration.basePath + address.path, .cacheControl: "no-store",
          ])
      case .page(let html, let status):
        pageResponse(
          html, status: HTTPResponse.Status(code: status), to: request,
          secret: (reply.secret ?? reply.session ?? visitor.cookie)?.text)
      case .nothing(let status):
        Response(status: HTTPResponse.Status(code: status), headers: [.cacheControl: "no-store"])
      case .table(let text, let name): tableResponse(text, name: name)
      }
    if configuration.tls != nil {
      response.headers[.strictTransportSecurity] = "max-age=31536000"
    }
    if let session = reply.session {
      response.setCookie(
        Cookie(
          name: Visitor.cookieName, value: session.text, maxAge: 60 * 60 * 24 * 30,
          path: configuration.basePath.isEmpty ? "/" : configuration.basePath,
          secure: visitor.caller.isSecure, httpOnly: true, sameSite: .lax))
    }
    return response
  }
}
