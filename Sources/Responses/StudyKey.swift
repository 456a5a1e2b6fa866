import Crypto
package import Foundation

/// A study's secret: 32 random bytes in `responses.key` beside the database, for its owner alone.
///
/// Codes under it (HMAC-SHA256) can be made and checked only by who has the file. Each purpose has a
/// key of its own, derived from the file's, so a code of one is never a code of another.
package struct StudyKey: Sendable {
  package enum Purpose: String, Sendable, CaseIterable {
    /// By which a database knows whether it has met the key.
    case identity
    /// Marks of recorded answers.
    case answers
    /// What binds a browser to a consent.
    case consent
  }

  /// In the order of the purposes.
  private let keys: [SymmetricKey]

  init(bytes: [UInt8]) {
    precondition(bytes.count == Self.size)
    let secret = SymmetricKey(data: bytes)
    keys = Purpose.allCases.map { purpose in
      SymmetricKey(
        data: HMAC<SHA256>.authenticationCode(
          for: Foundation.Data("evoke \(purpose.rawValue)".utf8), using: secret))
    }
  }

  /// The 32 bytes of the message's code.
  package func code(for purpose: Purpose, _ message: some DataProtocol) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: key(for: purpose)))
  }

  /// Whether the code is the message's, found in a time that says nothing about either.
  package func accepts(
    _ code: [UInt8], for purpose: Purpose, _ message: some DataProtocol
  ) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key(for: purpose))
  }

  private func key(for purpose: Purpose) -> SymmetricKey {
    keys[Purpose.allCases.firstIndex(of: purpose)!]
  }
}

// MARK: The file

extension StudyKey {
  private static let size = 32

  /// `responses.key` for `responses.sqlite`.
  package static func path(beside database: String) -> String {
    URL(fileURLWithPath: database).deletingPathExtension().path + ".key"
  }

  /// The key beside a database; nil if there is none.
  ///
  /// - Throws: `StoreError.keyUnusable` for a file that cannot be read, or is not a key.
  package init?(beside database: String) throws {
    let path = Self.path(beside: database)
    let found: [UInt8]?
    do {
      found = try DurableFile.read(path)
    } catch let error as POSIXError {
      throw StoreError.keyUnusable(
        path: path, reason: error.code == .EACCES ? "no permission to read it" : error.reason)
    }
    guard let bytes = found else { return nil }
    guard bytes.count == Self.size else {
      throw StoreError.keyUnusable(
        path: path, reason: "\(Self.size) bytes expected, found \(bytes.count)")
    }
    self.init(bytes: bytes)
  }

  /// The key beside a database, which is made if there is none. It is on the disk when this returns.
  static func keeping(beside database: String) throws -> (key: StudyKey, isNew: Bool) {
    if let key = try StudyKey(beside: database) { return (key, false) }
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let path = path(beside: database)
    do {
      try DurableFile.write(bytes, to: path, mode: 0o600, replacing: false)
    } catch let error as POSIXError {
      // Another program made it in this moment.
      if error.code == .EEXIST, let key = try StudyKey(beside: database) { return (key, false) }
      throw StoreError.keyUnusable(path: path, reason: error.reason)
    }
    return (StudyKey(bytes: bytes), true)
  }
}
