import Study
import TextFormats

/// The secret by which a browser or terminal is known again. Only its hash is stored.
package struct SessionToken: Sendable, Hashable {
  /// 32 lower-case hexadecimal digits.
  package let text: String

  /// A new token of 128 bits from the system's secure generator.
  package init() {
    var generator = SystemRandomNumberGenerator()
    text = hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// A token as a browser sent it back, or nil if it cannot be one.
  package init?(_ text: some StringProtocol) {
    let text = String(text)
    guard text.utf8.count == 32,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    self.text = text
  }

  var hash: String { sha256Hex(text.utf8) }
}
