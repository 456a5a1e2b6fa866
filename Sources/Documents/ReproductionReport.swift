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
          .text("name", "the printed tables", \.published),
          .text("citation", "where they were printed", \.reproduction.citation),
        ], \.self
      ).inJSONAlone,
      .list(
        "sources",
        [
          .text("who", "the name that the tables give", \.who),
          .text("path", "the file that its figures were recomputed from", \.path),
          .text("sha256", "SHA-256 of the file", \.sha256),
        ], \.sources),
      .list(
        "tables",
        [
          .text("id", "a table's number", \.published.id),
          .integer("cells", "its mean changes", \.cells),
          .integer("not_checked", "of these, without data", \.notChecked),
          .integer("value_mismatches", "of these, with another value", \.valueMismatches),
          .integer("arrow_mismatches", "of these, with another arrow", \.arrowMismatches),
        ], \.reproduction.tables),
      .list("rows", areInCSV: true, Reproduction.Row.fields, \.reproduction.rows),
    ]
  }

  package var csv: String { Reproduction.Row.fields.csv(reproduction.rows) }
}

extension Reproduction.Row {
  fileprivate static let fields: [Field<Reproduction.Row>] = [
    .text("table", "the table's number", \.table),
    .text("row", "the row's id", \.row),
    Field<Reproduction.Row>.text("name", "the row's name", \.name).inCSVAlone,
    .text("subscale", "the subscale's id", \.subscale.name),
    .text("who", "the crowd or the run", \.who),
    Field<Reproduction.Row>.number("published", "the printed figure", \.published.value)
      .inJSONAlone,
    Field<Reproduction.Row>.text("published", "the printed figure, with its decimals") {
      $0.published.text.replacing("−", with: "-")
    }.inCSVAlone,
    .number("recomputed", "the figure from the scores", \.recomputed),
    .flag(
      "value_matches", "whether it rounds to the printed one",
      words: ("true", "false", "not_checked"), \.valueMatches),
    .text("arrow_published", "the printed arrow", \.arrowPublished?.rawValue),
    .text(
      "arrow_recomputed", "the arrow from the scores; null without a test",
      \.arrowRecomputed?.rawValue),
    Field<Reproduction.Row>.flag(
      "arrow_matches", "whether they agree", words: ("true", "false", "not_checked"), \.arrowMatches
    ).blankInCSV { $0.arrowPublished == nil },
    .text("explanation", "what explains a figure that does not follow", \.explanation),
  ]
}
