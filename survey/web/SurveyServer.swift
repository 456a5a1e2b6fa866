import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore
package import Responses
package import Study
import Survey

/// How the web form is served.
package struct SurveyServerConfiguration: Sendable {
  package var host = "127.0.0.1"
  package var port = 8080
  /// The secret that marks requests of rehearsals; without it everybody is a human.
  package var rehearsalToken: String?

  package init() {}
}

/// The web form of one study.
package struct SurveyServer: Sendable {
  private static let cookie = "evoke_session"
  /// Long answers are welcome, whole files are not.
  private static let largestForm = 1 << 20

  private let desk: SurveyDesk
  private let store: ResponseStore
  private let configuration: SurveyServerConfiguration
  private let style: String
  private let styleVersion: String
  private let logger: Logger

  package init(
    study: StudyDefinition, store: ResponseStore, configuration: SurveyServerConfiguration,
    logger: Logger, clock: @escaping @Sendable () -> Timestamp = { .now() }
  ) async throws {
    style = BundledFile.text("web/assets/survey.css") ?? ""
    styleVersion = String(sha256Hex(style.utf8).prefix(12))
    desk = try await SurveyDesk(
      study: study, store: store, base: "", styleVersion: styleVersion, clock: clock)
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
      router: router(),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), serverName: "Evoke"),
      onServerRunning: { channel in
        await onListening(channel.localAddress?.port ?? configuration.port)
      },
      logger: logger)
  }

  private func router() -> Router<BasicRequestContext> {
    let router = Router(options: .autoGenerateHeadEndpoints)
    router.add(middleware: CalmFailures(desk: desk, logger: logger))
    router.get("/") { request, _ in
      let pairs = formFields(Array((request.uri.query ?? "").utf8))
      return try await response(
        desk.arrive(try visitor(request), query: FormFields(pairs)))
    }
    // Where a browser comes back to a consent form that was sent without an answer.
    router.get("/survey/consent") { _, _ in response(Reply.seeOther("/")) }
    router.post("/survey/consent") { request, _ in
      try await response(desk.consent(try visitor(request), fields(request)))
    }
    router.get("/survey/{page}") { request, context in
      try await response(
        desk.show(context.parameters.require("page"), to: try visitor(request)))
    }
    router.post("/survey/{page}") { request, context in
      try await response(
        desk.receive(
          context.parameters.require("page"), from: try visitor(request), fields(request)))
    }
    router.get("/leave") { request, _ in
      try await response(desk.askToStop(try visitor(request)))
    }
    router.post("/leave") { request, _ in
      try await response(desk.leave(try visitor(request), fields(request)))
    }
    router.get("/assets/survey.css") { _, _ in
      Response(
        status: .ok,
        headers: [
          .contentType: "text/css; charset=utf-8",
          .cacheControl: "public, max-age=31536000, immutable",
        ], body: ResponseBody(byteBuffer: ByteBuffer(string: style)))
    }
    return router
  }

  // MARK: Requests

  private func visitor(_ request: Request) throws -> SurveyDesk.Visitor {
    let sent = request.headers[HTTPField.Name("Evoke-Rehearsal")!]
    // A rehearsal of another study must not be taken for people.
    guard sent == nil || sent == configuration.rehearsalToken else { throw HTTPError(.forbidden) }
    return SurveyDesk.Visitor(
      cookie: request.cookies[Self.cookie].flatMap { SessionToken($0.value) },
      isRehearsal: sent != nil)
  }

  private func fields(_ request: Request) async throws -> FormFields {
    let body = try await request.body.collect(upTo: Self.largestForm)
    return FormFields(formFields(Array(body.readableBytesView)))
  }

  // MARK: Responses

  private func response(_ remembered: Reply.Remembered) -> Response {
    var response = response(remembered.reply)
    if let session = remembered.session {
      response.setCookie(
        Cookie(
          name: Self.cookie, value: session.text, maxAge: 60 * 60 * 24 * 30, path: "/",
          secure: false, httpOnly: true, sameSite: .lax))
    }
    return response
  }

  private func response(_ reply: Reply) -> Response {
    switch reply {
    case .seeOther(let path):
      Response(
        status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    case .page(let html, let status):
      pageResponse(html, status: HTTPResponse.Status(code: status))
    }
  }
}

/// An HTML page, kept out of caches, that loads nothing from elsewhere.
private func pageResponse(_ html: String, status: HTTPResponse.Status) -> Response {
  Response(
    status: status,
    headers: [
      .contentType: "text/html; charset=utf-8",
      .cacheControl: "no-store",
      .contentSecurityPolicy:
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'",
      .xContentTypeOptions: "nosniff",
      HTTPField.Name("Referrer-Policy")!: "no-referrer",
    ], body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
}

/// Turns every failure into a calm page; the reason goes to the log, without answers.
private struct CalmFailures: RouterMiddleware {
  let desk: SurveyDesk
  let logger: Logger

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch is CancellationError {
      // The server is stopping, and this request never came to its end.
      return pageResponse(desk.failure(), status: .serviceUnavailable)
    } catch let error as any HTTPResponseError {
      let isUnknown = error.status == .notFound
      return pageResponse(isUnknown ? desk.notFound() : desk.failure(), status: error.status)
    } catch {
      logger.error("request failed: \(error)", metadata: ["path": "\(request.uri.path)"])
      return pageResponse(desk.failure(), status: .internalServerError)
    }
  }
}
