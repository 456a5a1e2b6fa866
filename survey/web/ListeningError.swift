import Foundation
import NIOCore
import TextFormats

/// Why the server cannot listen where it was told to.
package enum ListeningError: UserFacingError, Equatable {
  case portInUse(host: String, port: Int)
  case cannotListen(host: String, port: Int, reason: String)

  /// What an error of the network means; nil for one that is not about the address.
  init?(_ error: any Error, host: String, port: Int) {
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE:
      self = .portInUse(host: host, port: port)
    case let error as IOError
    where [EACCES, EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL, EPERM].contains(error.errnoCode):
      self = .cannotListen(host: host, port: port, reason: "\(error)")
    case is SocketAddressError, is SocketAddressError.UnknownHost:
      self = .cannotListen(host: host, port: port, reason: "\(error)")
    default: return nil
    }
  }

  package var description: String {
    switch self {
    case .portInUse(let host, let port):
      "port \(port) of \(host) is in use by another program; choose one with --port"
    case .cannotListen(let host, let port, let reason):
      "--host \(host), --port \(port): cannot listen on this address (\(reason)); 127.0.0.1 is "
        + "this computer only, 0.0.0.0 every network that it is in"
    }
  }
}
