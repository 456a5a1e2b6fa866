import Foundation

package typealias FormPair = (name: String, value: String)

/// The fields of a form, or of an address, as they were sent.
package struct FormFields: Sendable {
  /// The values by name; the last value of a name counts, as it does in a browser's own reading.
  package let values: [String: String]

  package init(_ encoded: some Sequence<UInt8>) {
    values = Dictionary(formFields(Array(encoded)).map { ($0.name, $0.value) }) { _, last in last }
  }

  subscript(field: FormField) -> String? { self[field.rawValue] }
  subscript(parameter: LinkParameter) -> String? { self[parameter.rawValue] }

  /// The value of a field; nil if it is empty or was not sent.
  subscript(name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// The fields that our forms and links have beside the answers of participants.
package enum FormField: String, CaseIterable, Sendable {
  /// Whose answers a form holds.
  case session = "_session"
  /// In which language a consent form was read, and the hash of its text.
  case language = "_language"
  case consentText = "_consent_text"
  /// The item that a page asks for, if items come one at a time.
  case item = "_item"
  /// Sent by the button that leaves items open.
  case skip = "_skip"
  /// On the page of a situation that was shown a second time.
  case hinted = "_hinted"
  /// Filled in by the script: how the answers lay on the screen, and what was measured.
  case layout = "_layout"
  case paradata = "_paradata"
}

/// The parameters that our links have.
enum LinkParameter: String, Sendable {
  case chosenLanguage = "lang"
  /// From 1, if items come one at a time.
  case itemNumber = "item"
  /// Why a form that was sent is shown again.
  case again = "_again"
  /// On an address that is asked for again after a cookie was set.
  case cookieWasSet = "_cookie"
}

/// The fields of a form sent as `application/x-www-form-urlencoded` (WHATWG URL, section 5.1).
///
/// Read here because Hummingbird's decoder refuses a body in which a name appears twice; here the
/// last one counts. Bytes that are not UTF-8 are replaced, as a browser would.
func formFields(_ body: [UInt8]) -> [FormPair] {
  body.split(separator: UInt8(ascii: "&")).map { pair in
    let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
    let value = end < pair.endIndex ? pair[pair.index(after: end)...] : []
    return (decoded(pair[..<end]), decoded(value))
  }
}

/// The fields as the query of an address: all but letters, digits and `-._~` is percent-encoded
/// (RFC 3986, section 2).
package func queryText(_ fields: [FormPair]) -> String {
  func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved)!
  }
  return fields.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
}

private let unreserved = CharacterSet(
  charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

private func decoded(_ bytes: ArraySlice<UInt8>) -> String {
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count)
  var index = bytes.startIndex
  while index < bytes.endIndex {
    let byte = bytes[index]
    if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
      let high = Character(Unicode.Scalar(bytes[index + 1])).hexDigitValue,
      let low = Character(Unicode.Scalar(bytes[index + 2])).hexDigitValue
    {
      text.append(UInt8(high << 4 | low))
      index += 3
    } else {
      text.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      index += 1
    }
  }
  return String(decoding: text, as: UTF8.self)
}
