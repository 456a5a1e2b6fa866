import Study

/// The rows that a crowd workbook must have below its codes, and how the rows that it has are
/// recognised as these: by their labels in column B.
struct CrowdLabels {
  /// A row that must be there.
  enum Row: Equatable {
    case gender, yearOfBirth, country, employment, education
    /// An item of the default or the evoked measure; its index counts from 0.
    case item(Int, Occasion)

    var isItem: Bool { if case .item = self { true } else { false } }
  }

  /// A row of the sheet: its number, its label, and which of the expected rows it can be.
  struct Found {
    let number: Int
    let label: String
    let candidates: [Int]
  }

  /// The rows, in the required order.
  let expected: [Row]
  private let items: [String]
  private let itemIndices: [String: Int]

  /// The questions about the person, with a word that the label of each must contain.
  private static let demographics: [(row: Row, keyword: String)] = [
    (.gender, "gender"), (.yearOfBirth, "birth"), (.country, "country"),
    (.employment, "employment"), (.education, "education"),
  ]

  init(items: [String]) {
    self.items = items
    itemIndices = Dictionary(
      uniqueKeysWithValues: items.enumerated().map { ($1.lowercased(), $0) })
    expected =
      Self.demographics.map(\.row) + items.indices.map { .item($0, .default) }
      + items.indices.map { .item($0, .evoked) }
  }

  /// The expected rows that a row of this label can be, as indices of ``expected``; none for a
  /// label of something else.
  ///
  /// An item's label ends on " - " and its word. Both measures have it. The label distinguishes
  /// them only if the default one asks for the *current* feeling; otherwise the order does.
  func candidates(for label: String) -> [Int] {
    let lowercased = label.lowercased()
    if let (question, word) = Self.lastPart(lowercased), let item = itemIndices[word] {
      let first = Self.demographics.count + item
      let asksForCurrent = question.split { !$0.isLetter }.contains("current")
      return asksForCurrent ? [first] : [first, first + items.count]
    }
    guard let index = Self.demographics.firstIndex(where: { lowercased.contains($0.keyword) })
    else { return [] }
    return [index]
  }

  /// The expected row's name for people.
  func name(of index: Int) -> String {
    switch expected[index] {
    case .item(let item, let occasion): "“\(items[item])” of the \(occasion) measure"
    default: "with the word “\(Self.demographics[index].keyword)”"
    }
  }

  /// Finds the expected rows among those of the sheet.
  ///
  /// Returns the position in `rows` of each expected row, nil for a missing one, and what is wrong
  /// with the rest: missing, repeated, misplaced and unknown rows. Rows of unknown labels below the
  /// last expected one are not looked at: the workbook ends on figures derived from the responses.
  func assign(_ rows: [Found], sheet: String) -> (positions: [Int?], problems: ProblemList) {
    let rows = Self.told(rows, itemsFrom: Self.demographics.count, count: items.count)
    let positions = Self.longestCommonOrder(rows, count: expected.count)
    var problems = ProblemList()
    let taken = Set(positions.compactMap(\.self))
    let end = taken.max() ?? -1
    var unexplained = rows.indices.filter {
      !taken.contains($0) && ($0 < end || !rows[$0].candidates.isEmpty)
    }
    var lastNumber = 1
    for (index, position) in positions.enumerated() {
      if let position {
        lastNumber = rows[position].number
        continue
      }
      let next = positions[index...].lazy.compactMap(\.self).first.map { rows[$0].number }
      if let other = unexplained.firstIndex(where: { rows[$0].candidates.contains(index) }) {
        let row = rows[unexplained.remove(at: other)]
        problems.add(misplaced(row, after: lastNumber, sheet))
      } else if let other = unexplained.firstIndex(where: {
        rows[$0].candidates.isEmpty && rows[$0].number > lastNumber
          && rows[$0].number < next ?? .max
      }) {
        let row = rows[unexplained.remove(at: other)]
        lastNumber = row.number
        problems.add(mislabelled(row, as: index, sheet))
      } else {
        problems.add(missing(index, after: lastNumber, sheet))
      }
    }
    for position in unexplained {
      let row = rows[position]
      let first = row.candidates.compactMap { positions[$0] }.first.map { rows[$0].number }
      problems.add(surplus(row, first: first, sheet))
    }
    return (positions, problems)
  }

  /// The rows; those of the evoked measure are recognised by their labels if the default measure's
  /// are.
  private static func told(_ rows: [Found], itemsFrom first: Int, count: Int) -> [Found] {
    guard rows.contains(where: { $0.candidates.count == 1 && $0.candidates[0] >= first }) else {
      return rows
    }
    return rows.map {
      Found(number: $0.number, label: $0.label, candidates: $0.candidates.suffix(1))
    }
  }

  /// For each expected row its position in `rows`, so as many as possible are found in order (the
  /// longest common subsequence, by dynamic programming); the earliest if rows repeat.
  private static func longestCommonOrder(_ rows: [Found], count: Int) -> [Int?] {
    let width = rows.count + 1
    var longest = [Int](repeating: 0, count: (count + 1) * width)
    for index in (0..<count).reversed() {
      for position in rows.indices.reversed() {
        let here = index * width + position
        longest[here] =
          rows[position].candidates.contains(index)
          ? longest[here + width + 1] + 1 : max(longest[here + width], longest[here + 1])
      }
    }
    var positions = [Int?](repeating: nil, count: count)
    var index = 0
    var position = 0
    while index < count, position < rows.count {
      let here = index * width + position
      if rows[position].candidates.contains(index) {
        positions[index] = position
        index += 1
        position += 1
      } else if longest[here + width] >= longest[here + 1] {
        index += 1
      } else {
        position += 1
      }
    }
    return positions
  }

  /// The word after the last " - " and what precedes it.
  private static func lastPart(_ label: String) -> (question: Substring, word: String)? {
    label.wholeMatch(of: /(.*) - (.*)/.dotMatchesNewlines()).map { match in
      (match.1, match.2.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
  }

  private func missing(_ index: Int, after row: Int, _ sheet: String) -> WorkbookError.Problem {
    WorkbookError.Problem(
      sheet: sheet, cell: "B\(row + 1)", wrong: "the row \(name(of: index)) is missing",
      expected: "such a row after row \(row)",
      remedy: "Restore the row, or download the file again.")
  }

  private func misplaced(_ row: Found, after number: Int, _ sheet: String) -> WorkbookError.Problem
  {
    WorkbookError.Problem(
      sheet: sheet, cell: row.reference, wrong: "the row \(row.quotedEnd) is out of order",
      expected: "its place after row \(number)", remedy: "Put the rows back in their order.")
  }

  private func mislabelled(_ row: Found, as index: Int, _ sheet: String) -> WorkbookError.Problem {
    WorkbookError.Problem(
      sheet: sheet, cell: row.reference, wrong: row.fault, expected: "the row \(name(of: index))",
      remedy: "Correct the label.")
  }

  private func surplus(_ row: Found, first: Int?, _ sheet: String) -> WorkbookError.Problem {
    if let first {
      return WorkbookError.Problem(
        sheet: sheet, cell: row.reference,
        wrong: "the label \(row.quotedEnd) is already in row \(first)", expected: "each row once",
        remedy: "Remove the row that does not belong, or correct its label.")
    }
    return WorkbookError.Problem(
      sheet: sheet, cell: row.reference, wrong: row.fault, expected: "demographics and items only",
      remedy: "Remove the row, or correct its label.")
  }
}

extension CrowdLabels.Found {
  fileprivate var reference: String { "B\(number)" }

  /// The part of the label that distinguishes it from others: its end.
  fileprivate var quotedEnd: String { quoted(label.count > 60 ? "…" + label.suffix(50) : label) }

  fileprivate var fault: String {
    label.isEmpty ? "the row has no label" : "the label \(quotedEnd) is unknown"
  }
}
