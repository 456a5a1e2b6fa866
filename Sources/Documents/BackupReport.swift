package import Study
internal import TextFormats

/// What `evoke backup` prints.
package struct BackupReport: Report {
  private let backup: Backup

  package init(_ backup: Backup) {
    self.backup = backup
  }

  package static var entries: [FieldEntry] { list.flatMap(\.entries) }

  package var fields: [Field<Self>] { Self.list }

  private static let list: [Field<Self>] = [
    .text("copy", "the copy") { $0.backup.path },
    .integer("respondents", "respondents of every kind and status") { $0.backup.respondents },
    .integer("bytes", "the size of the copy, in bytes") { $0.backup.bytes },
    .texts("removed", "older copies that were removed", separator: " ") { $0.backup.removed },
    .number("seconds", "how long it took") { $0.backup.seconds },
  ]

  package var csv: String { Self.list.csv([self]) }

  package var document: Document {
    let removed: InlineText? =
      backup.removed.isEmpty
      ? nil : "Removed \(backup.removed.count == 1 ? "an older copy" : older)."
    return Document(
      paragraphs: [
        """
        \(backup.path): \(counted(backup.respondents, "respondent")), \
        \(figure(Double(backup.bytes) / 1_000_000, decimals: 1)) MB. The copy was opened and compared \
        with the database.
        """, removed,
        """
        \(backup.hasKey ? "The study's key lies beside it." : noKey) Keep copies as closed as the study's folder, and few: they hold \
        the answers of participants who withdraw later.
        """,
      ].compactMap(\.self))
  }

  private var noKey: String {
    """
    The study has no key, so none lies beside it: put responses.key back from an earlier copy, or changed \
    answers are not found.
    """
  }

  private var older: String { "\(grouped(backup.removed.count)) older copies" }
}
