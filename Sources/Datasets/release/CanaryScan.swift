package import Foundation

/// Looks in every byte of a package for what must not be there.
package struct CanaryScan: Sendable {
  /// Shorter texts stand in any file by chance.
  private static let shortest = 8

  private let secrets: [UInt64: [[UInt8]]]
  private let mayContain: [Bool]
  private let addresses: Set<String>

  /// - Parameters:
  ///   - secrets: texts that must stand nowhere; those of fewer than eight bytes are not looked for.
  ///   - addresses: e-mail addresses that may stand there: the authors' own.
  package init(secrets: some Sequence<String>, addresses: some Sequence<String>) {
    var known: [UInt64: [[UInt8]]] = [:]
    var mayContain = [Bool](repeating: false, count: 1 << 16)
    for secret in secrets where secret.utf8.count >= Self.shortest {
      let bytes = Array(secret.utf8)
      let key = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      known[key, default: []].append(bytes)
      mayContain[Self.bucket(key)] = true
    }
    self.secrets = known
    self.mayContain = mayContain
    self.addresses = Set(addresses.map { $0.lowercased() })
  }

  private static func bucket(_ key: UInt64) -> Int {
    Int((key &* 0x9E37_79B9_7F4A_7C15) >> 48)
  }

  /// What was found in a file, in words that do not repeat it.
  package func findings(in contents: Foundation.Data, name: String) -> [String] {
    var found: [String] = []
    if holdsSecret([UInt8](contents)) {
      found.append("\(name): holds an identity, an id or an exact time of the source")
    }
    guard let text = String(validating: contents, as: UTF8.self) else { return found }
    for match in text.matches(
      of: /[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}/)
    where !addresses.contains(match.output.0.lowercased()) {
      found.append("\(name): holds an e-mail address")
      break
    }
    if name.hasPrefix("data/") || name.hasPrefix("phenotype/") {
      for match in text.matches(of: /(?:^|[^0-9.])((?:\d{1,3}\.){3}\d{1,3})(?![0-9.])/)
      where match.output.1.split(separator: ".").allSatisfy({ (Int($0) ?? 256) < 256 }) {
        found.append("\(name): holds what looks like an IP address")
        break
      }
      if text.contains(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d/) {
        found.append("\(name): holds an exact time")
      }
    }
    return found
  }

  private func holdsSecret(_ bytes: [UInt8]) -> Bool {
    guard !secrets.isEmpty, bytes.count >= Self.shortest else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      mayContain.withUnsafeBufferPointer { mayContain in
        var key: UInt64 = 0
        for end in 0..<bytes.count {
          key = key << 8 | UInt64(bytes[end])
          guard end >= 7, mayContain[Int((key &* 0x9E37_79B9_7F4A_7C15) >> 48)],
            let candidates = secrets[key]
          else { continue }
          for secret in candidates where end - 7 + secret.count <= bytes.count {
            if secret.indices.allSatisfy({ bytes[end - 7 + $0] == secret[$0] }) { return true }
          }
        }
        return false
      }
    }
  }
}
