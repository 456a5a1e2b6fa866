import TextFormats

/// What is wrong with a workbook: every problem found in one file, with its place and remedy.
///
/// A workbook with a problem yields no values at all: an error never comes beside a partial result.
package struct WorkbookError: UserFacingError, Equatable {
  /// One thing that is wrong.
  package struct Problem: Equatable, Sendable, CustomStringConvertible {
    /// The sheet's name; nil if the problem is the file's.
    package internal(set) var sheet: String?
    /// The cell, such as `AB12`, or a column's letters or a row's number if it concerns all of it;
    /// nil if the problem is the sheet's or the file's.
    package internal(set) var cell: String?
    /// What is wrong, as a clause without a full stop.
    package let wrong: String
    /// What was expected, as a noun phrase that can follow "expected".
    package let expected: String
    /// What the reader can do about it, as a sentence.
    package let remedy: String

    /// The problem in one line: `sheet Raw, cell C7: …; expected …. …`.
    package var description: String {
      let place =
        switch (sheet, cell) {
        case (let sheet?, let cell?) where cell.allSatisfy(\.isNumber):
          "sheet \(sheet), row \(cell): "
        case (let sheet?, let cell?) where cell.allSatisfy(\.isLetter):
          "sheet \(sheet), column \(cell): "
        case (let sheet?, let cell?): "sheet \(sheet), cell \(cell): "
        case (let sheet?, nil): "sheet \(sheet): "
        case (nil, _): ""
        }
      return "\(place)\(wrong); expected \(expected). \(remedy)"
    }
  }

  /// How many problems of a file are listed; the rest are counted in ``unlisted``.
  package static let listedProblems = 50

  /// The file's path or name, as the caller gave it.
  package let file: String
  /// The problems, at least one and at most ``listedProblems``: the sheet's rows first, then the
  /// participants' codes and columns, then invalid cells, then blank ones.
  package let problems: [Problem]
  /// How many problems there are beyond ``problems``.
  package let unlisted: Int

  package init(file: String, problems: [Problem], unlisted: Int = 0) {
    precondition(!problems.isEmpty, "an error states at least one problem")
    self.file = file
    self.problems = problems
    self.unlisted = unlisted
  }

  init(file: String, _ problem: Problem) {
    self.init(file: file, problems: [problem])
  }

  /// The file and its problems, a line each.
  package var description: String {
    if problems.count == 1, unlisted == 0 { return "\(file): \(problems[0])" }
    var lines = ["\(file): \(problems.count + unlisted) problems"]
    lines += problems.map { "  \($0)" }
    if unlisted > 0 { lines.append("  … and \(unlisted) more") }
    return lines.joined(separator: "\n")
  }
}

/// The problems of a file as they are found: the first ones in full, the rest as a count.
struct ProblemList {
  private(set) var problems: [WorkbookError.Problem] = []
  private(set) var unlisted = 0

  var isEmpty: Bool { problems.isEmpty }

  mutating func add(_ problem: WorkbookError.Problem) {
    if problems.count < WorkbookError.listedProblems {
      problems.append(problem)
    } else {
      unlisted += 1
    }
  }

  /// Adds another list's problems behind these.
  mutating func add(_ other: ProblemList) {
    for problem in other.problems { add(problem) }
    unlisted += other.unlisted
  }
}

/// A text from a file, safe to print: in quotation marks, control characters escaped, cut after 60
/// characters.
func quoted(_ text: String) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(60) {
    shown +=
      scalar.properties.generalCategory == .control
      ? scalar.escaped(asASCII: true) : String(scalar)
  }
  if text.unicodeScalars.count > 60 { shown += "…" }
  return "“\(shown)”"
}
