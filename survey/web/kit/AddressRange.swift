import Foundation

/// A network address: 16 bytes, an IPv4 address as its IPv6 equivalent.
struct NetworkAddress: Hashable, Sendable {
  let bytes: [UInt8]

  /// Reads `192.0.2.1`, `2001:db8::1`, and both with a port behind, as proxies write them.
  init?(_ text: some StringProtocol) {
    var host = text.trimmingCharacters(in: .whitespaces)
    if host.hasPrefix("[") {
      host = String(host.dropFirst().prefix { $0 != "]" })
    } else if host.count(where: { $0 == ":" }) == 1 {
      host = String(host.prefix { $0 != ":" })
    }
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, host, &four) == 1 {
      bytes = Self.mapped + withUnsafeBytes(of: &four) { Array($0) }
    } else if inet_pton(AF_INET6, String(host.prefix { $0 != "%" }), &six) == 1 {
      bytes = withUnsafeBytes(of: &six) { Array($0) }
    } else {
      return nil
    }
  }

  /// What one subscriber is given: an IPv4 address, or the first 64 bits of an IPv6 one (RFC 6177).
  var block: [UInt8] { bytes.starts(with: Self.mapped) ? bytes : Array(bytes.prefix(8)) }

  fileprivate static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [255, 255]
}

/// Addresses that share their first bits, as in `10.0.0.0/8` or `::1`.
package struct AddressRange: Sendable {
  private let first: NetworkAddress
  private let bits: Int

  /// The range, or nil if the text is none.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    // A port belongs to a caller, and to no range: its colon would pass for that of an IPv6 address.
    guard parts.count <= 2, !text.contains("["), parts[0].count(where: { $0 == ":" }) != 1,
      let first = NetworkAddress(parts[0])
    else {
      return nil
    }
    let isFour = !parts[0].contains(":")
    let longest = isFour ? 32 : 128
    var bits = longest
    if parts.count == 2 {
      guard let given = Int(parts[1]), String(given) == parts[1], (0...longest).contains(given)
      else { return nil }
      bits = given
    }
    self.first = first
    self.bits = isFour ? bits + 96 : bits
  }

  func contains(_ address: NetworkAddress) -> Bool {
    (0..<bits).allSatisfy { bit in
      let mask = UInt8(0x80) >> UInt8(bit % 8)
      return (first.bytes[bit / 8] ^ address.bytes[bit / 8]) & mask == 0
    }
  }
}
