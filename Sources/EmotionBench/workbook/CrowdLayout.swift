/// What a crowd workbook must hold: the design and the items that its codes and labels are checked
/// by.
package struct CrowdLayout: Sendable {
  /// An emotion of the design.
  package struct Emotion: Sendable {
    /// Its name as the study has it, such as `Anger`.
    package let name: String
    /// How many situations each of its factors has, in the order of the factors.
    package let situations: [Int]

    package init(name: String, situations: [Int]) {
      self.name = name
      self.situations = situations
    }
  }

  /// The sheet that holds the responses.
  package let sheet: String
  /// The emotions, whose names the codes may bear.
  package let emotions: [Emotion]
  /// The items' words in their order, as the labels end on them; compared without regard to case.
  package let items: [String]
  /// The responses that an item allows.
  package let responses: ClosedRange<Int>

  /// A layout of at least one emotion and one item; `items` are distinct, `responses` lie within 1
  /// to 99.
  package init(
    sheet: String = "Raw", emotions: [Emotion], items: [String], responses: ClosedRange<Int> = 1...5
  ) {
    precondition(!emotions.isEmpty && !items.isEmpty)
    precondition(Set(items.map { $0.lowercased() }).count == items.count)
    precondition(responses.lowerBound >= 1 && responses.upperBound <= 99)
    self.sheet = sheet
    self.emotions = emotions
    self.items = items
    self.responses = responses
  }

  /// EmotionBench's own names for two of its emotions, in its workbook only.
  private static let workbookNames = ["Angry": "Anger", "Jealous": "Jealousy"]

  /// The emotion, factor and situation (counted from 1) that a code such as `Angry_F1S1` names.
  func place(of code: String) throws(CodeFault) -> CrowdPlace {
    guard let (name, factor, situation) = Self.parts(of: code) else {
      throw CodeFault(
        wrong: "\(quoted(code)) is no participant's code",
        expected: "a code like Angry_F1S1 (emotion, factor, situation, counted from 1)")
    }
    let studyName = Self.workbookNames[name] ?? name
    guard let emotion = emotions.first(where: { $0.name == studyName }) else {
      let aliases = Self.workbookNames.filter { names in
        emotions.contains { $0.name == names.value }
      }
      let known = emotions.map(\.name).joined(separator: ", ")
      let also = aliases.keys.sorted().joined(separator: ", ")
      throw CodeFault(
        wrong: "\(quoted(code)) names the unknown emotion \(quoted(name))",
        expected: "one of \(known)" + (also.isEmpty ? "" : " (or the workbook's \(also))"))
    }
    guard emotion.situations.indices.contains(factor - 1) else {
      throw CodeFault(
        wrong: "\(quoted(code)) names factor \(factor) of \(emotion.name)",
        expected: "a factor from F1 to F\(emotion.situations.count)")
    }
    let situations = emotion.situations[factor - 1]
    guard (1...max(situations, 1)).contains(situation) else {
      throw CodeFault(
        wrong: "\(quoted(code)) names situation \(situation) of \(emotion.name)'s factor \(factor)",
        expected: "a situation from S1 to S\(situations)")
    }
    return CrowdPlace(emotion: emotion.name, factor: factor, situation: situation)
  }

  /// The three parts of a code; nil where it is not of the form `name_F1S1`.
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

/// The situation that a participant imagined: factor and situation counted from 1.
struct CrowdPlace {
  let emotion: String
  let factor: Int
  let situation: Int
}

/// What is wrong with a participant's code.
struct CodeFault: Error {
  let wrong: String
  let expected: String
}
