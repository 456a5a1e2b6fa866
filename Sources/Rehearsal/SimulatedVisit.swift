package import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
package import Responses
package import Study
package import Survey
import SurveySession
import TextFormats

/// What a simulated participant sent, to be compared with what is stored.
package struct SentAnswers: Sendable {
  package let session: SessionToken
  package var responses: Set<StoredResponse> = []
  package var questions: [QuestionID: String?] = [:]
  /// False where the study had no place left.
  package var wasAdmitted = true

  mutating func add(_ answers: PageAnswers, at step: Interview.Step) {
    if case .scale(let scale) = step.content {
      for (item, option) in answers.items {
        responses.insert(
          StoredResponse(
            instrument: scale.instrument.id, occasion: scale.occasion, item: item,
            option: option.code))
      }
    }
    for answer in answers.questions {
      questions[answer.question.id] = .some(answer.value)
    }
  }
}

/// A participant who fills in the web form, page by page, over HTTP.
package struct WebVisit {
  let client: HTTPClient
  /// The study's start page, without a slash at the end.
  let url: String
  let rehearsalToken: String
  let interview: Interview

  package init(client: HTTPClient, url: String, rehearsalToken: String, interview: Interview) {
    self.client = client
    self.url = url
    self.rehearsalToken = rehearsalToken
    self.interview = interview
  }

  package func take(seed: UInt64) async throws -> SentAnswers {
    var person = SimulatedPerson(seed: seed)
    let year = Timestamp.now().year
    var page = try await get("/", cookie: nil)
    guard let cookie = page.cookie, let session = SessionToken(cookie) else {
      if page.name == "full" {
        var sent = SentAnswers(session: SessionToken())
        sent.wasAdmitted = false
        return sent
      }
      throw UserMistake(
        "\(url): answers, but not as Evoke's web form does; is it the right address?")
    }
    var sent = SentAnswers(session: session)
    for (step, description) in interview.steps.enumerated() {
      if case .debrief = description.content { break }
      let answers = person.answers(at: step, of: interview, year: year, order: 0)
      let location = try await post(
        "/survey/\(description.name)", answers + [("_session", cookie)], cookie: cookie)
      if case .complete(let read) = interview.read(
        FormFields(answers), at: step, seed: 0, year: year)
      {
        sent.add(read, at: description)
      }
      page = try await get(location, cookie: cookie)
      if page.name == "full" {
        sent.wasAdmitted = false
        return sent
      }
    }
    guard page.name == "debrief" else {
      throw UserMistake("\(url): the form ended on the page `\(page.name)`, not on the debrief")
    }
    return sent
  }

  private struct Page {
    let name: String
    let cookie: String?
  }

  private func request(_ path: String, cookie: String?) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url + path)
    request.headers.add(name: "Evoke-Rehearsal", value: rehearsalToken)
    if let cookie { request.headers.add(name: "Cookie", value: "evoke_session=\(cookie)") }
    return request
  }

  private func get(_ path: String, cookie: String?) async throws -> Page {
    let response = try await send(request(path, cookie: cookie))
    guard response.status != .forbidden else {
      throw UserMistake("\(url): serves another study; nothing was recorded there")
    }
    let body = try await response.body.collect(upTo: 1 << 20)
    let html = String(buffer: body)
    guard response.status == .ok, let start = html.firstRange(of: "data-page=\"") else {
      throw UserMistake(
        "\(url)\(path): no page of the form came back (HTTP \(response.status.code))")
    }
    let session = response.headers["Set-Cookie"].lazy.compactMap { cookie -> String? in
      guard cookie.hasPrefix("evoke_session=") else { return nil }
      return String(cookie.dropFirst("evoke_session=".count).prefix { $0 != ";" })
    }.first
    return Page(name: String(html[start.upperBound...].prefix { $0 != "\"" }), cookie: session)
  }

  private func post(
    _ path: String, _ fields: SimulatedPerson.Answers, cookie: String
  ) async throws -> String {
    var request = request(path, cookie: cookie)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
    // Names and values of simulated answers are letters, digits, hyphens and underscores alone.
    request.body = .bytes(
      ByteBuffer(string: fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")))
    let response = try await send(request)
    _ = try await response.body.collect(upTo: 1 << 20)
    guard response.status == .seeOther, let location = response.headers.first(name: "Location")
    else {
      throw UserMistake("\(url)\(path): the page was not taken (HTTP \(response.status.code))")
    }
    // The server names the whole path; below a base it begins as the start page's does.
    let base = URL(string: url)?.path ?? ""
    return location.hasPrefix(base + "/") ? String(location.dropFirst(base.count)) : location
  }

  private func send(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
    do {
      return try await client.execute(request, timeout: .seconds(30))
    } catch {
      throw UserMistake("\(url): does not answer (\(error)); is `evoke serve` running there?")
    }
  }
}

/// A participant whose pages go straight into the store, through the same interview.
package struct StoreVisit {
  let store: ResponseStore
  let registered: RegisteredStudy
  let interview: Interview

  package init(store: ResponseStore, registered: RegisteredStudy, interview: Interview) {
    self.store = store
    self.registered = registered
    self.interview = interview
  }

  package func take(seed: UInt64) async throws -> SentAnswers {
    var person = SimulatedPerson(seed: seed)
    var sent = SentAnswers(session: SessionToken())
    let study = registered.study
    var state = try await store.enrol(
      Enrolment(
        session: sent.session, consents: true, kind: .simulated, channel: .web,
        language: study.language, identity: nil, seed: seed, nextStep: 1),
      in: registered, now: .now())
    guard state.status == .active else {
      sent.wasAdmitted = false
      return sent
    }
    while state.status == .active {
      let step = state.step
      let now = Timestamp.now()
      let answers = person.answers(at: step, of: interview, year: now.year, order: state.seed)
      guard
        case .complete(let read) = interview.read(
          FormFields(answers), at: step, seed: state.seed, year: now.year)
      else {
        preconditionFailure("a simulated page was incomplete")
      }
      sent.add(read, at: interview.steps[step])
      state = try await store.record(
        interview.recording(of: read, at: step, seed: state.seed), from: sent.session,
        in: registered, now: now)
    }
    return sent
  }
}
