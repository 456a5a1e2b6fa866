package import Study
import TextFormats

/// The identifying columns that a command names, and names once more to confirm them.
package struct IdentifyingRequest: Sendable {
  package let named: [String]
  package let confirmed: [String]

  /// - Parameters: names joined by commas; nil for none.
  package init(named: String? = nil, confirmed: String? = nil) {
    self.named = Self.names(named)
    self.confirmed = Self.names(confirmed)
  }

  /// The names in a list joined by commas, each once.
  private static func names(_ list: String?) -> [String] {
    unique((list ?? "").split(separator: ",").map { String($0).trimmingWhitespace })
      .filter { !$0.isEmpty }
  }
}

/// Why an identifying column that was named is not released.
package struct IdentifyingRefusal: Sendable, Hashable, CustomStringConvertible {
  package enum Reason: Sendable, Hashable {
    /// No study can release it.
    case neverReleased
    case notInStudy
    /// A published workbook has no study that could name it.
    case noStudy
    case notNamed
    case notConfirmed
  }

  package let column: String
  package let reasons: [Reason]

  package var description: String {
    guard reasons != [.neverReleased] else { return "`\(column)` is never released" }
    let missing = reasons.map { reason in
      switch reason {
      case .neverReleased: "it is never released"
      case .notInStudy:
        "study.yaml does not list it (`release: { identifying: [\(column)] }`)"
      case .noStudy: "a published workbook has no study.yaml to list it"
      case .notNamed: "--release-identifying \(column) is missing"
      case .notConfirmed: "--yes-release \(column) is missing"
      }
    }
    return "`\(column)`: \(missing.joined(separator: "; "))"
  }
}

extension Microdata {
  /// The identifying columns on which the study and both lists of the request agree, in the study's
  /// order.
  ///
  /// - Throws: ``ReleaseError`` that says of each other column which of the three is missing, or that
  ///   a column has no value.
  package func identifyingColumns(
    _ request: IdentifyingRequest
  ) throws(ReleaseError) -> [IdentifyingColumn] {
    let refusals = unique(request.named + request.confirmed).compactMap { name in
      let reasons = reasonsAgainst(name, request)
      return reasons.isEmpty ? nil : IdentifyingRefusal(column: name, reasons: reasons)
    }
    guard refusals.isEmpty else { throw .identifyingColumns(refusals) }
    let columns = rules.identifying.filter { request.named.contains($0.name) }
    for column in columns where count(of: column) == 0 {
      throw .emptyIdentifyingColumn(column.name)
    }
    return columns
  }

  private func reasonsAgainst(
    _ name: String, _ request: IdentifyingRequest
  ) -> [IdentifyingRefusal.Reason] {
    var reasons: [IdentifyingRefusal.Reason] = []
    if !rules.identifying.contains(where: { $0.name == name }) {
      guard !IdentifyingColumn.isNeverReleased(name) else { return [.neverReleased] }
      reasons.append(arePublic ? .noStudy : .notInStudy)
    }
    if !request.named.contains(name) { reasons.append(.notNamed) }
    if !request.confirmed.contains(name) { reasons.append(.notConfirmed) }
    return reasons
  }
}
