package import Study

/// A run that was read from somewhere and judged.
package struct JudgedRun: Sendable {
  /// What people call it.
  package let name: String
  package let path: String
  /// Of the file; nil for a database, whose content still changes.
  package let sha256: String?
  /// How many columns, each one repetition of one measure, the figures are based on; respondents if
  /// the run comes from a database.
  package let columns: Int
  package let leftOut: [UnusedColumn]
  package let judgement: Judgement

  package init(
    name: String, path: String, sha256: String?, columns: Int, leftOut: [UnusedColumn],
    judgement: Judgement
  ) {
    self.name = name
    self.path = path
    self.sha256 = sha256
    self.columns = columns
    self.leftOut = leftOut
    self.judgement = judgement
  }
}

/// Runs judged alike against one crowd, the closest to people first.
package struct JudgementReport: Sendable {
  /// By the RMSE over the factors, those without one last; ties in the order given.
  package let runs: [JudgedRun]
  package let method: Judgement.Method
  /// The crowd.
  package let source: Provenance

  /// - Precondition: there are runs, all judged by one method.
  package init(_ runs: [JudgedRun], source: Provenance) {
    precondition(
      !runs.isEmpty && runs.allSatisfy { $0.judgement.method == runs[0].judgement.method })
    let byDistance = runs.enumerated().sorted { a, b in
      (a.element.judgement.distance.rmse ?? .infinity, a.offset)
        < (b.element.judgement.distance.rmse ?? .infinity, b.offset)
    }
    self.runs = byDistance.map(\.element)
    self.method = runs[0].judgement.method
    self.source = source
  }
}
