import TextFormats

extension JSONValue {
  /// An object of the pairs that have a value, in their order.
  static func present(_ pairs: [(String, JSONValue?)]) -> JSONValue {
    .object(pairs.compactMap { key, value in value.map { (key, $0) } })
  }

  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .text($0) }) }
}

extension String {
  /// The text; nil if it is empty.
  var presence: String? { isEmpty ? nil : self }
}
