import TextFormats

extension JSONValue {
  /// An object of the pairs that have a value, in their order.
  static func present(_ pairs: [(String, JSONValue?)]) -> JSONValue {
    .object(pairs.compactMap { key, value in value.map { (key, $0) } })
  }

  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .text($0) }) }

  /// The value as a JSON text, which YAML reads as well.
  static func quoted(_ text: String) -> String {
    String(JSONValue.text(text).description.dropLast())
  }
}

extension String {
  /// The text; nil where it is empty.
  var presence: String? { isEmpty ? nil : self }
}

extension ReleasedValue {
  /// The value as JSON holds it: a number, a text as a table's cell, or null.
  var json: JSONValue {
    switch self {
    case .text: .text(PackageWriter.cell(self))
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .missing: .null
    }
  }
}
