internal import TextFormats

/// What a command says that has changed something: a few sentences, and the same as one row.
package struct ActionReport: Report {
  package let fields: [Field<ActionReport>]
  private let paragraphs: [InlineText]

  private init(_ paragraphs: [InlineText], _ fields: [Field<ActionReport>]) {
    self.paragraphs = paragraphs
    self.fields = fields
  }

  package var csv: String { fields.csv([self]) }

  package var document: Document { Document(paragraphs: paragraphs) }

  /// What `evoke close` prints.
  ///
  /// - Parameter changed: whether the study was in the other state before.
  package static func closing(study: String, isClosed: Bool, changed: Bool) -> Self {
    let state = isClosed ? "closed to new participants" : "open"
    return Self(
      ["\(study) is \(changed ? "now" : "already") \(state)."],
      [
        .text("study", "the study's title") { _ in study },
        .flag("closed", "whether new participants are turned away") { _ in isClosed },
        .flag("changed", "whether the command changed it") { _ in changed },
      ])
  }

  /// What `evoke free` prints.
  ///
  /// - Parameters:
  ///   - others: participants of the panel who held no place.
  ///   - unknown: ids that nobody came with.
  package static func freeing(freed: Int, others: Int, unknown: Int) -> Self {
    let rest: [InlineText] = [
      others > 0
        ? "\(counted(others, "participant")) had finished, stopped or held a place no longer."
        : nil,
      unknown > 0 ? "Nobody took part with \(grouped(unknown)) of the ids." : nil,
    ].compactMap(\.self)
    return Self(
      ["\(counted(freed, "place")) given back."] + rest,
      [
        .integer("freed", "participants whose place is free for others now") { _ in freed },
        .integer("others", "participants who had finished, stopped or held no place any more") {
          _ in
          others
        },
        .integer("unknown", "ids with which nobody took part") { _ in unknown },
      ])
  }

  /// What `evoke withdraw` prints.
  ///
  /// - Parameter isNew: false if the participant had withdrawn before.
  package static func withdrawal(
    participant: String, responsesDeleted: Int, isNew: Bool, at: String
  ) -> Self {
    Self(
      [
        isNew
          ? """
          Deleted \(counted(responsesDeleted, "response")) of participant \(participant).
          """
          : """
          Participant \(participant) had already withdrawn on \(dayAndMinute(at)) UTC; nothing was \
          left to delete.
          """
      ],
      [
        .text("participant", "the participant's UUID") { _ in participant },
        .integer("responses_deleted", "responses that this command deleted") { _ in
          isNew ? responsesDeleted : 0
        },
        .text("withdrawn_at", "when the participant withdrew") { _ in at },
        .flag("changed", "whether the command deleted anything") { _ in isNew },
      ])
  }

  /// What `evoke import` prints.
  ///
  /// - Parameters:
  ///   - known: those of the file who were stored before.
  ///   - doubtful: the file's columns or rows of those whose answers are another's.
  ///   - earlier: when the same file was imported before; nil if it was not.
  package static func importing(
    added: Int, known: Int, doubtful: [String], into database: String, earlier: String?
  ) -> Self {
    let result: InlineText =
      if let earlier {
        """
        nothing added: the same file was imported on \(dayAndMinute(earlier)) UTC \
        (\(counted(known, "participant")))
        """
      } else if added == 0 {
        "nothing added to \(database)"
      } else {
        "imported \(counted(added, "participant")) into \(database)"
      }
    let stored: InlineText? =
      known > 0 && earlier == nil
      ? "left out because stored before, with the same details and answers: \(grouped(known))" : nil
    let alike: InlineText? =
      doubtful.isEmpty
      ? nil
      : """
      with the same answers to all items as another participant: \(doubtful.joined(separator: ", "))
      """
    return Self(
      [result, stored, alike].compactMap(\.self),
      [
        .text("database", "the database") { _ in database },
        .integer("added", "participants added") { _ in added },
        .integer("known", "participants of the file who were stored before") { _ in known },
        .texts(
          "doubtful", "columns or rows with the same answers as another participant's",
          separator: " "
        ) { _ in doubtful },
        .text("imported_at", "when the same file was imported before") { _ in earlier },
      ])
  }

  /// What `evoke simulate` prints.
  ///
  /// - Parameters:
  ///   - full: simulated participants who found the study full.
  ///   - closed: simulated participants who found the study closed.
  ///   - seconds: how long it took.
  package static func rehearsal(
    participants: Int, responses: Int, full: Int, closed: Int, seconds: Double
  ) -> Self {
    let stored: InlineText = """
      \(counted(participants, "participant")), \(counted(responses, "response")): all stored as sent \
      (\(figure(seconds, decimals: 0)) s)
      """
    let turnedAway: [InlineText] = [(full, "full"), (closed, "closed")].compactMap { count, found in
      count > 0 ? "\(count) more found the study \(found)." : nil
    }
    return Self(
      [stored] + turnedAway,
      [
        .integer("participants", "simulated participants who took part") { _ in participants },
        .integer("responses", "their responses, all stored as sent") { _ in responses },
        .integer("full", "simulated participants who found the study full") { _ in full },
        .integer("closed", "simulated participants who found the study closed") { _ in closed },
        .number("seconds", "how long it took") { _ in seconds },
      ])
  }
}

/// `2026-11-29 14:49` of a time as the database writes it, in UTC.
func dayAndMinute(_ time: String) -> String {
  String(time.prefix(16)).replacing("T", with: " ")
}
