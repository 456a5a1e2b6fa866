package import Disclosure
internal import TextFormats

/// What `evoke risk` prints.
package struct DisclosureRiskReport: Report {
  private let risk: DisclosureRisk
  private let source: String

  package init(_ risk: DisclosureRisk, source: String) {
    self.risk = risk
    self.source = source
  }

  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] {
    list.flatMap(\.entries) + columns(records: 0).map(\.inCSVAlone).flatMap(\.entries)
  }

  package var fields: [Field<Self>] { Self.list }

  private static let list: [Field<Self>] =
    [Field<Self>.text("source", "what was read") { $0.source }.inJSONAlone]
    + DisclosureRisk.fields.map { $0.of { $0.risk }.inJSONAlone }

  /// A row per set of known columns.
  package var csv: String { Self.columns(records: risk.records).csv(risk.subsets) }

  private static func columns(records: Int) -> [Field<DisclosureRisk.Grouping>] {
    [
      .text("known", "the quasi-identifiers that are known") {
        $0.columns.joined(separator: "+")
      },
      .integer("records", "people") { _ in records },
      .integer("k", "the size of the smallest class") { $0.k },
      .integer("classes", "classes") { $0.classes },
      .integer("uniques", "people alone in their class") { $0.uniques },
    ]
  }

  /// Who can be found, what can be learnt, by which answers.
  package var document: Document {
    Document(tables: [overview, sensitive].compactMap(\.self) + [subsets])
  }

  private var overview: ReportTable {
    func below(_ threshold: Int) -> String {
      grouped(risk.recordsBelow.first { $0.threshold == threshold }!.records)
    }
    let uniques = "\(grouped(risk.uniques)) (\(percentage(risk.uniqueShare)))"
    let sizes = [
      ["Records", grouped(risk.records)], ["Classes", grouped(risk.classes)],
      ["k (smallest class)", grouped(risk.k)], ["Unique records", uniques],
      ["In classes below 3", below(3)], ["In classes below 5", below(5)],
      ["In classes below 10", below(10)],
    ]
    var risks = [
      ["Prosecutor, highest", figure(risk.prosecutor.highest, decimals: 3)],
      ["Prosecutor, lowest", figure(risk.prosecutor.lowest, decimals: 3)],
      ["Prosecutor, average", figure(risk.prosecutor.average, decimals: 3)],
    ]
    for population in risk.populations {
      let people = "\(grouped(population.population)) people"
      risks += [
        ["Journalist, highest, \(people)", figure(population.journalistHighest, decimals: 3)],
        ["Marketer, average, \(people)", figure(population.marketerAverage, decimals: 3)],
      ]
    }
    var groups = [
      ReportTable.Group(title: "Classes", rows: sizes),
      ReportTable.Group(title: "Risk of being found", rows: risks),
    ]
    if !risk.joined.isEmpty {
      groups.append(
        ReportTable.Group(
          title: "If the condition is known as well",
          rows: risk.joined.map {
            ["\($0.column): k, unique", "\(grouped($0.k)), \(grouped($0.uniques))"]
          }))
    }
    if let linkability = risk.linkability {
      groups.append(
        ReportTable.Group(
          title: "Residual linkability: sets of answers given by one person alone",
          rows: linkability.vectors.map {
            [
              "\(counted($0.items, "item")), \($0.name)",
              "\(grouped($0.unique)) of \(grouped(linkability.records))",
            ]
          }))
    }
    var notes: [InlineText] = [
      "A class is the people who agree on \(risk.quasiIdentifiers.joined(separator: ", ")).",
      "Prosecutor risk assumes that the attacker knows who is in the file.",
    ]
    if !risk.populations.isEmpty {
      notes.append(
        """
        Journalist and marketer risk rest on the assumption that the records are a simple random \
        sample of a population of the stated size (Benedetti & Franconi, 1998).
        """)
    }
    return ReportTable(
      title: "Risk of being found in \(source)", columns: [.init("", .leading), .init("")],
      groups: groups, notes: notes)
  }

  private var sensitive: ReportTable? {
    guard !risk.sensitive.isEmpty else { return nil }
    return ReportTable(
      title: "What can be learnt about someone whose class is known",
      columns: [
        .init("Sensitive", .leading), .init("$l$"), .init("entropy $l$"), .init("$t$, equal"),
        .init("$t$, ordered"), .init("certain"),
      ],
      groups: [
        ReportTable.Group(
          title: nil,
          rows: risk.sensitive.map {
            [
              $0.attribute, grouped($0.distinctL), figure($0.entropyL, decimals: 2),
              figure($0.tEqual, decimals: 3), figure($0.tOrdered, decimals: 3),
              grouped($0.recordsInHomogeneous),
            ]
          })
      ],
      notes: [
        """
        $l$: fewest distinct values in a class. $t$: the largest distance between the distribution in \
        a class and the distribution in the whole sample. Certain: people whose value can be inferred \
        because everyone in their class shares it.
        """
      ])
  }

  private var subsets: ReportTable {
    ReportTable(
      title: "By what is known",
      columns: [
        .init("Known", .leading), .init("$k$"), .init("classes"), .init("unique"),
      ],
      groups: [
        ReportTable.Group(
          title: nil,
          rows: risk.subsets.map {
            [
              $0.columns.joined(separator: ", "), grouped($0.k), grouped($0.classes),
              grouped($0.uniques),
            ]
          })
      ])
  }
}
