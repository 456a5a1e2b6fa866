internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension JudgementReport {
  /// Several runs, a line per subscale.
  var comparisonTable: ReportTable {
    let isOneGroup = comparable.count == 1
    let headings = comparable.map(Self.heading)
    return ReportTable(
      title: "\(runs.count) runs against \(people)\(isOneGroup ? ": \(headings[0])" : "")",
      columns: [.words(), "All", .words(), "RMSE", "$r$", "ρ", "Arrows", "$κ$", "Excl."],
      groups: zip(comparable, headings).flatMap { runs, heading in
        runs.indices.map { index in
          ReportTable.Group(
            title: index == 0 && !isOneGroup ? heading : nil, rows: runs[index].comparisonRows)
        }
      },
      notes: comparisonNotes)
  }

  private var comparisonNotes: [InlineText] {
    var notes = runs[0].judgement.labels.legend
    notes.append(
      """
      All: RMSE from the crowd over the mean changes of all factors and subscales, in points of the \
      scale. RMSE: of one subscale. $r$ and ρ: Pearson's and Spearman's correlation with the crowd \
      over the factors. Arrows: share of factors with the crowd's arrow, among those with a test on \
      both sides. $κ$: Cohen's kappa, the same corrected for chance; it is .00 if one side has the \
      same arrow everywhere, and — below five factors. Excl.: columns that were excluded or are not in \
      the file. `--format json` and `--format csv` have the \
      rows of every run.
      """)
    if comparable.count > 1 {
      notes.append("Runs over different factors are not ranked with each other.")
    }
    notes += nothingNotes + runs.flatMap(\.comparisonNotes)
    // The table has no p and no equivalence; the arrows depend on the units.
    if method.unit == .situation { notes += unitNotes.prefix(1) }
    return notes + coverageNotes
  }

  /// What runs over the same factors are compared by.
  private static func heading(_ runs: [JudgedRun]) -> String {
    let factors = runs[0].judgement.distance.factors
    guard factors > 0 else { return "no change on both sides" }
    return counted(factors, "factor") + (runs.count > 1 ? ", the closest first" : "")
  }
}

extension JudgedRun {
  /// What is left out of its figures.
  fileprivate var comparisonNotes: [InlineText] {
    let name = shortened(name)
    let untested: [InlineText] = judgement.profiles.filter { $0.arrows < $0.factors }.map {
      "\(name), \($0.title): \($0.untested)"
    }
    return leftOut.isEmpty ? untested : untested + leftOutNotes.map { "\(name): \($0)" }
  }

  fileprivate var comparisonRows: [[String]] {
    let labels = judgement.labels
    return judgement.profiles.enumerated().map { index, profile in
      [
        index == 0 ? shortened(name, to: 24) : "",
        index == 0 ? figure(judgement.distance.rmse, decimals: 1) : "",
        labels[profile.scale], figure(profile.rmse, decimals: 1),
        coefficient(profile.pearson?.coefficient), coefficient(profile.spearman?.coefficient),
        percentage(profile.arrowAgreement, decimals: 0), coefficient(profile.arrowKappa?.kappa),
        index == 0 ? grouped(leftOut.count) : "",
      ]
    }
  }
}

extension ProfileSimilarity {
  /// How far the arrows agree, in sentences.
  var agreement: InlineText {
    guard arrows > 0 else { return untested }
    let isFew = arrows < Self.fewestForPercentage
    let share =
      isFew
      ? String(Int(((arrowAgreement ?? 0) * Double(arrows)).rounded()))
      : percentage(arrowAgreement, decimals: 0)
    let left: InlineText = arrows < factors ? " \(untested)" : ""
    return "Arrows agree in \(share) of \(counted(arrows, "factor")); \(kappaWords).\(left)"
  }

  /// Of fewer factors a percentage says more than they do.
  private static let fewestForPercentage = 20

  private var kappaWords: InlineText {
    guard arrows >= Self.fewestArrows else { return "too few for Cohen's $κ$" }
    guard let arrowKappa else {
      return "Cohen's $κ$ is undefined, because both sides have the same arrow throughout"
    }
    // Of width 0 it would look certain; that no error can be estimated is not certainty.
    let interval = arrowKappa.interval
    let words: InlineText =
      interval.low < interval.high ? ", 95% CI \(intervalCoefficients(interval))" : ""
    return "corrected for chance, Cohen's $κ$ = \(coefficient(arrowKappa.kappa))\(words)"
  }

  /// What the share leaves out.
  var untested: InlineText {
    """
    \(grouped(factors - arrows)) of \(counted(factors, "factor")) \
    \(factors - arrows == 1 ? "has" : "have") no test on one side or both, so no arrows to compare.
    """
  }
}
