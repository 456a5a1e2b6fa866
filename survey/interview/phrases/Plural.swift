import Study

/// The forms that languages distinguish when they count (Unicode CLDR 46, whole numbers).
///
/// No number beyond a million occurs here, so the form `many` of French and Spanish is omitted.
enum Plural: String, Decodable, CodingKeyRepresentable {
  case zero, one, two, few, many, other

  /// The form for a number; a language that does not have it has `other` in its place.
  init(of count: Int, in language: Language) {
    switch (language.primary, count, count % 100) {
    case ("ar", 0, _): self = .zero
    case ("ar", 2, _): self = .two
    case ("ar", 3..., 3...10): self = .few
    case ("ar", 3..., 11...99): self = .many
    // In French nought counts as one.
    case ("fr", 0, _), (_, 1, _): self = .one
    default: self = .other
    }
  }
}
