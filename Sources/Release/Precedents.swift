/// What was released before of the same answers, as the ledger has it.
package enum Precedents: Sendable, Hashable {
  /// No ledger was kept.
  case unknown
  /// Earlier releases with rows, and those of the crowd baseline alone.
  case known(rows: Int, baselines: Int)

  package static let none = known(rows: 0, baselines: 0)

  init(_ ledger: ReleaseLedger, of microdata: Microdata) {
    let entries = ledger.entries.filter {
      $0.isOf(microdata.kind) && $0.source == ledger.sourceSHA256
    }
    let baselines = entries.count { $0.epsilon != nil }
    self =
      ledger.isKept ? .known(rows: entries.count - baselines, baselines: baselines) : .unknown
  }

  /// The entry of a log of changes, if the study has none of its own.
  var change: String {
    switch self {
    case .unknown:
      return "A release of these answers. No ledger was kept: earlier ones are not known."
    case .known(0, 0): return "First release of these answers."
    case .known(let rows, let baselines):
      let earlier = [
        rows > 0 ? "\(rows) with rows" : nil,
        baselines > 0 ? "\(baselines) of the crowd baseline alone" : nil,
      ].compactMap(\.self).joined(separator: ", ")
      return "A further release of these answers. Earlier releases: \(earlier)."
    }
  }
}
