import TextFormats

/// Why a release was refused, and what would do. No message holds an answer or names a person.
package enum ReleaseError: UserFacingError {
  case unknownColumn(String, known: [String])
  case nobody
  case refused(String)
  /// What was written is not what was meant: a defect of Evoke, found before anything was released.
  case verification([String])

  package var description: String {
    switch self {
    case .unknownColumn(let name, let known):
      "no column is called `\(name)`; known are \(known.prefix(40).joined(separator: ", "))"
        + (known.count > 40 ? " and \(known.count - 40) more" : "")
    case .nobody: "nobody has completed; there is nothing to release"
    case .refused(let reason): reason
    case .verification(let problems):
      "the package did not pass its own check and was removed:\n"
        + problems.map { "- \($0)" }.joined(separator: "\n")
    }
  }
}
