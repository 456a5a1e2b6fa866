import Foundation
import Logging
import NIOCore
import Study

/// Pauses a listening socket that could not take in a connection, as when no descriptor is free.
///
/// Without a pause the socket would be tried without end; and the error would end the server.
final class AcceptPause: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private static let length = TimeAmount.milliseconds(100)

  private let connections: OpenConnections
  private let logger: Logger
  private let failure = OnceAMinute()

  init(_ connections: OpenConnections, logger: Logger) {
    self.connections = connections
    self.logger = logger
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let passing = [ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM]
    guard let reason = error as? IOError, passing.contains(reason.errnoCode) else {
      return context.fireErrorCaught(error)
    }
    if failure.isDue(at: .now()) { logger.error("a connection could not be taken in: \(error)") }
    connections.makeRoom()
    let channel = context.channel
    _ = channel.setOption(ChannelOptions.autoRead, value: false)
    channel.eventLoop.scheduleTask(in: Self.length) {
      channel.setOption(ChannelOptions.autoRead, value: true)
    }
  }
}
