import HTTPTypes
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
package import Responses
package import Study
import Survey

/// How the web form is served.
package struct SurveyServerConfiguration: Sendable {
  package var host = "127.0.0.1"
  package var port = 8080
  /// What every address starts with: empty, or a path such as `/study`.
  package var basePath = ""
  /// Proxies whose word about the browser's address, scheme and host is taken.
  package var trustedProxies: [AddressRange] = []
  /// Set where the server itself speaks HTTPS.
  package var tls: TLSFiles?
  /// The secret that marks requests of rehearsals; without it everybody is a human.
  package var rehearsalToken: String?
  /// What everybody else is: `test` in a preview.
  package var kind = RespondentKind.human

  package init() {}
}

/// The web form of one study.
package struct SurveyServer: Sendable {
  private static let cookie = "evoke_session"
  /// Long answers are welcome, whole files are not.
  private static let largestForm = 1 << 20
  /// How long a connection may be silent between two requests.
  private static let idleTimeout = TimeAmount.seconds(75)

  private let desk: SurveyDesk
  private let store: ResponseStore
  private let configuration: SurveyServerConfiguration
  private let assets: Assets
  private let http: HTTPServerBuilder
  private let logger: Logger

  /// - Throws: `TLSFiles.Problem` where the certificate cannot be used.
  package init(
    study: StudyDefinition, store: ResponseStore, configuration: SurveyServerConfiguration,
    logger: Logger, clock: @escaping @Sendable () -> Timestamp = { .now() }
  ) async throws {
    let plain = HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleTimeout))
    http =
      try configuration.tls.map { try .tls(plain, tlsConfiguration: $0.configuration()) } ?? plain
    assets = Assets()
    desk = try await SurveyDesk(
      study: study, store: store, kind: configuration.kind, base: configuration.basePath,
      styleVersion: assets.version,
      logger: logger, clock: clock)
    self.store = store
    self.configuration = configuration
    self.logger = logger
  }

  /// The application, ready to run.
  ///
  /// - Parameter onListening: called with the port once requests are answered.
  package func application(
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    Application(
      router: router(), server: http,
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), serverName: "Evoke"),
      onServerRunning: { channel in
        await onListening(channel.localAddress?.port ?? configuration.port)
      },
      logger: logger)
  }

  // MARK: Routes

  private func router() -> Router<SurveyContext> {
    let router = Router(context: SurveyContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: CalmFailures(desk: desk, logger: logger))
    let base = configuration.basePath
    let routes = routes
    // A proxy hands on the whole path or takes the base off, and both lead here; but not where the
    // base looks like a path of our own.
    let isAmbiguous = routes.contains { $0.firstComponent == base.split(separator: "/").first }
    for prefix in Set([base, isAmbiguous ? base : ""]) {
      for route in routes { route.add(to: router, below: prefix) }
    }
    return router
  }

  private var routes: [Route] {
    [
      Route("/") { request, context in
        let query = FormFields(formFields(Array((request.uri.query ?? "").utf8)))
        return try await answer(request, context) { try await desk.arrive($0, query: query) }
      },
      Route(
        "/survey/consent",
        // Where a browser comes back to a consent form that was sent without an answer.
        get: { request, context in
          try await answer(request, context) { _ in .init(.seeOther("/")) }
        },
        post: { request, context in
          let fields = try await fields(request)
          return try await answer(request, context) { try await desk.consent($0, fields) }
        }),
      Route(
        "/survey/{page}",
        get: { request, context in
          let page = try context.parameters.require("page")
          let item = request.uri.queryParameters["item"].flatMap { Int($0) }
          return try await answer(request, context) {
            .init(try await desk.show(page, item: item, to: $0))
          }
        },
        post: { request, context in
          let page = try context.parameters.require("page")
          let fields = try await fields(request)
          return try await answer(request, context) {
            try await desk.receive(page, from: $0, fields)
          }
        }),
      Route(
        "/survey/{page}/save",
        get: { request, context in
          let page = try context.parameters.require("page")
          return try await answer(request, context) { .init(try await desk.show(page, to: $0)) }
        },
        post: { request, context in
          let page = try context.parameters.require("page")
          let fields = try await fields(request)
          return try await answer(request, context) {
            .init(try await desk.save(page, from: $0, fields))
          }
        }),
      Route(
        "/leave",
        get: { request, context in
          try await answer(request, context) { .init(try await desk.askToStop($0)) }
        },
        post: { request, context in
          let fields = try await fields(request)
          return try await answer(request, context) { try await desk.leave($0, fields) }
        }),
      Route("/later") { request, context in
        try await answer(request, context) { .init(try await desk.later($0)) }
      },
      Route(
        "/resume",
        get: { request, context in
          try await answer(request, context) { .init(desk.askForCode(.resume, $0)) }
        },
        post: { request, context in
          let fields = try await fields(request)
          return try await answer(request, context) { try await desk.resume($0, fields) }
        }),
      Route(
        "/withdraw",
        get: { request, context in
          try await answer(request, context) { .init(desk.askForCode(.withdraw, $0)) }
        },
        post: { request, context in
          let fields = try await fields(request)
          return try await answer(request, context) { try await desk.withdraw($0, fields) }
        }),
      Route("/withdrawn") { request, context in
        try await answer(request, context) { .init(try await desk.withdrawn($0)) }
      },
      Route("/assets/{file}") { request, context in
        let name = try context.parameters.require("file")
        guard let response = assets.response(to: request, name: name) else {
          throw HTTPError(.notFound)
        }
        return response
      },
    ]
  }

  // MARK: Requests

  private func visitor(_ request: Request, _ context: SurveyContext) throws -> SurveyDesk.Visitor {
    let sent = request.headers[HTTPField.Name("Evoke-Rehearsal")!]
    // A rehearsal of another study must not be taken for people.
    guard sent == nil || sent == configuration.rehearsalToken else { throw HTTPError(.forbidden) }
    return SurveyDesk.Visitor(
      cookie: Self.session(request), isRehearsal: sent != nil,
      preferred: acceptedLanguages(request.headers[.acceptLanguage]),
      caller: Caller(
        request, peer: context.peer, proxies: configuration.trustedProxies,
        isTLS: configuration.tls != nil))
  }

  fileprivate static func session(_ request: Request) -> SessionToken? {
    request.cookies[cookie].flatMap { SessionToken($0.value) }
  }

  private func fields(_ request: Request) async throws -> FormFields {
    let body = try await request.body.collect(upTo: Self.largestForm)
    return FormFields(formFields(Array(body.readableBytesView)))
  }

  // MARK: Responses

  private func answer(
    _ request: Request, _ context: SurveyContext,
    _ ask: (SurveyDesk.Visitor) async throws -> Reply.Remembered
  ) async throws -> Response {
    let visitor = try visitor(request, context)
    let remembered = try await ask(visitor)
    var response =
      switch remembered.reply {
      case .seeOther(let path):
        Response(
          status: .seeOther,
          headers: [.location: configuration.basePath + path, .cacheControl: "no-store"])
      case .page(let html, let status):
        pageResponse(html, status: HTTPResponse.Status(code: status), to: request)
      case .nothing(let status):
        Response(status: HTTPResponse.Status(code: status), headers: [.cacheControl: "no-store"])
      }
    if let session = remembered.session {
      response.setCookie(
        Cookie(
          name: Self.cookie, value: session.text, maxAge: 60 * 60 * 24 * 30,
          path: configuration.basePath.isEmpty ? "/" : configuration.basePath,
          secure: visitor.caller.isSecure, httpOnly: true, sameSite: .lax))
    }
    return response
  }
}

/// One address of the form, and what is done there.
private struct Route: Sendable {
  typealias Action = @Sendable (Request, SurveyContext) async throws -> Response

  private static let methods: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options,
  ]

  private let path: String
  private let get: Action
  private let post: Action?

  init(_ path: String, get: @escaping Action, post: Action? = nil) {
    self.path = path
    self.get = get
    self.post = post
  }

  init(_ path: String, get: @escaping Action) {
    self.init(path, get: get, post: nil)
  }

  var firstComponent: Substring? { path.split(separator: "/").first }

  /// Adds what is done here, and for every other method the answer that it is not allowed.
  func add(to router: Router<SurveyContext>, below prefix: String) {
    let path = RouterPath(prefix + path)
    router.get(path, use: get)
    if let post { router.post(path, use: post) }
    let allowed: [HTTPRequest.Method] = [.get, .head] + (post == nil ? [] : [.post])
    let names = allowed.map(\.rawValue).joined(separator: ", ")
    for method in Self.methods where !allowed.contains(method) {
      router.on(path, method: method) { _, _ -> Response in
        throw HTTPError(.methodNotAllowed, headers: [.allow: names])
      }
    }
  }
}

/// An HTML page, kept out of caches, that loads nothing from elsewhere.
private func pageResponse(
  _ html: String, status: HTTPResponse.Status, to request: Request
) -> Response {
  var headers: HTTPFields = [
    .contentType: "text/html; charset=utf-8",
    .cacheControl: "no-store",
    .contentSecurityPolicy:
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
      + "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    .xContentTypeOptions: "nosniff",
    HTTPField.Name("Referrer-Policy")!: "no-referrer",
  ]
  if status == .serviceUnavailable || status == .tooManyRequests {
    headers[.retryAfter] = status == .tooManyRequests ? "60" : "5"
  }
  var body = ByteBuffer(string: html)
  // The quickest level: a page is made for one person, and read once. A short one arrives in the same
  // few packets either way.
  if html.utf8.count > 4_096, acceptsGzip(request.headers[.acceptEncoding]),
    let zipped = gzipped(html.utf8, level: 1)
  {
    headers[.contentEncoding] = "gzip"
    body = ByteBuffer(bytes: zipped)
  }
  return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
}

/// Turns every failure into a calm page; the reason goes to the log, without answers.
private struct CalmFailures: RouterMiddleware {
  let desk: SurveyDesk
  let logger: Logger

  func handle(
    _ request: Request, context: SurveyContext,
    next: (Request, SurveyContext) async throws -> Response
  ) async throws -> Response {
    // Only where something goes wrong is it asked in which language to say so.
    let session = { SurveyServer.session(request) }
    let preferred = { acceptedLanguages(request.headers[.acceptLanguage]) }
    func failure() -> String { desk.failure(to: session(), preferring: preferred()) }
    func notFound() -> String { desk.notFound(to: session(), preferring: preferred()) }
    do {
      return try await next(request, context)
    } catch let unsaved as UnsavedPage {
      // A server that is stopping has nothing wrong with it.
      if !(unsaved.reason is CancellationError) {
        logger.error(
          "a page was not saved: \(unsaved.reason)", metadata: ["path": "\(request.uri.path)"])
      }
      return pageResponse(unsaved.html, status: .serviceUnavailable, to: request)
    } catch is CancellationError {
      // The server is stopping, and this request never came to its end.
      return pageResponse(failure(), status: .serviceUnavailable, to: request)
    } catch StoreError.busy {
      logger.error(
        "the database is held by another program", metadata: ["path": "\(request.uri.path)"])
      return pageResponse(failure(), status: .serviceUnavailable, to: request)
    } catch let error as any HTTPResponseError {
      let isUnknown = error.status == .notFound
      var response = pageResponse(
        isUnknown ? notFound() : failure(), status: error.status, to: request)
      response.headers[.allow] = (error as? HTTPError)?.headers[.allow]
      return response
    } catch {
      logger.error("request failed: \(error)", metadata: ["path": "\(request.uri.path)"])
      return pageResponse(failure(), status: .internalServerError, to: request)
    }
  }
}
