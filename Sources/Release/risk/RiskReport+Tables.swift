import Disclosure
import Documents
import Study
import TextFormats

extension RiskReport {
  /// The figures of the risk, as answered and as released.
  var beforeAndAfter: Document.Section {
    func row(_ name: String, _ value: (DisclosureRisk) -> String) -> [String] {
      [name, value(before), value(after)]
    }
    var rows = [
      row("People") { grouped($0.records) }, row("Classes") { grouped($0.classes) },
      row("k, the smallest class") { grouped($0.k) },
      row("Unique people") { "\(grouped($0.uniques)) (\(percentage($0.uniqueShare)))" },
    ]
    rows += [2, 3, 5, 10].map { threshold in
      row("In classes below \(threshold)") { risk in
        grouped(risk.recordsBelow.first { $0.threshold == threshold }!.records)
      }
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
      rows += [
        row("Journalist risk, highest, of \(grouped(population))") {
          figure(of($0)?.journalistHighest, decimals: 4)
        },
        row("Marketer risk, average, of \(grouped(population))") {
          figure(of($0)?.marketerAverage, decimals: 4)
        },
      ]
    }
    rows += before.joined.map { joined in
      row("k and unique people, \(joined.column) known") { risk in
        risk.joined.first { $0.column == joined.column }
          .map { "\(grouped($0.k)), \(grouped($0.uniques))" } ?? ""
      }
    }
    let sensitive = zip(before.sensitive, after.sensitive).map { before, after in
      func change(_ value: (AttributeRisk) -> String) -> String {
        "\(value(before)) → \(value(after))"
      }
      return [
        before.attribute, change { grouped($0.distinctL) },
        change { figure($0.entropyL, decimals: 2) }, change { figure($0.tEqual, decimals: 2) },
        change { grouped($0.recordsInHomogeneous) },
      ]
    }
    return Document.Section(
      heading: "Before and after",
      paragraphs: [
        """
        A class is a group of participants who share all characteristics that others may know. A \
        suppressed cell counts as a separate value.
        """
      ],
      tables: [
        ReportTable(
          title: "Risk", columns: [.init("", .leading), .init("before"), .init("after")],
          groups: [.init(title: nil, rows: rows)]),
        ReportTable(
          title: "What a class reveals about sensitive columns, before → after",
          columns: [
            .init("Column", .leading), .init("l"), .init("entropy l"), .init("t"),
            .init("people with a certain value"),
          ], groups: [.init(title: nil, rows: sensitive)],
          notes: [
            """
            l is the smallest number of distinct values in a class, t the largest distance of a class \
            from the whole sample.
            """
          ]),
      ])
  }

  /// What the dataset holds of the identifiers that an American rule names.
  var safeHarbor: Document.Section {
    let here = safeHarborFindings
    let identifiers = [
      "Names", "Places smaller than a state", "Dates other than the year", "Ages over 89",
      "Telephone numbers", "Fax numbers", "E-mail addresses", "Social security numbers",
      "Medical record numbers", "Health plan numbers", "Account numbers",
      "Certificate or licence numbers", "Vehicles and their plates",
      "Devices and their serial numbers", "Web addresses of a person", "IP addresses",
      "Biometric identifiers", "Photographs of faces", "Any other unique code",
    ]
    return Document.Section(
      heading: "HIPAA Safe Harbor's list",
      paragraphs: [
        """
        The list of 45 CFR 164.514(b)(2), checked against the columns. Evoke cannot know what else \
        others know.
        """
      ],
      tables: [
        ReportTable(
          title: "Identifiers", columns: [.init("Identifier", .leading), .init("Here", .leading)],
          groups: [.init(title: nil, rows: identifiers.map { [$0, here[$0] ?? Self.absent] })])
      ])
  }

  private static let absent = "not in the dataset"

  /// What is said of the identifiers that may be there, or are stored elsewhere.
  private var safeHarborFindings: [String: String] {
    let country = masked.recipe.columns.first { $0.name == "country" }
    let born = masked.recipe.columns.first { $0.name == "year_of_birth" }
    let oldest = masked.microdata.questions.first { $0.id == "year_of_birth" }?.answers
      .compactMap { $0.flatMap { Int($0) } }.min()
    let tellsYear =
      born?.generalisation == .asAnswered && masked.columns.contains { $0.name == "year_of_birth" }
      || attributes.contains("year_of_birth")
    let time = masked.recipe.limits.time
    var findings = [
      "Places smaller than a state": attributes.contains("country")
        ? "\(Self.absent); the country is released as answered"
        : country.map {
          $0.generalisation == .removed
            ? "\(Self.absent); nor is the country"
            : "\(Self.absent); the country is released: \($0.level)"
        },
      "Dates other than the year": isReleased(.startedAt) || isReleased(.finishedAt)
        ? "PRESENT: the exact time of taking part"
        : time == .month || time == .quarter
          ? "PRESENT: the \(time.rawValue) of taking part" : nil,
      "Ages over 89": tellsYear && (oldest.map { year - $0 > 89 } ?? false)
        ? "PRESENT: a year of birth as answered" : "not told apart",
      "IP addresses": "\(Self.absent); Evoke stores none",
      "Any other unique code": isReleased(.recruitingID)
        ? "PRESENT: the id from recruiting"
        : "recruiting ids and ids of the study are not released; the random id leads nowhere",
    ].compactMapValues(\.self)
    let words = identifying.filter(\.column.isFreeText).map(\.column.name)
    guard !words.isEmpty else { return findings }
    for identifier in [
      "Names", "Places smaller than a state", "Telephone numbers", "Fax numbers",
      "Social security numbers", "Medical record numbers", "Health plan numbers",
      "Account numbers", "Certificate or licence numbers", "Vehicles and their plates",
      "Devices and their serial numbers", "Web addresses of a person",
    ] {
      findings[identifier] =
        "MAY APPEAR in participants' own words: \(words.joined(separator: ", "))"
    }
    return findings
  }
}
