internal import Disclosure
internal import Documents
package import Study
internal import TextFormats

/// What a released identifying column discloses.
package struct IdentifyingFigures: Sendable {
  package let column: IdentifyingColumn
  /// Participants with a value, different values, and participants whose value no one else has.
  package let given: Int
  package let distinct: Int
  package let unique: Int
  /// k if others know the column in addition to the quasi-identifiers.
  package let k: Int
  /// Pieces that were taken out of people's own words: ids, exact times, e-mail and IP addresses.
  package let removed: Int

  /// - Parameter known: the columns that others may know anyway, of the same people.
  init(_ masked: MaskedMicrodata, _ column: IdentifyingColumn, known: [CategoryColumn]) {
    let released = masked.microdata.released(column)
    let values = masked.kept.map { released.values[$0] }
    var counts: [String: Int] = [:]
    for value in values { if let value { counts[value, default: 0] += 1 } }
    self.column = column
    given = counts.values.reduce(0, +)
    distinct = counts.count
    unique = counts.values.count { $0 == 1 }
    let joined = CategoryColumn(
      name: column.name, texts: values.map { $0 ?? Microdata.declined })
    k = EquivalenceClasses(known + [joined], records: values.count).k ?? 0
    removed = released.removed
  }

  var json: JSONValue {
    [
      "given": .integer(given), "distinct": .integer(distinct), "unique": .integer(unique),
      "k": .integer(k), "pieces_removed": .integer(removed),
    ]
  }
}

extension RiskReport {
  /// The first section of a report on a release that names people, or may.
  var peopleCanBeFound: Document.Section? {
    guard !identifying.isEmpty else { return nil }
    let names = identifying.map(\.column.name).joined(separator: ", ")
    var paragraphs: [InlineText] = [
      """
      THIS DATASET IS NOT ANONYMOUS. It contains \(names), which may identify people. The study names \
      \(identifying.count == 1 ? "this column" : "these columns") for release, and the release was \
      confirmed. What follows about classes and k covers only the other columns.
      """,
      """
      As the table shows, one of these columns alone identifies \
      \(identifying.map(\.unique).max() ?? 0) of \(after.records) people.
      """,
    ]
    if identifying.contains(where: { $0.column.isFreeText }) {
      let removed = counted(identifying.map(\.removed).reduce(0, +), "piece")
      paragraphs.append(
        """
        Participants' own words may name them, others, places and anything else. They have not been \
        read for this. Evoke removed e-mail and IP addresses, exact times and ids of the study \
        (\(removed), now \(CanaryScan.removal)), and nothing else.
        """)
    }
    let rows = identifying.map {
      [$0.column.name] + [$0.given, $0.distinct, $0.unique, $0.k].map(grouped)
    }
    return Document.Section(
      heading: "Read this first: people can be found", paragraphs: paragraphs,
      tables: [
        ReportTable(
          title: "Identifying columns",
          columns: [
            .init("Column", .leading), .init("people with a value"), .init("different values"),
            .init("people with a unique value"), .init("k if the column is known"),
          ], groups: [.init(title: nil, rows: rows)])
      ])
  }

  /// What an earlier release of the same people gave away, in sentences.
  var earlierIdentifying: [InlineText] {
    (earlier?.identifying ?? []).map { at, columns in
      """
      The release of \(at) contained \(columns.joined(separator: ", ")). Anyone who has it can name \
      people there, and find their rows here by their answers.
      """
    }
  }

  func isReleased(_ column: IdentifyingColumn) -> Bool {
    identifying.contains { $0.column == column }
  }
}
