package import Disclosure
package import Documents
internal import Study
import TextFormats

/// The report on a release: what could be found out about people before it and after it.
package struct RiskReport: Sendable {
  package let before: DisclosureRisk
  package let after: DisclosureRisk
  /// One entry per released identifying column.
  package let identifying: [IdentifyingFigures]
  /// The same as `after` if others know the columns that are released as answered as well; nil
  /// without.
  package let withAttributes: DisclosureRisk?
  private let masked: MaskedMicrodata
  let earlier: EarlierReleases?
  private let year: Int

  /// - Parameters:
  ///   - populations: sizes that the people are assumed to be a random sample of.
  ///   - year: the calendar year of the release, for ages.
  package init(
    _ masked: MaskedMicrodata, earlier: EarlierReleases?, populations: [Int], year: Int
  ) {
    let all = masked.microdata
    let kept = masked.kept
    func ofKept(_ column: CategoryColumn) -> CategoryColumn {
      CategoryColumn(
        name: column.name, codes: kept.map { column.codes[$0] }, labels: column.labels)
    }
    before = DisclosureRisk(
      masked.categoriesBefore, records: all.people.count, sensitive: masked.sensitive,
      conditions: all.conditions, populations: populations,
      linkability: all.linkability(of: Array(all.people.indices)))!
    let columns = masked.categoriesAfter
    let attributes = all.questions.filter { all.rules.attributes.contains($0.id) }
      .map { ofKept(all.column($0)) }
    withAttributes =
      attributes.isEmpty
      ? nil : DisclosureRisk(columns + attributes, records: kept.count, populations: [])
    after = DisclosureRisk(
      columns.isEmpty
        ? [CategoryColumn(name: "nothing", texts: kept.map { _ in "" })] : columns,
      records: kept.count, sensitive: masked.sensitive.map { ofKept($0) },
      conditions: all.conditions.map { ofKept($0) }, populations: populations,
      linkability: all.linkability(of: kept))!
    identifying = all.identifying.map { IdentifyingFigures(masked, $0, known: columns) }
    self.masked = masked
    self.earlier = earlier
    self.year = year
  }

  package var summary: RiskSummary {
    RiskSummary(
      requestedK: masked.recipe.limits.k, k: after.k, classes: after.classes,
      suppressedCells: masked.masking.suppression, loss: masked.masking.loss,
      droppedRows: masked.masking.dropped.count)
  }

  package var json: String {
    JSONValue.object([
      ("before", .object(before.json)), ("after", .object(after.json)),
      ("suppressed_cells", .number(masked.masking.suppression)),
      ("information_loss", .number(masked.masking.loss)),
      ("dropped_rows", .integer(masked.masking.dropped.count)),
      ("identifying", .object(identifying.map { ($0.column.name, $0.json) })),
      (
        "with_attributes",
        withAttributes.map { risk in
          .object([
            ("columns", .array(masked.microdata.rules.attributes.map { .text($0) })),
            ("k", .integer(risk.k)), ("uniques", .integer(risk.uniques)),
          ])
        } ?? .null
      ),
      ("k_with_earlier_releases", .array(earlier?.pairs.map { .integer($0.k) } ?? [])),
    ]).description
  }

  package var document: Document {
    Document(
      title: "Could people be found in this dataset?",
      sections: sections.map { section in
        Document.Section(
          heading: InlineText(section.heading),
          paragraphs: section.paragraphs.map(InlineText.init(codeIn:)), tables: section.tables)
      })
  }

  // MARK: Sections

  struct Section {
    let heading: String
    var paragraphs: [String] = []
    var tables: [ReportTable] = []
  }

  private var sections: [Section] {
    (peopleCanBeFound.map { [$0] } ?? []) + [
      inShort, whatWasDone, beforeAndAfter, answers, threeQuestions, safeHarbor, assumptions,
    ]
  }

  private var inShort: Section {
    var paragraphs = [
      "The dataset has \(grouped(after.records)) participants. Apart from the answers"
        + (identifying.isEmpty ? "" : ", the columns named above") + " and the situation, every "
        + "participant shares their released characteristics "
        + "(\(masked.columns.map(\.name).joined(separator: ", "))) with at least \(after.k - 1) others. "
        + "Before masking, \(grouped(before.uniques)) of \(grouped(before.records)) participants were unique.",
      (identifying.isEmpty ? "Someone" : "Without the columns named above, someone")
        + " who knows these characteristics, and knows that the person took part, has at most a "
        + "\(percentage(after.prosecutor.highest)) chance of picking the right row. Before masking "
        + "it was \(percentage(before.prosecutor.highest)).",
    ]
    if let withAttributes {
      let names = masked.microdata.rules.attributes.joined(separator: ", ")
      paragraphs.insert(
        "Released as answered, because the study assumes that others do not know them: "
          + "\(names). If others do, \(withAttributes.uniques) of \(after.records) participants are "
          + "unique, and k is \(withAttributes.k). What follows leaves "
          + "\(masked.microdata.rules.attributes.count == 1 ? "it" : "them") out.", at: 0)
    }
    if masked.microdata.arePublic {
      paragraphs.append(
        "The same answers have been public before, with the columns above unmasked. Joining the "
          + "two by the answers undoes the masking of nearly every row.")
    }
    if let vector = after.linkability?.vectors.first {
      paragraphs.append(
        "This does not make the rows anonymous to someone who already has a person's answers: "
          + "\(vector.unique) of \(after.records) participants gave a set of \(vector.items) answers that "
          + "no one else gave.")
    }
    if let earlier, let k = earlier.k {
      paragraphs.append(
        "Together with the \(earlier.pairs.count) earlier "
          + "\(earlier.pairs.count == 1 ? "release" : "releases") of the same participants, every "
          + "participant still shares these characteristics with at least \(k - 1) others.")
    }
    return Section(heading: "In short", paragraphs: paragraphs + earlierIdentifying)
  }

  private var whatWasDone: Section {
    let rows = masked.recipe.columns.enumerated().map { index, column in
      let cells = masked.masking.masks.count { $0 & (1 << UInt32(index)) != 0 }
      return [column.name, column.level, "\(cells)"]
    }
    var paragraphs = [
      "The values were made coarser, to the levels below. Because that was not enough, "
        + (masked.recipe.limits.suppression == .rows
          ? "participants were excluded, "
            + "\(percentage(masked.masking.suppression)) of them. "
          : "single cells were suppressed, \(percentage(masked.masking.suppression)) of the cells of "
            + "these columns. ")
        + "\(percentage(masked.masking.loss)) of their information is lost "
        + "(non-uniform entropy, mean over the columns). `recipe.yaml` says exactly what became "
        + "what.",
      masked.masking.dropped.isEmpty
        ? "No participant was excluded, and no answer was changed: every mean, standard deviation and test "
          + "of the baseline is what the full answers give."
        : "\(masked.masking.dropped.count) participants were excluded, so the baseline is that of "
          + "the remaining ones.",
    ]
    paragraphs.append(
      "Every row has a new random id, no key linking it to the old one was kept"
        + (identifying.isEmpty ? "" : " (the columns named above may identify it)")
        + ", and the rows were shuffled.")
    return Section(
      heading: "What was done", paragraphs: paragraphs,
      tables: [
        ReportTable(
          title: "Levels",
          columns: [
            .init("Column", .leading), .init("Level", .leading), .init("Suppressed cells"),
          ],
          groups: [.init(title: nil, rows: rows)], notes: [])
      ])
  }

  private var beforeAndAfter: Section {
    func row(_ name: String, _ value: (DisclosureRisk) -> String) -> [String] {
      [name, value(before), value(after)]
    }
    var rows = [
      row("People") { "\($0.records)" }, row("Classes") { "\($0.classes)" },
      row("k, the smallest class") { "\($0.k)" },
      row("Unique people") { "\($0.uniques) (\(percentage($0.uniqueShare)))" },
    ]
    for threshold in [2, 3, 5, 10] {
      rows.append(
        row("In classes below \(threshold)") { risk in
          "\(risk.recordsBelow.first { $0.threshold == threshold }!.records)"
        })
    }
    rows += [
      row("Prosecutor risk, highest") { figure($0.prosecutor.highest, decimals: 3) },
      row("Prosecutor risk, lowest") { figure($0.prosecutor.lowest, decimals: 3) },
      row("Prosecutor risk, average") { figure($0.prosecutor.average, decimals: 3) },
    ]
    for population in before.populations.map(\.population) {
      func of(_ risk: DisclosureRisk) -> PopulationRisk? {
        risk.populations.first { $0.population == population }
      }
      rows.append(
        row("Journalist risk, highest, of \(population)") {
          figure(of($0)?.journalistHighest, decimals: 4)
        })
      rows.append(
        row("Marketer risk, average, of \(population)") {
          figure(of($0)?.marketerAverage, decimals: 4)
        })
    }
    for joined in before.joined {
      rows.append(
        row("k and unique people, \(joined.column) known") { risk in
          risk.joined.first { $0.column == joined.column }.map { "\($0.k), \($0.uniques)" } ?? ""
        })
    }
    let sensitive = zip(before.sensitive, after.sensitive).map { before, after in
      [
        before.attribute, "\(before.distinctL) → \(after.distinctL)",
        "\(figure(before.entropyL, decimals: 2)) → \(figure(after.entropyL, decimals: 2))",
        "\(figure(before.tEqual, decimals: 2)) → \(figure(after.tEqual, decimals: 2))",
        "\(before.recordsInHomogeneous) → \(after.recordsInHomogeneous)",
      ]
    }
    return Section(
      heading: "Before and after",
      paragraphs: [
        "A class is a group of participants who share all characteristics that others may know. A "
          + "suppressed cell counts as a separate value."
      ],
      tables: [
        ReportTable(
          title: "Risk", columns: [.init("", .leading), .init("before"), .init("after")],
          groups: [.init(title: nil, rows: rows)], notes: []),
        ReportTable(
          title: "What a class reveals about sensitive columns, before → after",
          columns: [
            .init("Column", .leading), .init("l"), .init("entropy l"), .init("t"),
            .init("people with a certain value"),
          ], groups: [.init(title: nil, rows: sensitive)],
          notes: [
            "l is the smallest number of distinct values in a class, t the largest distance of a class from "
              + "the whole sample."
          ]),
      ])
  }

  private var answers: Section {
    let rows = (after.linkability?.vectors ?? []).map {
      ["\($0.items) items, \($0.name)", "\($0.distinct)", "\($0.unique)"]
    }
    return Section(
      heading: "What k does not cover",
      paragraphs: [
        "The answers themselves are released unchanged, because they are the purpose of the dataset. "
          + "Someone who has a person's answers from elsewhere, such as the panel's own copy, can "
          + "find the row by them. This residual linkability is the same before and after masking.",
        "The situation is released too. Someone who knows it finds the person among fewer others, "
          + "as the rows with the condition known show.",
      ],
      tables: [
        ReportTable(
          title: "Sets of answers",
          columns: [.init("", .leading), .init("different"), .init("given by only one person")],
          groups: [.init(title: nil, rows: rows)], notes: [])
      ])
  }

  private var threeQuestions: Section {
    let certain = after.sensitive.map { "\($0.recordsInHomogeneous) for \($0.attribute)" }
    return Section(
      heading: "The three questions of the Article 29 Working Party",
      paragraphs: [
        "Opinion 05/2014 (WP216) asks whether these are still possible.",
        "Singling out: "
          + (identifying.isEmpty
            ? ""
            : "yes, by \(identifying.map(\.column.name).joined(separator: ", ")). Without "
              + "\(identifying.count == 1 ? "it" : "them"): ")
          + "by what others may know of a person, no; at least \(after.k) people share "
          + "each combination. By a full set of answers, yes, for "
          + "\(after.linkability?.vectors.first?.unique ?? 0) people.",
        "Linking: with another dataset about the same people, by the columns above, at best to a "
          + "group of \(after.k). With another copy of the same answers, row by row. "
          + (earlier?.k.map { "With earlier releases in the ledger, to a group of \($0)." }
            ?? (earlier == nil
              ? "No ledger was kept: earlier releases were not checked."
              : "No earlier release of these people is in the ledger.")),
        "Inference: the smallest numbers of distinct values in a class are "
          + after.sensitive.map { "\($0.distinctL) for \($0.attribute)" }.joined(separator: ", ")
          + ". Participants whose value follows with certainty from the class: "
          + "\(certain.joined(separator: ", ")).",
      ])
  }

  private var safeHarbor: Section {
    let attributes = masked.microdata.rules.attributes
    let released = Set(masked.columns.map(\.name))
    let country = masked.recipe.columns.first { $0.name == "country" }
    let born = masked.recipe.columns.first { $0.name == "year_of_birth" }
    let oldest = masked.microdata.questions.first { $0.id == "year_of_birth" }?.answers
      .compactMap { $0.flatMap { Int($0) } }.min()
    let tellsAge =
      (born?.generalisation == .asAnswered && released.contains("year_of_birth")
        || attributes.contains("year_of_birth"))
      && (oldest.map { year - $0 > 89 } ?? false)
    let none = "not in the dataset"
    let words = identifying.filter(\.column.isFreeText).map(\.column.name)
    let spoken =
      words.isEmpty
      ? none : "MAY APPEAR in participants' own words: \(words.joined(separator: ", "))"
    let hasTimes = isReleased(.startedAt) || isReleased(.finishedAt)
    let rows = [
      ["Names", spoken],
      [
        "Places smaller than a state",
        !words.isEmpty
          ? spoken
          : attributes.contains("country")
            ? "not in the dataset; the country is released as answered"
            : country.map { "not in the dataset; the country is released: \($0.level)" } ?? none,
      ],
      [
        "Dates other than the year",
        hasTimes
          ? "PRESENT: the exact time of taking part"
          : masked.recipe.limits.time == .month || masked.recipe.limits.time == .quarter
            ? "PRESENT: the \(masked.recipe.limits.time.rawValue) of taking part" : none,
      ],
      ["Ages over 89", tellsAge ? "PRESENT: a year of birth as answered" : "not told apart"],
      ["Telephone numbers", spoken], ["Fax numbers", spoken], ["E-mail addresses", none],
      ["Social security numbers", spoken], ["Medical record numbers", spoken],
      ["Health plan numbers", spoken], ["Account numbers", spoken],
      ["Certificate or licence numbers", spoken], ["Vehicles and their plates", spoken],
      ["Devices and their serial numbers", spoken], ["Web addresses of a person", spoken],
      ["IP addresses", "not in the dataset; Evoke stores none"], ["Biometric identifiers", none],
      ["Photographs of faces", none],
      [
        "Any other unique code",
        isReleased(.recruitingID)
          ? "PRESENT: the id from recruiting"
          : "recruiting ids and ids of the study are not released; the random id leads nowhere",
      ],
    ]
    return Section(
      heading: "HIPAA Safe Harbor's list",
      paragraphs: [
        "The list of 45 CFR 164.514(b)(2), checked against the columns. Evoke cannot know what else "
          + "others know."
      ],
      tables: [
        ReportTable(
          title: "Identifiers", columns: [.init("Identifier", .leading), .init("Here", .leading)],
          groups: [.init(title: nil, rows: rows)], notes: [])
      ])
  }

  private var assumptions: Section {
    var paragraphs = [
      "Prosecutor risk assumes that the attacker knows who took part. Journalist and marketer risk "
        + "assume that the participants are a simple random sample of a population of the stated size; "
        + "frequencies in it follow Benedetti and Franconi (1998).",
      "Others are assumed to know only the columns above. Anyone who knows more can do "
        + "more.",
    ]
    paragraphs += (earlier?.unknown ?? []).map { "Not compared: \($0)." }
    return Section(heading: "Assumptions", paragraphs: paragraphs)
  }
}
