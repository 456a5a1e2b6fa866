import CReadStat
import Foundation
import Statistics

/// What an SPSS file on the disk holds, as ReadStat reads it.
struct SPSSContents {
  enum Cell: Equatable {
    case text(String)
    case number(Double)
    case missing
  }

  /// Names and labels of the file, its variables and values, and every text in a cell.
  private(set) var texts: [String] = []
  private(set) var rows: [[Cell]] = []

  init(of file: URL) throws {
    let parser = readstat_parser_init()!
    defer { readstat_parser_free(parser) }
    let found = Found()
    // ReadStat 1.1.8, which Debian has, does not live without a handler of metadata.
    readstat_set_metadata_handler(parser) { metadata, context in
      Found.of(context).take(readstat_get_file_label(metadata))
      return 0
    }
    readstat_set_variable_handler(parser) { _, variable, _, context in
      Found.of(context).take(readstat_variable_get_name(variable))
      Found.of(context).take(readstat_variable_get_label(variable))
      return 0
    }
    readstat_set_value_label_handler(parser) { _, _, label, context in
      Found.of(context).take(label)
      return 0
    }
    readstat_set_value_handler(parser) { row, _, value, context in
      let found = Found.of(context)
      if found.rows.count <= row { found.rows.append([]) }
      if readstat_value_type(value) == READSTAT_TYPE_STRING {
        let text = readstat_string_value(value).map { String(cString: $0) } ?? ""
        found.rows[Int(row)].append(.text(text))
        found.texts.append(text)
      } else if readstat_value_is_system_missing(value) != 0 {
        found.rows[Int(row)].append(.missing)
      } else {
        found.rows[Int(row)].append(.number(readstat_double_value(value)))
      }
      return 0
    }
    let error = withExtendedLifetime(found) {
      readstat_parse_sav(parser, file.path, Unmanaged.passUnretained(found).toOpaque())
    }
    guard error == READSTAT_OK else {
      throw SPSSFile.Failure.unreadable(String(cString: readstat_error_message(error)))
    }
    texts = found.texts
    rows = found.rows
  }

  private final class Found {
    var texts: [String] = []
    var rows: [[Cell]] = []

    static func of(_ context: UnsafeMutableRawPointer?) -> Found {
      Unmanaged<Found>.fromOpaque(context!).takeUnretainedValue()
    }

    func take(_ text: UnsafePointer<CChar>?) {
      if let text { texts.append(String(cString: text)) }
    }
  }

  /// How many cells are not what the table says. SPSS ends a text after its last letter, and after
  /// ``SPSSFile/longestText``.
  func differences(from table: ReleasedTable) -> Int {
    let codings = table.variables.map(SPSSCoding.init)
    var differences = abs(rows.count - table.rows.count) * codings.count
    for (read, row) in zip(rows, table.rows) {
      guard read.count == row.count else {
        differences += row.count
        continue
      }
      for (index, value) in row.enumerated() {
        let expected: Cell =
          codings[index].isText
          ? .text(SPSSFile.cell(value)) : codings[index].code(value).map { .number($0) } ?? .missing
        if read[index] != expected { differences += 1 }
      }
    }
    return differences
  }
}
