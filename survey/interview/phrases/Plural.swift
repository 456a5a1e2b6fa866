/// Words that depend on a number, in the forms that a language distinguishes.
///
/// The rules are those of Unicode CLDR 46 for whole numbers; `#` is replaced by the number. No
/// number beyond a million occurs here, so the form `many` of French and Spanish is omitted.
enum Plural {
  typealias Counted = @Sendable (_ count: Int) -> String

  /// English, German and Spanish: one, and all others.
  static func oneOrOther(one: String, other: String) -> Counted {
    { $0 == 1 ? text(one, $0) : text(other, $0) }
  }

  /// French: nought counts as one.
  static func french(one: String, other: String) -> Counted {
    { $0 < 2 ? text(one, $0) : text(other, $0) }
  }

  /// Chinese: no forms.
  static func invariant(_ other: String) -> Counted {
    { text(other, $0) }
  }

  /// Arabic: none, one, two, a few (the last two digits are 03 to 10), many (11 to 99), others.
  static func arabic(
    zero: String, one: String, two: String, few: String, many: String, other: String
  ) -> Counted {
    { count in
      switch (count, count % 100) {
      case (0, _): text(zero, count)
      case (1, _): text(one, count)
      case (2, _): text(two, count)
      case (_, 3...10): text(few, count)
      case (_, 11...99): text(many, count)
      default: text(other, count)
      }
    }
  }

  private static func text(_ form: String, _ count: Int) -> String {
    form.replacing("#", with: "\(count)")
  }
}
