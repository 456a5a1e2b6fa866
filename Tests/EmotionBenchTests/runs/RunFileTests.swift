import Foundation
import Study
import Testing
import TextFormats

@testable import EmotionBench

@Suite("A run file") struct RunFileTests {
  /// The columns left out of a changed run, as `name: reason`.
  private func leftOut(_ change: (inout MadeRun) -> Void) throws -> [String] {
    var made = MadeRun()
    change(&made)
    return try made.read().leftOut.map { "\($0.column): \($0.reason)" }
  }

  private func problem(_ text: String) -> String? {
    do {
      _ = try MadeRun.read(text)
      return nil
    } catch {
      return error.description
    }
  }

  private func problem(_ change: (inout MadeRun) -> Void) -> String? {
    var made = MadeRun()
    change(&made)
    return problem(made.text)
  }

  @Test("gives the scores of every column and the situation of the evoked ones")
  func scores() throws {
    let run = try MadeRun().read()
    #expect(run.respondents.count == 9)
    #expect(run.leftOut.isEmpty)
    #expect(run.respondents.scores.map(\.instrument) == ["panas", "panas"])
    #expect(run.respondents.design == MadeRun.design)
    let positive = [1, 3, 5, 9, 10, 12, 14, 16, 17, 19].map { $0 - 1 }
    for scores in run.scores {
      let items =
        scores.subscale == "positive_affect"
        ? positive : (0..<20).filter { !positive.contains($0) }
      let expected = (0..<9).map { measure in
        Double(items.reduce(0) { $0 + MadeRun.answer($1, measure) })
      }
      #expect(scores.default == Array(expected[..<3]))
      #expect(scores.evoked == Array(expected[3...]))
      #expect(scores.situation == [0, 0, 1, 1, 2, 2])
    }
  }

  @Test("has the same scores in the first runs' layout, without `test-`")
  func firstLayout() throws {
    var made = MadeRun()
    made.rows[0] = made.rows[0].map {
      $0.replacing("_test-0", with: "").replacing("_test-", with: "_")
    }
    #expect(
      made.rows[0][2...5] == [
        "General_order-0", "General_1_order-0", "General_2_order-0", "Anger-0_scenario-0_order-0",
      ])
    let (run, later) = (try made.read(), try MadeRun().read())
    #expect(run.leftOut.isEmpty)
    #expect(run.scores.map(\.default) == later.scores.map(\.default))
    #expect(run.scores.map(\.evoked) == later.scores.map(\.evoked))
  }

  @Test("takes the item of each row from order-k, whatever the order")
  func orders() throws {
    var made = MadeRun()
    let items = Array(made.rows[2...].reversed())
    // The number before the word is the place in the list, as EmotionBench numbers a new order.
    made.rows[2...] = ArraySlice(
      items.enumerated().map { place, row in
        ["\(place + 1). \(MadeRun.instrument.items[19 - place].text)"] + row[1...]
      })
    #expect(try made.read().sorted == MadeRun().read().sorted)
    // A second order of its own, from a column of its own.
    for row in made.rows.indices { made.rows[row].append(row == 0 ? "order-1" : "") }
    for item in 0..<20 { made.rows[item + 2][11] = String(item + 1) }
    for row in made.rows.indices {
      made.rows[row].append(
        row == 0 ? "General_test-0_order-1" : row == 1 ? "" : String(row % 5 + 1))
    }
    let second = try made.read()
    #expect(second.respondents.count == 10)
    let interested = Double(
      [1, 3, 5, 9, 10, 12, 14, 16, 17, 19].reduce(0) { $0 + ($1 + 1) % 5 + 1 })
    #expect(second.scores[0].default.last == interested)
  }

  @Test("keeps the answers themselves, item by item, and the order in which items were shown")
  func answers() throws {
    var made = MadeRun()
    // The items of the rows below are numbered the other way round.
    for row in 2..<made.rows.count { made.rows[row][0...1] = MadeRun().rows[23 - row][0...1] }
    for (made, isReversed) in [(MadeRun(), false), (made, true)] {
      let read = try made.read().respondents
      #expect(read.count == 9)
      #expect(read.keys[0] == "General_test-0_order-0")
      #expect(read.cell(of: 0) == nil)
      #expect(read.cell(of: 8) == 2)
      #expect(read.answers.map(\.occasion) == [.default, .evoked])
      #expect(read.answers.map(\.respondents) == [[0, 1, 2], [3, 4, 5, 6, 7, 8]])
      let table = read.answers[1]
      let order = isReversed ? Array((0..<20).reversed()) : Array(0..<20)
      #expect(table.orders[4] == order)
      let shown = (0..<20).map { Double(MadeRun.answer($0, 7)) }
      #expect(table.shown(row: 4).compactMap(\.self) == shown)
      #expect((0..<20).map { table.given(row: 4, column: order[$0]) } == shown)
    }
  }

  @Test("permuting its columns changes nothing")
  func permuted() throws {
    let whole = try MadeRun().read()
    for shift in [1, 4, 9] {
      let order = (0..<11).map { ($0 * 7 + shift) % 11 }
      let run = try MadeRun().permuted(order).read()
      #expect(run.sorted == whole.sorted)
      #expect(run.respondents.count == 9 && run.leftOut.isEmpty)
    }
  }

  @Test(
    "is the same with other line ends, a byte order mark, and space around answers",
    arguments: ["\n", "\r\n", "\r"])
  func spellings(lineEnding: String) throws {
    let expected = try MadeRun().read()
    var made = MadeRun()
    made.lineEnding = lineEnding
    made[3, "General_test-0_order-0"] = " \(made[3, "General_test-0_order-0"]) "
    made[4, "General_test-0_order-0"] += ".0"
    made.rows[5].append("")
    let text = "\u{FEFF}" + made.text + lineEnding + lineEnding
    let run = try MadeRun.read(text)
    #expect(run.sorted == expected.sorted && run.leftOut.isEmpty)
    let unfinished = try MadeRun.read(String(MadeRun().text.dropLast()))
    #expect(unfinished.sorted == expected.sorted)
  }

  @Test(
    "leaves out a column with an answer that is none, and says where",
    arguments: [
      ("", "line 11: item 8 (Hostile) is blank"), ("  ", "line 11: item 8 (Hostile) is blank"),
      ("6", "is “6”; a whole number from 1 to 5 is expected"),
      ("0", "is “0”; a whole number from 1 to 5 is expected"),
      ("-1", "is “-1”; a whole number from 1 to 5 is expected"),
      ("3.5", "is “3.5”; a whole number from 1 to 5 is expected"),
      ("four", "line 11: item 8 (Hostile) is “four”; a whole number from 1 to 5 is expected"),
      ("nan", "is “nan”"), ("0x3", "is “0x3”"), ("33", "is “33”"), ("1e400", "is “1e400”"),
    ])
  func answers(cell: String, reason: String) throws {
    let name = "Anger-0_scenario-1_test-1_order-0"
    let left = try leftOut { $0[7, name] = cell }
    #expect(left.count == 1)
    #expect(left[0].hasPrefix(name + ": ") && left[0].contains(reason))
    var made = MadeRun()
    made[7, name] = cell
    let run = try made.read()
    #expect(run.respondents.count == 8)
    #expect(run.scores.allSatisfy { $0.evoked.count == 5 && $0.default.count == 3 })
  }

  @Test("tells a blank column from one with blanks")
  func blanks() throws {
    let name = "General_test-1_order-0"
    #expect(
      try leftOut { made in for item in 0..<20 { made[item, name] = "" } }
        == ["\(name): every answer is blank"])
    #expect(
      try leftOut { made in for item in 3..<6 { made[item, name] = " " } }
        == ["\(name): 3 answers are blank, such as line 7: item 4 (Upset)"])
  }

  @Test(
    "leaves out a column whose name does not say what it is",
    arguments: [
      ("", "the column has no name"), ("notes", "the name is not that of a measure"),
      ("Anger-0_scenario-0_test-0", "the name is not that of a measure"),
      ("Anger_scenario-0_test-0_order-0", "the name is not that of a measure"),
      ("Anger-0_scenario--1_test-0_order-0", "the name is not that of a measure"),
      ("Angry-0_scenario-0_test-0_order-0", "no emotion “Angry”; did you mean Anger?"),
      ("Bliss-0_scenario-0_test-0_order-0", "the design has no emotion “Bliss”"),
      ("Anger-1_scenario-0_test-0_order-0", "Anger has no factor 1 (run files count from 0)"),
      ("Anger-0_scenario-2_test-0_order-0", "Anger › Bullying has no scenario 2"),
      ("Anger-0_scenario-0_test-0_order-3", "there is no column order-3"),
      ("Anger-0_scenario-1_test-0_order-0", "an earlier column has this name"),
    ])
  func names(name: String, reason: String) throws {
    let left = try leftOut { $0.rename("Jealousy-2_scenario-0_test-0_order-0", name) }
    #expect(left.contains { $0.hasPrefix(name + ": ") && $0.contains(reason) }, "\(left)")
  }

  @Test("keeps the first of two columns of one name: doubling a column changes no score")
  func doubled() throws {
    var made = MadeRun()
    let column = made.rows[0].firstIndex(of: "Anger-0_scenario-0_test-1_order-0")!
    for row in made.rows.indices { made.rows[row].append(made.rows[row][column]) }
    let run = try made.read()
    #expect(run.sorted == (try MadeRun().read().sorted))
    #expect(run.respondents.count == 9)
    #expect(run.leftOut.map(\.reason) == ["an earlier column has this name"])
  }

  @Test("names the columns that are missing: a gap among defaults, a repetition others have")
  func missing() throws {
    #expect(
      try leftOut {
        $0.remove("General_test-1_order-0")
        $0.remove("Jealousy-2_scenario-0_test-1_order-0")
      } == [
        "General_test-1_order-0: not in the file",
        "Jealousy-2_scenario-0_test-1_order-0: not in the file",
      ])
    #expect(
      try leftOut {
        $0.remove("Anger-0_scenario-1_test-0_order-0")
        $0.remove("Anger-0_scenario-1_test-1_order-0")
      } == [
        "Anger-0_scenario-1_test-0_order-0: not in the file",
        "Anger-0_scenario-1_test-1_order-0: not in the file",
      ])
    // A stray number is no sign of a thousand missing ones.
    #expect(
      try leftOut { $0.rename("General_test-2_order-0", "General_test-999999_order-0") } == [])
  }

  @Test("a row that is too short leaves out the columns it does not reach")
  func shortRow() throws {
    let left = try leftOut { $0.rows[21].removeLast(2) }
    #expect(
      left == [
        "Jealousy-2_scenario-0_test-0_order-0: line 23: item 20 (Afraid) is blank",
        "Jealousy-2_scenario-0_test-1_order-0: line 23: item 20 (Afraid) is blank",
      ])
  }

  @Test("nothing is left without a row of an item, or with one twice")
  func itemRows() {
    #expect(
      problem { $0.rows.remove(at: 8) }
        == "made.csv:1:1: error: the run has no usable column; problems in all its 9 columns: "
        + "order-0 has no row for item 7 (Scared)")
    #expect(
      problem { $0.rows.append($0.rows[8]) }?.contains(
        "order-0 says item 7 (Scared) twice, on lines 10 and 24") == true)
    #expect(
      problem { $0.rows[8][1] = "27" }?.contains("order-0 says item 27 on line 10") == true)
    #expect(
      problem { $0.rows[8][0] = "7. Proud" }?.contains(
        "line 10 asks “7. Proud”, but order-0 says item 7 (Scared)") == true)
    #expect(problem { $0.rows[0][1] = "order" }?.contains("there is no column order-0") == true)
    #expect(problem { $0.rows.removeLast(20) }?.contains("and 17 more") == true)
  }

  @Test("reads a run whose questions are not repeated in it")
  func noQuestions() throws {
    var made = MadeRun()
    made.remove("question-0")
    #expect(try made.read().sorted == MadeRun().read().sorted)
  }

  @Test(
    "is refused with its place where it is something else",
    arguments: [
      ("", "made.csv:1:1: error: the file is empty"), ("\n\n", "made.csv:1:1: error: the file is"),
      ("a,b\n1,2\n", "made.csv:1:1: error: not a run file"),
      ("order-0;General_test-0_order-0\n", "its cells must be separated by commas"),
      ("PK\u{03}\u{04}", "made.csv:1:1: error: not a run file: this is a zip archive"),
      ("\u{7F}ELF\u{0}", "made.csv:1:1: error: not a run file: this is a file of bytes"),
      ("a,\"b\n1,2\n", "made.csv:1:3: error: the quote opened here is never closed"),
      ("a,\"b\"c\n1,2\n", "made.csv:1:6: error: expected a comma or the end of the line"),
    ])
  func others(text: String, expected: String) throws {
    let found = try #require(self.problem(text))
    #expect(found.contains(expected))
  }

  @Test("is refused with its place where it answers another scale, or a row is too long")
  func otherScale() {
    let other = problem { made in
      for row in 2..<22 { made.rows[row][0] = "\(row - 1). I worry, often." }
    }
    #expect(other?.hasPrefix("made.csv:4:1: error: the run answers another scale: “1. I w") == true)
    let long = problem { $0.rows[4].insert("3", at: 5) }
    #expect(long?.hasPrefix("made.csv:6:") == true)
    #expect(long?.contains("the row has 12 cells, the header has 11") == true)
  }

  @Test("is refused or read, and never traps, when any of its bytes is lost")
  func damaged() {
    let text = Array(MadeRun().text.utf8)
    for cut in stride(from: 0, to: text.count, by: 37) {
      _ = try? RunFile(
        Array(text[..<cut]), file: "made.csv", instrument: MadeRun.instrument,
        design: MadeRun.design)
      var changed = text
      changed[cut] = [UInt8(ascii: "\""), UInt8(ascii: ","), 0xFF, 10][cut % 4]
      _ = try? RunFile(
        changed, file: "made.csv", instrument: MadeRun.instrument, design: MadeRun.design)
    }
  }
}
