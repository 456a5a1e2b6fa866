import Analysis
import Disclosure
import Foundation
import Resources
import Responses
import Statistics
import Study
import Testing

@testable import Release

/// People who answered PANAS twice, made from a seed.
private func madePeople(_ count: Int, seed: UInt64 = 1) throws -> SurveyedPeople {
  var generator = SeededGenerator(seed: seed)
  let panas = try Instrument(
    yaml: #require(BundledFile.text("instruments/panas.yaml")), file: "panas.yaml")
  let places = (1...4).map {
    SituationPlace(
      key: SituationKey(emotion: $0 < 3 ? "Anger" : "Fear", factor: "Factor \($0)", index: 1),
      factorIndex: $0 < 3 ? $0 : $0 - 2)
  }
  let people = (0..<count).map { index in
    var person = StoredPerson(
      id: Int64(index), situation: places[index % 4], situationText: nil,
      startedAt: "2026-03-0\(index % 9 + 1)T10:11:12.345Z", finishedAt: "2026-03-09T11:00:00.000Z",
      channel: .web,
      language: "en")
    person.answers = [
      "gender": ["female", "male"].randomElement(using: &generator),
      "year_of_birth": "\(Int.random(in: 1950...2004, using: &generator))",
      "country": ["GB", "GB", "GB", "DE", "KE"].randomElement(using: &generator),
    ]
    for occasion in Occasion.allCases {
      var answers: [ItemID: Double?] = [:]
      for item in panas.items {
        let value = Double(Int.random(in: 1...5, using: &generator))
        answers[item.id] = value
        person.responses[.init(instrument: "panas", occasion: occasion, item: item.id)] =
          .init(option: "\(Int(value))", value: value, missing: nil)
      }
      for score in panas.scores(of: answers) {
        person.scores[.init(instrument: "panas", occasion: occasion, subscale: score.subscale)] =
          score.value
      }
    }
    return person
  }
  return SurveyedPeople(
    people: people,
    forms: [
      ("gender", "Gender", nil), ("year_of_birth", "Born", nil), ("country", "Country", nil),
    ],
    instruments: [panas],
    situations: places.map {
      .init(
        emotion: $0.key.emotion, factor: $0.key.factor, factorIndex: $0.factorIndex, index: 1,
        text: nil)
    }, leftOut: [], rules: ReleaseRules(title: "Made"), secrets: ["secret-identity-1"])
}

private func dataset(_ masked: MaskedPeople, seed: UInt64 = 1) -> ReleasedDataset {
  var generator = SeededGenerator(seed: seed)
  let table = masked.table(using: &generator)
  let report = RiskReport(masked, earlier: nil, populations: [100_000], year: 2026)
  return ReleasedDataset(
    about: masked.people.rules.description, languages: [.english],
    instruments: masked.people.instruments, situations: masked.people.situations,
    variables: table.variables, rows: table.rows, leftOut: [], risk: report.summary,
    documents: [.init(path: "recipe.yaml", text: masked.recipe.yaml, description: "The recipe.")],
    date: "2026-11-21", generator: "Evoke")
}

private func temporaryFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appending(path: "evoke-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}

@Suite struct ReleaseVerificationTests {
  private let masked: MaskedPeople
  private let released: ReleasedDataset
  private let folder: URL

  init() throws {
    masked = try MaskedPeople(
      madePeople(200), limits: ReleaseLimits(k: 5, maximumSuppression: 0.1))
    released = dataset(masked)
    folder = try temporaryFolder()
    try PackageWriter.write(released, into: folder, layout: .psychds)
  }

  private func problems() throws -> [String] {
    try PackageVerification(masked, dataset: released, layout: .psychds).problems(in: folder)
  }

  private var table: URL { folder.appending(path: PackageWriter.wideTable(.psychds)) }

  private func spoil(_ change: (String) -> String) throws {
    try change(String(contentsOf: table, encoding: .utf8))
      .write(to: table, atomically: true, encoding: .utf8)
  }

  @Test func `what was written as it should be has no problem`() throws {
    #expect(try problems() == [])
  }

  @Test func `one answer changed is found`() throws {
    try spoil { text in
      var lines = text.components(separatedBy: "\r\n")
      var cells = lines[1].components(separatedBy: ",")
      cells[cells.count - 1] = cells.last == "10" ? "11" : "10"
      lines[1] = cells.joined(separator: ",")
      return lines.joined(separator: "\r\n")
    }
    let found = try problems().joined()
    #expect(found.contains("cells of the baseline differ"))
    #expect(found.contains("do not follow from the items"))
  }

  @Test func `a cell that makes somebody unique is found`() throws {
    try spoil { text in
      var lines = text.components(separatedBy: "\r\n")
      var cells = lines[1].components(separatedBy: ",")
      cells[1] = "other"
      lines[1] = cells.joined(separator: ",")
      return lines.joined(separator: "\r\n")
    }
    #expect(try problems().joined().contains("are below k = 5"))
  }

  @Test func `a column that nobody allowed is found`() throws {
    try spoil { text in
      text.components(separatedBy: "\r\n").map { $0.isEmpty ? $0 : $0 + ",extra" }
        .joined(separator: "\r\n")
    }
    #expect(try problems().joined().contains("1 columns are not allowed"))
  }

  @Test(arguments: ["secret-identity-1", "somebody@example.org"])
  func `a canary in any file is found, and not repeated`(canary: String) throws {
    try Data("\u{1}\u{2}\(canary)\u{3}".utf8).write(to: folder.appending(path: "other.bin"))
    let found = try problems().joined()
    #expect(found.contains("other.bin"))
    #expect(!found.contains(canary))
  }

  @Test func `a row that is missing is found`() throws {
    try spoil { text in
      var lines = text.components(separatedBy: "\r\n")
      lines.remove(at: 1)
      return lines.joined(separator: "\r\n")
    }
    #expect(try problems().joined().contains("199 rows instead of 200"))
  }
}

@Suite struct ReleasedTableTests {
  @Test func `the same recipe masks the same`() throws {
    let people = try madePeople(200)
    let first = try MaskedPeople(people, limits: ReleaseLimits(k: 4, maximumSuppression: 0.1))
    let again = try MaskedPeople(
      people, recipe: ReleaseRecipe(yaml: first.recipe.yaml, file: "recipe.yaml"))
    #expect(first.masking.masks == again.masking.masks)
    #expect(first.recipe == again.recipe)
  }

  @Test func `a recipe that does not reach its k is refused with what would do`() throws {
    let people = try madePeople(60)
    let recipe = ReleaseRecipe(
      k: 5, l: nil, t: nil, maximumSuppression: 0.01, maximumLoss: 0.5, suppression: .cells,
      time: .none,
      columns: ["gender", "year_of_birth", "country"].map {
        .init(name: $0, level: "as answered", generalisation: .asAnswered)
      })
    do {
      _ = try MaskedPeople(people, recipe: recipe)
      Issue.record("the recipe was taken")
    } catch {
      #expect("\(error)".contains("The recipe comes to"))
      #expect("\(error)".contains("What would do"))
    }
  }

  @Test func `the baseline of the released rows is that of the people`() throws {
    let people = try madePeople(120)
    let masked = try MaskedPeople(people, limits: ReleaseLimits(k: 3, maximumSuppression: 0.2))
    let crowd = dataset(masked).crowd
    #expect(crowd.participants == 120)
    let sum = crowd.columns[0].default.reduce(0, +)
    let expected = people.people.reduce(0) {
      $0
        + $1.scores[
          .init(
            instrument: "panas", occasion: .default, subscale: crowd.columns[0].subscale)]!
    }
    #expect(sum == expected)
  }

  @Test func `an answer that no list holds is released as such`() throws {
    let people = try madePeople(50)
    var changed = people.people
    changed[3].answers["gender"] = "somebody@example.org"
    let again = SurveyedPeople(
      people: changed, forms: people.questions.map { ($0.id, $0.text, $0.form) },
      instruments: people.instruments, situations: people.situations, leftOut: [],
      rules: people.rules, secrets: [])
    #expect(again.questions[0].answers[3] == "Not listed")
  }
}

@Suite struct EarlierReleasesTests {
  private func entry(_ masked: MaskedPeople, people: Int) -> LedgerEntry {
    LedgerEntry(
      at: "2026-10-01T00:00:00.000Z", source: "file", package: "p", recipe: masked.recipe.yaml,
      people: people, k: masked.limits.k, together: [:])
  }

  @Test func `the same recipe adds nothing, another one does`() throws {
    let people = try madePeople(200)
    let first = try MaskedPeople(people, limits: ReleaseLimits(k: 5, maximumSuppression: 0.1))
    let same = try EarlierReleases([entry(first, people: 200)], with: first, source: "file")
    #expect(same.k! >= 5)
    let other = try MaskedPeople(people, limits: ReleaseLimits(k: 9, maximumSuppression: 0.1))
    let both = try EarlierReleases([entry(first, people: 200)], with: other, source: "file")
    #expect(both.k! < 5)
    #expect(both.unknown == [])
  }

  @Test func `releases of another file are named, not compared`() throws {
    let people = try madePeople(100)
    let masked = try MaskedPeople(people, limits: ReleaseLimits(k: 3, maximumSuppression: 0.3))
    let found = try EarlierReleases([entry(masked, people: 100)], with: masked, source: "else")
    #expect(found.k == nil)
    #expect(found.unknown.count == 1)
  }

  @Test func `a ledger's chain breaks where a line is changed`() throws {
    let path = try temporaryFolder().appending(path: "ledger.jsonl").path
    let masked = try MaskedPeople(
      madePeople(100), limits: ReleaseLimits(k: 3, maximumSuppression: 0.3))
    try LedgerFile(path: path).append(entry(masked, people: 100))
    try LedgerFile(path: path).append(entry(masked, people: 101))
    #expect(try LedgerFile(path: path).entries.map(\.people) == [100, 101])
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("\"people\":100", with: "\"people\":99")
      .write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: ReleaseError.self) { try LedgerFile(path: path) }
    try text.split(separator: "\n").last!.description
      .write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: ReleaseError.self) { try LedgerFile(path: path) }
  }
}

@Suite struct ReleasePlaceTests {
  @Test func `a package appears whole, or not at all`() throws {
    let parent = try temporaryFolder()
    let path = parent.appending(path: "out").path
    let place = try ReleasePlace(for: path)
    try Data("x".utf8).write(to: place.folder.appending(path: "a"))
    #expect(!FileManager.default.fileExists(atPath: path))
    try place.sync()
    try place.commit()
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["out"])
    #expect(throws: ReleaseError.self) { try ReleasePlace(for: path) }
  }

  @Test func `what an interrupted run left is removed, what is in use is not`() throws {
    let parent = try temporaryFolder()
    let path = parent.appending(path: "out").path
    try FileManager.default.createDirectory(
      at: parent.appending(path: ".out.unfinished-abcdef"), withIntermediateDirectories: true)
    let first = try ReleasePlace(for: path)
    #expect(first.removed == 1)
    let second = try ReleasePlace(for: path)
    #expect(second.removed == 0)
    #expect(FileManager.default.fileExists(atPath: first.folder.path))
    first.discard()
    second.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == [])
  }

  @Test func `a missing parent is named`() throws {
    #expect(throws: ReleaseError.self) { try ReleasePlace(for: "/nonexistent/folder/out") }
  }
}
