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

// What a browser is given once its owner has consented.
extension ResponseStore {
  /// The session that a consent form leads to, by the token that the form holds.
  ///
  /// It follows from the form, so a form sent twice leads to one session. Without the study's key nobody
  /// can make it from a token of before consent, and another study makes another.
  package func session(ofConsentForm form: SessionToken) -> SessionToken {
    SessionToken(hexadecimal(code(of: "form", form).prefix(16)))!
  }

  /// By what a browser is known that has consented, by its cookie of before; it opens nothing.
  func browserCode(of cookie: SessionToken) -> String {
    hexadecimal(code(of: "browser", cookie))
  }

  private func code(of use: String, _ token: SessionToken) -> [UInt8] {
    guard let key else { preconditionFailure("consent is recorded in a store that can be written") }
    return key.code(for: .consent, Array("\(use) \(token.text)".utf8))
  }
}
