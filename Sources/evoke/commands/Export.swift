import ArgumentParser
import Disclosure
import Documents
import Foundation
import Release
import Statistics
import Study
import TextFormats
import Workbench

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the anonymised dataset as a documented package, or refuses with reasons.",
    discussion: """
      What others may know of a person is coarsened and, where that is not enough, suppressed, until \
      at least k people share it. Answers stay as they are. The package is written beside its place, \
      read back, measured again and only then moved there: it is whole, or it is not there.
      """)

  @Argument(help: "A study's folder, a .sqlite file, or EmotionBench's published workbook.")
  var source: String

  @Argument(help: "The folder to make; it must not exist.")
  var directory: String

  @Option(help: "The fewest people that share what is told of a person (default 5).")
  var k: Int?

  @Option(help: "The fewest distinct values of each sensitive column in a class.")
  var l: Int?

  @Option(help: "The largest distance of a class from everybody in a sensitive column, 0 to 1.")
  var t: Double?

  @Option(help: "The largest share of quasi-identifier cells that is suppressed (default 5%).")
  var maxSuppression: String?

  @Option(
    help: "The largest share of the quasi-identifiers' information that is lost (default 0.5).")
  var maxLoss: String?

  @Option(help: "What to do with people whom no class hides: cells (suppress) or rows (leave out).")
  var suppress: SuppressionKind?

  @Option(help: "How coarsely to release when people took part: none, year, quarter or month.")
  var time: TimeGrain?

  @Option(
    help: ArgumentHelp(
      "Mask as this recipe says; a package holds the one that made it.", valueName: "file"))
  var recipe: String?

  @Option(
    help: ArgumentHelp(
      "Where releases of a workbook are kept account of; a study keeps it in its database.",
      valueName: "file"))
  var ledger: String?

  @Option(help: "What the package is laid out as: psychds or bids.")
  var layout = PackageWriter.Layout.psychds

  @Option(
    help: """
      Release the baseline alone instead of the answers, differentially private with this epsilon.
      """)
  var epsilon: Double?

  @Option(
    help: ArgumentHelp(
      """
      Columns that may tell who somebody is, joined by commas, and are released all the same. \
      study.yaml has to name them, and --yes-release to confirm them.
      """, valueName: "columns"))
  var releaseIdentifying: String?

  @Option(
    help: ArgumentHelp(
      "The same columns once more: the package will not be anonymous.", valueName: "columns"))
  var yesRelease: String?

  @Option(
    parsing: .upToNextOption,
    help: "Sizes of the population that the people are assumed to be a random sample of.")
  var population: [Int] = [20_000, 200_000]

  @Option(help: "Whose answers: human, simulated, test or model.")
  var kind = RespondentKind.human

  @Option(
    help: """
      For tests: draws ids and order from this seed. Who knows it can undo the shuffling, so it is \
      written nowhere.
      """)
  var seed: UInt64?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard
      recipe == nil
        || [k, l].allSatisfy({ $0 == nil }) && t == nil && suppress == nil
          && time == nil && maxSuppression == nil && maxLoss == nil
    else {
      throw ValidationError("--recipe states k, l, t and the limits; edit them there.")
    }
    if let k, k < 2 { throw ValidationError("--k is a number of people from 2 on.") }
    if let l, l < 2 { throw ValidationError("--l is a number of values from 2 on.") }
    if let t, !(0...1).contains(t) { throw ValidationError("--t is a distance from 0 to 1.") }
    for (name, text) in [("--max-suppression", maxSuppression), ("--max-loss", maxLoss)] {
      if let text, share(ofText: text) == nil {
        throw ValidationError("\(name) is a share such as 5% or 0.05.")
      }
    }
    if let epsilon, !(epsilon > 0 && epsilon <= 100) {
      throw ValidationError("--epsilon is above 0 and at most 100; around 1 is usual.")
    }
    guard epsilon == nil || releaseIdentifying == nil && yesRelease == nil else {
      throw ValidationError(
        "--epsilon releases no row; --release-identifying and --yes-release go without it.")
    }
    guard
      epsilon == nil
        || recipe == nil && maxSuppression == nil && maxLoss == nil && suppress == nil
          && time == nil
          && [k, l].allSatisfy({ $0 == nil }) && t == nil && layout == .psychds
    else {
      throw ValidationError(
        "--epsilon releases means alone; leave out what is about rows: --k, --l, --t, --recipe, "
          + "--layout, --time, --suppress and the limits.")
    }
    guard population.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--population is a number of people.")
    }
  }

  func run() async throws {
    let source = try Source(source)
    let now = Timestamp.now()
    var people = try await source.people(of: kind)
    guard !people.people.isEmpty else {
      throw UserMistake(
        "\(self.source): nobody of kind `\(kind.rawValue)` has completed; there is nothing to release"
      )
    }
    people = people.telling(of: kind).releasing(try identifyingColumns(of: people, in: source))
    warn(people)
    let interruption = Interruption()
    let place = try ReleasePlace(for: directory)
    interruption.clears { [folder = place.folder] in ReleasePlace.discard(folder) }
    do {
      if place.removed > 0 {
        standardError.write(
          "removed what \(place.removed) interrupted \(place.removed == 1 ? "run" : "runs") left "
            + "behind\n")
      }
      if let epsilon {
        try await releaseBaseline(
          of: people, from: source, epsilon: epsilon, at: place, now: now)
      } else {
        try await release(people, from: source, at: place, now: now)
      }
    } catch {
      await interruption.waitIfBegun()
      place.discard()
      throw error
    }
    await interruption.waitIfBegun()
  }

  private func warn(_ people: SurveyedPeople) {
    guard !quiet else { return }
    let rules = people.rules
    if !rules.attributes.isEmpty {
      standardError.write(
        "warning: \(rules.attributes.joined(separator: ", ")) "
          + "\(rules.attributes.count == 1 ? "is" : "are") released as answered, by `attributes` below "
          + "`release:`; k does not count \(rules.attributes.count == 1 ? "it" : "them")\n")
    }
    if !rules.namesAuthors {
      standardError.write(
        "warning: study.yaml names no `authors` below `release:`; the package names a stand-in\n")
    }
    if rules.description.licence == nil {
      standardError.write(
        "warning: study.yaml chooses no `licence` below `release:`; nobody is given leave to use "
          + "the dataset\n")
    }
  }

  private func limits() -> ReleaseLimits {
    ReleaseLimits(
      k: k ?? 5, l: l, t: t,
      maximumSuppression: maxSuppression.flatMap { share(ofText: $0) } ?? 0.05,
      maximumLoss: maxLoss.flatMap { share(ofText: $0) } ?? 0.5, suppression: suppress ?? .cells,
      time: time ?? .none)
  }

  private func release(
    _ people: SurveyedPeople, from source: Source, at place: ReleasePlace, now: Timestamp
  ) async throws {
    let masked: MaskedPeople
    if let recipe {
      let bytes = try Foundation.Data(contentsOf: URL(fileURLWithPath: recipe))
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw UserMistake("\(recipe): is no text in UTF-8, and so no recipe")
      }
      masked = try MaskedPeople(
        people, recipe: ReleaseRecipe(yaml: text, file: recipe), file: recipe)
    } else {
      masked = try MaskedPeople(people, limits: limits())
    }
    let account = try await ReleaseAccount(source, ledger: ledger)
    let earlier = try EarlierReleases(
      account.entries, with: masked, source: account.sourceSHA256, kind: kind)
    if let k = earlier.k, k < masked.limits.k {
      throw UserMistake(
        "refused: together with the earlier releases in the ledger, the smallest class has \(k) "
          + (k == 1 ? "person" : "people") + ", not \(masked.limits.k); rows of both can be joined "
          + "by their answers. Nothing was written. The recipe of the release of "
          + "\(earlier.pairs.last!.at) masks everybody as they were and adds nothing: run it again "
          + "with --recipe.")
    }
    let report = RiskReport(
      masked, earlier: account.isKept ? earlier : nil, populations: population,
      year: now.year)
    let dataset = dataset(masked, report: report, now: now)
    try PackageWriter.write(dataset, into: place.folder, layout: layout)
    try place.sync()
    let problems = try PackageVerification(masked, dataset: dataset, layout: layout)
      .problems(in: place.folder)
    guard problems.isEmpty else { throw ReleaseError.verification(problems) }
    let hash = try packageHash(place.folder)
    let named = people.identifying.map(\.name)
    try await account.record(
      LedgerEntry(
        at: now.description, source: account.sourceSHA256, package: hash,
        recipe: masked.recipe.yaml, people: dataset.rows.count, k: report.after.k,
        together: Dictionary(
          earlier.pairs.map { ($0.at, $0.k) }, uniquingKeysWith: { min($0, $1) }),
        identifying: named, kind: kind),
      named.isEmpty
        ? "a dataset" : "a dataset with identifying columns (\(named.joined(separator: ", ")))",
      now: now)
    try place.commit()
    for reason in earlier.unknown { standardError.write("warning: \(reason)\n") }
    guard !quiet else { return }
    print(summary(masked, report, earlier, account))
  }

  private func dataset(
    _ masked: MaskedPeople, report: RiskReport, now: Timestamp
  ) -> ReleasedDataset {
    let table: (variables: [ReleasedVariable], rows: [[ReleasedValue]])
    if let seed {
      var generator = SeededGenerator(seed: seed)
      table = masked.table(using: &generator)
    } else {
      var generator = SystemRandomNumberGenerator()
      table = masked.table(using: &generator)
    }
    let people = masked.people
    var leftOut = people.leftOut
    if !masked.masking.dropped.isEmpty {
      leftOut.append(
        ReleasedDataset.LeftOut(
          reason: "left out so that others cannot find them", count: masked.masking.dropped.count))
    }
    return ReleasedDataset(
      about: people.rules.description, languages: people.languages,
      instruments: people.instruments, situations: people.situations,
      variables: table.variables, rows: table.rows, leftOut: leftOut, risk: report.summary,
      documents: [
        .init(
          path: "recipe.yaml", text: masked.recipe.yaml,
          description: "How quasi-identifiers were coarsened; it can be run again."),
        .init(
          path: "risk/report.md", text: report.markdown,
          description: "How easily somebody could be found, before and after."),
        .init(
          path: "risk/report.html", text: report.html,
          description: "The same report as a page for a browser."),
        .init(path: "risk/risk.json", text: report.json, description: "The report's figures."),
      ], date: String(now.description.prefix(10)), generator: "Evoke \(Evoke.version)")
  }

  /// SHA-256 over the names and hashes of a package's files.
  func packageHash(_ folder: URL) throws -> String {
    var lines = ""
    for name in try ReleasePlace.files(in: folder) {
      let contents = try Foundation.Data(contentsOf: folder.appendingPathComponent(name))
      lines += "\(sha256Hex(contents))  \(name)\n"
    }
    return sha256Hex(lines.utf8)
  }

  private func summary(
    _ masked: MaskedPeople, _ report: RiskReport, _ earlier: EarlierReleases,
    _ account: ReleaseAccount
  ) -> String {
    let levels = masked.recipe.columns.map { "\($0.name): \($0.level)" }.joined(separator: ", ")
    var lines = [
      "\(directory): \(report.after.records) people, k = \(report.after.k) "
        + "(\(report.before.uniques) were unique before)",
      "\(percentage(masked.masking.suppression)) of quasi-identifier cells suppressed, information "
        + "loss \(figure(masked.masking.loss, decimals: 3))",
      levels,
      masked.masking.dropped.isEmpty
        ? "read back and measured again: classes, columns and every baseline are as they should be"
        : "\(masked.masking.dropped.count) people left out; read back and measured again",
    ]
    if !report.identifying.isEmpty {
      let columns = report.identifying.map {
        "\($0.column.name) (\($0.given) people, \($0.unique) told apart by it)"
      }
      lines.insert(
        "NOT ANONYMOUS: released \(columns.joined(separator: ", ")), as the study names and the "
          + "command confirmed", at: 0)
    }
    for (at, columns) in earlier.identifying {
      lines.append("the release of \(at) held \(columns.joined(separator: ", "))")
    }
    if let k = earlier.k { lines.append("together with earlier releases: k = \(k)") }
    if !account.isKept {
      lines.append(
        "no ledger: earlier releases were not looked at, and this one is not kept account of "
          + "(--ledger FILE)")
    }
    return lines.joined(separator: "\n")
  }
}

extension SuppressionKind: ExpressibleByArgument {}
extension TimeGrain: ExpressibleByArgument {}
extension PackageWriter.Layout: ExpressibleByArgument {}
