/// What happens to participants in classes that are too small.
package enum SuppressionKind: String, Sendable, CaseIterable {
  /// Cells of quasi-identifiers are suppressed and all participants stay.
  case cells
  /// Participants are excluded.
  case rows
}
