import CZlib
import Foundation
import Synchronization

/// Pages as gzip files, whose unchanging parts are compressed once.
///
/// Two participants' pages often differ in the secret of the session alone. It is put between the
/// parts as it is, so the size of a page says nothing about it. Compressing each page anew takes a sixth
/// more of the server's time.
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
    let bytes = Array(page.utf8)
    let stored = Self.stored(Array(secret.utf8))
    var whole = Part()
    var start = 0
    for place in Self.places(of: secret, in: page) {
      whole += part(of: bytes[start..<place])
      whole += stored
      start = place + stored.length
    }
    guard start > 0 else { return nil }
    whole += part(of: bytes[start...])
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

  /// Where the secret begins in the page, in bytes.
  private static func places(of secret: String, in page: String) -> [Int] {
    page.withCString { start in
      var places: [Int] = []
      var rest = start
      while let found = strstr(rest, secret) {
        places.append(start.distance(to: found))
        rest = UnsafePointer(found) + secret.utf8.count
      }
      return places
    }
  }

  private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
