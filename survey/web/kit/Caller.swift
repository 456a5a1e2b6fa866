import HTTPTypes
import Hummingbird
import NIOCore

/// Who sent a request, and by which address of ours.
struct Caller: Sendable {
  /// The sender's network address, for counting wrong codes; nil if there is none.
  let address: String?
  /// Whether the browser speaks HTTPS, with us or with a proxy that we trust.
  let isSecure: Bool
  /// Our name and port as the browser sees them; nil if the request names none.
  let host: String?

  /// - Parameters:
  ///   - proxies: the proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are believed.
  ///   - isTLS: whether the connection to us is encrypted.
  init(_ request: Request, peer: String?, proxies: [AddressRange], isTLS: Bool) {
    func isTrusted(_ text: some StringProtocol) -> Bool {
      guard let address = NetworkAddress(text) else { return false }
      return proxies.contains { $0.contains(address) }
    }
    func forwarded(_ name: String) -> [Substring] {
      request.headers[HTTPField.Name(name)!].map { $0.split(separator: ",") } ?? []
    }
    var address = peer
    var isSecure = isTLS
    var host = request.head.authority
    if let peer, !proxies.isEmpty, isTrusted(peer) {
      // Each proxy adds the address it heard from: the last one that is not ours is the sender.
      address =
        forwarded("X-Forwarded-For").last { !isTrusted($0) }
        .map { String($0.filter { $0 != " " }) } ?? peer
      if let scheme = forwarded("X-Forwarded-Proto").last {
        isSecure = scheme.filter { $0 != " " }.lowercased() == "https"
      }
      host = forwarded("X-Forwarded-Host").last.map { String($0.filter { $0 != " " }) } ?? host
    }
    self.address = address
    self.isSecure = isSecure
    self.host = host
  }

  /// Scheme and host as the browser sees them, such as `https://study.example.org`; nil if the
  /// request names no host.
  var origin: String? {
    // The header's value is shown on a page, so only a host's name and port are accepted.
    guard let host, Self.isHost(host) else { return nil }
    return "\(isSecure ? "https" : "http")://\(host)"
  }

  /// Whether a text is a name, an IPv4 or a bracketed IPv6 address, with or without a port.
  private static func isHost(_ text: String) -> Bool {
    text.wholeMatch(of: hostPattern) != nil
  }

  // Compiled once. A pattern is not `Sendable` because it could run code, and this one has none.
  private nonisolated(unsafe) static let hostPattern =
    /(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{1,251}\])(?::[0-9]{1,5})?/
}
