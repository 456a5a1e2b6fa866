package import Study
internal import TextFormats

/// Whether a database is sound, and what to do if not: what `evoke doctor` prints.
package struct ExaminationReport: Report {
  private let examination: StoreExamination

  package init(_ examination: StoreExamination) {
    self.examination = examination
  }

  package static var entries: [FieldEntry] { list.flatMap(\.entries) }

  package var fields: [Field<Self>] { Self.list }

  private static let list: [Field<Self>] = [
    .text("database", "the database") { $0.examination.path }.inJSONAlone,
    Field<Self>.flag("sound", "whether there is no damage") { $0.examination.isSound }.inJSONAlone,
    .text("migration", "the version of the tables") { $0.examination.migration }.inJSONAlone,
    .integer("respondents", "respondents of every kind and status") {
      $0.examination.respondents
    }.inJSONAlone,
    .integer("administrations", "administrations whose scores were computed again") {
      $0.examination.administrations
    }.inJSONAlone,
    .integer("bytes", "the size of the file, in bytes") { $0.examination.bytes }.inJSONAlone,
    .integer("free_bytes", "what is free on its disk, in bytes") { $0.examination.freeBytes }
      .inJSONAlone,
    .list("findings", areInCSV: true, findingFields, \.examination.findings),
    .list(
      "study_versions",
      [
        .text("sha256", "a version of the study: the hash of its files", \.sha256),
        .text("title", "its title", \.title),
        .text("first_used_at", "when it was first used", \.firstUsed),
        .integer("respondents", "respondents whom it asked", \.respondents),
      ], \.examination.versions),
  ]

  private static let findingFields: [Field<StoreExamination.Finding>] = [
    .text("part", "what was examined", \.part.rawValue),
    .flag("damage", "whether it is damage; otherwise it is a warning", \.isDamage),
    .text("finding", "what was found, with the table and the row", \.text),
    .text("advice", "what to do", \.part.advice),
  ]

  /// A row per finding.
  package var csv: String { Self.findingFields.csv(examination.findings) }

  package var document: Document {
    var sections = [Document.Section([.paragraph(verdict), .paragraph(extent)])]
    for part in StoreExamination.Part.allCases {
      let findings = examination.findings.filter { $0.part == part }
      guard !findings.isEmpty else { continue }
      sections.append(
        Document.Section(
          heading: InlineText(part.heading),
          findings.map { .paragraph(InlineText($0.text)) }
            + [.paragraph("What to do: \(part.advice)")]))
    }
    return Document(sections: sections)
  }

  private var verdict: InlineText {
    let damage = examination.findings.count(where: \.isDamage)
    return examination.isSound
      ? "\(examination.path) is sound."
      : "\(examination.path) is damaged: \(counted(damage, "finding"))."
  }

  private var extent: InlineText {
    let parts = [
      examination.respondents.map { counted($0, "respondent") },
      examination.administrations.map { "\(counted($0, "administration")) scored again" },
      examination.versions.isEmpty ? nil : counted(examination.versions.count, "study version"),
      examination.migration.map { "tables of migration \($0)" },
      examination.freeBytes.map { "\(grouped($0 >> 20)) MB free on the disk" },
    ]
    return InlineText(parts.compactMap(\.self).joined(separator: ", ") + ".")
  }
}

extension StoreExamination.Part {
  fileprivate var heading: String {
    switch self {
    case .file: "The file"
    case .references: "References between tables"
    case .log: "The log of actions"
    case .rows: "Rows that cannot be read"
    case .schema: "Tables, views, triggers and indexes"
    case .counts: "Counts of participants"
    case .seals: "Answers that were changed"
    case .key: "The study's key"
    case .scores: "Scores"
    case .orphans: "Answers without participants, participants without answers"
    case .versions: "Stored versions of the study"
    case .beside: "Files beside the database"
    case .space: "Free space"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .file:
      """
      Stop the server, keep a copy of the file and of the files beside it, and return to your newest \
      sound copy; `sqlite3 FILE .recover` can rescue answers that are newer.
      """
    case .references, .orphans:
      """
      Rows were lost, or written by another program. Compare with a copy from before, and return to \
      it or leave these participants out of analyses.
      """
    case .log:
      """
      Someone has changed or removed an entry of the log. Compare it with a copy from before; the \
      answers themselves are not affected.
      """
    case .rows:
      """
      Compare the row with a copy from before, and correct it in the `sqlite3` shell while the server \
      is stopped. Other participants are not affected, but analyses stop at this row.
      """
    case .schema:
      """
      Another program has changed how the database works: counts, views and protections may be wrong. \
      Compare with a copy from before, and return to it; answers that are sound can be exported first.
      """
    case .counts:
      """
      By these numbers it is known which places are free. Correct the row in the `sqlite3` shell while \
      the server is stopped.
      """
    case .seals:
      """
      Another program than Evoke has changed, put in or removed these rows. Compare them with a copy \
      from before the change, and return to it or leave these participants out of analyses.
      """
    case .key:
      """
      Put the study's key back beside the database; each backup has a copy. Answers recorded without \
      it or before it cannot be checked.
      """
    case .scores:
      """
      A score or an answer was changed after it was stored. Compare both with a copy from before.
      """
    case .versions:
      """
      A stored file of the study was changed. Take it from a copy from before: participants in the \
      middle of the study are asked by it.
      """
    case .beside:
      "Mend or remove what is named; docs/serving.md says what these files are for."
    case .space:
      "Free some space before the disk is full: answers cannot be kept then."
    }
  }
}
