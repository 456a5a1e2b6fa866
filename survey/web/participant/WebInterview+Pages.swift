import Responses
import Study
package import Survey
import SurveySession

// The pages between consent and debrief: shown, filled in, sent.
extension WebInterview {
  /// - Parameter query: the item that is asked for, if items come one at a time, and why a page that
  ///   was sent is shown again.
  func show(_ name: String, _ query: FormFields, to visitor: Visitor) async throws -> Reply {
    guard let (session, standing) = try await known(visitor) else {
      return Reply(.seeOther(.start()))
    }
    let address = Address(of: standing)
    guard address == .page(name) else { return Reply(.seeOther(address)) }
    if try interviews.mayTryAgain(standing.state) { return Reply(.seeOther(.start())) }
    if let ending = standing.ending {
      let receipt = try await session.receipt(at: ending).map {
        KeptCode(code: $0, address: typed(.withdraw, for: visitor))
      }
      return Reply(
        .page(
          pages(of: standing).page(
            ending, receipt: receipt, mayOnlyContinue: standing.state.mayOnlyContinue,
            isRecruited: standing.state.isRecruited)))
    }
    let item = query[.itemNumber].flatMap { Int($0) }
    let reason = query[.again].flatMap { PageState.Return(rawValue: $0) }
    guard let state = try session.page(of: standing, item: item, again: reason) else {
      return Reply(.seeOther(.start()))
    }
    session.noteShown(state.page, to: standing)
    return page(state, of: session, at: standing, status: 200)
  }

  func receive(_ name: String, from visitor: Visitor, _ fields: FormFields) async throws -> Reply {
    guard let session = session(of: fields, from: visitor) else {
      return Reply(.seeOther(.start()))
    }
    let remembered = session.token == visitor.cookie ? nil : session.token
    switch try await session.send(PageSubmission(fields), of: name) {
    case .unknown: return Reply(.seeOther(.start()))
    case .moved(let standing):
      return Reply(.seeOther(Address(of: standing)), session: remembered)
    case .nextItem(let item, let page):
      return Reply(.seeOther(.page(page.name, item: item)), session: remembered)
    case .shownAgain(let state, _, isKept: true):
      // Not this answer but the page at an address of its own: a reload shows what has been saved
      // since, instead of sending the same again.
      let again = Address.page(state.page.name, item: state.item, again: state.reason)
      return Reply(.seeOther(again), session: remembered)
    case .shownAgain(let state, let standing, isKept: false):
      return page(state, of: session, at: standing, status: 422, remembered)
    case .unsaved(let state, let standing, let error):
      logUnsaved(error, at: .page(name))
      return page(state, of: session, at: standing, status: 503)
    }
  }

  private func page(
    _ state: PageState, of session: InterviewSession, at standing: Standing, status: Int,
    _ remembered: SessionToken? = nil
  ) -> Reply {
    let html = pages(of: standing).page(
      state, session: session.token, isRecruited: standing.state.isRecruited)
    return Reply(.page(html, status: status), session: remembered)
  }

  /// Keeps the answers of a page that is still being filled in.
  ///
  /// 204 says that they are on the disk; 200 that there was nothing to keep, because the page has been
  /// sent in the meantime or nobody is known by this session.
  func save(_ name: String, from visitor: Visitor, _ fields: FormFields) async throws -> Reply {
    guard let session = session(of: fields, from: visitor) else {
      return Reply(.nothing(status: 200))
    }
    switch try await session.save(PageSubmission(fields), of: name) {
    case .kept: return Reply(.nothing(status: 204))
    case .moved, .unknown: return Reply(.nothing(status: 200))
    }
  }
}

extension PageSubmission {
  /// A page as our form sent it.
  package init(_ fields: FormFields) {
    self.init(fields.values)
    extent = .items(asked: fields[.item])
    skipsOpenItems = fields[.skip] != nil
    wasHinted = fields[.hinted] != nil
    layout = fields[.layout].flatMap { Presentation.Layout(rawValue: $0) }
    let measured = fields[.paradata]
    self.measured = { PageParadata.records(measured, of: $0) }
  }
}
