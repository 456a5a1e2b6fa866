import Study
import Testing

@testable import Analysis
@testable import Documents
@testable import Statistics

@Suite("Mistakes planted in a correct table") struct PlantedErrorTests {
  /// A kind of mistake.
  enum Kind: CaseIterable, Sendable {
    case average, shiftedBlock, shiftedUp, anotherRow, sign, swapped, missedPart, wholeAsPrinted
    case anotherDefault, printedDefault, anotherScores, printedScores, anotherChange, unreversed
    case towardZero, coarse, evokedSD, changeSD, evokedMean, populationSD
  }

  private static let seeds = Array(UInt64(1)...8)

  /// Every figure that does not match, under its row and subscale.
  private func found(_ reproduction: Reproduction) -> [String: Cause] {
    var found: [String: Cause] = [:]
    for row in reproduction.rows where row.valueMatches == false {
      found["\(row.who) \(row.row) \(row.subscale)"] = row.cause ?? .unexplained
    }
    return found
  }

  @Test("are none in the table itself", arguments: seeds)
  func correct(seed: UInt64) {
    let reproduction = MadeTables(seed: seed).reproduction
    #expect(found(reproduction).isEmpty)
    #expect(reproduction.rows.allSatisfy { $0.arrowMatches ?? true && $0.explanation == nil })
    #expect(reproduction.tables[0].notChecked == 42)
    #expect(reproduction.findings.isEmpty)
  }

  @Test("do not include an arrow that the scores allow no test of")
  func withoutTest() throws {
    func cell(_ evoked: [Double]) -> RecomputedFigures.Cell {
      RecomputedFigures.Cell(
        default: SampleSummary([40, 40, 40]), evoked: SampleSummary(evoked), change: nil)
    }
    let places = (1...2).map { Design.Position(emotion: "Joy", factorIndex: $0) }
    let figures = RecomputedFigures(
      cells: ["calm": [places[0]: cell([20, 20, 20]), places[1]: cell([20, 21, 20])]],
      alternatives: [])
    let column = PublishedTables.Column(
      who: "fixed", kind: .run, default: [.init(mean: .init("40.0")!, sd: .init("0.0")!)],
      changes: ["-20.0", "-19.7"].map { [.init(figure: .init($0)!, arrow: .down)] })
    let reproduction = Reproduction(
      PublishedTables(
        citation: "Made", subscales: ["calm"],
        tables: [
          .init(
            id: "1", caption: "Made",
            rows: places.enumerated().map { .init(id: "\($0)", name: "", position: $1) },
            columns: [column])
        ]), recomputed: ["fixed": figures])
    let changes = reproduction.rows.filter { $0.measure == .change }
    #expect(changes.map(\.valueMatches) == [true, true])
    #expect(changes.map(\.arrowRecomputed) == [nil, .down])
    #expect(changes.map(\.arrowMatches) == [nil, true])
    let table = reproduction.tables[0]
    #expect((table.arrowMismatches, table.arrowsWithoutTest) == (0, 1))
    #expect((table.tallies[0].agreeing, table.tallies[0].of) == (1, 1))
    let text = ReproductionReport(reproduction, published: "made", sources: []).document.text()
    #expect(text.contains("1 arrow not compared") && text.contains("— −20.0"))
  }

  @Test("are named, each at its place", arguments: Kind.allCases, seeds)
  func planted(kind: Kind, seed: UInt64) {
    var random = RandomStream(seed: seed, stream: 7)
    var made = MadeTables(seed: seed)
    var expected: [String: Cause] = [:]
    plant(kind, in: &made, &expected, &random)
    #expect(!expected.isEmpty)
    #expect(found(made.reproduction) == expected)
  }

  @Test("of different kinds are told apart in one table", arguments: seeds)
  func together(seed: UInt64) {
    var random = RandomStream(seed: seed, stream: 8)
    var made = MadeTables(seed: seed)
    var expected: [String: Cause] = [:]
    // Two columns, so that one mistake's rows are not another's.
    plant(.shiftedBlock, in: &made, &expected, &random, who: MadeTables.crowd)
    plant(.evokedSD, in: &made, &expected, &random, who: MadeTables.crowd)
    plant(.printedDefault, in: &made, &expected, &random, who: MadeTables.runs[0])
    plant(.missedPart, in: &made, &expected, &random, who: MadeTables.runs[1])
    #expect(found(made.reproduction) == expected)
  }

  /// 100 figures that come from nowhere: a search that explains them explains too much.
  @Test("without a reason are seldom given one")
  func unexplained() {
    var explained = 0
    let correct = MadeTables(seed: 1)
    for seed in UInt64(1)...100 {
      var random = RandomStream(seed: seed, stream: 9)
      var made = correct
      let row = Int.random(in: 0..<made.rows.count, using: &random)
      made.print(
        Double.random(in: -20...20, using: &random), for: MadeTables.runs[0], row: row, subscale: 0)
      explained += found(made.reproduction).values.count { $0 != .unexplained }
    }
    #expect(explained <= 5)
  }

  // MARK: Planting

  private func plant(
    _ kind: Kind, in made: inout MadeTables, _ expected: inout [String: Cause],
    _ random: inout RandomStream, who fixed: String? = nil
  ) {
    let isPaired = kind == .changeSD
    let who =
      fixed
      ?? (isPaired
        ? MadeTables.crowd : ([MadeTables.crowd] + MadeTables.runs).randomElement(using: &random)!)
    let factors = made.rows.indices.filter {
      if case .factor = made.rows[$0].position { true } else { false }
    }
    let emotions = made.rows.indices.filter {
      if case .emotion = made.rows[$0].position { true } else { false }
    }
    let factor = factors.randomElement(using: &random)!
    let subscale = Int.random(in: 0...1, using: &random)
    let source = made

    func print(_ value: Double, _ row: Int, _ subscale: Int, _ cause: Cause) {
      made.print(value, for: who, row: row, subscale: subscale)
      let right = source.cell(who, row, subscale).meanChange!
      guard !made.changes[who]![row][subscale].figure.canStand(for: right) else { return }
      expected["\(who) \(made.rows[row].id) \(MadeTables.subscales[subscale])"] = cause
    }
    func change(_ row: Int, _ subscale: Int) -> Double {
      source.cell(who, row, subscale).meanChange!
    }
    func printBoth(_ row: Int, _ cause: Cause, _ value: (Int) -> Double) {
      for subscale in 0...1 { print(value(subscale), row, subscale, cause) }
    }
    func printDefault(
      _ measure: String, mean: Double? = nil, sd: Double? = nil, decimals: Int = 1, _ cause: Cause
    ) {
      made.printDefault(
        for: who, subscale: subscale, mean: mean, sd: sd, decimals: decimals)
      let (old, new) = (source.defaults[who]![subscale], made.defaults[who]![subscale])
      guard old.mean != new.mean || old.sd != new.sd else { return }
      expected["\(who) \(measure) \(MadeTables.subscales[subscale])"] = cause
    }
    func rounded(_ cause: Cause, _ value: (Double) -> Double) {
      // A figure that the wrong rounding changes, and no other rounding changes alike.
      for row in made.rows.indices.shuffled(using: &random) {
        let right = change(row, subscale)
        guard abs(right) > 2 else { continue }
        print(value(right), row, subscale, cause)
        if !expected.isEmpty { return }
      }
    }

    switch kind {
    case .average:
      let whole = made.rows.firstIndex { $0.position == made.rows[factor].position.whole }!
      printBoth(factor, .average(levels: 1)) { change(whole, $0) }
    case .shiftedBlock:
      let start = Int.random(in: 1..<10, using: &random)
      for row in start..<start + 6 {
        printBoth(row, .shifted(by: -1)) { change(row - 1, $0) }
      }
    case .shiftedUp:
      let start = Int.random(in: 1..<10, using: &random)
      for row in start..<start + 6 {
        printBoth(row, .shifted(by: 1)) { change(row + 1, $0) }
      }
    case .anotherRow:
      let other = factors.filter { abs($0 - factor) > 1 }.randomElement(using: &random)!
      printBoth(factor, .row(other)) { change(other, $0) }
    case .sign:
      let row = factors.filter { abs(change($0, subscale)) > 1 }.randomElement(using: &random)!
      print(-change(row, subscale), row, subscale, .sign)
    case .swapped:
      printBoth(factor, .subscale(by: 1)) { change(factor, 1 - $0) }
    case .missedPart:
      let row = emotions.randomElement(using: &random)!
      let parts = factors.filter { made.rows[$0].position.whole == made.rows[row].position }
      func left(_ part: Int, _ subscale: Int) -> Double {
        let (whole, left) = (source.cell(who, row, subscale), source.cell(who, part, subscale))
        let (n, m) = (Double(whole.evoked.n), Double(left.evoked.n))
        return (n * whole.meanChange! - m * left.meanChange!) / (n - m)
      }
      // One that both subscales show the lack of.
      let part = parts.shuffled(using: &random).first { part in
        (0...1).allSatisfy { abs(left(part, $0) - change(row, $0)) > 0.11 }
      }!
      printBoth(row, .missed(made.rows[part].position)) { left(part, $0) }
    case .wholeAsPrinted:
      // An emotion's average that comes from nowhere, and the whole that takes it in.
      let row = emotions.randomElement(using: &random)!
      let whole = made.rows.count - 1
      let off = Double.random(in: 21...29, using: &random)
      print(change(row, subscale) + off, row, subscale, .unexplained)
      let share =
        Double(source.cell(who, row, subscale).evoked.n)
        / Double(source.cell(who, whole, subscale).evoked.n)
      print(
        change(whole, subscale) + share * off, whole, subscale,
        .partsAsPrinted(made.rows[row].position))
    case .anotherDefault:
      let other = MadeTables.runs.first { $0 != who }!
      printBoth(factor, .anotherDefault(other)) {
        let before = source.cell(other, factor, $0).default.mean!
        return source.cell(who, factor, $0).evoked.mean! - before
      }
    case .printedDefault:
      for row in factor..<min(factor + 3, made.rows.count) {
        printBoth(row, .anotherDefault(MadeTables.unknown)) {
          source.cell(who, row, $0).evoked.mean!
            - source.defaults[MadeTables.unknown]![$0].mean.value
        }
      }
    case .anotherScores:
      let other = MadeTables.runs.first { $0 != who }!
      printBoth(factor, .anotherScores(other)) {
        source.cell(other, factor, $0).evoked.mean! - source.cell(who, factor, $0).default.mean!
      }
    case .printedScores:
      for row in factor..<min(factor + 3, made.rows.count) {
        printBoth(row, .anotherScores(MadeTables.unknown)) {
          source.changes[MadeTables.unknown]![row][$0].figure.value
            + source.defaults[MadeTables.unknown]![$0].mean.value
            - source.cell(who, row, $0).default.mean!
        }
      }
    case .anotherChange:
      let other = MadeTables.runs.first { $0 != who }!
      printBoth(factor, .anotherChange(other)) { source.cell(other, factor, $0).meanChange! }
    case .unreversed:
      printBoth(factor, .alternative(0)) {
        let cells = source.figures[who]!.alternatives[0].cells[MadeTables.subscales[$0]]!
        return cells[source.rows[factor].position]!.meanChange!
      }
    case .towardZero:
      rounded(.rounding(.towardZero)) { ($0 * 10).rounded(.towardZero) / 10 }
    case .coarse:
      for subscale in 0...1 {
        print(change(factor, subscale).rounded(), factor, subscale, .rounding(.coarse))
      }
    case .evokedSD:
      let overall = source.cell(who, made.rows.count - 1, subscale)
      printDefault("default sd", sd: overall.evoked.sd!, .column(.evoked))
    case .changeSD:
      let overall = source.cell(who, made.rows.count - 1, subscale)
      printDefault("default sd", sd: overall.change!.sd!, .column(.change))
    case .evokedMean:
      let overall = source.cell(who, made.rows.count - 1, subscale)
      printDefault("default mean", mean: overall.evoked.mean!, .column(.evoked))
    case .populationSD:
      // With decimals enough to show the difference.
      let overall = source.cell(who, made.rows.count - 1, subscale).default
      let n = Double(overall.n)
      printDefault(
        "default sd", sd: overall.sd! * ((n - 1) / n).squareRoot(), decimals: 3,
        .spread(.population))
    }
  }
}

@Suite("Printed figures") struct PrintedFigureTests {
  @Test(arguments: [
    ("-5.3", -5.3, 1), ("+0.7", 0.7, 1), ("12", 12.0, 0), ("−0.05", -0.05, 2), ("0.0", 0.0, 1),
  ])
  func `are read with their decimals`(text: String, value: Double, decimals: Int) {
    let figure = PrintedFigure(text)
    #expect(figure?.value == value)
    #expect(figure?.decimals == decimals)
  }

  @Test(arguments: ["", "-", "5.", ".5", "1e3", "nan", "5,3", "--1", "1.2.3", "٣"])
  func `are nothing but digits`(text: String) {
    #expect(PrintedFigure(text) == nil)
  }

  @Test func `stand for a half from either side, also for one lost in binary`() {
    let figure = PrintedFigure("13.6")!
    #expect(figure.canStand(for: 13.55) && figure.canStand(for: 13.549999999999997))
    #expect(figure.canStand(for: 13.65))
    #expect(!figure.canStand(for: 13.5499) && !figure.canStand(for: 13.6501))
    #expect(PrintedFigure(rounding: 13.549999999999997, decimals: 1).value == 13.6)
    #expect(PrintedFigure(rounding: -18.150000000000002, decimals: 1).value == -18.2)
    #expect(PrintedFigure(rounding: -0.04, decimals: 1).text == "0.0")
  }
}

@Suite("The file of published tables") struct PublishedTablesTests {
  private func read(_ figures: String, default: String = "1.0 ± 0.5") throws -> PublishedTables {
    try PublishedTables.read(
      Array(
        """
        {"source": {"citation": "Made"}, "subscales": ["calm"], "tables": [{"id": "1", \
        "caption": "Made", "columns": [{"who": "a", "kind": "run", "default": ["\(`default`)"]}], \
        "rows": [{"row": "all", "figures": \(figures)}]}]}
        """.utf8), name: "made.json")
  }

  @Test func `holds arrows and figures by row`() throws {
    let tables = try read(#"[["↓ -5.3"]]"#)
    let change = tables.tables[0].columns[0].changes[0][0]
    #expect(change.arrow == .down && change.figure == PrintedFigure("-5.3"))
    #expect(tables.tables[0].rows[0].position == .overall)
  }

  @Test(arguments: [
    (#"[["-5.3"]]"#, "row all"), (#"[["x -5.3"]]"#, "`x -5.3`"), ("[]", "row all"),
    (#"[["↓ -5.3", "↑ 1.0"]]"#, "row all"), ("3", "figures"),
  ])
  func `is refused with the place of the mistake`(figures: String, place: String) {
    let error = #expect(throws: PublishedTablesError.self) { try read(figures) }
    #expect(error?.description.hasPrefix("made.json: ") == true)
    #expect(error?.description.contains(place) == true)
  }

  @Test func `is refused where a default is no mean and SD`() {
    #expect(throws: PublishedTablesError.self) { try read(#"[["↓ -5.3"]]"#, default: "1.0") }
  }
}
