/// When an instrument is given: before the situation, or after it.
package enum Occasion: String, Sendable, Hashable, CaseIterable, Codable {
  case `default`, evoked
}
