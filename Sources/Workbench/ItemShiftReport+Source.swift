import Analysis
package import Documents
package import Study

extension ItemShiftReport {
  /// The items of a run against those of people.
  ///
  /// - Parameters:
  ///   - path: of the run.
  ///   - crowd: of the people, of this kind.
  /// - Throws: `SourceError` if either has no answers to items, or they answered nothing alike.
  package init(
    ofRun path: String, against crowd: String, kind: RespondentKind
  ) async throws {
    let people = try await Source(crowd).answers(of: kind, named: crowd)
    let run = try await Source(path).answers(of: .model, named: path)
    let shifts = ItemShifts.betweenGroups(people.respondents, run.respondents)
    guard !shifts.isEmpty else {
      func names(_ sample: Sample) -> [String] {
        sample.respondents.instruments.map(\.instrument.id.name).sorted()
      }
      throw SourceError.otherInstrument(
        run: path, answered: names(run), crowd: crowd, theirs: names(people))
    }
    self.init(
      shifts, run: run.provenance, people: people.provenance, unusedColumns: run.unusedColumns)
  }
}
