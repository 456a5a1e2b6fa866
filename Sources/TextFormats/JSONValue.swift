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
      let isDeep = values.contains(where: \.isCompound)
      Self.write(
        values.map { (nil, $0) }, between: "[", "]", isDeep: isDeep, to: &text, indent: indent)
    case .object(let pairs):
      Self.write(
        pairs.map { ($0.key, $0.value) }, between: "{", "}", isDeep: indent < 2, to: &text,
        indent: indent)
    }
  }

  /// - Parameter isDeep: whether each entry has a line of its own.
  private static func write(
    _ entries: [(key: String?, value: JSONValue)], between start: String, _ end: String,
    isDeep: Bool, to text: inout String, indent: Int
  ) {
    text += start
    for (index, (key, value)) in entries.enumerated() {
      if index > 0 { text += isDeep ? "," : ", " }
      if isDeep { text += "\n" + String(repeating: " ", count: indent + 2) }
      if let key { text += "\(key.jsonQuoted): " }
      value.write(to: &text, indent: indent + 2)
    }
    if isDeep { text += "\n" + String(repeating: " ", count: indent) }
    text += end
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
