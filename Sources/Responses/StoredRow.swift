import GRDB

/// A row whose values are checked as they are read, because a file can be damaged, and other programs
/// can write to it: what cannot be is an error that names the row.
struct StoredRow {
  private let row: Row
  private let table: String
  private let keys: [Int]

  /// - Parameters:
  ///   - table: whose row it is.
  ///   - keys: the positions of the columns that identify the row.
  init(_ row: Row, of table: String, keys: [Int] = [0]) {
    self.row = row
    self.table = table
    self.keys = keys
  }

  /// The same columns as another table's row that was joined to this one.
  func joined(_ table: String, key: Int) -> StoredRow { StoredRow(row, of: table, keys: [key]) }

  // MARK: Values

  subscript<Value: DatabaseValueConvertible>(_ column: Int) -> Value {
    get throws {
      guard let value = Value.fromDatabaseValue(stored(column)) else { throw damage(column) }
      return value
    }
  }

  /// One of the named values of an enumeration.
  subscript<Value: RawRepresentable<String>>(_ column: Int) -> Value {
    get throws {
      guard let value = Value(rawValue: try self[column]) else { throw damage(column) }
      return value
    }
  }

  subscript<Value: RawRepresentable<String>>(_ column: Int) -> Value? {
    get throws { stored(column).isNull ? nil : .some(try self[column]) }
  }

  /// A number of things. Sums of such numbers stay far from the largest integer.
  func count(_ column: Int, from least: Int = 0) throws -> Int {
    let value: Int = try self[column]
    guard (least...Int(Int32.max)).contains(value) else { throw damage(column) }
    return value
  }

  /// A number that starts with 1, such as a position.
  func ordinal(_ column: Int) throws -> Int { try count(column, from: 1) }

  /// A value or a score; nil for NULL. Never infinite, and exact as a whole number.
  func number(_ column: Int) throws -> Double? {
    guard let value: Double = try self[column] else { return nil }
    guard value.magnitude <= 0x1p53 else { throw damage(column) }
    return value
  }

  private func stored(_ column: Int) -> DatabaseValue { row[column] }

  // MARK: Damage

  /// The error that says what a column holds.
  func damage(_ column: Int) -> DamagedRow {
    DamagedRow(
      table: table, row: name, column: row.columnName(column),
      value: Self.answers.contains(table) ? typeName(column) : text(column))
  }

  /// The columns that identify the row, with their values: `id 5`.
  private var name: String {
    keys.map { "\(row.columnName($0)) \(text($0))" }.joined(separator: ", ")
  }

  /// Tables whose values no log may hold: answers and identities.
  private static let answers: Set = [
    "answer_change", "attention_answer", "identity", "paradata", "question_answer", "response",
    "subscale_score",
  ]

  private func text(_ column: Int) -> String {
    switch stored(column).storage {
    case .null: "NULL"
    case .int64(let value): "\(value)"
    case .double(let value): "\(value)"
    case .string(let value): "\"\(value.prefix(40))\""
    case .blob: "a blob"
    }
  }

  private func typeName(_ column: Int) -> String {
    switch stored(column).storage {
    case .null: "NULL"
    case .int64: "an integer"
    case .double: "a real number"
    case .string: "a text"
    case .blob: "a blob"
    }
  }
}

extension Row {
  fileprivate func columnName(_ column: Int) -> String { Array(columnNames)[column] }
}

/// A row that holds what no reader can make sense of.
package struct DamagedRow: Error, Hashable {
  package let table: String
  /// The columns that identify the row, with their values.
  package let row: String
  package let column: String
  /// What the column holds: the value itself, or its type alone if it belongs to an answer.
  package let value: String
}

extension Database {
  /// Hands over the rows of a query one by one.
  func forEach(
    _ table: String, keys: [Int] = [0], _ sql: String, _ arguments: StatementArguments = [],
    _ take: (StoredRow) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
    while let row = try rows.next() { try take(StoredRow(row, of: table, keys: keys)) }
  }

  func all<Value>(
    _ table: String, keys: [Int] = [0], _ sql: String, _ arguments: StatementArguments = [],
    _ make: (StoredRow) throws -> Value
  ) throws -> [Value] {
    var values: [Value] = []
    try forEach(table, keys: keys, sql, arguments) { values.append(try make($0)) }
    return values
  }

  /// What is made of the first row; nil if there is none.
  func first<Value>(
    _ table: String, keys: [Int] = [0], _ sql: String, _ arguments: StatementArguments = [],
    _ make: (StoredRow) throws -> Value?
  ) throws -> Value? {
    // The row is read before the cursor goes on, so none of its values has to be copied.
    let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
    return try rows.next().flatMap { try make(StoredRow($0, of: table, keys: keys)) }
  }
}

extension ResponseStore {
  /// Reads in one transaction.
  func read<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await database.read(work)
    } catch {
      throw naming(error)
    }
  }

  /// The error with the database's path, if it is about damage.
  func naming(_ error: any Error) -> any Error {
    switch error {
    case let row as DamagedRow: StoreError.damaged(path: path, row)
    case let error as DatabaseError
    where [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode):
      StoreError.unreadable(path: path, reason: error.message ?? "\(error.resultCode)")
    case is RowDecodingError:
      // What it says quotes the row.
      StoreError.unreadable(path: path, reason: "a value is of another type than its column")
    default: error
    }
  }
}
