import Logging
package import NIOCore
import Study
import Synchronization

/// What is asked of connections.
package struct ConnectionLimits: Sendable {
  /// The most that may be open.
  package var count = 4_096
  /// How long one may be silent before its first request, and between two requests.
  package var silence = TimeAmount.seconds(75)
  /// How long a request may take, from its first byte until the answer begins.
  package var request = TimeAmount.seconds(60)
}

/// The connections that are open: never more than the process has descriptors for.
///
/// One that is silent, or whose request takes too long, is closed. When there are as many as there may
/// be, a newcomer takes the place of the one that has waited longest.
final class OpenConnections: Sendable {
  private struct State {
    var open: [ObjectIdentifier: NIOLoopBound<ConnectionWatch>] = [:]
    var sweep: RepeatedTask?
  }

  private let limits: ConnectionLimits
  private let logger: Logger
  private let state = Mutex(State())
  private let fullness = OnceAMinute()

  init(_ limits: ConnectionLimits, logger: Logger) {
    self.limits = limits
    self.logger = logger
  }

  /// Takes in a connection, on its event loop.
  fileprivate func add(_ watch: ConnectionWatch, on loop: any EventLoop) {
    let (count, longest) = state.withLock { state in
      let longest = state.open.count < limits.count ? nil : Self.takeLongest(from: &state)
      state.open[ObjectIdentifier(watch)] = NIOLoopBound(watch, eventLoop: loop)
      if state.sweep == nil {
        state.sweep = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) {
          [self] _ in sweep()
        }
      }
      return (state.open.count, longest)
    }
    guard let longest else { return }
    if fullness.isDue(at: .now()) {
      logger.warning(
        "\(count) connections are open, the most that there may be; the one that has waited longest was closed for a new one"
      )
    }
    longest.close()
  }

  /// Closes the connection that has waited longest, on the event loop.
  func makeRoom() {
    state.withLock { Self.takeLongest(from: &$0) }?.close()
  }

  /// A closed connection leaves its handlers later, and is no longer one of those to choose from.
  private static func takeLongest(from state: inout State) -> ConnectionWatch? {
    let longest = state.open.min { $0.value.value.since < $1.value.value.since }
    return longest.flatMap { state.open.removeValue(forKey: $0.key)?.value }
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
    let late = state.withLock { state in
      state.open.values.filter { now - $0.value.since > limit(of: $0.value) }
    }
    for watch in late { watch.value.close() }
  }

  private func limit(of watch: ConnectionWatch) -> TimeAmount {
    watch.isRequested ? limits.request : limits.silence
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
  /// Whether a request has begun that nothing was answered to.
  private(set) var isRequested = false
  private(set) var since = NIODeadline.now()

  init(in connections: OpenConnections) {
    self.connections = connections
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
