package import Disclosure
package import Documents
import Study
import TextFormats

/// A release that was made, which is what `evoke export` prints.
package struct ReleaseOutcome: Sendable, Report {
  package enum Content: Sendable {
    case microdata(MaskedMicrodata, RiskReport, EarlierReleases)
    /// The budget is nil if no ledger is kept.
    case privateBaseline(PrivateBaseline, PrivacyBudget?)
  }

  package let destination: String
  package let content: Content
  /// What a ledger keeps of the release.
  let entry: LedgerEntry
  /// Whether the release was entered in a ledger.
  package let isInLedger: Bool

  private var masked: MaskedMicrodata? {
    if case .microdata(let masked, _, _) = content { masked } else { nil }
  }

  private var baseline: PrivateBaseline? {
    if case .privateBaseline(let baseline, _) = content { baseline } else { nil }
  }

  package var csv: String { fields.csv([self]) }

  package var fields: [Field<Self>] { Self.list }

  /// What the documentation says of all keys and columns.
  package static var entries: [FieldEntry] { list.flatMap(\.entries) }

  private static let list: [Field<Self>] = [
    .text("folder", "the package") { $0.destination },
    .text("sha256", "SHA-256 over the names and hashes of its files") { $0.entry.package },
    .text("released_at", "when it was made") { $0.entry.at },
    .text("kind", "whose answers") { $0.entry.kind },
    .integer("participants", "participants in it") { $0.entry.people },
    .integer("k", "the size of the smallest class") { $0.entry.k },
    .integer("uniques_before", "unique participants before masking") {
      if case .microdata(_, let report, _) = $0.content { report.before.uniques } else { nil }
    },
    .number("suppressed_cells", "share of quasi-identifier cells that are suppressed") {
      $0.masked?.masking.suppression
    },
    .number("information_loss", "share of the quasi-identifiers' information that is lost") {
      $0.masked?.masking.loss
    },
    .integer("dropped_rows", "participants who were excluded") { $0.masked?.masking.dropped.count },
    .json("levels", "the level of each quasi-identifier") {
      .object(($0.masked?.recipe.columns ?? []).map { ($0.name, .text($0.level)) })
    },
    .texts("identifying", "identifying columns that were released", separator: " ") {
      $0.entry.identifying ?? []
    },
    .integer("k_with_earlier_releases", "k together with all earlier releases in the ledger") {
      if case .microdata(_, _, let earlier) = $0.content { earlier.k } else { nil }
    },
    .number("epsilon", "what a private baseline spent") { $0.entry.epsilon },
    .number("epsilon_spent_in_all", "the same with all earlier ones in the ledger") {
      guard case .privateBaseline(let baseline, let budget) = $0.content else { return nil }
      return budget?.total(with: baseline.epsilon)
    },
    .number("mean_error", "SD of the noise in a mean of the typical factor") {
      $0.baseline?.typicalError
    },
    .flag("in_ledger", "whether a ledger records it", words: ("true", "false", "")) {
      $0.isInLedger
    },
  ]

  /// What was released, in a few sentences.
  package var document: Document {
    var paragraphs: [InlineText]
    switch content {
    case .microdata(let masked, let report, let earlier):
      paragraphs = self.paragraphs(on: masked, report, earlier)
    case .privateBaseline(let baseline, let budget):
      paragraphs = [
        """
        \(destination): only the crowd baseline, differentially private with epsilon = \
        \("\(baseline.epsilon)"). In the typical factor, a mean is off by \
        \(figure(baseline.typicalError, decimals: 2)) and a change by \
        \(figure(baseline.typicalErrorOfChange, decimals: 2)).
        """
      ]
      if let budget { paragraphs.append(InlineText(budget.note(on: baseline.epsilon))) }
    }
    if !isInLedger {
      paragraphs.append(
        """
        There is no ledger: earlier releases were not checked, and this one is not recorded \
        (`--ledger FILE`).
        """)
    }
    return Document(paragraphs: paragraphs)
  }

  private func paragraphs(
    on masked: MaskedMicrodata, _ report: RiskReport, _ earlier: EarlierReleases
  ) -> [InlineText] {
    let identifying = report.identifying.map {
      "\($0.column.name) (\(counted($0.given, "participant")), \(grouped($0.unique)) with a unique "
        + "value)"
    }
    let levels = masked.recipe.columns.map { "\($0.name): \($0.level)" }.joined(separator: ", ")
    let dropped = masked.masking.dropped.count
    var paragraphs: [InlineText] = [
      """
      \(destination): \(counted(report.after.records, "participant")), k = \(report.after.k) \
      (\(report.before.uniques) were unique before). \(percentage(masked.masking.suppression)) of \
      quasi-identifier cells are suppressed; the information loss is \
      \(figure(masked.masking.loss, decimals: 3)).
      """, "Levels: \(levels).",
      dropped == 0
        ? """
        The package was read back and measured again: classes, columns and every baseline are \
        correct.
        """
        : """
        \(counted(dropped, "participant")) excluded; the package was read back and measured again.
        """,
    ]
    if !identifying.isEmpty {
      paragraphs.insert(
        """
        NOT ANONYMOUS: released \(identifying.joined(separator: ", ")), as the study names and the \
        command confirmed.
        """, at: 0)
    }
    if masked.microdata.heldBack > 0 {
      paragraphs.append(
        """
        \(counted(masked.microdata.heldBack, "participant")) held back, because earlier releases \
        leave them in too small a group.
        """)
    }
    for (at, columns) in earlier.identifying {
      paragraphs.append("The release of \(at) contained \(columns.joined(separator: ", ")).")
    }
    if let k = earlier.k { paragraphs.append("Together with earlier releases: k = \(k).") }
    return paragraphs
  }
}
