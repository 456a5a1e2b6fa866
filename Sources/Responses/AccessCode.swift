import GRDB
package import Study
import TextFormats

/// A code that a participant keeps, to continue elsewhere or to withdraw later. Only its hash is
/// stored.
///
/// Twelve symbols of Crockford's base 32 (digits, and letters without I, L, O and U) in groups of
/// four: 60 bits. The code follows from the session's secret, so a browser shows the same code each
/// time without the store knowing it.
package struct AccessCode: Sendable, Hashable {
  package enum Purpose: String, Sendable, CaseIterable {
    case resume, withdraw
  }

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
  private static let length = 12

  private let symbols: String

  /// The session's code of a purpose.
  package init(of session: SessionToken, for purpose: Purpose) {
    let hash = sha256Hex("\(purpose.rawValue)\u{0}\(session.text)".utf8)
    // 15 hexadecimal digits are 60 bits, twelve symbols of five.
    let bits = UInt64(hash.prefix(15), radix: 16)!
    symbols = String(
      (0..<Self.length).map { Self.alphabet[Int(bits >> (5 * UInt64($0)) & 31)] })
  }

  /// A code as a person typed it, or nil if it cannot be one.
  ///
  /// Case, spaces and hyphens do not matter, nor does the script of the digits; O is read as 0, I
  /// and L as 1.
  package init?(_ typed: some StringProtocol) {
    var symbols = ""
    for character in typed.uppercased() {
      switch character {
      case "O": symbols.append("0")
      case "I", "L": symbols.append("1")
      case _ where Self.alphabet.contains(character): symbols.append(character)
      default:
        if let digit = character.wholeNumberValue, (0...9).contains(digit) {
          symbols.append("\(digit)")
        } else if character.isLetter || character.isNumber {
          return nil
        }
      }
      if symbols.utf8.count > Self.length { return nil }
    }
    guard symbols.utf8.count == Self.length else { return nil }
    self.symbols = symbols
  }

  /// The code as it is shown: `7QKF-2M9X-BT4D`.
  package var text: String {
    stride(from: 0, to: Self.length, by: 4).map { start in
      symbols.dropFirst(start).prefix(4)
    }.joined(separator: "-")
  }

  var hash: String { sha256Hex(symbols.utf8) }
}

extension ResponseStore {
  /// The session's code, which works once this has returned; nil for an unknown session, and for one
  /// that may only continue.
  ///
  /// A person has a code of each purpose for every browser, and all of them work.
  package func code(
    _ purpose: AccessCode.Purpose, of session: SessionToken, now: Timestamp
  ) async throws -> AccessCode? {
    let code = AccessCode(of: session, for: purpose)
    if try isKept(code) { return code }
    return try await write { database in
      guard let state = try database.state(of: session), !state.mayOnlyContinue else { return nil }
      try database.keepCode(purpose, of: session, state, now: now)
      return code
    }
  }

  private func isKept(_ code: AccessCode) throws -> Bool {
    try readOnce { database in
      try Bool.fetchOne(
        database.cachedStatement(
          sql: "SELECT EXISTS (SELECT 1 FROM access_code WHERE code_sha256 = ?)"),
        arguments: [code.hash])!
    }
  }

  /// Returns the state of the code's owner, or nil for a code that was never given out.
  ///
  /// - Parameter purpose: nil accepts a code of any purpose.
  package func state(
    of code: AccessCode, for purpose: AccessCode.Purpose? = nil
  ) throws -> RespondentState? {
    try readOnce { database in
      guard let respondent = try database.respondent(of: code, for: purpose) else { return nil }
      return try database.state(ofRespondent: respondent)
    }
  }
}

extension Database {
  /// Keeps a code of a session that may see everything; another has none.
  func keepCode(
    _ purpose: AccessCode.Purpose, of session: SessionToken, _ state: RespondentState,
    now: Timestamp
  ) throws {
    guard !state.mayOnlyContinue else { return }
    try cachedStatement(
      sql: """
        INSERT INTO access_code (code_sha256, respondent_id, purpose, made_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(
      arguments: [
        AccessCode(of: session, for: purpose).hash, state.id, purpose.rawValue, now.description,
      ])
  }

  func respondent(of code: AccessCode, for purpose: AccessCode.Purpose? = nil) throws -> Int64? {
    try Int64.fetchOne(
      self,
      sql: """
        SELECT respondent_id FROM access_code
        WHERE code_sha256 = ? AND purpose = coalesce(?, purpose)
        """, arguments: [code.hash, purpose?.rawValue])
  }
}
