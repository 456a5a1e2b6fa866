import Study
import TextFormats

/// What the publisher should know while a release is made.
package enum ReleaseNotice: Sendable, Hashable, CustomStringConvertible {
  /// Identifying columns, each with the number of people that have a value in it.
  case identifying([Count])
  case attributesAsAnswered([String])
  case noAuthors
  case noLicence
  /// Folders of interrupted runs were removed.
  case removed(Int)
  /// An earlier release was not compared.
  case notCompared(reason: String)
  /// Rows of the same people were released before, without noise.
  case withoutNoiseBefore(String)

  package struct Count: Sendable, Hashable {
    package let column: String
    package let people: Int
  }

  package var description: String {
    switch self {
    case .identifying(let counts):
      "WARNING: the package is NOT ANONYMOUS; it contains "
        + counts.map { "\($0.column) (\(counted($0.people, "participant")))" }
        .joined(separator: ", ")
    case .attributesAsAnswered(let names):
      "warning: \(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") released as "
        + "answered, by `attributes` below `release:`; k does not count "
        + (names.count == 1 ? "it" : "them")
    case .noAuthors:
      "warning: study.yaml names no `authors` below `release:`; the package names a stand-in"
    case .noLicence:
      "warning: study.yaml chooses no `licence` below `release:`; no one has permission to use the "
        + "dataset"
    case .removed(let count):
      "removed what \(count) interrupted \(count == 1 ? "run" : "runs") left behind"
    case .notCompared(let reason), .withoutNoiseBefore(let reason): "warning: \(reason)"
    }
  }
}

extension Microdata {
  /// What the study's rules leave open, and what they release as it is.
  var notices: [ReleaseNotice] {
    var notices: [ReleaseNotice] = []
    if !identifying.isEmpty {
      notices.append(
        .identifying(identifying.map { .init(column: $0.name, people: count(of: $0)) }))
    }
    if !rules.attributes.isEmpty { notices.append(.attributesAsAnswered(rules.attributes)) }
    if !rules.namesAuthors { notices.append(.noAuthors) }
    if rules.description.licence == nil { notices.append(.noLicence) }
    return notices
  }
}
