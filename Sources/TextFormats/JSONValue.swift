/// A JSON text in the making. Objects keep the order of their keys.
package indirect enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// A number, or null if it is undefined.
  package static func optional(_ value: Double?) -> JSONValue {
    value.map { $0.isFinite ? .number($0) : .null } ?? .null
  }

  package static func optional(_ value: Int?) -> JSONValue {
    value.map { .integer($0) } ?? .null
  }

  package static func optional(_ value: String?) -> JSONValue {
    value.map { .text($0) } ?? .null
  }

  /// The text, indented by two spaces; objects in arrays of objects are on one line each.
  package var description: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  /// The text on one line, if no array in it holds an array or an object.
  package var line: String {
    var text = ""
    write(to: &text, indent: 2)
    return text
  }

  private func write(to text: inout String, indent: Int) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .number(let value): text += Self.number(value)
    case .text(let value): text += value.jsonQuoted
    case .array(let values):
      guard values.contains(where: \.isCompound) else {
        text += "["
        for (index, value) in values.enumerated() {
          if index > 0 { text += ", " }
          value.write(to: &text, indent: indent)
        }
        text += "]"
        return
      }
      text += "["
      for (index, value) in values.enumerated() {
        text += index > 0 ? ",\n" : "\n"
        text += String(repeating: " ", count: indent + 2)
        value.write(to: &text, indent: indent + 2)
      }
      text += "\n" + String(repeating: " ", count: indent) + "]"
    case .object(let pairs):
      text += "{"
      let isDeep = indent < 2
      for (index, (key, value)) in pairs.enumerated() {
        text += index > 0 ? (isDeep ? ",\n" : ", ") : (isDeep ? "\n" : "")
        if isDeep { text += String(repeating: " ", count: indent + 2) }
        text += key.jsonQuoted
        text += ": "
        value.write(to: &text, indent: indent + 2)
      }
      text += isDeep ? "\n" + String(repeating: " ", count: indent) + "}" : "}"
    }
  }

  private var isCompound: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  /// The shortest digits that read back as the same double.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    let digits = "\(value)"
    return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
  }
}
