import CZlib

/// The bytes as a gzip file (RFC 1952), or nil if that would not be shorter.
///
/// - Parameter level: from 1 (quick) to 9 (small).
package func gzipped(_ bytes: some Collection<UInt8>, level: Int32) -> [UInt8]? {
  // 16 above the window's size asks zlib for gzip's own header and trailer.
  let zipped = deflated(
    bytes, level: level, windowBits: windowBits + 16, flush: Z_FINISH, atMost: bytes.count)
  return zipped.isEmpty ? nil : zipped
}

/// The bytes as deflate blocks, none of them the last, that end on a whole byte (RFC 1951).
func deflatedBlocks(_ bytes: some Collection<UInt8>, level: Int32) -> [UInt8] {
  // Bytes that cannot be compressed need a few more for each block.
  deflated(
    bytes, level: level, windowBits: -windowBits, flush: Z_SYNC_FLUSH,
    atMost: bytes.count + bytes.count / 8 + 64)
}

/// Pages repeat themselves within 4 kB, and small tables need not be fetched from the system for each
/// of them.
private let windowBits: Int32 = 12

/// Returns nothing if the result would be longer than `atMost`.
private func deflated(
  _ bytes: some Collection<UInt8>, level: Int32, windowBits: Int32, flush: Int32, atMost: Int
) -> [UInt8] {
  var stream = z_stream()
  guard
    deflateInit2_(
      &stream, level, Z_DEFLATED, windowBits, 5, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)) == Z_OK
  else { return [] }
  defer { deflateEnd(&stream) }
  var source = Array(bytes)
  return [UInt8](unsafeUninitializedCapacity: atMost) { target, count in
    count = source.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = uInt(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = uInt(target.count)
      let done = deflate(&stream, flush) == (flush == Z_FINISH ? Z_STREAM_END : Z_OK)
      return done && stream.avail_out > 0 ? Int(stream.total_out) : 0
    }
  }
}

/// Whether an `Accept-Encoding` header takes gzip (RFC 9110, section 12.5.3).
package func acceptsGzip(_ header: String?) -> Bool {
  guard let header else { return false }
  var accepted = false
  for part in header.split(separator: ",") {
    let words = part.split(separator: ";").map { $0.trimmingPrefix { $0 == " " } }
    guard let name = words.first?.lowercased().split(separator: " ").first else { continue }
    let refused = words.dropFirst().contains { $0.wholeMatch(of: /[qQ]\s*=\s*0(\.0*)?\s*/) != nil }
    if name == "gzip" { return !refused }
    if name == "*" { accepted = !refused }
  }
  return accepted
}
