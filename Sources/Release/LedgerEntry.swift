internal import Foundation
import Study
import TextFormats

/// A release as a ledger keeps it: no row, no id and no key, but the recipe, which gives the same masks
/// again from the same answers.
package struct LedgerEntry: Codable, Sendable, Hashable {
  package internal(set) var at = ""
  /// SHA-256 of the source file; empty for a database, whose participants are distinguished by
  /// time.
  package internal(set) var source = ""
  /// SHA-256 over the names and hashes of the package's files.
  package internal(set) var package = ""
  /// The recipe, or what a private release was asked for.
  package let recipe: String
  /// SHA-256 of the recipe.
  package let recipeSHA256: String
  package let people: Int
  /// nil for a release without rows.
  package let k: Int?
  /// k of this release together with each earlier one of the same people, by their times.
  package let together: [String: Int]
  /// Identifying columns that were released; nil for none.
  package let identifying: [String]?
  /// What a differentially private baseline spent; nil if rows were released.
  package let epsilon: Double?
  /// Whose answers they were; nil means humans.
  package let kind: String?
  /// How many participants of earlier releases were held back; nil for none.
  package let heldBack: Int?
  /// Newcomers were held back: those who finished later; nil if none were.
  package let until: String?

  init(
    recipe: String, people: Int, k: Int? = nil, together: [String: Int] = [:],
    identifying: [String] = [], epsilon: Double? = nil, kind: RespondentKind, heldBack: Int = 0,
    until: String? = nil
  ) {
    self.recipe = recipe
    recipeSHA256 = sha256Hex(recipe.utf8)
    self.people = people
    self.k = k
    self.together = together
    self.identifying = identifying.isEmpty ? nil : identifying
    self.epsilon = epsilon
    self.kind = kind.rawValue
    self.heldBack = heldBack > 0 ? heldBack : nil
    self.until = until
  }

  func isOf(_ kind: RespondentKind) -> Bool { (self.kind ?? "human") == kind.rawValue }

  /// Writes entries and the lines of a ledger: the same entry gives the same bytes.
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  package var json: String {
    (try? Self.encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  package init(json: String) throws {
    self = try JSONDecoder().decode(LedgerEntry.self, from: Foundation.Data(json.utf8))
  }
}
