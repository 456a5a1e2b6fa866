package import Study
internal import TextFormats

/// What `evoke restore` prints: what returning to a copy means, and whether it was done.
package struct RestorationReport: Report {
  private let restoration: Restoration

  package init(_ restoration: Restoration) {
    self.restoration = restoration
  }

  package static var entries: [FieldEntry] { list.flatMap(\.entries) }

  package var fields: [Field<Self>] { Self.list }

  private static let list: [Field<Self>] = [
    .text("database", "the study's database") { $0.restoration.database },
    .text("copy", "the copy") { $0.restoration.copy },
    .flag("restored", "whether the copy is now the database") { $0.restoration.isDone },
    .integer("respondents", "respondents of the database before") {
      $0.restoration.present?.respondents
    },
    .integer("respondents_in_copy", "respondents of the copy") {
      $0.restoration.copied.respondents
    },
    .text("newest", "when the newest page of the database was recorded") {
      $0.restoration.present?.newest
    },
    .text("newest_in_copy", "when the newest page of the copy was recorded") {
      $0.restoration.copied.newest
    },
    .integer("respondents_lost", "respondents who are not in the copy") {
      $0.restoration.present == nil ? nil : $0.restoration.respondentsLost
    },
    .integer("administrations_lost", "administrations that are not in the copy") {
      $0.restoration.present == nil ? nil : $0.restoration.administrationsLost
    },
    .integer("withdrawn_since", "participants of the copy who have withdrawn since") {
      $0.restoration.withdrawn.count
    },
    .flag("withdrawals_known", "whether it is known who has withdrawn since") {
      $0.restoration.knowsWithdrawals
    },
    .text("damage", "why the database before could not be read") { $0.restoration.damage },
    .text("put_aside", "where the database before is") { $0.restoration.putAside },
  ]

  package var csv: String { Self.list.csv([self]) }

  package var document: Document {
    Document(
      paragraphs: [
        verdict, "The copy: \(extent(restoration.copied)).", before, lost, withdrawn, key, aside,
      ].compactMap(\.self))
  }

  private var isDone: Bool { restoration.isDone }

  private var verdict: InlineText {
    isDone
      ? "\(restoration.database) was restored from \(restoration.copy)."
      : "Nothing was changed. This is what restoring \(restoration.database) would mean."
  }

  private func extent(_ extent: Restoration.Extent) -> String {
    let newest = extent.newest.map { "; newest page \(dayAndMinute($0)) UTC" } ?? ""
    return "\(counted(extent.respondents, "respondent")), \(grouped(extent.completed)) completed"
      + newest
  }

  private var before: InlineText? {
    if let present = restoration.present {
      return "The database \(isDone ? "before" : "now"): \(extent(present))."
    }
    return restoration.damage.map { "The database cannot be read: \($0)." }
      ?? "There \(isDone ? "was" : "is") no database."
  }

  private var lost: InlineText? {
    guard restoration.present != nil else {
      return "Answers recorded after the copy was made are in none of the two."
    }
    guard restoration.administrationsLost > 0 || restoration.respondentsLost > 0 else { return nil }
    return """
      Not in the copy: \(counted(restoration.respondentsLost, "respondent")), and \
      \(counted(restoration.administrationsLost, "administration")).
      """
  }

  private var withdrawn: InlineText? {
    let count = restoration.withdrawn.count
    if !restoration.knowsWithdrawals {
      return """
        Who has withdrawn since the copy was made is not known: neither the database nor \
        responses.history can be read. Withdraw them again with `evoke withdraw`.
        """
    }
    guard count > 0 else { return nil }
    return """
      \(counted(count, "participant")) of the copy withdrew after it was made: their answers \
      \(isDone ? "were deleted from what was restored" : "would not come back"). They are still in \
      \(restoration.copy); delete it when you no longer need it.
      """
  }

  private var key: InlineText? {
    restoration.bringsKey
      ? "The copy's own key \(isDone ? "took" : "would take") the place of responses.key." : nil
  }

  private var aside: InlineText? {
    guard let putAside = restoration.putAside else { return nil }
    return restoration.damage == nil
      ? "The database before is \(putAside). No answer that was withdrawn is in it."
      : """
      The database before is \(putAside). Because it is damaged, answers that were withdrawn may still \
      be in it; delete it when you no longer need it.
      """
  }
}
