package import TextFormats

/// What a command has to say: a document for people, JSON and CSV for programs.
package protocol Report {
  /// What the JSON holds, after Evoke's version.
  var fields: [Field<Self>] { get }
  var csv: String { get }
  var document: Document { get }
}

extension Report {
  package func json(version: String) -> JSONValue {
    .object([("evoke", .text(version))] + fields.pairs(self))
  }
}
