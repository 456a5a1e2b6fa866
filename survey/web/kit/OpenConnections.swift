import Logging
import NIOCore
import Study
import Synchronization

/// The connections that are open: never more than the process has descriptors for.
///
/// One that is silent, or whose request or answer takes too long, is closed. When there are as many as
/// there may be, a newcomer takes the place of the one that has waited longest.
final class OpenConnections: Sendable {
  /// How long a connection may be silent before its first request, and between two requests.
  static let silence = TimeAmount.seconds(75)
  /// How long a request may take to arrive, from its first byte until it is answered.
  static let request = TimeAmount.seconds(60)

  private struct State {
    var open: [ObjectIdentifier: NIOLoopBound<ConnectionWatch>] = [:]
    var sweep: RepeatedTask?
  }

  private let limit: Int
  private let logger: Logger
  private let state = Mutex(State())
  private let fullness = OnceAMinute()

  init(limit: Int, logger: Logger) {
    self.limit = limit
    self.logger = logger
  }

  /// Takes in a connection, on its event loop.
  fileprivate func add(_ watch: ConnectionWatch, on loop: any EventLoop) {
    let (count, longest) = state.withLock { state in
      let longest =
        state.open.count < limit ? nil : state.open.values.min { $0.value.since < $1.value.since }
      state.open[ObjectIdentifier(watch)] = NIOLoopBound(watch, eventLoop: loop)
      if state.sweep == nil {
        state.sweep = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) {
          [self] _ in sweep()
        }
      }
      return (state.open.count - 1, longest)
    }
    guard let longest else { return }
    if fullness.isDue(at: .now()) {
      logger.warning(
        "\(count) connections are open, the most that there may be; the one that has waited longest was closed for a new one"
      )
    }
    longest.value.close()
  }

  fileprivate func remove(_ watch: ConnectionWatch) {
    state.withLock { state in
      state.open[ObjectIdentifier(watch)] = nil
      guard state.open.isEmpty else { return }
      state.sweep?.cancel()
      state.sweep = nil
    }
  }

  private func sweep() {
    let now = NIODeadline.now()
    let late = state.withLock { $0.open.values.filter { $0.value.deadline < now } }
    for watch in late { watch.value.close() }
  }
}

/// Puts a connection among the open ones. Its watch stands before all other handlers.
final class ConnectionRegistration: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let connections: OpenConnections

  init(in connections: OpenConnections) {
    self.connections = connections
  }

  func handlerAdded(context: ChannelHandlerContext) {
    try? context.pipeline.syncOperations.addHandler(
      ConnectionWatch(in: connections), position: .first)
  }
}

/// Since when a connection has been silent, or a request has been on its way.
private final class ConnectionWatch: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = IOData

  private let connections: OpenConnections
  private var context: ChannelHandlerContext?
  private var isRequested = false
  private(set) var since = NIODeadline.now()

  init(in connections: OpenConnections) {
    self.connections = connections
  }

  var deadline: NIODeadline {
    since + (isRequested ? OpenConnections.request : OpenConnections.silence)
  }

  /// Closes at once: TLS would wait for the other side's goodbye.
  func close() {
    context?.close(promise: nil)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    connections.add(self, on: context.eventLoop)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    connections.remove(self)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // The bytes that follow the first do not lengthen its time.
    if !isRequested {
      isRequested = true
      since = .now()
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    isRequested = false
    since = .now()
    context.write(data, promise: promise)
  }
}
