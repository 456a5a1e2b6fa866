internal import Statistics
package import Study
internal import Survey
internal import TextFormats

/// What a study asks of participants and of the researcher: what `evoke check` prints.
package struct PlanReport: Report {
  private let study: StudyDefinition
  private let plan: StudyPlan
  private let contrasts: [PlannedContrast]

  package init(_ study: StudyDefinition) {
    self.study = study
    plan = StudyPlan(study)
    contrasts = Self.contrasts(of: study)
  }

  /// The level of the paired t test whose power the plan states.
  private static let alpha = 0.01

  private var emotions: Int { Design(study.situations).emotions.count }
  /// Those that are no control; of a study of controls alone, all.
  private var factors: [StudyPlan.Factor] {
    let own = plan.factors.filter { $0.position.control == nil }
    return own.isEmpty ? plan.factors : own
  }
  private var sizes: [Int] { factors.map(\.participants) }
  private var smallest: Int { sizes.min() ?? 0 }
  private var largest: Int { sizes.max() ?? 0 }

  private var powers: [(d: Double, power: Double)] {
    let test = TTestPower(alpha: Self.alpha)
    return [0.3, 0.5, 0.8].compactMap { d in
      test.power(n: Double(smallest), d: d).map { (d, $0) }
    }
  }

  /// The smallest d_z that one factor detects with power .80.
  private var detectable: Double? {
    TTestPower(alpha: Self.alpha).detectable(n: Double(smallest), power: 0.8)
  }

  // MARK: Fields

  /// What the documentation says of all keys and columns, those of every option among them.
  package static var entries: [FieldEntry] { list.flatMap(\.entries) }

  package var fields: [Field<Self>] { Self.list }

  private static var list: [Field<Self>] {
    let own: [Field<Self>] = [
      .text("study", "the study's title", \.study.title),
      .texts("pages", "the pages in their order", separator: " ", \.plan.pages),
      .list(
        "instruments",
        [
          .text("id", "an instrument's id", \.id.name),
          .text("title", "its title", \.title),
          .integer("items", "its items", \.items.count),
        ], \.study.instruments),
      .integer("emotions", "emotions", \.emotions),
      .integer("situations", "situations", \.study.situations.count),
      .integer("quota", "participants per situation", \.study.quota),
      .integer("places", "participants in all", \.study.places),
      .text(
        "quota_counts",
        "who fills a place: all who have `completed`, or those of them who are `valid`"
      ) { $0.study.quotaCounts.rawValue },
      .number("minutes", "a participant's minutes", \.plan.minutes),
      .number("alpha", "the level of the paired *t* test whose power follows") { _ in Self.alpha },
      .list(
        "power",
        [
          .number("d", "a *d_z*", \.d),
          .number("power", "the power of the smallest factor to detect it", \.power),
        ], \.powers),
      .number(
        "detectable_d", "the smallest *d_z* that the smallest factor detects with power .80",
        \.detectable),
      .texts(
        "rules", "what screening questions and attention checks lead to", separator: "; ",
        \.study.ruleLines),
      .integer("exclusions", "exclusion rules stated in advance", \.study.exclusions.count),
      .list(
        "contrasts", Self.contrastFields
      ) { $0.contrasts.isEmpty ? nil : $0.contrasts }.omittedIfNull,
    ]
    return own.map(\.inJSONAlone) + [
      .list("factors", areInCSV: true, Self.factorFields + [Self.kind], \.plan.factors)
    ]
  }

  private static let factorFields: [Field<StudyPlan.Factor>] = [
    .text("emotion", "the emotion", \.emotion), .text("factor", "the factor", \.name),
    .integer("participants", "participants once every cell is full", \.participants),
  ]

  /// Only where a study has controls.
  private static let kind = Field<StudyPlan.Factor>.text(
    "kind", "kind of the situations, if they are a control"
  ) { $0.position.control?.rawValue }.omittedIfNull

  /// A row per factor.
  package var csv: String {
    let hasControls = plan.factors.contains { $0.position.control != nil }
    return (Self.factorFields + (hasControls ? [Self.kind] : [])).csv(plan.factors)
  }

  // MARK: Document

  /// ", of them 36 neutral as a control"; empty without controls.
  private var controls: String {
    let design = Design(study.situations)
    let counts = design.controls.map { kind in
      "\(grouped(design.cells.count { $0.key.kind == kind })) \(kind.rawValue)"
    }
    return counts.isEmpty ? "" : ", of them \(counts.joined(separator: " and ")) as a control"
  }

  /// Who fills a place.
  private var quotaWords: String {
    guard study.quotaCounts == .valid else { return "counts all participants who complete" }
    let late = study.exclusions.filter(\.comparesRespondents).map(\.name)
    let exception =
      late.isEmpty
      ? ""
      : " (not \(late.joined(separator: ", ")), which compares participants and is applied afterwards)"
    return "counts participants who complete and whom no exclusion rule excludes\(exception)"
  }

  package var document: Document {
    let items = study.instruments.map { "\($0.title) (\(counted($0.items.count, "item")))" }
    let perFactor =
      smallest == largest ? grouped(smallest) : "\(grouped(smallest)) to \(grouped(largest))"
    var rows = [
      ["Pages", plan.pages.joined(separator: " → ")],
      ["Instruments", items.joined(separator: ", ")],
      [
        "Design",
        [
          counted(emotions, "emotion"), counted(factors.count, "factor"),
          counted(study.situations.count, "situation"),
        ].joined(separator: ", ") + controls,
      ],
      [
        "Places",
        "\(grouped(study.places)) = \(counted(study.situations.count, "cell")) × quota \(study.quota); "
          + "\(perFactor) per factor" + (controls.isEmpty ? "" : ", without those of the control"),
      ],
      ["Quota", quotaWords],
      ["Time", "about \(counted(Int(plan.minutes.rounded(.up)), "minute")) per participant"],
    ]
    if let detectable {
      let shown = powers.map {
        "\(powerFigure($0.power)) for d_z = \(figure($0.d, decimals: 1))"
      }.joined(separator: ", ")
      rows.append([
        "Power",
        "\(shown); power .80 for d_z = \(figure(detectable, decimals: 2)) (paired t test of one "
          + "factor, n = \(grouped(smallest)), α = \(level(Self.alpha)))",
      ])
    }
    for (index, rule) in study.ruleLines.enumerated() {
      rows.append([index == 0 ? "Rules" : "", rule])
    }
    if !study.exclusions.isEmpty {
      rows.append(["Exclusions", "\(counted(study.exclusions.count, "rule")) stated in advance"])
    }
    for (index, contrast) in contrasts.enumerated() {
      rows.append([index == 0 ? "Contrasts" : "", contrast.words])
    }
    return Document(tables: [
      ReportTable(
        title: InlineText(study.title), columns: [.words(), .words()],
        rows: rows)
    ])
  }
}

extension StudyDefinition {
  /// What each screening question and each attention check leads to, in their order.
  fileprivate var ruleLines: [String] {
    let rules =
      screening.map { ($0.id.name, Outcome.screenedOut) }
      + attention.map { ($0.id.name, Outcome.failedAttention) }
    return rules.compactMap { rule, outcome in
      guard let consequence = consequences[rule] else { return nil }
      guard consequence.ends else { return "\(rule): marks the answer" }
      let completion = completion(of: outcome, endedBy: rule)
      let shown = [
        completion.code.map { "code \($0)" }, completion.redirect.map { "button to \($0)" },
      ].compactMap(\.self)
      return (["\(rule): ends the study"] + shown).joined(separator: ", ")
    }
  }
}
