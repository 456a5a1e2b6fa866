package import Disclosure
import Study
package import TextFormats

extension DisclosureRisk {
  /// The figures under the names of the JSON contract.
  package var json: [(key: String, value: JSONValue)] {
    [
      ("quasi_identifiers", .array(quasiIdentifiers.map { .text($0) })),
      ("records", .integer(records)),
      ("classes", .integer(classes)),
      ("k", .integer(k)),
      ("max_class", .integer(maximumClass)),
      ("mean_class", .number(meanClass)),
      ("uniques", .integer(uniques)),
      ("unique_share", .number(uniqueShare)),
      (
        "records_below",
        .object(recordsBelow.map { ("\($0.threshold)", .integer($0.records)) })
      ),
      ("prosecutor", prosecutor.json),
      ("discernibility", .integer(discernibility)),
      ("c_avg_k5", .number(averageClassOverFive)),
      (
        "class_size_histogram",
        .object(histogram.map { ("\($0.size)", .integer($0.classes)) })
      ),
      ("population_model", .array(populations.map(\.json))),
      ("sensitive", .object(sensitive.map { ($0.attribute, $0.json) })),
      (
        "by_subset",
        .object(
          subsets.map { grouping in
            (
              grouping.columns.joined(separator: "+"),
              .object([
                ("k", .integer(grouping.k)), ("classes", .integer(grouping.classes)),
                ("uniques", .integer(grouping.uniques)),
              ])
            )
          })
      ),
      (
        "with_condition",
        .object(
          joined.map { joined in
            (
              joined.column,
              .object([
                ("values", .integer(joined.values)), ("k", .integer(joined.k)),
                ("uniques", .integer(joined.uniques)),
              ])
            )
          })
      ),
      (
        "residual_linkability",
        linkability.map { linkability in
          .object(
            linkability.vectors.map { vector in
              (
                vector.name,
                .object([
                  ("items", .integer(vector.items)), ("distinct", .integer(vector.distinct)),
                  ("unique", .integer(vector.unique)),
                ])
              )
            })
        } ?? .null
      ),
    ]
  }

  /// The tables for people: who can be found, what can be learnt, by which answers.
  package func tables(title: String) -> [ReportTable] {
    [overview(title), attributes].compactMap(\.self) + [combinationsTable]
  }

  private func overview(_ title: String) -> ReportTable {
    func below(_ threshold: Int) -> String {
      "\(recordsBelow.first { $0.threshold == threshold }!.records)"
    }
    let sizes = [
      ["Records", "\(records)"], ["Classes", "\(classes)"], ["k (smallest class)", "\(k)"],
      ["Unique records", "\(uniques) (\(percentage(uniqueShare)))"],
      ["In classes below 3", below(3)], ["In classes below 5", below(5)],
      ["In classes below 10", below(10)],
    ]
    var risks = [
      ["Prosecutor, highest", figure(prosecutor.highest, decimals: 3)],
      ["Prosecutor, lowest", figure(prosecutor.lowest, decimals: 3)],
      ["Prosecutor, average", figure(prosecutor.average, decimals: 3)],
    ]
    for population in populations {
      risks.append([
        "Journalist, highest, \(population.population) people",
        figure(population.journalistHighest, decimals: 3),
      ])
      risks.append([
        "Marketer, average, \(population.population) people",
        figure(population.marketerAverage, decimals: 3),
      ])
    }
    var groups = [
      ReportTable.Group(title: "Classes", rows: sizes),
      ReportTable.Group(title: "Risk of being found", rows: risks),
    ]
    if !joined.isEmpty {
      groups.append(
        ReportTable.Group(
          title: "If the condition is known as well",
          rows: joined.map { ["\($0.column): k, unique", "\($0.k), \($0.uniques)"] }))
    }
    if let linkability {
      groups.append(
        ReportTable.Group(
          title: "Residual linkability: answers that nobody shares",
          rows: linkability.vectors.map {
            ["\($0.items) items, \($0.name)", "\($0.unique) of \(linkability.records)"]
          }))
    }
    var notes = [
      "A class is the people who agree on \(quasiIdentifiers.joined(separator: ", ")).",
      "Prosecutor risk assumes that the attacker knows who is in the file.",
    ]
    if !populations.isEmpty {
      notes.append(
        "Journalist and marketer risk assume that the records are a random sample of a population "
          + "of the size stated, which is an assumption (Benedetti and Franconi 1998).")
    }
    return ReportTable(
      title: title, columns: [.init("", .leading), .init("")], groups: groups, notes: notes)
  }

  private var attributes: ReportTable? {
    guard !sensitive.isEmpty else { return nil }
    return ReportTable(
      title: "What can be learnt of somebody whose class is known",
      columns: [
        .init("Sensitive", .leading), .init("l"), .init("entropy l"), .init("t, equal"),
        .init("t, ordered"), .init("certain"),
      ],
      groups: [
        ReportTable.Group(
          title: nil,
          rows: sensitive.map {
            [
              $0.attribute, "\($0.distinctL)", figure($0.entropyL, decimals: 2),
              figure($0.tEqual, decimals: 3), figure($0.tOrdered, decimals: 3),
              "\($0.recordsInHomogeneous)",
            ]
          })
      ],
      notes: [
        "l: fewest distinct values in a class. t: how far a class is from everybody, at most. "
          + "Certain: people in classes where all have the same value."
      ])
  }

  private var combinationsTable: ReportTable {
    ReportTable(
      title: "By what is known",
      columns: [
        .init("Known", .leading, width: 60), .init("k"), .init("classes"), .init("unique"),
      ],
      groups: [
        ReportTable.Group(
          title: nil,
          rows: subsets.map {
            [$0.columns.joined(separator: ", "), "\($0.k)", "\($0.classes)", "\($0.uniques)"]
          })
      ], notes: [])
  }
}

extension DisclosureRisk.Prosecutor {
  fileprivate var json: JSONValue {
    .object([
      ("highest", .number(highest)), ("lowest", .number(lowest)), ("average", .number(average)),
      ("at_highest", .integer(atHighest)),
      ("records_at_risk_over_0_2", .number(shareOverFifth)),
      ("records_at_risk_over_0_1", .number(shareOverTenth)),
      ("expected_reidentifications", .integer(expectedReidentifications)),
    ])
  }
}

extension PopulationRisk {
  fileprivate var json: JSONValue {
    .object([
      ("population", .integer(population)), ("sampling_fraction", .number(samplingFraction)),
      ("journalist_highest_individual", .number(journalistHighest)),
      ("marketer_average", .number(marketerAverage)),
      ("expected_reidentifications", .number(expectedReidentifications)),
    ])
  }
}

extension AttributeRisk {
  fileprivate var json: JSONValue {
    .object([
      ("distinct_l", .integer(distinctL)), ("entropy_l", .number(entropyL)),
      ("t_equal_distance", .number(tEqual)), ("t_ordered_distance", .number(tOrdered)),
      ("classes_homogeneous", .integer(homogeneousClasses)),
      ("records_in_homogeneous_classes_size_ge2", .integer(recordsInSharedHomogeneous)),
      ("records_in_homogeneous", .integer(recordsInHomogeneous)),
    ])
  }
}

/// A share as a percentage with one decimal.
package func percentage(_ share: Double) -> String {
  figure(share * 100, decimals: 1) + "%"
}

extension DisclosureRisk {
  /// A row a set of known columns: k, classes, unique records.
  package var csv: String {
    csvText(
      [["known", "records", "k", "classes", "uniques"]]
        + subsets.map {
          [
            $0.columns.joined(separator: "+"), "\(records)", "\($0.k)", "\($0.classes)",
            "\($0.uniques)",
          ]
        })
  }
}
