extension DecodingError {
  /// Whether a key is missing; else a value is not as expected.
  var isMissingKey: Bool { if case .keyNotFound = self { true } else { false } }

  /// The keys and indices that lead to the error, such as `rows.[0].n`; empty if the whole text is
  /// wrong.
  var path: String {
    let keys: [any CodingKey] =
      switch self {
      case .keyNotFound(let key, let context): context.codingPath + [key]
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        context.codingPath
      @unknown default: []
      }
    return keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}
