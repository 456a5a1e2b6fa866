import TextFormats

/// Why there is nothing to reproduce as it was asked.
package enum ReproductionError: UserFacingError, Equatable {
  case noTables(path: String, bundled: [String])
  case unknownTable(String, published: String, known: [String])
  case unknownRun(String, path: String, known: [String])
  /// A run given without the name that the tables have for it.
  case unnamedRun(String)
  case namedTwice(String, name: String)

  package var description: String {
    switch self {
    case .noTables(let path, let bundled):
      "\(path): no such file; the tables that come with Evoke are "
        + bundled.joined(separator: ", ")
    case .unknownTable(let id, let published, let known):
      "--table \(id): \(published) has the tables \(known.joined(separator: ", "))"
    case .unknownRun(let name, let path, let known):
      "--run \(name)=\(path): the tables have no such run"
        + (nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? "")
        + " (they have \(known.joined(separator: ", ")))"
    case .unnamedRun(let text):
      "--run \(text): expected NAME=FILE, such as NAME=run.csv"
    case .namedTwice(let text, let name):
      "--run \(text): \(name) is given twice"
    }
  }
}
