import Logging
import NIOCore
import NIOHTTP1
import Study
import Synchronization

/// Says in the log that requests came that are none. Scanners send many, so each kind is said once a
/// minute; the sender is answered with 400 in any case.
final class MalformedRequests: Sendable {
  private let logger: Logger
  /// By the parser's word for what is wrong, of which it knows a few dozen.
  private let kinds = Mutex<[String: OnceAMinute]>([:])

  init(logger: Logger) {
    self.logger = logger
  }

  fileprivate func note(_ error: HTTPParserError, now: Timestamp = .now()) {
    // The browser went away in the middle of a form: nothing is wrong.
    guard error != .invalidEOFState else { return }
    let kind = "\(error)"
    let isDue = kinds.withLock { kinds in
      let known = kinds[kind] ?? OnceAMinute()
      kinds[kind] = known
      return known.isDue(at: now)
    }
    if isDue {
      logger.warning("a request was malformed and answered with 400", metadata: ["kind": "\(kind)"])
    }
  }
}

/// Tells of what a connection sent that is no request. What is done about it is the server's.
final class MalformedRequestWatch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let requests: MalformedRequests

  init(_ requests: MalformedRequests) {
    self.requests = requests
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let error = error as? HTTPParserError { requests.note(error) }
    context.fireErrorCaught(error)
  }
}
