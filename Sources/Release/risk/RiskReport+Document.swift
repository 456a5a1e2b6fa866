import Disclosure
package import Documents
import Study
import TextFormats

extension RiskReport {
  package var document: Document {
    Document(
      title: "Could people be found in this dataset?\(masked.microdata.kind.titleSuffix)",
      sections: [peopleCanBeFound].compactMap(\.self) + [
        inShort, whatWasDone, beforeAndAfter, answers, threeQuestions, safeHarbor, assumptions,
      ])
  }

  private var inShort: Document.Section {
    let names = masked.columns.map(\.name).joined(separator: ", ").presence ?? "none"
    var paragraphs = [masked.microdata.kind.note].compactMap { $0.map { "\($0)" as InlineText } }
    if let withAttributes {
      paragraphs.append(
        """
        Released as answered, because the study assumes that others do not know them: \
        \(attributes.joined(separator: ", ")). If others do, \(withAttributes.uniques) of \
        \(after.records) participants are unique, and k is \(withAttributes.k). What follows leaves \
        \(attributes.count == 1 ? "it" : "them") out.
        """)
    }
    paragraphs += [
      """
      The dataset has \(after.records) participants. Apart from the answers\
      \(identifying.isEmpty ? "" : ", the columns named above") and the situation, every participant \
      shares their released characteristics (\(names)) with at least \(after.k - 1) others. Before \
      masking, \(before.uniques) of \(before.records) participants were unique.
      """,
      """
      \(identifying.isEmpty ? "Someone" : "Without the columns named above, someone") who knows these \
      characteristics, and knows that the person took part, has at most a \
      \(percentage(after.prosecutor.highest)) chance of picking the right row. Before masking it was \
      \(percentage(before.prosecutor.highest)).\(knowingTheSituation)
      """,
    ]
    if masked.microdata.arePublic {
      paragraphs.append(
        """
        The same answers have been public before, with the columns above unmasked. Joining the two by \
        the answers undoes the masking of nearly every row.
        """)
    }
    if let vector = after.linkability?.vectors.first {
      paragraphs.append(
        """
        This does not make the rows anonymous to someone who already has a person's answers: \
        \(vector.unique) of \(after.records) participants gave a set of \(vector.items) answers that \
        no one else gave.
        """)
    }
    if let earlier, let k = earlier.k {
      paragraphs.append(
        """
        Together with the \(earlier.pairs.count) earlier \
        \(earlier.pairs.count == 1 ? "release" : "releases") of the same participants, every \
        participant still shares these characteristics with at least \(k - 1) others.
        """)
    }
    return Document.Section(heading: "In short", paragraphs: paragraphs + earlierIdentifying)
  }

  private var knowingTheSituation: InlineText {
    guard let situation = after.joined.first(where: { $0.column == "situation" }) else { return "" }
    return """
       If they also know which situation the person read, \(situation.uniques) of \(after.records) \
      participants are unique.
      """
  }

  private var whatWasDone: Document.Section {
    let rows = masked.recipe.columns.enumerated().map { index, column in
      let cells = masked.masking.masks.count { $0 & (1 << UInt32(index)) != 0 }
      return [column.name, column.level, grouped(cells)]
    }
    let dropped = masked.masking.dropped.count
    return Document.Section(
      heading: "What was done",
      paragraphs: [
        """
        The values were made coarser, to the levels below. \(suppression) \
        \(percentage(masked.masking.loss)) of their information is lost (non-uniform entropy, mean \
        over the columns). `recipe.yaml` says exactly what became what.
        """,
        dropped == 0
          ? """
          No participant was excluded, and no answer was changed: every mean, standard deviation and \
          test of the baseline is what the full answers give.
          """
          : """
          \(dropped) participants were excluded, so the baseline is that of the remaining ones.
          """,
        """
        Every row has a new random id, no key linking it to the old one was kept\
        \(identifying.isEmpty ? "" : " (the columns named above may identify it)"), and the rows were \
        shuffled.
        """,
      ],
      tables: [
        ReportTable(
          title: "Levels",
          columns: [
            .init("Column", .leading), .init("Level", .leading), .init("Suppressed cells"),
          ],
          groups: [.init(title: nil, rows: rows)])
      ])
  }

  /// What was suppressed beside the coarser levels, if anything was.
  private var suppression: String {
    let share = percentage(masked.masking.suppression)
    return switch (masked.recipe.limits.suppression, masked.masking.suppression > 0) {
    case (.rows, true):
      "Because that was not enough, participants were excluded, \(share) of them."
    case (.cells, true):
      "Because that was not enough, single cells were suppressed, \(share) of the cells of these "
        + "columns."
    case (.rows, false): "That was enough: no participant was excluded."
    case (.cells, false): "That was enough: no single cell was suppressed."
    }
  }

  private var answers: Document.Section {
    let rows = (after.linkability?.vectors ?? []).map {
      ["\($0.items) items, \($0.name)", grouped($0.distinct), grouped($0.unique)]
    }
    return Document.Section(
      heading: "What k does not cover",
      paragraphs: [
        """
        The answers themselves are released unchanged, because they are the purpose of the dataset. \
        Someone who has a person's answers from elsewhere, such as the panel's own copy, can find the \
        row by them. This residual linkability is the same before and after masking.
        """,
        """
        The situation is released too. Someone who knows it finds the person among fewer others, as \
        the rows with the condition known show.
        """,
      ],
      tables: [
        ReportTable(
          title: "Sets of answers",
          columns: [.init("", .leading), .init("different"), .init("given by only one person")],
          groups: [.init(title: nil, rows: rows)])
      ])
  }

  private var threeQuestions: Document.Section {
    let columns = identifying.map(\.column.name).joined(separator: ", ")
    let itself = identifying.count == 1 ? "it" : "them"
    let distinct = after.sensitive.map { "\($0.distinctL) for \($0.attribute)" }
    let certain = after.sensitive.map { "\(grouped($0.recordsInHomogeneous)) for \($0.attribute)" }
    return Document.Section(
      heading: "The three questions of the Article 29 Working Party",
      paragraphs: [
        "Opinion 05/2014 (WP216) asks whether these are still possible.",
        """
        Singling out: \(identifying.isEmpty ? "" : "yes, by \(columns). Without \(itself): ")by what \
        others may know of a person, no; at least \(after.k) people share each combination. By a full \
        set of answers, yes, for \(after.linkability?.vectors.first?.unique ?? 0) people.
        """,
        """
        Linking: with another dataset about the same people, by the columns above, at best to a group \
        of \(after.k). With another copy of the same answers, row by row. \(linkingEarlier)
        """,
        """
        Inference: the smallest numbers of distinct values in a class are \
        \(distinct.joined(separator: ", ")). Participants whose value follows with certainty from the \
        class: \(certain.joined(separator: ", ")).
        """,
      ])
  }

  private var linkingEarlier: InlineText {
    guard let earlier else { return "No ledger was kept: earlier releases were not checked." }
    guard let k = earlier.k else {
      return "No earlier release of these people is in the ledger."
    }
    return "With earlier releases in the ledger, to a group of \(k)."
  }

  private var assumptions: Document.Section {
    Document.Section(
      heading: "Assumptions",
      paragraphs: [
        """
        Prosecutor risk assumes that the attacker knows who took part. Journalist and marketer risk \
        assume that the participants are a simple random sample of a population of the stated size; \
        frequencies in it follow Benedetti and Franconi (1998).
        """,
        "Others are assumed to know only the columns above. Anyone who knows more can do more.",
      ] + (earlier?.unknown ?? []).map { "Not compared: \($0)." })
  }
}
