import CZlib
import Foundation
import Synchronization

/// Pages as gzip files, whose unchanging parts are compressed once.
///
/// Two participants' pages often differ in the secret of the session alone. It is put between the
/// parts as it is, so the size of a page says nothing about it.
final class PageCompression: Sendable {
  /// Deflate blocks that end on a whole byte and refer to nothing before them, so they can be joined
  /// with others (RFC 1951, section 3.2).
  private struct Part: Sendable {
    var blocks: [UInt8] = []
    var crc: uLong = 0
    var length = 0

    static func += (whole: inout Self, part: Self) {
      whole.blocks += part.blocks
      whole.crc = crc32_combine(whole.crc, part.crc, part.length)
      whole.length += part.length
    }
  }

  /// If items are shuffled, nearly every page has a part of its own, and all are forgotten in time.
  private static let mostParts = 128

  private let parts = Mutex<[Data: Part]>([:])

  /// Returns the page as a gzip file (RFC 1952), or nil if the secret is not on it.
  func gzipped(_ page: String, around secret: String) -> [UInt8]? {
    let secret = Array(secret.utf8)
    var rest = Array(page.utf8)[...]
    var whole = Part()
    while let start = Self.start(of: secret, in: rest) {
      whole += part(of: rest[..<start])
      whole += Self.stored(secret)
      rest = rest[(start + secret.count)...]
    }
    guard whole.length > 0 else { return nil }
    whole += part(of: rest)
    // Deflate, no name and no time; at the end an empty block, which is the last.
    let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    return header + whole.blocks + [3, 0]
      + Self.bytes(of: UInt32(whole.crc)) + Self.bytes(of: UInt32(whole.length))
  }

  private func part(of bytes: ArraySlice<UInt8>) -> Part {
    let key = Data(bytes)
    if let known = parts.withLock({ $0[key] }) { return known }
    let part = Part(
      blocks: deflatedBlocks(bytes, level: 1), crc: Self.crc(of: bytes), length: bytes.count)
    parts.withLock {
      if $0.count == Self.mostParts { $0.removeAll() }
      $0[key] = part
    }
    return part
  }

  /// The bytes as they are, in a block.
  private static func stored(_ bytes: [UInt8]) -> Part {
    let length = UInt16(bytes.count)
    return Part(
      blocks: [0] + Self.bytes(of: length) + Self.bytes(of: ~length) + bytes,
      crc: crc(of: bytes[...]), length: bytes.count)
  }

  private static func crc(of bytes: ArraySlice<UInt8>) -> uLong {
    bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
  }

  private static func start(of secret: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBytes { page in
      memmem(page.baseAddress!, page.count, secret, secret.count).map {
        bytes.startIndex + page.baseAddress!.distance(to: $0)
      }
    }
  }

  private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
