import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import Responses

/// Turns every failure into a calm page; the reason goes to the log, without answers.
struct ErrorPages: RouterMiddleware {
  let interview: WebInterview
  let logger: Logger

  func handle(
    _ request: Request, context: SurveyContext,
    next: (Request, SurveyContext) async throws -> Response
  ) async throws -> Response {
    func page(_ kind: PageWriter.ErrorPage, _ status: HTTPResponse.Status) -> Response {
      let pages = interview.pages(
        for: Visitor.cookie(of: request),
        preferring: acceptedLanguages(request.headers[.acceptLanguage]))
      return pageResponse(pages.page(kind), status: status, to: request)
    }
    let path: Logger.Metadata = ["path": "\(request.uri.path)"]
    do {
      return try await next(request, context)
    } catch is CancellationError {
      // The server is stopping, and this request never came to its end.
      return page(.failure, .serviceUnavailable)
    } catch is HTTPParserError {
      // The browser went away in the middle of a form, or sent none. Nothing is wrong here.
      return page(.failure, .badRequest)
    } catch StoreError.busy {
      logger.error("another program has locked the database", metadata: path)
      return page(.failure, .serviceUnavailable)
    } catch StoreError.diskFull(let file) {
      // A script that saves tries again after 503, and gives up after 500.
      logger.error("request failed: \(StoreError.diskFull(path: file))", metadata: path)
      return page(.failure, .serviceUnavailable)
    } catch let error as any HTTPResponseError {
      var response = page(error.status == .notFound ? .notFound : .failure, error.status)
      response.headers[.allow] = (error as? HTTPError)?.headers[.allow]
      return response
    } catch {
      if interview.isDisplaced(error) { return page(.failure, .serviceUnavailable) }
      logger.error("request failed: \(error)", metadata: path)
      return page(.failure, .internalServerError)
    }
  }
}
