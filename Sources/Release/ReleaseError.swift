package import Study
import TextFormats

/// Why a release, or the measure of its risk, was refused. No case holds an answer or names a person.
package enum ReleaseError: UserFacingError {
  // What is measured and released.
  case nobody(RespondentKind)
  case unknownColumn(String, known: [String])
  case namedTwice(String)
  case bandsNotRising(String)
  case sampleLargerThanPopulation(records: Int, population: Int)
  case quasiIdentifiersNotNamed
  case noRows
  /// Only a table's columns have to be named.
  case columnsAreKnown
  case nothingToMeasure
  case nothingToMask
  case timesOfImportedAnswers(TimeGrain)
  case noScoresForNoise
  case identifyingColumns([IdentifyingRefusal])
  case emptyIdentifyingColumn(String)

  // Limits and recipes.
  case limitsNotReached(MaskingRefusal)
  case recipeLacks(column: String, file: String)
  case recipeNames(column: String, known: [String], file: String)
  case allHeldBack(k: Int)

  // Files.
  case noFolder(String, for: String)
  case notAFolder(String, for: String)
  case exists(String)
  case madeMeanwhile(String)
  case notWritable(String, reason: String)
  case file(String, reason: String)
  case ledgerChanged(String, line: Int)
  case ledgerUnreadable(String)

  /// What was written is not what was meant: a defect of Evoke, found before anything was released.
  case verification([String])
}

extension ReleaseError {
  package var description: String {
    switch self {
    case .nobody(let kind):
      "no respondent of kind `\(kind.rawValue)` has completed"
    case .unknownColumn(let name, let known): Self.unknownColumn(name, known)
    case .namedTwice(let list): "`\(list)` must name columns, each only once"
    case .bandsNotRising(let text):
      "--sensitive \(text): give the last number of each band, in ascending order, as in "
        + "score:10/14/50"
    case .sampleLargerThanPopulation(let records, let population):
      "--population \(population): the source alone has \(records) people"
    case .quasiIdentifiersNotNamed:
      "name the columns that others may know with --quasi, as in --quasi age,country"
    case .noRows: "there are no rows below the header"
    case .columnsAreKnown:
      "--condition and --answers are for CSV files; the columns of a study are known"
    case .nothingToMeasure: "no demographic question was asked; there is nothing to measure"
    case .nothingToMask:
      "no demographic question was asked, or all are withheld: there is nothing to mask; list at "
        + "least one in `quasi_identifiers`"
    case .timesOfImportedAnswers(let grain):
      "--time \(grain.rawValue): the time of imported answers is unknown; omit the "
        + "option. Nothing was written."
    case .noScoresForNoise:
      "--epsilon: needs a subscale with whole scores and a `range`; there is none"
    case .identifyingColumns(let refusals):
      "refused: identifying columns are released only if the study names them and both options "
        + "confirm them. Nothing was written.\n"
        + refusals.map { "- \($0)" }.joined(separator: "\n")
    case .emptyIdentifyingColumn(let name):
      "refused: `\(name)` has no value of any participant. Nothing was written."
    case .limitsNotReached(let refusal): refusal.description
    case .recipeLacks(let column, let file):
      "\(file) says nothing of `\(column)`; its level may be "
        + "`\(GeneralisationHierarchy.asAnswered)` or `\(GeneralisationHierarchy.removed)`"
    case .recipeNames(let column, let known, let file):
      "\(file) names `\(column)`, which is not a quasi-identifier here; these are "
        + known.joined(separator: ", ")
    case .allHeldBack(let k):
      "--hold-back: the earlier releases leave everyone in groups of fewer than \(k); no one remains "
        + "to release. Nothing was written."
    case .noFolder(let folder, let path): "\(path): there is no folder \(folder) to make it in"
    case .notAFolder(let file, let path):
      "\(path): \(file) is a file; expected a folder"
    case .exists(let path):
      "\(path): already exists; a release is never overwritten, choose another folder"
    case .madeMeanwhile(let path):
      "\(path): another program has made it meanwhile; a release is never written over, name another "
        + "folder"
    case .notWritable(let path, let reason): "\(path): cannot be written to (\(reason))"
    case .file(let path, let reason): "\(path): \(reason)"
    case .ledgerChanged(let path, let line):
      "\(path):\(line): the ledger has been changed; a line was edited, removed or "
        + "added by hand"
    case .ledgerUnreadable(let path): "\(path): cannot be read as a ledger"
    case .verification(let problems):
      "the package failed its own check and was removed:\n"
        + problems.map { "- \($0)" }.joined(separator: "\n")
    }
  }

  private static func unknownColumn(_ name: String, _ known: [String]) -> String {
    let named = known.filter { !$0.isEmpty }
    let hint = nearest(to: name, among: named).map { "; did you mean `\($0)`?" } ?? ""
    return "no column is called `\(name)`\(hint); the columns are "
      + named.prefix(40).map { "`\($0)`" }.joined(separator: ", ")
      + (named.count > 40 ? " and \(named.count - 40) more" : "")
  }
}
