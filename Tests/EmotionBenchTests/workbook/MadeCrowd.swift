import Study

@testable import EmotionBench

extension CrowdLayout {
  /// EmotionBench's design (Huang et al. 2024) and PANAS's words (Watson, Clark and Tellegen 1988).
  static let emotionBench = CrowdLayout(
    design: Design(
      [
        ("Anger", [5, 5, 5, 5, 5]), ("Anxiety", [5, 5, 5, 5]), ("Depression", [5, 5, 5, 5, 5, 5]),
        ("Frustration", [5, 5, 5, 5]), ("Jealousy", [5, 5, 2, 3]), ("Guilt", [5, 5, 5, 5]),
        ("Fear", [5, 5, 5, 5, 5]), ("Embarrassment", [5, 5, 5, 5]),
      ].flatMap { emotion, factors in
        factors.enumerated().flatMap { factor, situations in
          (1...situations).map {
            Design.Cell(
              key: SituationKey(emotion: emotion, factor: "\(factor + 1)", index: $0),
              factorIndex: factor + 1)
          }
        }
      }),
    items: [
      "Interested", "Distressed", "Excited", "Upset", "Strong", "Guilty", "Scared", "Hostile",
      "Enthusiastic", "Proud", "Irritable", "Alert", "Ashamed", "Inspired", "Nervous", "Determined",
      "Attentive", "Jittery", "Active", "Afraid",
    ])
}

/// A crowd workbook made by a test: rows of cells, which a test changes before it is written.
struct MadeCrowd {
  enum Cell: Equatable {
    case blank
    case number(String)
    case text(String)
    case error(String)
    case boolean(Bool)
  }

  /// The sheet's cells: row 1 is `rows[0]`, column A is its first cell.
  var rows: [[Cell]]

  /// Three participants with responses that differ by participant, occasion and item.
  init(codes: [String] = ["Angry_F1S1", "Jealous_F4S3", "Guilt_F2S5"]) {
    let items = CrowdLayout.emotionBench.items
    rows = [[.blank, .text("Info")] + codes.map { .text($0) }]
    func add(_ label: String, _ cells: (Int) -> Cell) {
      rows.append([.number("\(rows.count - 1)"), .text(label)] + codes.indices.map(cells))
    }
    add("Gender:") { .text(["Female", "Male", "Prefer not to say"][$0 % 3]) }
    add("Year of Birth:") { .number("\(1980 + $0)") }
    add("Your country") { .text(["Kenya", "Peru", "Nepal"][$0 % 3]) }
    add("Employment") { _ in .text("Employed") }
    add("Education") { $0 == 0 ? .blank : .text("None") }
    for (item, word) in items.enumerated() {
      add("The current feeling - \(word)") { .number("\(Self.response($0, item))") }
    }
    for (item, word) in items.enumerated() {
      add("The feeling afterwards - \(word)") { .number("\(Self.response($0, item + 7))") }
    }
    add("Positive Affect") { _ in .number("12") }
    rows.append([])
    add("Negative Diff") { _ in .number("-3.5") }
  }

  static func response(_ participant: Int, _ item: Int) -> Int {
    (participant * 3 + item * 7) % 5 + 1
  }

  /// The cell at a reference such as `C7`, which must be there.
  subscript(_ reference: String) -> Cell {
    get {
      let place = CellReference(Array(reference.utf8))!
      return rows[place.row - 1][place.column - 1]
    }
    set {
      let place = CellReference(Array(reference.utf8))!
      rows[place.row - 1][place.column - 1] = newValue
    }
  }

  var workbook: MadeWorkbook {
    var written = ""
    for (index, row) in rows.enumerated() {
      written += "<row r=\"\(index + 1)\">"
      for (column, cell) in row.enumerated() {
        let reference = CellReference(row: index + 1, column: column + 1)
        switch cell {
        case .blank: written += "<c r=\"\(reference)\" s=\"1\"/>"
        case .number(let number): written += "<c r=\"\(reference)\"><v>\(number)</v></c>"
        case .text(let text):
          written += """
            <c r="\(reference)" t="inlineStr"><is><t xml:space="preserve">\
            \(MadeWorkbook.escaped(text))</t></is></c>
            """
        case .error(let code): written += "<c r=\"\(reference)\" t=\"e\"><v>\(code)</v></c>"
        case .boolean(let value):
          written += "<c r=\"\(reference)\" t=\"b\"><v>\(value ? 1 : 0)</v></c>"
        }
      }
      written += "</row>"
    }
    return MadeWorkbook(rows: written)
  }

  func read() throws(WorkbookError) -> [CrowdParticipant] {
    try CrowdWorkbook.read(
      workbook.contents, file: "made.xlsx", layout: .emotionBench
    ).participants
  }
}
