import Analysis
import Disclosure
import Foundation
import Responses
import Study
import Testing

@testable import Release

@Suite struct ReleaseVerificationTests {
  private let masked: MaskedMicrodata
  private let released: ReleasedDataset
  private let folder: URL

  init() throws {
    masked = try MaskedMicrodata(
      madePeople(200), limits: ReleaseRecipe.Limits(k: 5, maximumSuppression: 0.1))
    released = dataset(masked)
    folder = try temporaryFolder()
    try PackageWriter.write(
      PackageWriter.files(of: released, format: .psychds), into: folder)
  }

  private func problems() throws -> [String] {
    try PackageVerification(masked: masked, dataset: released, format: .psychds).problems(
      in: folder)
  }

  private var table: URL { folder.appending(path: PackageFormat.psychds.wideTable) }

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
    #expect(found.contains("do not follow from their items"))
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

  @Test func `a class that lost its different values is found where l was asked for`() throws {
    let limits = ReleaseRecipe.Limits(k: 5, l: 2, maximumSuppression: 0.1)
    let masked = try MaskedMicrodata(madePeople(200), limits: limits)
    let released = dataset(masked)
    let place = try #require(released.variables.firstIndex { $0.name == "emotion" })
    let folder = try temporaryFolder()
    try PackageWriter.write(PackageWriter.files(of: released, format: .psychds), into: folder)
    let table = folder.appending(path: PackageFormat.psychds.wideTable)
    let lines = try String(contentsOf: table, encoding: .utf8).components(separatedBy: "\r\n")
    let situation = lines[1].components(separatedBy: ",")[place..<(place + 4)]
    try lines.enumerated().map { number, line in
      guard number > 0, !line.isEmpty else { return line }
      var cells = line.components(separatedBy: ",")
      cells.replaceSubrange(place..<(place + 4), with: situation)
      return cells.joined(separator: ",")
    }.joined(separator: "\r\n").write(to: table, atomically: true, encoding: .utf8)
    let found = try PackageVerification(masked: masked, dataset: released, format: .psychds)
      .problems(in: folder).joined()
    #expect(found.contains("`emotion` has 1 values in a class, not 2"))
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
    let first = try MaskedMicrodata(
      people, limits: ReleaseRecipe.Limits(k: 4, maximumSuppression: 0.1))
    let again = try MaskedMicrodata(
      people, recipe: ReleaseRecipe(yaml: first.recipe.yaml, file: "recipe.yaml"))
    #expect(first.masking.masks == again.masking.masks)
    #expect(first.recipe == again.recipe)
  }

  @Test func `a recipe may lose exactly what it allows, and no less`() throws {
    let people = try madePeople(200)
    let first = try MaskedMicrodata(
      people, limits: ReleaseRecipe.Limits(k: 4, maximumSuppression: 0.1))
    var recipe = first.recipe
    recipe.limits.maximumLoss = first.masking.loss
    #expect(try MaskedMicrodata(people, recipe: recipe).masking.masks == first.masking.masks)
    recipe.limits.maximumLoss = first.masking.loss.nextDown
    #expect(throws: ReleaseError.self) { try MaskedMicrodata(people, recipe: recipe) }
  }

  @Test func `a recipe that does not reach its k is refused with what would do`() throws {
    let people = try madePeople(60)
    let recipe = ReleaseRecipe(
      limits: .init(k: 5, maximumSuppression: 0.01),
      columns: ["gender", "year_of_birth", "country"].map {
        .init(name: $0, level: "as answered", generalisation: .asAnswered)
      })
    do {
      _ = try MaskedMicrodata(people, recipe: recipe)
      Issue.record("the recipe was taken")
    } catch {
      #expect("\(error)".contains("The recipe comes to"))
      #expect("\(error)".contains("What would help"))
    }
  }

  @Test func `the baseline of the released rows is that of the people`() throws {
    let people = try madePeople(120)
    let masked = try MaskedMicrodata(
      people, limits: ReleaseRecipe.Limits(k: 3, maximumSuppression: 0.2))
    let released = dataset(masked).respondents
    #expect(released.count == 120)
    let sum = (0..<120).reduce(0) { $0 + released.scores[0][.default, $1]! }
    let name = VariableName(
      instrument: "panas", occasion: .default, subscale: released.scores[0].subscale)
    let expected = try (0..<120).reduce(0) { try $0 + #require(people.columns.scores[name]?[$1]) }
    #expect(sum == expected)
  }

  @Test func `a score is sensitive in the bands that are stated`() throws {
    let people = try madePeople(120)
    let name = VariableName(
      instrument: "panas", occasion: .default, subscale: "positive_affect")
    let column = try people.sensitive([.init(column: "\(name)", bands: [30, 50])])[0]
    let scores = try #require(people.columns.scores[name])
    let expected = (0..<120).map { scores[$0]! <= 30 ? "30" : "50" }
    #expect(column.codes.map { column.labels[Int($0)] } == expected)
  }

  @Test func `an answer that no list holds is released as such`() throws {
    let people = try madePeople(50)
    var changed = people.columns
    changed.setAnswer("somebody@example.org", "gender", of: 3)
    let again = try Microdata(
      people: people.people, columns: changed,
      forms: people.questions.map { ($0.id, $0.text, $0.form) },
      instruments: people.instruments, situations: people.situations, leftOut: [],
      rules: people.rules, secrets: [])
    #expect(again.questions[0].answers[3] == "Not listed")
  }
}

@Suite struct EarlierReleasesTests {
  private func entry(_ masked: MaskedMicrodata, people: Int) -> LedgerEntry {
    var entry = LedgerEntry(
      recipe: masked.recipe.yaml, people: people, k: masked.recipe.limits.k, kind: .human)
    entry.at = "2026-10-01T00:00:00.000Z"
    entry.source = "file"
    entry.package = "p"
    return entry
  }

  /// A ledger with an entry, of a file's people.
  private func ledger(_ entry: LedgerEntry, source: String = "file") throws -> ReleaseLedger {
    let path = try temporaryFolder().appending(path: "ledger.jsonl").path
    try LedgerFile(path: path).append(entry)
    return try ReleaseLedger(path: path, sourceSHA256: source)
  }

  @Test func `the same recipe adds nothing, another one does`() throws {
    let people = try madePeople(200)
    let first = try MaskedMicrodata(
      people, limits: ReleaseRecipe.Limits(k: 5, maximumSuppression: 0.1))
    let before = try ReleasedBefore(ledger(entry(first, people: 200)), of: people)
    let same = EarlierReleases(before, with: first)
    #expect(same.k! >= 5)
    let other = try MaskedMicrodata(
      people, limits: ReleaseRecipe.Limits(k: 9, maximumSuppression: 0.1))
    let both = EarlierReleases(before, with: other)
    #expect(both.k! < 5)
    #expect(both.unknown == [])
    let again = try MaskedMicrodata(people, recipe: first.recipe, after: before)
    #expect(again.masking.masks == first.masking.masks)
  }

  @Test func `releases of another file are named, not compared`() throws {
    let people = try madePeople(100)
    let masked = try MaskedMicrodata(
      people, limits: ReleaseRecipe.Limits(k: 3, maximumSuppression: 0.3))
    let found = EarlierReleases(
      try ReleasedBefore(ledger(entry(masked, people: 100), source: "else"), of: people),
      with: masked)
    #expect(found.k == nil)
    #expect(found.unknown.count == 1)
  }

  @Test func `a ledger's chain breaks where a line is changed`() throws {
    let path = try temporaryFolder().appending(path: "ledger.jsonl").path
    let masked = try MaskedMicrodata(
      madePeople(100), limits: ReleaseRecipe.Limits(k: 3, maximumSuppression: 0.3))
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

@Suite struct StagingFolderTests {
  @Test func `a package appears whole, or not at all`() throws {
    let parent = try temporaryFolder()
    let path = parent.appending(path: "out").path
    let place = try StagingFolder(for: path)
    try Data("x".utf8).write(to: place.folder.appending(path: "a"))
    #expect(!FileManager.default.fileExists(atPath: path))
    try place.sync()
    try place.commit()
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["out"])
    #expect(throws: ReleaseError.self) { try StagingFolder(for: path) }
  }

  @Test func `what an interrupted run left is removed, what is in use is not`() throws {
    let parent = try temporaryFolder()
    let path = parent.appending(path: "out").path
    try FileManager.default.createDirectory(
      at: parent.appending(path: ".out.unfinished-abcdef"), withIntermediateDirectories: true)
    let first = try StagingFolder(for: path)
    #expect(first.removed == 1)
    let second = try StagingFolder(for: path)
    #expect(second.removed == 0)
    #expect(FileManager.default.fileExists(atPath: first.folder.path))
    first.discard()
    second.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == [])
  }

  @Test func `a missing parent is named`() throws {
    #expect(throws: ReleaseError.self) { try StagingFolder(for: "/nonexistent/folder/out") }
  }
}
