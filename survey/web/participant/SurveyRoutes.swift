import HTTPTypes
import Hummingbird
import NIOCore
import Responses
import Survey
import SurveySession

/// An address of the survey, without the base path. With `{page}` for a name it is a route's.
enum Address: Hashable, Sendable {
  case start(query: String? = nil)
  case consent
  /// The page of a step, or of an end; `item` is the number of the item that is asked for.
  case page(String, item: Int? = nil)
  case saving(String)
  case leave, later, resume, withdraw, withdrawn
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
    case .page(let name, let item):
      "/survey/\(name)" + (item.map { "?\(LinkParameter.itemNumber.rawValue)=\($0)" } ?? "")
    case .saving(let name): "/survey/\(name)/save"
    case .leave: "/leave"
    case .later: "/later"
    case .resume: "/resume"
    case .withdraw: "/withdraw"
    case .withdrawn: "/withdrawn"
    case .asset(let name): "/assets/\(name)"
    }
  }
}

/// Which address leads to what, and how a reply becomes a response.
struct SurveyRoutes: Sendable {
  /// Long answers are welcome, whole files are not.
  private static let largestForm = 1 << 20

  let interview: WebInterview
  let assets: Assets
  let configuration: SurveyServerConfiguration

  /// A request of a participant's browser.
  private struct Exchange: Sendable {
    let visitor: Visitor
    /// What a form sent, or what the address of a page holds.
    let fields: FormFields
    /// The name of the page in the address; empty in an address without one.
    let page: String
  }

  private typealias Action = @Sendable (Exchange) async throws -> Reply

  var routes: [Route<SurveyContext>] {
    [
      route(.start()) { try await interview.arrive($0.visitor, query: $0.fields) },
      route(
        .consent,
        // The address at which a consent form that was sent without an answer comes back.
        get: { _ in Reply(.seeOther(.start())) },
        post: { try await interview.consent($0.visitor, $0.fields) }),
      route(
        .page("{page}"),
        get: {
          let item = $0.fields[.itemNumber].flatMap { Int($0) }
          return try await interview.show($0.page, item: item, to: $0.visitor)
        },
        post: { try await interview.receive($0.page, from: $0.visitor, $0.fields) }),
      route(
        .saving("{page}"),
        get: { try await interview.show($0.page, to: $0.visitor) },
        post: { try await interview.save($0.page, from: $0.visitor, $0.fields) }),
      route(
        .leave,
        get: { try await interview.askToStop($0.visitor) },
        post: { try await interview.leave($0.visitor, $0.fields) }),
      route(.later) { try await interview.later($0.visitor) },
      route(
        .resume,
        get: { interview.askForCode(.resume, $0.visitor) },
        post: { try await interview.resume($0.visitor, $0.fields) }),
      route(
        .withdraw,
        get: { interview.askForCode(.withdraw, $0.visitor) },
        post: { try await interview.withdraw($0.visitor, $0.fields) }),
      route(.withdrawn) { try await interview.withdrawn($0.visitor) },
      Route(
        Address.asset("{file}").path,
        get: { request, context in
          let name = try context.parameters.require("file")
          guard let response = assets.response(to: request, name: name) else {
            throw HTTPError(.notFound)
          }
          return response
        }),
    ]
  }

  private func route(
    _ address: Address, get: @escaping Action, post: Action? = nil
  ) -> Route<SurveyContext> {
    let shown: Route<SurveyContext>.Action = { request, context in
      let query = Array((request.uri.query ?? "").utf8)
      return try await answer(request, context, FormFields(formFields(query)), get)
    }
    guard let post else { return Route(address.path, get: shown) }
    return Route(
      address.path, get: shown,
      post: { request, context in
        let body = try await request.body.collect(upTo: Self.largestForm)
        let fields = FormFields(formFields(Array(body.readableBytesView)))
        return try await answer(request, context, fields, post)
      })
  }

  private func answer(
    _ request: Request, _ context: SurveyContext, _ fields: FormFields, _ action: Action
  ) async throws -> Response {
    let visitor = try Visitor(request, context, configuration)
    let reply = try await action(
      Exchange(visitor: visitor, fields: fields, page: context.parameters.get("page") ?? ""))
    var response =
      switch reply.content {
      case .seeOther(let address):
        Response(
          status: .seeOther,
          headers: [
            .location: configuration.basePath + address.path, .cacheControl: "no-store",
          ])
      case .page(let html, let status):
        pageResponse(html, status: HTTPResponse.Status(code: status), to: request)
      case .nothing(let status):
        Response(status: HTTPResponse.Status(code: status), headers: [.cacheControl: "no-store"])
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
