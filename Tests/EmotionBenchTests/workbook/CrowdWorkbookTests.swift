import Study
import Testing

@testable import EmotionBench

@Suite("A crowd workbook")
struct CrowdWorkbookTests {
  private func error(_ change: (inout MadeCrowd) -> Void) -> WorkbookError? {
    var made = MadeCrowd()
    change(&made)
    return workbookError { () throws(WorkbookError) in try made.read() }
  }

  /// The cells and faults of the problems, such as `C7: the response is “6”`.
  private func faults(_ change: (inout MadeCrowd) -> Void) -> [String] {
    error(change)?.problems.map { "\($0.sheet ?? "")!\($0.cell ?? ""): \($0.wrong)" } ?? []
  }

  @Test("gives every participant with place, demographics and both measures")
  func participants() throws {
    let participants = try MadeCrowd().read()
    let columns = ["C", "D", "E"]
    #expect(participants.map(\.column) == columns)
    #expect(participants.map(\.cell.key.emotion) == ["Anger", "Jealousy", "Guilt"])
    #expect(participants.map(\.cell.factorIndex) == [1, 4, 2])
    #expect(participants.map(\.cell.key.index) == [1, 3, 5])
    #expect(participants.map(\.gender) == ["Female", "Male", "Prefer not to say"])
    #expect(participants.map(\.yearOfBirth) == [1980, 1981, 1982])
    #expect(participants.map(\.country) == ["Kenya", "Peru", "Nepal"])
    #expect(participants.map(\.employment) == ["Employed", "Employed", "Employed"])
    #expect(participants.map(\.education) == [nil, "None", "None"])
    for (index, participant) in participants.enumerated() {
      #expect(participant.default == (0..<20).map { MadeCrowd.response(index, $0) })
      #expect(participant.evoked == (0..<20).map { MadeCrowd.response(index, $0 + 7) })
    }
  }

  @Test("takes empty rows between its rows, columns without any cell, and the study's own names")
  func tolerated() throws {
    var made = MadeCrowd(codes: ["Anger_F1S1", "Guilt_F1S1", "Jealousy_F1S1"])
    let expected = try made.read()
    for index in made.rows.indices {
      if !made.rows[index].isEmpty { made.rows[index].insert(.blank, at: 3) }
    }
    made.rows.insert([], at: 12)
    made.rows[0] += [.blank, .blank]
    let read = try made.read()
    #expect(read.map(\.column) == ["C", "E", "F"])
    #expect(read.map(\.cell.key.emotion) == ["Anger", "Guilt", "Jealousy"])
    #expect(read.map(\.default) == expected.map(\.default))
    #expect(read.map(\.evoked) == expected.map(\.evoked))
  }

  @Test("tells the measures apart by their order where the labels are the same")
  func sameLabels() throws {
    var made = MadeCrowd()
    for index in 6..<46 {
      guard case .text(let label) = made.rows[index][1] else { continue }
      made.rows[index][1] = .text("I feel - \(label.split(separator: " ").last!.uppercased()) ")
    }
    #expect(try made.read() == MadeCrowd().read())
  }

  @Test(
    "names a wrong code and what is allowed",
    arguments: [
      (
        "Bored_F1S1", "“Bored_F1S1” names the unknown emotion “Bored”",
        "one of Anger, Anxiety, Depression, Frustration, Jealousy, Guilt, Fear, Embarrassment "
          + "(or the workbook's Angry, Jealous)"
      ),
      ("Angry_F6S1", "“Angry_F6S1” names factor 6 of Anger", "a factor from F1 to F5"),
      ("Angry_F0S1", "“Angry_F0S1” names factor 0 of Anger", "a factor from F1 to F5"),
      (
        "Jealous_F3S3", "“Jealous_F3S3” names situation 3 of Jealousy's factor 3",
        "a situation from S1 to S2"
      ),
      (
        "Angry_F1S0", "“Angry_F1S0” names situation 0 of Anger's factor 1",
        "a situation from S1 to S5"
      ),
      (
        "Angry", "“Angry” is not a participant's code",
        "a code like Angry_F1S1 (emotion, factor, situation, counted from 1)"
      ),
      (
        "_F1S1", "“_F1S1” is not a participant's code",
        "a code like Angry_F1S1 (emotion, factor, situation, counted from 1)"
      ),
      (
        "Angry_F1S1x", "“Angry_F1S1x” is not a participant's code",
        "a code like Angry_F1S1 (emotion, factor, situation, counted from 1)"
      ),
      (
        "Angry_F-1S1", "“Angry_F-1S1” is not a participant's code",
        "a code like Angry_F1S1 (emotion, factor, situation, counted from 1)"
      ),
    ])
  func codes(code: String, wrong: String, expected: String) {
    let problems = error { $0["D1"] = .text(code) }?.problems
    #expect(
      problems == [
        WorkbookError.Problem(
          sheet: "Raw", cell: "D1", wrong: wrong, expected: expected,
          remedy: "Correct the code, or remove the participant's column.")
      ])
  }

  @Test(
    "names a response that is not allowed, with its cell",
    arguments: [
      (MadeCrowd.Cell.number("6"), "the response is “6”"),
      (.number("0"), "the response is “0”"), (.number("-1"), "the response is “-1”"),
      (.number("3.5"), "the response is “3.5”"), (.number("1e300"), "the response is “1e300”"),
      (.text("often"), "the response is the text “often”"),
      (.text("3"), "the response is the text “3”"),
      (.error("#REF!"), "the response is the error “#REF!”"),
      (.boolean(true), "the response is a truth value"), (.blank, "the response is blank"),
      (.text(""), "the response is the text “”"),
    ])
  func responses(cell: MadeCrowd.Cell, wrong: String) {
    for reference in ["C7", "E46"] {
      let problems = error { $0[reference] = cell }?.problems
      #expect(problems?.count == 1)
      #expect(problems?.first?.sheet == "Raw" && problems?.first?.cell == reference)
      #expect(problems?.first?.wrong == wrong)
      #expect(problems?.first?.expected == "a whole number from 1 to 5")
    }
  }

  @Test("takes 3.0 and 3E0 for 3")
  func spellings() throws {
    var made = MadeCrowd()
    made["C7"] = .number("3.0")
    made["C8"] = .number("3E0")
    #expect(try made.read()[0].default[..<2] == [3, 3])
  }

  @Test("names a year of birth and an answer that cannot be one; blank ones are not answered")
  func demographics() throws {
    #expect(
      faults {
        $0["C2"] = .error("#N/A")
        $0["C3"] = .text("young")
        $0["D3"] = .number("1980.5")
        $0["E3"] = .number("80")
      } == [
        "Raw!C3: the answer is the text “young”", "Raw!D3: the answer is “1980.5”",
        "Raw!E3: the answer is “80”", "Raw!C2: the answer is the error “#N/A”",
      ])
    var made = MadeCrowd()
    for row in 2...6 { made["D\(row)"] = .blank }
    made["C2"] = .number("1")
    let participants = try made.read()
    #expect(participants[1].gender == nil && participants[1].yearOfBirth == nil)
    #expect(participants[1].country == nil && participants[1].education == nil)
    #expect(participants[0].gender == "1")
  }

  @Test("names every missing row, wherever it was", arguments: 1..<46)
  func missingRow(index: Int) {
    let problems = error { $0.rows.remove(at: index) }?.problems
    #expect(problems?.count == 1)
    #expect(problems?.first?.cell == "B\(index + 1)")
    #expect(problems?.first?.wrong.hasSuffix("is missing") == true)
    if index == 15 {
      #expect(problems?.first?.wrong == "the row “Proud” of the default measure is missing")
      #expect(problems?.first?.expected == "such a row after row 15")
    }
  }

  @Test("names rows out of order, repeated, without a label or of an unknown one")
  func rowOrder() {
    #expect(
      faults { $0.rows.swapAt(9, 10) }
        == ["Raw!B11: the row “The current feeling - Upset” is out of order"])
    #expect(
      faults { $0.rows.insert($0.rows[9], at: 10) }
        == ["Raw!B11: the label “The current feeling - Upset” is already in row 10"])
    #expect(
      faults { $0.rows.append($0.rows[1]) }
        == ["Raw!B50: the label “Gender:” is already in row 2"])
    #expect(
      faults { $0["B46"] = .text("Height") }
        == ["Raw!B46: the row “Afraid” of the evoked measure is missing"])
    #expect(faults { $0["B10"] = .blank } == ["Raw!B10: the row has no label"])
    #expect(
      faults { $0["B10"] = .text("The current feeling - Upsett") }
        == ["Raw!B10: the label “The current feeling - Upsett” is unknown"])
    #expect(
      faults { $0.rows.insert([.blank, .text("Height"), .number("3")], at: 20) }
        == ["Raw!B21: the label “Height” is unknown"])
    let unknown = error { $0.rows.insert([.blank, .text("Height"), .number("3")], at: 20) }
    #expect(unknown?.problems.first?.expected == "demographics and items only")
    #expect(unknown?.problems.first?.remedy == "Remove the row, or correct its label.")
  }

  @Test("is not read with the evoked measure above the default one")
  func swappedMeasures() {
    let problems = error {
      let evoked = Array($0.rows[26..<46])
      $0.rows.removeSubrange(26..<46)
      $0.rows.insert(contentsOf: evoked, at: 6)
    }?.problems
    #expect(problems?.count == 20)
    #expect(problems?.allSatisfy { $0.wrong.hasSuffix("is out of order") } == true)
  }

  @Test("names a column with responses but no code, and a code without responses")
  func columns() {
    #expect(
      faults { $0["D1"] = .blank }
        == ["Raw!D1: the column has responses but no participant's code"])
    #expect(
      faults { for index in 1..<46 { $0.rows[index].append(.number("3")) } }
        == ["Raw!F1: the column has responses but no participant's code"])
    #expect(
      faults { $0.rows[0].append(.text("Fear_F1S1")) }
        == ["Raw!F: the participant has a code but no responses"])
    #expect(
      faults { $0.rows[0] = [] }.last
        == "Raw!E1: the column has responses but no participant's code")
    #expect(faults { $0.rows = [] }.contains("Raw!C1: there is no participant's code"))
  }

  @Test("states all problems of a file, the sheet's structure first, fifty in full")
  func manyProblems() {
    let error = error {
      $0["E1"] = .text("Bored_F1S1")
      for row in 7...45 { for column in ["C", "D"] { $0["\(column)\(row)"] = .number("9") } }
      $0["D9"] = .blank
      $0.rows.remove(at: 45)
    }
    #expect(error?.problems.count == 50)
    // A row, a code, 77 values and a blank.
    #expect(error?.unlisted == 1 + 1 + 77 + 1 - 50)
    #expect(
      error?.problems.prefix(4).map(\.cell) == ["B46", "E1", "C7", "D7"])
    #expect(error?.description.hasPrefix("made.xlsx: 80 problems\n  sheet Raw, cell B46: ") == true)
    #expect(error?.description.hasSuffix("\n  … and 30 more") == true)
  }

  @Test("is refused where the sheet goes on without end")
  func endlessSheet() {
    #expect(
      faults { for _ in 0..<600 { $0.rows.append([.blank, .text("more")]) } }
        == ["Raw!503: the sheet has more than 500 rows below its codes"])
  }

  @Test("gives nothing where the archive is damaged below the participants' rows")
  func damagedEnd() {
    var made = MadeCrowd().workbook
    let part = "xl/worksheets/sheet1.xml"
    made[part] = made[part]!.replacing("</sheetData>", with: "<row")
    let error = workbookError { () throws(WorkbookError) in
      try CrowdWorkbook.read(made.contents, file: "made.xlsx", layout: .emotionBench)
    }
    #expect(error?.problems.first?.sheet == "Raw")
  }
}
