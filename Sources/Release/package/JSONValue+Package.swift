package import TextFormats

/// An object in the order of the literal. A key whose value is nil is omitted.
extension JSONValue: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral pairs: (String, JSONValue?)...) {
    self = .present(pairs)
  }
}

extension JSONValue: ExpressibleByArrayLiteral {
  package init(arrayLiteral values: JSONValue...) {
    self = .array(values)
  }
}

extension JSONValue: ExpressibleByStringInterpolation {
  package init(stringLiteral text: String) {
    self = .text(text)
  }
}

extension JSONValue {
  /// An object of the pairs that have a value, in their order.
  static func present(_ pairs: [(String, JSONValue?)]) -> JSONValue {
    .object(pairs.compactMap { key, value in value.map { (key, $0) } })
  }

  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .text($0) }) }

  /// An array; nil if it would be empty.
  static func unlessEmpty(_ values: [JSONValue]) -> JSONValue? {
    values.isEmpty ? nil : .array(values)
  }
}

extension String {
  /// The text; nil if it is empty.
  var presence: String? { isEmpty ? nil : self }
}
