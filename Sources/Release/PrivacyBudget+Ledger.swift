package import Disclosure
package import Study

extension PrivacyBudget {
  /// What the ledger's releases of the same people have spent.
  package init(_ ledger: ReleaseLedger, kind: RespondentKind) {
    let same = ledger.entries.filter { $0.isOf(kind) && $0.source == ledger.sourceSHA256 }
    self.init(
      earlier: same.compactMap { entry in entry.epsilon.map { (entry.at, $0) } },
      rowsReleased: same.filter { $0.epsilon == nil }.map(\.at))
  }
}
