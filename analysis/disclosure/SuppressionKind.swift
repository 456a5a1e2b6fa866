/// What happens to people whom no class hides.
package enum SuppressionKind: String, Sendable, CaseIterable {
  /// Cells of quasi-identifiers are suppressed and everybody stays.
  case cells
  /// People are left out.
  case rows
}
