package import Study

/// What a crowd workbook must hold: the design and the items that its codes and labels are checked
/// by.
package struct CrowdLayout: Sendable {
  /// The sheet that holds the responses.
  package let sheet: String
  /// The design, whose emotions, factors and situations the codes may name.
  package let design: Design
  /// The items' words in their order, as the labels end on them; compared without regard to case.
  package let items: [String]
  /// The responses that an item allows.
  package let responses: ClosedRange<Int>

  /// A layout of at least one cell and one item; `items` are distinct, `responses` lie within 1 to 99.
  package init(
    sheet: String = "Raw", design: Design, items: [String], responses: ClosedRange<Int> = 1...5
  ) {
    precondition(!design.cells.isEmpty && !items.isEmpty)
    precondition(Set(items.map { $0.lowercased() }).count == items.count)
    precondition(responses.lowerBound >= 1 && responses.upperBound <= 99)
    self.sheet = sheet
    self.design = design
    self.items = items
    self.responses = responses
  }

  /// EmotionBench's own names for two of its emotions, in its workbook only.
  private static let workbookNames = ["Angry": "Anger", "Jealous": "Jealousy"]

  /// The cell that a code such as `Angry_F1S1` names: emotion, factor and situation, counted from 1.
  func cell(of code: String) throws(CodeFault) -> Design.Cell {
    guard let (name, factor, situation) = Self.parts(of: code) else {
      throw CodeFault(
        wrong: "\(quoted(code)) is not a participant's code",
        expected: "a code like Angry_F1S1 (emotion, factor, situation, counted from 1)")
    }
    let emotion = Self.workbookNames[name] ?? name
    let emotions = design.emotions
    guard emotions.contains(emotion) else {
      let aliases = Self.workbookNames.filter { emotions.contains($0.value) }
      let known = emotions.joined(separator: ", ")
      let also = aliases.keys.sorted().joined(separator: ", ")
      throw CodeFault(
        wrong: "\(quoted(code)) names the unknown emotion \(quoted(name))",
        expected: "one of \(known)" + (also.isEmpty ? "" : " (or the workbook's \(also))"))
    }
    let factors = design.factors(of: emotion)
    guard let cells = factors.first(where: { $0.factor.index == factor })?.cells else {
      throw CodeFault(
        wrong: "\(quoted(code)) names factor \(factor) of \(emotion)",
        expected: "a factor from F1 to F\(factors.count)")
    }
    guard let cell = design.cells[cells].first(where: { $0.key.index == situation }) else {
      throw CodeFault(
        wrong: "\(quoted(code)) names situation \(situation) of \(emotion)'s factor \(factor)",
        expected: "a situation from S1 to S\(cells.count)")
    }
    return cell
  }

  /// The three parts of a code; nil if it does not have the form `name_F1S1`.
  private static func parts(of code: String) -> (String, Int, Int)? {
    let bytes = Array(code.utf8)
    guard let mark = bytes.lastIndex(of: UInt8(ascii: "_")), mark > 0 else { return nil }
    let numbers = bytes[(mark + 1)...]
    guard numbers.first == UInt8(ascii: "F"), let s = numbers.firstIndex(of: UInt8(ascii: "S")),
      let factor = naturalNumber(numbers[(mark + 2)..<s]),
      let situation = naturalNumber(numbers[(s + 1)...])
    else { return nil }
    return (String(decoding: bytes[..<mark], as: UTF8.self), factor, situation)
  }
}

/// What is wrong with a participant's code.
struct CodeFault: Error {
  let wrong: String
  let expected: String
}
