import HTTPTypes
import Hummingbird
import NIOCore

/// What a request came with beside its path: known while it is answered, and stored nowhere.
struct SurveyContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address at the other end of the connection.
  let peer: String?

  init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }
}

/// Who sent a request, and by which address of ours.
struct Caller: Sendable {
  /// The sender's network address, for counting wrong codes; nil if there is none.
  let address: String?
  /// Whether the browser speaks HTTPS, with us or with a proxy that we trust.
  let isSecure: Bool
  private let host: String?

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
    let characters = Array(text.utf8)
    let isBracketed = characters.first == UInt8(ascii: "[")
    let end =
      isBracketed
      ? characters.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? characters.count
      : characters.firstIndex(of: UInt8(ascii: ":")) ?? characters.count
    let name = characters[..<end]
    let port = characters[end...]
    let inName = Set(isBracketed ? "[]0123456789abcdefABCDEF:.".utf8 : Self.letters.utf8)
    return (1...253).contains(name.count) && name.allSatisfy(inName.contains)
      && (!isBracketed || name.last == UInt8(ascii: "]"))
      && (port.isEmpty
        || port.first == UInt8(ascii: ":") && (2...6).contains(port.count)
          && port.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
  }

  private static let letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"
}
