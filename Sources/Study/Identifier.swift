/// The stable name of a subject: an instrument, an item, a subscale, a question.
///
/// The phantom type prevents the id of an item from being used as the id of a subscale.
package struct Identifier<Subject>: Hashable, Sendable, Comparable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  package let name: String

  package init(_ name: String) {
    self.name = name
  }

  package init(stringLiteral name: String) {
    self.name = name
  }

  package var description: String { name }

  package static func < (a: Self, b: Self) -> Bool { a.name < b.name }
}

package typealias InstrumentID = Identifier<Instrument>
package typealias ItemID = Identifier<Item>
package typealias SubscaleID = Identifier<Subscale>
package typealias QuestionID = Identifier<Question>
