package import Foundation
package import Statistics
package import Study
import TextFormats

/// Tables as a paper printed them.
package struct PublishedTables: Sendable {
  /// The source of a column's figures.
  package enum Kind: String, Sendable, Decodable {
    case crowd, run
  }

  package struct Default: Sendable {
    package let mean: PrintedFigure
    package let sd: PrintedFigure
  }

  package struct Change: Sendable {
    package let figure: PrintedFigure
    package let arrow: Arrow
  }

  /// The figures of one crowd or run in one table, one entry per subscale in the file's order.
  package struct Column: Sendable {
    package let who: String
    package let kind: Kind
    package let `default`: [Default]
    /// By row, then by subscale.
    package let changes: [[Change]]
  }

  package struct Row: Sendable {
    /// What names the row within its table.
    package let id: String
    package let name: String
    /// Without the name of a factor.
    package let position: Design.Position
  }

  package struct Table: Sendable {
    package let id: String
    package let caption: String
    package let rows: [Row]
    package let columns: [Column]
  }

  package let citation: String
  package let subscales: [SubscaleID]
  package let tables: [Table]

  package init(citation: String, subscales: [SubscaleID], tables: [Table]) {
    self.citation = citation
    self.subscales = subscales
    self.tables = tables
  }
}

/// Why a text holds no published tables.
package struct PublishedTablesError: UserFacingError {
  package let description: String
}

extension PublishedTables {
  /// The tables of a JSON file: `source`, `subscales`, and `tables` with `columns` (who, kind and
  /// default as `mean ± SD`) and `rows`, whose `figures` are by column, then by subscale, such as
  /// `↓ -5.3`. A row without `emotion` is the whole, one without `factor_index` an emotion's
  /// average.
  ///
  /// - Parameter name: the file's name, for errors.
  /// - Throws: `PublishedTablesError` that names the table, row and figure.
  package static func read(
    _ json: some DataProtocol, name: String
  ) throws(PublishedTablesError) -> PublishedTables {
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: Data(json))
    } catch {
      throw PublishedTablesError(description: "\(name): \(explained(error as? DecodingError))")
    }
    let subscales = file.subscales.map { SubscaleID($0) }
    var tables: [Table] = []
    for table in file.tables {
      guard !tables.contains(where: { $0.id == table.id }) else {
        throw PublishedTablesError(description: "\(name): table \(table.id) appears twice")
      }
      do {
        tables.append(try table.table(subscales: subscales.count))
      } catch {
        throw PublishedTablesError(description: "\(name): table \(table.id): \(error.reason)")
      }
    }
    guard !tables.isEmpty, !subscales.isEmpty else {
      throw PublishedTablesError(description: "\(name): holds no tables of subscales")
    }
    return PublishedTables(citation: file.source.citation, subscales: subscales, tables: tables)
  }

  private static func explained(_ error: DecodingError?) -> String {
    guard let error, !error.path.isEmpty else { return "not a JSON file of published tables" }
    return "`\(error.path)` " + (error.isMissingKey ? "is missing" : "has an unexpected value")
  }

  private struct Fault: Error {
    let reason: String
  }

  private struct File: Decodable {
    struct Source: Decodable {
      let citation: String
    }

    struct WrittenColumn: Decodable {
      let who: String
      let kind: Kind
      let `default`: [String]
    }

    struct WrittenRow: Decodable {
      let row: String
      let name: String?
      let emotion: String?
      let factor: Int?
      let figures: [[String]]

      enum CodingKeys: String, CodingKey {
        case row, name, emotion, figures
        case factor = "factor_index"
      }

      var position: Design.Position {
        Design.Position(emotion: emotion, factorIndex: factor)
      }
    }

    struct WrittenTable: Decodable {
      let id: String
      let caption: String
      let columns: [WrittenColumn]
      let rows: [WrittenRow]

      func table(subscales: Int) throws(Fault) -> Table {
        for row in rows {
          let isFull = row.figures.count == columns.count
          guard isFull, row.figures.allSatisfy({ $0.count == subscales }) else {
            throw Fault(
              reason: "row \(row.row): \(columns.count) columns of \(subscales) figures expected")
          }
        }
        let ids = Set(rows.map(\.row)).count
        guard ids == rows.count, Set(rows.map(\.position)).count == rows.count else {
          throw Fault(reason: "two rows have one name or one place")
        }
        guard Set(columns.map(\.who)).count == columns.count else {
          throw Fault(reason: "two columns are of one `who`")
        }
        var found: [Column] = []
        for (index, column) in columns.enumerated() {
          guard column.default.count == subscales else {
            throw Fault(reason: "\(column.who): \(subscales) defaults expected")
          }
          let changes = try rows.map { row throws(Fault) in
            try row.figures[index].map { text throws(Fault) in
              try Self.change(text, row: row.row)
            }
          }
          found.append(
            Column(
              who: column.who, kind: column.kind,
              default: try column.default.map(Self.default), changes: changes))
        }
        return Table(
          id: id, caption: caption,
          rows: rows.map { Row(id: $0.row, name: $0.name ?? $0.row, position: $0.position) },
          columns: found)
      }

      private static func `default`(_ text: String) throws(Fault) -> Default {
        let parts = text.split(separator: "±").map { $0.filter { $0 != " " } }
        guard parts.count == 2, let mean = PrintedFigure(parts[0]),
          let sd = PrintedFigure(parts[1])
        else { throw Fault(reason: "default `\(text)`: `mean ± SD` expected") }
        return Default(mean: mean, sd: sd)
      }

      private static func change(_ text: String, row: String) throws(Fault) -> Change {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let figure = PrintedFigure(parts[1]),
          let arrow = Arrow.allCases.first(where: { $0.published == parts[0] })
        else {
          throw Fault(
            reason: "row \(row): `\(text)`: expected an arrow (↑, ↓ or −) and a figure")
        }
        return Change(figure: figure, arrow: arrow)
      }
    }

    let source: Source
    let subscales: [String]
    let tables: [WrittenTable]
  }
}
