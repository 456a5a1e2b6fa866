package import Statistics
package import TextFormats

/// What the documentation says of a field.
package struct FieldEntry: Sendable, Hashable {
  /// The path of keys in JSON, such as `paired_t.p`; empty if JSON has it not.
  package let path: String
  /// The columns in CSV; empty if CSV has it not.
  package let columns: [String]
  package let meaning: String
}

/// A figure of an analysis: its key in JSON, its columns in CSV, where it stands in a row, and what
/// it means.
///
/// The list of an analysis's fields makes its JSON, the header and the cells of its CSV, and the
/// tables of `docs/fields.md`.
package struct Field<Row>: Sendable {
  package let entries: [FieldEntry]
  fileprivate let header: [String]
  private let key: String?
  private let value: @Sendable (Row) -> JSONValue
  fileprivate let cells: @Sendable (Row) -> [String]
  private var isPresent: (@Sendable (Row, JSONValue) -> Bool)?

  /// - Parameter header: of its columns, if they are not those of the entries.
  private init(
    key: String?, entries: [FieldEntry], header: [String]? = nil,
    value: @escaping @Sendable (Row) -> JSONValue,
    cells: @escaping @Sendable (Row) -> [String]
  ) {
    self.key = key
    self.entries = entries
    self.header = header ?? entries.flatMap(\.columns)
    self.value = value
    self.cells = cells
  }

  // MARK: Kinds of fields

  /// A field of one value.
  ///
  /// - Parameter column: the name of its column, if that is not its key.
  private static func single(
    _ key: String, column: String?, _ meaning: String,
    value: @escaping @Sendable (Row) -> JSONValue, cell: @escaping @Sendable (Row) -> String
  ) -> Self {
    Self(
      key: key, entries: [FieldEntry(path: key, columns: [column ?? key], meaning: meaning)],
      value: value, cells: { [cell($0)] })
  }

  package static func number(
    _ key: String, column: String? = nil, _ meaning: String,
    _ value: @escaping @Sendable (Row) -> Double?
  ) -> Self {
    single(
      key, column: column, meaning, value: { .optional(value($0)) },
      cell: { csvCell(value($0)) })
  }

  package static func integer(
    _ key: String, column: String? = nil, _ meaning: String,
    _ value: @escaping @Sendable (Row) -> Int?
  ) -> Self {
    single(
      key, column: column, meaning, value: { .optional(value($0)) },
      cell: { value($0).map(String.init) ?? "" })
  }

  package static func text(
    _ key: String, column: String? = nil, _ meaning: String,
    _ value: @escaping @Sendable (Row) -> String?
  ) -> Self {
    single(
      key, column: column, meaning, value: { .optional(value($0)) },
      cell: { value($0) ?? "" })
  }

  /// - Parameter words: for yes, no and nil in CSV.
  package static func flag(
    _ key: String, _ meaning: String, words: (yes: String, no: String, unknown: String),
    _ value: @escaping @Sendable (Row) -> Bool?
  ) -> Self {
    single(
      key, column: nil, meaning, value: { value($0).map { .boolean($0) } ?? .null },
      cell: { value($0).map { $0 ? words.yes : words.no } ?? words.unknown })
  }

  /// An interval: two numbers in an array, two columns.
  package static func interval(
    _ key: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> Interval?
  ) -> Self {
    Self(
      key: key,
      entries: [FieldEntry(path: key, columns: ["\(key)_low", "\(key)_high"], meaning: meaning)],
      value: { value($0).map { .array([.optional($0.low), .optional($0.high)]) } ?? .null },
      cells: { row in
        let interval = value(row)
        return [csvCell(interval?.low), csvCell(interval?.high)]
      })
  }

  /// Texts: an array, or one cell.
  package static func texts(
    _ key: String, _ meaning: String, separator: String,
    _ value: @escaping @Sendable (Row) -> [String]
  ) -> Self {
    single(
      key, column: nil, meaning, value: { .array(value($0).map { .text($0) }) },
      cell: { value($0).joined(separator: separator) })
  }

  /// The fields of a part: an object, or columns under a common prefix; null if there is no part.
  ///
  /// - Parameters:
  ///   - prefix: of the columns, if it is not the key and an underscore.
  ///   - meaning: goes before that of each field.
  package static func group<Part>(
    _ key: String, prefix: String? = nil, _ meaning: String, _ fields: [Field<Part>],
    _ part: @escaping @Sendable (Row) -> Part?
  ) -> Self {
    Self(
      key: key,
      entries: fields.flatMap(\.entries).map { entry in
        FieldEntry(
          path: entry.path.isEmpty ? "" : "\(key).\(entry.path)",
          columns: entry.columns.map { (prefix ?? "\(key)_") + $0 },
          meaning: meaning.isEmpty ? entry.meaning : "\(meaning): \(entry.meaning)")
      }, value: { part($0).map { fields.json($0) } ?? .null },
      cells: { row in
        let part = part(row)
        return fields.flatMap { field in
          part.map { field.cells($0) } ?? field.header.map { _ in "" }
        }
      })
  }

  /// Many parts: an array of objects. In CSV they are rows of their own, or are not there.
  ///
  /// - Parameter areInCSV: whether CSV has the parts' columns in other rows.
  package static func list<Part>(
    _ key: String, areInCSV: Bool = false, _ fields: [Field<Part>],
    _ parts: @escaping @Sendable (Row) -> [Part]?
  ) -> Self {
    Self(
      key: key,
      entries: fields.flatMap(\.entries).filter { !$0.path.isEmpty || areInCSV }.map { entry in
        FieldEntry(
          path: entry.path.isEmpty ? "" : "\(key)[].\(entry.path)",
          columns: areInCSV ? entry.columns : [], meaning: entry.meaning)
      }, header: [], value: { parts($0).map { .array($0.map { fields.json($0) }) } ?? .null },
      cells: { _ in [] })
  }

  /// Parts by their names: an object of objects, which CSV does not have.
  ///
  /// - Parameter name: stands for the names in the documentation.
  package static func keyed<Part>(
    _ key: String, by name: String, _ fields: [Field<Part>],
    _ parts: @escaping @Sendable (Row) -> [(name: String, part: Part)]?
  ) -> Self {
    Self(
      key: key,
      entries: fields.flatMap(\.entries).map { entry in
        FieldEntry(path: "\(key).\(name).\(entry.path)", columns: [], meaning: entry.meaning)
      },
      value: { row in
        parts(row).map { .object($0.map { ($0.name, fields.json($0.part)) }) } ?? .null
      }, cells: { _ in [] })
  }

  /// What only JSON has, in a form of its own.
  package static func json(
    _ key: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> JSONValue
  ) -> Self {
    Self(
      key: key, entries: [FieldEntry(path: key, columns: [], meaning: meaning)], value: value,
      cells: { _ in [] })
  }

  // MARK: Changes

  /// The field without its column.
  package var inJSONAlone: Self {
    var field = Self(
      key: key,
      entries: entries.map { FieldEntry(path: $0.path, columns: [], meaning: $0.meaning) },
      value: value, cells: { _ in [] })
    field.isPresent = isPresent
    return field
  }

  /// The field without its key.
  package var inCSVAlone: Self {
    Self(
      key: nil,
      entries: entries.filter { !$0.columns.isEmpty }.map {
        FieldEntry(path: "", columns: $0.columns, meaning: $0.meaning)
      }, value: value, cells: cells)
  }

  /// The field, whose cells are empty if the condition holds.
  package func blankInCSV(if condition: @escaping @Sendable (Row) -> Bool) -> Self {
    var field = Self(key: key, entries: entries, header: header, value: value) { row in
      condition(row) ? header.map { _ in "" } : cells(row)
    }
    field.isPresent = isPresent
    return field
  }

  /// The field, whose key JSON omits unless the condition holds.
  package func present(if condition: @escaping @Sendable (Row) -> Bool) -> Self {
    var field = self
    field.isPresent = { row, _ in condition(row) }
    return field
  }

  /// The field, whose key JSON omits if the value is null.
  package var omittedIfNull: Self {
    var field = self
    field.isPresent = { _, value in if case .null = value { false } else { true } }
    return field
  }

  /// The field with its columns' names behind a prefix.
  package func withColumns(prefix: String) -> Self {
    let named = entries.map { entry in
      FieldEntry(
        path: entry.path, columns: entry.columns.map { prefix + $0 }, meaning: entry.meaning)
    }
    var field = Self(key: key, entries: named, value: value, cells: cells)
    field.isPresent = isPresent
    return field
  }

  /// The field of something that has such a row.
  package func of<Whole>(_ row: @escaping @Sendable (Whole) -> Row) -> Field<Whole> {
    var field = Field<Whole>(
      key: key, entries: entries, header: header, value: { value(row($0)) },
      cells: { cells(row($0)) })
    if let isPresent { field.isPresent = { whole, value in isPresent(row(whole), value) } }
    return field
  }

  fileprivate func pair(of row: Row) -> (key: String, value: JSONValue)? {
    guard let key else { return nil }
    let value = value(row)
    guard isPresent?(row, value) ?? true else { return nil }
    return (key, value)
  }
}

extension Array {
  /// One row as the pairs of an object of JSON.
  func pairs<Row>(_ row: Row) -> [(key: String, value: JSONValue)] where Element == Field<Row> {
    compactMap { $0.pair(of: row) }
  }

  /// One row as an object of JSON.
  package func json<Row>(_ row: Row) -> JSONValue where Element == Field<Row> {
    .object(pairs(row))
  }

  /// Rows as CSV, below a header.
  package func csv<Row>(_ rows: [Row]) -> String where Element == Field<Row> {
    let header: [String] = flatMap { $0.header }
    return csvText([header] + rows.map { row in flatMap { $0.cells(row) } })
  }
}
