package import Statistics
package import TextFormats

/// What the documentation says of a field.
package struct FieldEntry: Sendable, Hashable {
  /// The path of keys in JSON, such as `paired_t.p`; empty if JSON has it not.
  package fileprivate(set) var path: String
  /// The columns in CSV; empty if CSV has it not.
  package fileprivate(set) var columns: [String]
  package fileprivate(set) var meaning: String
}

/// A figure of an analysis: its key in JSON, its columns in CSV, where it stands in a row, and what
/// it means.
///
/// The list of an analysis's fields makes its JSON, the header and the cells of its CSV, and the
/// tables of `docs/fields.md`.
package struct Field<Row>: Sendable {
  package private(set) var entries: [FieldEntry]
  /// The names of the columns that its cells stand in, which may be fewer than those of the entries.
  fileprivate var header: [String]
  private var key: String?
  private var value: @Sendable (Row) -> JSONValue
  fileprivate var cells: @Sendable (Row) -> [String]
  private var isPresent: @Sendable (Row, JSONValue) -> Bool = { _, _ in true }

  private init(
    _ key: String?, _ entries: [FieldEntry], header: [String]? = nil,
    value: @escaping @Sendable (Row) -> JSONValue,
    cells: @escaping @Sendable (Row) -> [String] = { _ in [] }
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
  private static func single<Value>(
    _ key: String, column: String? = nil, _ meaning: String,
    _ value: @escaping @Sendable (Row) -> Value, json: @escaping @Sendable (Value) -> JSONValue,
    cell: @escaping @Sendable (Value) -> String
  ) -> Self {
    Self(
      key, [FieldEntry(path: key, columns: [column ?? key], meaning: meaning)],
      value: { json(value($0)) }, cells: { [cell(value($0))] })
  }

  package static func number(
    _ key: String, column: String? = nil, _ meaning: String,
    _ value: @escaping @Sendable (Row) -> Double?
  ) -> Self {
    single(key, column: column, meaning, value, json: { .optional($0) }, cell: { csvCell($0) })
  }

  package static func integer(
    _ key: String, column: String? = nil, _ meaning: String,
    _ value: @escaping @Sendable (Row) -> Int?
  ) -> Self {
    single(
      key, column: column, meaning, value, json: { .optional($0) },
      cell: { $0.map(String.init) ?? "" })
  }

  package static func text(
    _ key: String, column: String? = nil, _ meaning: String,
    _ value: @escaping @Sendable (Row) -> String?
  ) -> Self {
    single(
      key, column: column, meaning, value, json: { .optional($0) },
      cell: { csvCell($0 ?? "") })
  }

  /// - Parameter words: for yes, no and nil in CSV.
  package static func flag(
    _ key: String, _ meaning: String,
    words: (yes: String, no: String, unknown: String) = ("true", "false", ""),
    _ value: @escaping @Sendable (Row) -> Bool?
  ) -> Self {
    single(
      key, meaning, value, json: { $0.map { .boolean($0) } ?? .null },
      cell: { $0.map { $0 ? words.yes : words.no } ?? words.unknown })
  }

  /// Texts: an array, or one cell.
  package static func texts(
    _ key: String, _ meaning: String, separator: String,
    _ value: @escaping @Sendable (Row) -> [String]
  ) -> Self {
    single(
      key, meaning, value, json: { .array($0.map { .text($0) }) },
      cell: { csvCell($0.joined(separator: separator)) })
  }

  /// An interval: two numbers in an array, two columns.
  package static func interval(
    _ key: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> Interval?
  ) -> Self {
    Self(
      key, [FieldEntry(path: key, columns: ["\(key)_low", "\(key)_high"], meaning: meaning)],
      value: { value($0).map { .array([.optional($0.low), .optional($0.high)]) } ?? .null },
      cells: { row in
        let interval = value(row)
        return [csvCell(interval?.low), csvCell(interval?.high)]
      })
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
    let entries = fields.flatMap(\.entries).map { entry in
      FieldEntry(
        path: entry.path.isEmpty ? "" : "\(key).\(entry.path)",
        columns: entry.columns.map { (prefix ?? "\(key)_") + $0 },
        meaning: meaning.isEmpty ? entry.meaning : "\(meaning): \(entry.meaning)")
    }
    return Self(
      key, entries, value: { part($0).map { fields.json($0) } ?? .null },
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
    let entries = fields.flatMap(\.entries).filter { !$0.path.isEmpty || areInCSV }.map { entry in
      FieldEntry(
        path: entry.path.isEmpty ? "" : "\(key)[].\(entry.path)",
        columns: areInCSV ? entry.columns : [], meaning: entry.meaning)
    }
    return Self(key, entries, header: []) {
      parts($0).map { .array($0.map { fields.json($0) }) } ?? .null
    }
  }

  /// Parts by their names: an object of objects, which CSV does not have.
  ///
  /// - Parameter name: stands for the names in the documentation.
  package static func keyed<Part>(
    _ key: String, by name: String, _ fields: [Field<Part>],
    _ parts: @escaping @Sendable (Row) -> [(name: String, part: Part)]?
  ) -> Self {
    let entries = fields.flatMap(\.entries).map { entry in
      FieldEntry(path: "\(key).\(name).\(entry.path)", columns: [], meaning: entry.meaning)
    }
    return Self(key, entries) { row in
      parts(row).map { .object($0.map { ($0.name, fields.json($0.part)) }) } ?? .null
    }
  }

  /// What only JSON has, in a form of its own.
  package static func json(
    _ key: String, _ meaning: String, _ value: @escaping @Sendable (Row) -> JSONValue
  ) -> Self {
    Self(key, [FieldEntry(path: key, columns: [], meaning: meaning)], value: value)
  }

  // MARK: Changes

  private func changed(_ change: (inout Self) -> Void) -> Self {
    var field = self
    change(&field)
    return field
  }

  /// The field without its column.
  package var inJSONAlone: Self {
    changed { field in
      for index in entries.indices { field.entries[index].columns = [] }
      (field.header, field.cells) = ([], { _ in [] })
    }
  }

  /// The field without its key.
  package var inCSVAlone: Self {
    changed { field in
      field.entries.removeAll(where: \.columns.isEmpty)
      for index in field.entries.indices { field.entries[index].path = "" }
      field.key = nil
    }
  }

  /// The field, whose cells are empty if the condition holds.
  package func blankInCSV(if condition: @escaping @Sendable (Row) -> Bool) -> Self {
    changed { field in
      field.cells = { row in condition(row) ? header.map { _ in "" } : cells(row) }
    }
  }

  /// The field, whose key JSON omits unless the condition holds.
  package func present(if condition: @escaping @Sendable (Row) -> Bool) -> Self {
    changed { $0.isPresent = { row, _ in condition(row) } }
  }

  /// The field, whose key JSON omits if the value is null.
  package var omittedIfNull: Self {
    changed { $0.isPresent = { _, value in if case .null = value { false } else { true } } }
  }

  /// The field with its columns' names behind a prefix.
  package func withColumns(prefix: String) -> Self {
    changed { field in
      for index in entries.indices {
        field.entries[index].columns = entries[index].columns.map { prefix + $0 }
      }
      field.header = header.map { prefix + $0 }
    }
  }

  /// The field of something that has such a row.
  package func of<Whole>(_ row: @escaping @Sendable (Whole) -> Row) -> Field<Whole> {
    var field = Field<Whole>(
      key, entries, header: header, value: { value(row($0)) }, cells: { cells(row($0)) })
    field.isPresent = { whole, value in isPresent(row(whole), value) }
    return field
  }

  fileprivate func pair(of row: Row) -> (key: String, value: JSONValue)? {
    guard let key else { return nil }
    let value = value(row)
    return isPresent(row, value) ? (key, value) : nil
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
    return csvText([header]) + csvText(rows.lazy.map { row in flatMap { $0.cells(row) } })
  }
}
