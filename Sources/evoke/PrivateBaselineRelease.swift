import Disclosure
import Documents
import Foundation
import Release
import Statistics
import Study
import TextFormats
import Workbench

extension Export {
  /// Writes the differentially private baseline alone: no row of a person leaves.
  func releaseBaseline(
    of people: SurveyedPeople, from source: Source, epsilon: Double, at place: ReleasePlace,
    now: Timestamp
  ) async throws {
    let cells = people.privateCells
    guard !cells.columns.isEmpty else {
      throw UserMistake(
        "--epsilon: no subscale has whole scores with a stated `range`, which the noise needs")
    }
    var baseline: PrivateBaseline
    if let seed {
      var generator = SeededGenerator(seed: seed)
      baseline = PrivateBaseline(cells, epsilon: epsilon, using: &generator)
    } else {
      var generator = SystemRandomNumberGenerator()
      baseline = PrivateBaseline(cells, epsilon: epsilon, using: &generator)
    }
    let account = try await ReleaseAccount(source, ledger: ledger)
    let spending =
      account.isKept
      ? PrivacySpending(account.entries, source: account.sourceSHA256, kind: kind) : nil
    let about = people.rules.description
    let files = [
      ("baseline.csv", baseline.csv), ("baseline.json", baseline.json(spending)),
      (
        "README.md",
        baseline.readme(title: about.title, licence: about.licence, spending: spending)
      ),
    ]
    var sums = ""
    for (name, text) in files {
      try Foundation.Data(text.utf8).write(to: place.folder.appendingPathComponent(name))
      sums += "\(sha256Hex(text.utf8))  \(name)\n"
    }
    try Foundation.Data(sums.utf8).write(to: place.folder.appendingPathComponent("SHA256SUMS"))
    try place.sync()
    let scan = CanaryScan(secrets: people.secrets.union(people.words), permitted: [])
    let problems = try ReleasePlace.files(in: place.folder).flatMap { name in
      scan.findings(
        in: try Foundation.Data(contentsOf: place.folder.appendingPathComponent(name)), name: name)
    }
    guard problems.isEmpty else { throw ReleaseError.verification(problems) }
    try await account.record(
      LedgerEntry(
        at: now.description, source: account.sourceSHA256, package: try packageHash(place.folder),
        recipe: "epsilon: \(epsilon)\n", people: people.people.count, k: nil, together: [:],
        epsilon: epsilon, kind: kind), "a private baseline, epsilon \(epsilon)", now: now)
    try place.commit()
    if let warning = spending?.warning, !quiet { standardError.write("warning: \(warning)\n") }
    guard !quiet else { return }
    print(
      "\(directory): the baseline alone, differentially private with epsilon = \(epsilon); in the "
        + "typical factor a mean is off by \(figure(baseline.typicalError, decimals: 2)) and a change by "
        + "\(figure(baseline.typicalError * 2.0.squareRoot(), decimals: 2))\n"
        + (spending?.note(on: epsilon)
          ?? "no ledger: earlier releases were not looked at, and this one is not kept account of "
          + "(--ledger FILE)"))
  }
}
