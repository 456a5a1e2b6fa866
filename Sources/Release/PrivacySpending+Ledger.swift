package import Disclosure
package import Study

extension PrivacySpending {
  /// What the ledger's releases of the same people have spent.
  ///
  /// - Parameter source: SHA-256 of the source file; empty for a database.
  package init(_ entries: [LedgerEntry], source: String, kind: RespondentKind) {
    let same = entries.filter { $0.isOf(kind) && $0.source == source }
    self.init(
      earlier: same.compactMap { entry in entry.epsilon.map { (entry.at, $0) } },
      rowsReleased: same.filter { $0.epsilon == nil }.map(\.at))
  }
}
