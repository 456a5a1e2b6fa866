package import Analysis
internal import Statistics
internal import Study
internal import TextFormats

/// What `evoke reproduce` prints.
package struct ReproductionReport: Report {
  /// A file that figures were recomputed from.
  package struct Source: Sendable {
    /// The name that the tables give.
    package let who: String
    package let path: String
    package let sha256: String?

    package init(who: String, path: String, sha256: String?) {
      self.who = who
      self.path = path
      self.sha256 = sha256
    }
  }

  let reproduction: Reproduction
  private let published: String
  private let sources: [Source]

  /// - Parameter published: the name of the printed tables.
  package init(_ reproduction: Reproduction, published: String, sources: [Source]) {
    self.reproduction = reproduction
    self.published = published
    self.sources = sources
  }

  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] { list.flatMap(\.entries) }

  package var fields: [Field<Self>] { Self.list }

  private static var list: [Field<Self>] {
    [
      Field<Self>.group(
        "published", "",
        [
          .text("name", "the printed tables") { $0.published },
          .text("citation", "where they were printed") { $0.reproduction.citation },
        ]
      ) { $0 }.inJSONAlone,
      .list(
        "sources",
        [
          .text("who", "the name that the tables give") { $0.who },
          .text("path", "the file that its figures were recomputed from") { $0.path },
          .text("sha256", "SHA-256 of the file") { $0.sha256 },
        ]
      ) { $0.sources },
      .list(
        "tables",
        [
          .text("id", "a table's number") { $0.published.id },
          .integer("cells", "its mean changes") { $0.cells },
          .integer("not_checked", "of these, without data") { $0.notChecked },
          .integer("value_mismatches", "of these, with another value") { $0.valueMismatches },
          .integer("arrow_mismatches", "of these, with another arrow") { $0.arrowMismatches },
        ]
      ) { $0.reproduction.tables },
      .list("rows", areInCSV: true, Reproduction.Row.fields) { $0.reproduction.rows },
    ]
  }

  package var csv: String { Reproduction.Row.fields.csv(reproduction.rows) }
}

extension Reproduction.Row {
  fileprivate static let fields: [Field<Reproduction.Row>] = [
    .text("table", "the table's number") { $0.table },
    .text("row", "the row's id") { $0.row },
    Field<Reproduction.Row>.text("name", "the row's name") { $0.name }.inCSVAlone,
    .text("subscale", "the subscale's id") { $0.subscale.name },
    .text("who", "the crowd or the run") { $0.who },
    Field<Reproduction.Row>.number("published", "the printed figure") { $0.published.value }
      .inJSONAlone,
    Field<Reproduction.Row>.text("published", "the printed figure, with its decimals") {
      $0.published.text.replacing("−", with: "-")
    }.inCSVAlone,
    .number("recomputed", "the figure from the scores") { $0.recomputed },
    .flag(
      "value_matches", "whether it rounds to the printed one",
      words: ("true", "false", "not_checked")
    ) { $0.valueMatches },
    .text("arrow_published", "the printed arrow") { $0.arrowPublished?.rawValue },
    .text("arrow_recomputed", "the arrow from the scores") { $0.arrowRecomputed?.rawValue },
    Field<Reproduction.Row>.flag(
      "arrow_matches", "whether they agree", words: ("true", "false", "not_checked")
    ) { $0.arrowMatches }.blankInCSV { $0.arrowPublished == nil },
    .text("explanation", "what explains a figure that does not follow") { $0.explanation },
  ]
}
