import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Responses
import Study
import Survey
import SurveySession
import SurveyWeb
import TextFormats

/// A participant who fills in the web form, page by page, over HTTP.
struct WebVisit: Sendable {
  let client: HTTPClient
  /// The study's start page, without a slash at the end.
  let url: String
  let rehearsalToken: String
  let interview: Interview

  func take(seed: UInt64) async throws -> SentAnswers {
    var person = SimulatedPerson(seed: seed)
    let now = Timestamp.now()
    var page = try await get("/", cookie: nil)
    guard var cookie = page.cookie, let arrived = SessionToken(cookie) else {
      guard let ending = page.turnsAway else {
        throw RehearsalError.notAForm(url: url)
      }
      return SentAnswers(session: SessionToken(), turnedAway: ending)
    }
    var sent = SentAnswers(session: arrived)
    var situation: SituationKey?
    for step in interview.steps.indices {
      // Not every page after it shows the situation again.
      situation = page.situation ?? situation
      let asked = interview.page(
        at: step, for: .init(seed: 0, situation: situation, year: now.year))
      if case .debrief = asked.content { break }
      var form = [FormField.session.rawValue: cookie]
      if case .consent = asked.content { form["consent"] = "yes" }
      // Simulated participants do not read; the mark says that they were asked to once.
      if case .situation = asked.content { form[FormField.hinted.rawValue] = "yes" }
      let answers = person.answers(to: asked)
      let (location, opened) = try await post(
        "/survey/\(asked.name)", form.merging(answers) { own, _ in own }, cookie: cookie)
      // Consent opens the session that the answers belong to.
      if let opened, let session = SessionToken(opened) {
        cookie = opened
        sent.session = session
      }
      if case .complete(let recording) = asked.read(PageSubmission(answers)) { sent.add(recording) }
      page = try await get(location, cookie: cookie)
      if let ending = page.turnsAway {
        sent.turnedAway = ending
        return sent
      }
    }
    guard page.name == "debrief" else {
      throw RehearsalError.endedEarly(url: url, page: page.name)
    }
    return sent
  }

  private struct Page {
    let name: String
    let cookie: String?
    /// The situation that the page shows; nil for none.
    let situation: SituationKey?

    /// The end of newcomers that this is the page of.
    var turnsAway: Ending? { Ending.turningAway.first { $0.pageName == name } }
  }

  private func request(_ path: String, cookie: String?) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url + path)
    request.headers.add(name: "Evoke-Rehearsal", value: rehearsalToken)
    if let cookie { request.headers.add(name: "Cookie", value: "evoke_session=\(cookie)") }
    return request
  }

  private func get(_ path: String, cookie: String?) async throws -> Page {
    let response = try await send(request(path, cookie: cookie))
    guard response.status != .forbidden else { throw RehearsalError.anotherStudy(url: url) }
    let body = try await response.body.collect(upTo: 1 << 20)
    let html = String(buffer: body)
    guard response.status == .ok, let start = html.firstRange(of: "data-page=\"") else {
      throw RehearsalError.noPage(url: url + path, status: response.status.code)
    }
    return Page(
      name: String(html[start.upperBound...].prefix { $0 != "\"" }),
      cookie: self.cookie(of: response), situation: situation(in: html))
  }

  /// The situation with the text that a page shows.
  private func situation(in html: String) -> SituationKey? {
    let (start, end) = ("<blockquote class=\"situation\"><p>", "</p></blockquote>")
    guard let opening = html.firstRange(of: start) else { return nil }
    let rest = html[opening.upperBound...]
    guard let closing = rest.firstRange(of: end) else { return nil }
    let shown = rest[..<closing.lowerBound]
    return interview.study.situations.first { $0.text.htmlEscaped == shown }?.key
  }

  private func cookie(of response: HTTPClientResponse) -> String? {
    response.headers["Set-Cookie"].lazy.compactMap { cookie -> String? in
      guard cookie.hasPrefix("evoke_session=") else { return nil }
      return String(cookie.dropFirst("evoke_session=".count).prefix { $0 != ";" })
    }.first
  }

  private func post(
    _ path: String, _ fields: [String: String], cookie: String
  ) async throws -> (location: String, cookie: String?) {
    var request = request(path, cookie: cookie)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
    // Names and values of simulated answers are letters, digits, hyphens and underscores alone.
    request.body = .bytes(
      ByteBuffer(string: fields.map { "\($0.key)=\($0.value)" }.joined(separator: "&")))
    let response = try await send(request)
    _ = try await response.body.collect(upTo: 1 << 20)
    guard response.status == .seeOther, let location = response.headers.first(name: "Location")
    else {
      throw RehearsalError.notAccepted(url: url + path, status: response.status.code)
    }
    // The server names the whole path; below a base it begins as the start page's does.
    let base = URL(string: url)?.path ?? ""
    return (
      location.hasPrefix(base + "/") ? String(location.dropFirst(base.count)) : location,
      self.cookie(of: response)
    )
  }

  private func send(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
    do {
      return try await client.execute(request, timeout: .seconds(30))
    } catch {
      throw RehearsalError.noAnswer(url: url, reason: "\(error)")
    }
  }
}
