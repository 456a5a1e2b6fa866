package import Study
import TextFormats

/// Why a source does not hold what a command reads.
package enum SourceError: UserFacingError, Equatable {
  /// Figures that need no respondents.
  package enum Purpose: Sendable {
    case baseline, answers, run, crowd, reproduction, power, contrast
  }

  case notFound(path: String, suggestion: String?)
  case device(path: String)
  case noResponses(path: String)
  /// A published file holds respondents of one kind.
  case humansOnly(path: String, asked: RespondentKind)
  case repetitionsOnly(path: String, asked: RespondentKind)
  /// A run or another table where people are needed.
  case notACrowd(path: String)
  /// A baseline where a run is needed.
  case notARun(path: String)
  /// A baseline where answers are needed; the path is that which its figures were computed from.
  case noAnswers(path: String)
  /// Options that need respondents were given for a baseline as it was written.
  case noRespondents(path: String)
  /// A baseline where people are needed.
  case noPeople(path: String)
  /// Respondents cannot be chosen in a baseline as it was written.
  case fixedBaseline(path: String)
  case noneCompleted(path: String, kind: RespondentKind, for: Purpose)
  /// Everyone who completed has answers missing.
  case noneScored(path: String, participants: Int)
  case noneLeft(rules: String)
  case rulesForRun(path: String)
  /// No respondent has answered the question of an attribute; others were answered.
  case notAnswered(path: String, attribute: String, question: String, answered: [String])
  /// A question for words of one's own makes no groups.
  case freeText(attribute: String)
  /// A ledger was named for a database, which keeps its own.
  case keepsItsLedger(path: String)
  /// A database or a baseline where a file to import is needed.
  case notImportable(path: String)
  case noDestination(path: String)
  case otherInstrument(run: String, answered: [String], crowd: String, theirs: [String])

  package var description: String {
    switch self {
    case .notFound(let path, let suggestion):
      "\(path): no such file or folder"
        + (suggestion.map { "; did you mean `\($0)`?" } ?? "")
    case .device(let path): "\(path): a device or a pipe; expected a file or a study's folder"
    case .noResponses(let path):
      "\(path): there are no responses here yet (no responses.sqlite); collect them with "
        + "`evoke serve \(path)`, or import a file with `evoke import`"
    case .humansOnly(let path, let kind):
      "\(path): a published workbook has only human respondents, not `\(kind.rawValue)`"
    case .repetitionsOnly(let path, let kind):
      "\(path): a run file has a model's repetitions, not `\(kind.rawValue)`"
    case .notACrowd(let path):
      "\(path): not a crowd's workbook; to compare a model's run with a crowd, use `evoke judge "
        + "\(path) --against CROWD`; for the run alone, `evoke reliability`"
    case .notARun(let path):
      "\(path): a baseline has no answers; expected an EmotionBench run file or a database"
    case .noAnswers(let path):
      "the baseline of \(path) has no answers to single items; name the study, the "
        + "workbook or the run instead"
    case .noRespondents(let path):
      "\(path): a stored baseline has no respondents, but --exclude, --by, --bootstrap, "
        + "--mixed, --robust, --floor, --ancova and --distances need them; use the study or the "
        + "workbook instead"
    case .noPeople(let path):
      "\(path): a baseline holds no respondents"
    case .fixedBaseline(let path):
      "\(path): a stored baseline; --kind cannot select other respondents"
    case .noneCompleted(let path, let kind, let purpose):
      "\(path): no respondent of kind `\(kind.rawValue)` has completed the study"
        + Self.consequence(of: purpose)
    case .noneScored(let path, let participants):
      "\(path): none of the \(participants) who completed the study has a score "
        + "before and after; all of them have answers missing, for which the instrument's "
        + "`missing` rule gives no score"
    case .noneLeft(let rules):
      "--exclude \(rules): excludes all respondents"
    case .rulesForRun(let path):
      "\(path): rules are for participants; a run file has a model's repetitions"
    case .notAnswered(let path, let attribute, let question, let answered):
      "--by \(attribute): no respondent in \(path) has answered a question `\(question)`"
        + hint(for: question, among: answered)
        + (answered.isEmpty
          ? "" : "; answered were " + answered.map { "`\($0)`" }.joined(separator: ", "))
    case .freeText(let attribute):
      "--by \(attribute): a question for free text makes no groups; name one with options, a number "
        + "or a year"
    case .keepsItsLedger(let path):
      "--ledger: \(path) records its releases in its own database; leave the option out"
    case .notImportable(let path):
      "\(path): a database or a baseline cannot be imported; expected a published workbook (.xlsx)"
    case .noDestination(let path):
      "\(path): no such folder; `evoke new \(path)` makes a study, or name a file that ends in "
        + ".sqlite"
    case .otherInstrument(let run, let answered, let crowd, let theirs):
      "\(run): the run answered \(answered.joined(separator: ", ")), "
        + "the crowd of \(crowd) \(theirs.joined(separator: ", "))"
    }
  }

  /// Ends the sentence that no respondent has completed the study.
  private static func consequence(of purpose: Purpose) -> String {
    let others = "(`--kind` chooses respondents of another kind)"
    return switch purpose {
    case .contrast: " yet; there are no groups to compare \(others)"
    case .baseline: " yet; there is no baseline to compute \(others)"
    case .answers: " yet; there are no answers to look at \(others)"
    case .run: "; no run to judge"
    case .crowd: " yet; there is no crowd to judge by \(others)"
    case .reproduction: " yet; there is no crowd \(others)"
    case .power: " yet; `evoke check` prints the power of a plan"
    }
  }
}
