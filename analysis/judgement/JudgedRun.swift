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
  /// Runs that are judged over the same factors, by their RMSE over these; ties in the order given.
  /// An RMSE over others says nothing of which run is closer. Those with most factors come first.
  package let comparable: [[JudgedRun]]
  package let method: Judgement.Method
  /// The crowd.
  package let source: Provenance

  /// - Precondition: there are runs, all judged by one method.
  package init(_ runs: [JudgedRun], source: Provenance) {
    precondition(
      !runs.isEmpty && runs.allSatisfy { $0.judgement.method == runs[0].judgement.method })
    let groups = Dictionary(grouping: runs.enumerated()) { $0.element.judgement.distance.over }
    comparable = groups.sorted { a, b in
      (-a.key.count, a.value[0].offset) < (-b.key.count, b.value[0].offset)
    }.map { _, runs in
      runs.sorted { a, b in
        (a.element.judgement.distance.rmse ?? .infinity, a.offset)
          < (b.element.judgement.distance.rmse ?? .infinity, b.offset)
      }.map(\.element)
    }
    self.method = runs[0].judgement.method
    self.source = source
  }

  /// All of them, in that order.
  package var runs: [JudgedRun] { comparable.flatMap(\.self) }
}
