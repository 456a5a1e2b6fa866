import TextFormats

/// The fields of a form, or of an address, as they were sent.
struct FormFields: Sendable {
  /// The values by name; the last value of a name counts, as it does in a browser's own reading.
  let values: [String: String]

  init(_ pairs: some Sequence<(name: String, value: String)>) {
    values = Dictionary(pairs.map { ($0.name, $0.value) }) { _, last in last }
  }

  /// The value of a field; nil if it is empty or was not sent.
  subscript(name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// The fields of a form sent as `application/x-www-form-urlencoded` (WHATWG URL, section 5.1).
///
/// Read here because Hummingbird's decoder refuses a body in which a name appears twice; here the
/// last one counts. Bytes that are not UTF-8 are replaced, as a browser would.
func formFields(_ body: [UInt8]) -> [(name: String, value: String)] {
  body.split(separator: UInt8(ascii: "&")).map { pair in
    let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
    let value = end < pair.endIndex ? pair[pair.index(after: end)...] : []
    return (decoded(pair[..<end]), decoded(value))
  }
}

/// Text as a name or value of an address: all but letters, digits and `-._~` is percent-encoded
/// (RFC 3986, section 2).
func percentEncoded(_ text: String) -> String {
  var encoded = ""
  for byte in text.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      encoded += "%" + hexadecimal([byte]).uppercased()
    }
  }
  return encoded
}

private func decoded(_ bytes: ArraySlice<UInt8>) -> String {
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count)
  var index = bytes.startIndex
  while index < bytes.endIndex {
    let byte = bytes[index]
    if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
      let high = hexadecimalValue(bytes[index + 1]), let low = hexadecimalValue(bytes[index + 2])
    {
      text.append(high << 4 | low)
      index += 3
    } else {
      text.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      index += 1
    }
  }
  return String(decoding: text, as: UTF8.self)
}

private func hexadecimalValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case 0x30...0x39: digit - 0x30
  case 0x41...0x46: digit - 0x37
  case 0x61...0x66: digit - 0x57
  default: nil
  }
}
