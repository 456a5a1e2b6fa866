package import Study
internal import Survey
internal import TextFormats

/// How far a study has come: what `evoke status` prints.
package struct ProgressReport: Report {
  /// A factor's participants.
  package struct Factor: Sendable {
    package let position: Design.Position
    package let completed: Int
    package let active: Int
    /// How many the study asks for.
    package let places: Int

    package var emotion: String { position.emotion ?? "" }
    package var factor: String { position.factor ?? "" }
  }

  private let study: StudyDefinition
  private let kind: RespondentKind
  private let progress: StudyProgress
  private let isClosed: Bool
  private let now: Timestamp

  /// - Parameters:
  ///   - kind: whose progress it is.
  ///   - isClosed: whether the study was closed by a command.
  package init(
    _ progress: StudyProgress, of study: StudyDefinition, kind: RespondentKind, isClosed: Bool,
    now: Timestamp
  ) {
    self.progress = progress
    self.study = study
    self.kind = kind
    self.isClosed = isClosed
    self.now = now
  }

  /// In the order of the situations.
  package var factors: [Factor] {
    let design = Design(study.situations)
    let counts = Dictionary(
      progress.cells.map { ($0.situation, $0) }, uniquingKeysWith: { first, _ in first })
    return design.branches(depth: .factor).map { branch in
      let cells = design.cells[branch.cells].compactMap { counts[$0.key] }
      return Factor(
        position: branch.position, completed: cells.reduce(0) { $0 + $1.completed },
        active: cells.reduce(0) { $0 + $1.active }, places: study.quota * branch.cells.count)
    }
  }

  /// Cells with participants whose situation the study no longer has.
  package var removed: [StudyProgress.Cell] {
    progress.cells.filter { !isAsked($0.situation) }
  }

  private var isFull: Bool { progress.placesTaken >= study.places }

  private func isAsked(_ key: SituationKey) -> Bool {
    study.situations.contains { $0.key == key }
  }

  // MARK: Fields

  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] { list.flatMap(\.entries) }

  package var fields: [Field<Self>] { Self.list }

  private static var list: [Field<Self>] {
    [
      .text("study", "the study's title") { $0.study.title }.inJSONAlone,
      .text("kind", "whose progress it is") { $0.kind.rawValue }.inJSONAlone,
      Field<Self>.flag(
        "closed", "whether new participants are turned away", words: ("true", "false", "")
      ) { report in
        report.isClosed || report.study.isClosed(at: report.now)
      }.inJSONAlone,
      .text("closes", "when the study closes by itself") { $0.study.closes?.description }
        .inJSONAlone,
      .json("statuses", "respondents by status") { Self.counts($0.progress.statuses) },
      .integer("places_taken", "places that are filled or held", \.progress.placesTaken)
        .inJSONAlone,
      .integer(
        "excluded",
        "participants who have completed and fill no place, because a rule stated in advance excludes "
          + "them", \.progress.excluded
      ).inJSONAlone,
      Field<Self>.flag(
        "full", "whether all places are filled or held", words: ("true", "false", "")
      ) { $0.isFull }.inJSONAlone,
      .integer("turned_away", "how many people found the study full", \.progress.turnedAway)
        .inJSONAlone,
      .list("factors", areInCSV: true, Factor.fields + [Factor.kind], \.factors),
      .list(
        "removed",
        [
          .text(
            "emotion", "a situation that the study no longer has: its emotion", \.situation.emotion),
          .text("factor", "its factor", \.situation.factor),
          .integer("situation_index", "its number", \.situation.index),
          .integer("completed", "completed", \.completed),
          .integer("active", "taking part now", \.active),
        ], \.removed),
      .list(
        "last_seen",
        [
          .text("page", "a page", \.page),
          .integer("people", "unfinished participants last seen there", \.people),
        ], \.progress.lastServed),
      .integer(
        "latecomers", "participants who came back after their place had lapsed",
        \.progress.latecomers
      ).inJSONAlone,
      .json("withdrawn", "respondents who withdrew, by their status before") {
        Self.counts($0.progress.withdrawn)
      },
      .list("others", StudyProgress.Others.fields, \.progress.others),
      .list("failed_screening", StudyProgress.Caught.fields, \.progress.failedScreening),
      .list("failed_attention", StudyProgress.Caught.fields, \.progress.failedChecks),
    ]
  }

  private static func counts(_ statuses: [RespondentStatus: Int]) -> JSONValue {
    .object(
      RespondentStatus.allCases.compactMap { status in
        statuses[status].map { (status.rawValue, .integer($0)) }
      })
  }

  /// A row per factor.
  package var csv: String {
    let factors = factors
    let hasControls = factors.contains { $0.position.control != nil }
    return (Factor.fields + (hasControls ? [Factor.kind] : [])).csv(factors)
  }

  // MARK: Document

  package var document: Document {
    var groups = [ReportTable.Group](factors, titled: \.position.heading) { factor, _ in
      [factor.factor, grouped(factor.completed), grouped(factor.active), grouped(factor.places)]
    }
    let gone = removed.map { cell in
      let key = cell.situation
      return [
        "\(key.emotion): \(key.factor) \(key.index)", grouped(cell.completed),
        grouped(cell.active), "",
      ]
    }
    if !gone.isEmpty { groups.append(.init(title: "No longer in the study", rows: gone)) }
    return Document(tables: [
      ReportTable(
        title: InlineText(study.title),
        columns: [.words(), "Completed", "Active", "Places"],
        groups: groups, notes: notes)
    ])
  }

  private var notes: [InlineText] {
    var notes: [InlineText] = [
      progress.statuses.isEmpty
        ? "No participants have started yet." : "\(words(progress.statuses))."
    ]
    if isFull {
      notes.append("The study is full: all \(grouped(study.places)) places are filled or held.")
    }
    if progress.turnedAway > 0 {
      notes.append(
        """
        \(grouped(progress.turnedAway)) \(progress.turnedAway == 1 ? "person" : "people") found the \
        study full.
        """)
    }
    if progress.excluded > 0 {
      notes.append(
        """
        \(grouped(progress.excluded)) completed and fill no place, because exclusion rules stated in \
        advance exclude them.
        """)
    }
    if !progress.lastServed.isEmpty {
      let pages = progress.lastServed.map { "\($0.page) \(grouped($0.people))" }
        .joined(separator: ", ")
      notes.append("Participants who have not finished were last seen at: \(pages).")
    }
    if progress.latecomers > 0 {
      notes.append("\(progress.latecomers) came back after their place had lapsed.")
    }
    if !progress.withdrawn.isEmpty {
      notes.append("Status before withdrawal: \(words(progress.withdrawn)).")
    }
    if !progress.others.isEmpty {
      let others = progress.others.map { others in
        others.isImported
          ? "\(grouped(others.people)) imported (\(others.kind.rawValue))"
          : "\(grouped(others.people)) \(others.kind.rawValue) (`--kind \(others.kind.rawValue)`)"
      }
      notes.append("Not counted here: \(others.joined(separator: ", ")).")
    }
    notes += caught("Screening answers that were not accepted", progress.failedScreening)
    notes += caught("Failed attention checks", progress.failedChecks)
    if isClosed {
      notes.append(
        "The study is closed to new participants; `evoke close --reopen` opens it again.")
    } else if let end = study.closes {
      let isClosed = study.isClosed(at: now)
      let verb =
        isClosed ? "has been closed to new participants since" : "closes to new participants on"
      notes.append("The study \(verb) \(dayAndMinute(end.description)) UTC.")
    }
    return notes
  }

  private func words(_ statuses: [RespondentStatus: Int]) -> String {
    RespondentStatus.allCases.compactMap { status in
      statuses[status].map { "\(grouped($0)) \(status.rawValue.replacing("_", with: " "))" }
    }.joined(separator: ", ")
  }

  private func caught(_ what: String, _ caught: [StudyProgress.Caught]) -> [InlineText] {
    guard !caught.isEmpty else { return [] }
    let rules = caught.map { rule in
      "\(rule.rule) \(grouped(rule.people))"
        + (rule.ended == 0 ? "" : " (\(grouped(rule.ended)) of them ended the interview)")
    }
    return ["\(what): \(rules.joined(separator: ", "))."]
  }
}

extension ProgressReport.Factor {
  fileprivate static let fields: [Field<ProgressReport.Factor>] = [
    .text("emotion", "the emotion", \.emotion), .text("factor", "the factor", \.factor),
    .integer("completed", "participants who have finished and fill a place", \.completed),
    .integer("active", "participants who hold a place and have not finished", \.active),
    .integer("places", "participants whom the study asks for", \.places),
  ]

  /// Only where a study has controls.
  fileprivate static let kind = Field<ProgressReport.Factor>.text(
    "kind", "kind of the situations, if they are a control"
  ) { $0.position.control?.rawValue }.omittedIfNull
}

extension StudyProgress.Others {
  fileprivate static let fields: [Field<StudyProgress.Others>] = [
    .text("kind", "the kind of respondents who are not counted here", \.kind.rawValue),
    .flag("imported", "whether they were imported", \.isImported),
    .integer("people", "how many there are", \.people),
  ]
}

extension StudyProgress.Caught {
  fileprivate static let fields: [Field<StudyProgress.Caught>] = [
    .text("rule", "an attention check or screening question", \.rule),
    .integer("people", "respondents whom it caught", \.people),
    .integer("ended", "of these, whose interview it ended", \.ended),
  ]
}
