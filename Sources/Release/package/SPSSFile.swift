import CReadStat
import Foundation

/// The wide table as an SPSS system file (`.sav`), written by ReadStat.
enum SPSSFile {
  enum Failure: Error, CustomStringConvertible {
    case refused(String, variable: String?)
    case unlisted(variable: String)
    case unreadable(String)

    var description: String {
      switch self {
      case .refused(let reason, let variable):
        "the SPSS file cannot be written\(variable.map { " (variable \($0))" } ?? ""): \(reason)"
      case .unlisted(let variable):
        "the SPSS file cannot be written: variable \(variable) has a value that its levels do not "
          + "list"
      case .unreadable(let reason): "the SPSS file cannot be read back: \(reason)"
      }
    }
  }

  /// Bytes of the longest text: SPSS takes 32,767, of which ReadStat reads all but one.
  static let longestText = 32_766

  /// The content of a text's cell. SPSS pads with spaces, so spaces at the end are dropped.
  static func cell(_ value: ReleasedValue) -> String {
    var text = cut(value.text.replacing("\0", with: ""), bytes: longestText)
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The file's bytes; the same for the same table on every machine.
  ///
  /// - Parameter date: written into the file as when it was made, such as `2026-11-21`.
  static func bytes(_ table: ReleasedTable, title: String, date: String) throws -> [UInt8] {
    let writer = readstat_writer_init()!
    defer { readstat_writer_free(writer) }
    let output = Output()
    func check(_ error: readstat_error_t, _ variable: String? = nil) throws {
      guard error == READSTAT_OK else {
        throw Failure.refused(String(cString: readstat_error_message(error)), variable: variable)
      }
    }
    try check(
      readstat_set_data_writer(writer) { bytes, count, context in
        let output = Unmanaged<Output>.fromOpaque(context!).takeUnretainedValue()
        output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
      })
    try check(readstat_writer_set_file_label(writer, cut(title, bytes: 64)))
    try check(readstat_writer_set_file_timestamp(writer, noon(of: date)))
    try check(readstat_writer_set_compression(writer, READSTAT_COMPRESS_ROWS))

    let codings = table.variables.map(SPSSCoding.init)
    let columns = try table.variables.indices.map { index in
      let column = add(
        table.variables[index], codings[index], to: writer, set: index,
        width: table.rows.reduce(1) { max($0, Self.cell($1[index]).utf8.count) })
      try setMissing(codings[index], of: column) { try check($0, table.variables[index].name) }
      return column
    }
    try withExtendedLifetime(output) {
      try check(
        readstat_begin_writing_sav(
          writer, Unmanaged.passUnretained(output).toOpaque(), table.rows.count))
      for row in table.rows {
        try check(readstat_begin_row(writer))
        for (index, value) in row.enumerated() {
          let name = table.variables[index].name
          if codings[index].isText {
            try check(readstat_insert_string_value(writer, columns[index], cell(value)), name)
          } else {
            guard let code = codings[index].code(value) else {
              throw Failure.unlisted(variable: name)
            }
            try check(readstat_insert_double_value(writer, columns[index], code), name)
          }
        }
        try check(readstat_end_row(writer))
      }
      try check(readstat_end_writing(writer))
    }
    return output.bytes
  }

  private final class Output {
    var bytes: [UInt8] = []
  }

  private static func add(
    _ variable: ReleasedVariable, _ coding: SPSSCoding, to writer: OpaqueWriter, set: Int,
    width: Int
  ) -> OpaqueVariable {
    let column = readstat_add_variable(
      writer, variable.name, coding.isText ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE,
      coding.isText ? width : 0)!
    readstat_variable_set_label(column, cut(variable.label, bytes: 255))
    readstat_variable_set_measure(column, measure(variable.measure))
    if !coding.isText {
      readstat_variable_set_format(column, variable.kind == .number ? "F10.3" : "F8.0")
    }
    if !coding.labels.isEmpty {
      let labels = readstat_add_label_set(writer, READSTAT_TYPE_DOUBLE, "labels\(set)")
      for label in coding.labels {
        readstat_label_double_value(labels, label.code, cut(label.text, bytes: 120))
      }
      readstat_variable_set_label_set(column, labels)
    }
    return column
  }

  private static func measure(_ measure: ReleasedVariable.Measure) -> readstat_measure_t {
    switch measure {
    case .nominal: READSTAT_MEASURE_NOMINAL
    case .ordinal: READSTAT_MEASURE_ORDINAL
    case .scale: READSTAT_MEASURE_SCALE
    }
  }

  /// SPSS takes three single codes at the most, or a range and one code: more become a range.
  private static func setMissing(
    _ coding: SPSSCoding, of column: OpaqueVariable, check: (readstat_error_t) throws -> Void
  ) throws {
    let codes = coding.missing.map(\.code)
    if codes.count > 3 {
      try check(
        readstat_variable_add_missing_double_range(column, codes.min()!, codes.max()!))
    } else {
      for code in codes { try check(readstat_variable_add_missing_double_value(column, code)) }
    }
  }

  private typealias OpaqueWriter = UnsafeMutablePointer<readstat_writer_t>
  private typealias OpaqueVariable = UnsafeMutablePointer<readstat_variable_t>

  /// Noon of the day by this machine's clock: ReadStat writes local time, so the day's text is the
  /// same everywhere.
  private static func noon(of date: String) -> time_t {
    let parts = date.split(separator: "-").compactMap { Int32($0) }
    guard parts.count == 3 else { return 0 }
    var time = tm()
    time.tm_year = parts[0] - 1900
    time.tm_mon = parts[1] - 1
    time.tm_mday = parts[2]
    time.tm_hour = 12
    time.tm_isdst = -1
    return mktime(&time)
  }

  /// The text's beginning, of at most so many bytes of UTF-8, cut between characters.
  static func cut(_ text: String, bytes: Int) -> String {
    var short = ""
    var count = 0
    for character in text {
      let size = String(character).utf8.count
      guard count + size <= bytes else { break }
      short.append(character)
      count += size
    }
    return short
  }
}
