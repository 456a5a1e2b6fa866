internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension ContrastReport {
  var tables: [ReportTable] {
    var tables = [differences]
    if contrasts.contains(where: { $0.figures.contains { $0.ancova != nil } }) {
      tables.append(adjusted)
    }
    if contrasts.contains(where: { $0.figures.contains { $0.random != nil } }) {
      tables.append(random)
    }
    if contrasts.contains(where: { $0.definition.bounds != nil }) { tables.append(equivalence) }
    if contrasts.contains(where: { $0.dropout != nil }) { tables.append(dropout) }
    return tables
  }

  private var subscales: SubscaleLabels { SubscaleLabels(contrasts.flatMap(\.figures)) }

  /// A group of rows per contrast, one row per subscale, behind the subscale's label.
  private func groups(
    where condition: (Contrast) -> Bool = { _ in true },
    _ cells: (Contrast.Figures) -> [String]
  ) -> [ReportTable.Group] {
    let subscales = subscales
    return zip(contrasts, labels).filter { condition($0.0) }.map { contrast, label in
      .init(
        title: label, rows: contrast.figures.map { [subscales[$0.scale]] + cells($0) })
    }
  }

  private var differences: ReportTable {
    ReportTable(
      title: "Difference of the changes of two groups\(whose)",
      columns: [
        .words(), "$n_1$", "$n_2$", "$M_1$", "$M_2$", "Diff.", "95% CI", "$p$", "$p$ adj.", "$g$",
      ],
      groups: groups { figures in
        [
          grouped(figures.first.n), grouped(figures.second.n),
          figure(figures.first.change.summary.mean, decimals: 2),
          figure(figures.second.change.summary.mean, decimals: 2),
          figure(figures.difference, decimals: 2), intervalFigure(figures.welch?.interval()),
          pFigure(figures.welch?.p, at: alpha), pFigure(figures.pHolm, at: alpha),
          figure(figures.effect?.g, decimals: 2),
        ]
      },
      notes: subscales.legend
        + zip(contrasts, labels).map { "\($1): \($0.definition.groups). \($0.planning)" } + [
          """
          $M_1$ and $M_2$: mean change, evoked minus default, of the first and of the second group. \
          Diff.: first minus second. $p$: Welch's $t$ test; adj.: adjusted over the contrasts \
          of this table, within a subscale (Holm). $g$: difference divided by the pooled $SD$ of the changes (Hedges). $n$: \
          participants with both scores.
          """
        ] + contrasts.flatMap(\.missingNotes))
  }

  /// Several contrasts may share participants.
  private var whose: String {
    let all = source.counted(participants)
    guard contrasts.count == 1, let contrast = contrasts.first else { return ", among \(all)" }
    let people = contrast.first.people + contrast.second.people
    return people == participants ? ", \(all)" : ", \(grouped(people)) of \(all)"
  }

  private var participants: Int { source.participants - (exclusion?.leftOut.count ?? 0) }

  private var adjusted: ReportTable {
    ReportTable(
      title: "The same, adjusted for the default score",
      columns: [
        .words(), "Diff.", "$SE$", "$df$", "95% CI", "$p$", "$p$ adj.", "Slopes $p$",
      ],
      groups: groups { figures in
        estimate(figures.adjusted, figures.adjustedPHolm) + [
          pFigure(figures.ancova?.slopes?.p, at: alpha)
        ]
      },
      notes: [
        """
        Analysis of covariance: the difference that is expected between participants of both groups \
        with the same default score, `evoked ~ group + default`. Slopes $p$: whether the evoked score \
        depends on the default score differently in one group than in the other.
        """
      ] + notes(\.adjustedNote))
  }

  private var random: ReportTable {
    let formulas = contrasts.flatMap(\.figures).compactMap(\.random?.notation)
    let hasFactors = contrasts.flatMap(\.figures).contains {
      $0.random?.levels.contains(.factor) ?? false
    }
    let samples: InlineText =
      hasFactors ? "situations, and of other factors," : "situations"
    return ReportTable(
      title: "The same, with situations as random",
      columns: [
        .words(), "Situations", "Diff.", "$SE$", "$df$", "95% CI", "$p$", "$p$ adj.",
      ],
      groups: groups { figures in
        [figures.random.map { grouped($0.situations) } ?? "—"]
          + estimate(figures.random?.success?.difference, figures.randomPHolm)
      },
      notes: [
        """
        Mixed model \(enumerated(Set(formulas).sorted().map { .code($0) })): the difference to expect of \
        other \(samples) of the kind of those in the study, which are taken as samples; $df$ by \
        Satterthwaite.
        """
      ] + notes(\.randomNote))
  }

  /// What there is to say of the figures of some contrast on some subscale.
  private func notes(_ note: (Contrast.Figures) -> InlineText?) -> [InlineText] {
    zip(contrasts, labels).flatMap { contrast, label in
      contrast.figures.compactMap { figures in
        note(figures).map { "\(label), \(figures.title): \($0)." as InlineText }
      }
    }
  }

  private func estimate(_ test: TTest?, _ holm: Double?) -> [String] {
    [
      figure(test?.estimate, decimals: 2), figure(test?.standardError, decimals: 2),
      dfFigure(test?.df), intervalFigure(test?.interval()),
      pFigure(test?.p, at: alpha), pFigure(holm, at: alpha),
    ]
  }

  private var equivalence: ReportTable {
    let notes = zip(contrasts, labels).compactMap { contrast, label in
      contrast.definition.bounds.map { "\(label): bounds \($0.wordsOfGroups)." as InlineText }
    }
    return ReportTable(
      title: "Equivalence of the changes of both groups",
      columns: [.words(), "Diff.", "90% CI", "Bounds", "$p$", .words("Result")],
      groups: groups(where: { $0.definition.bounds != nil }) { figures in
        let test = figures.equivalence
        return [
          figure(figures.difference, decimals: 2), intervalFigure(test?.interval()),
          test.map { "±" + figure($0.bounds.high, decimals: 2) } ?? "—",
          pFigure(test?.p, at: EquivalenceTest.alpha), test?.outcome.rawValue ?? "—",
        ]
      },
      notes: [
        """
        Two one-sided Welch tests at α = \(level(EquivalenceTest.alpha)), not adjusted; $p$ is the \
        larger of both. within: significantly within the bounds. beyond: the 90% interval lies outside \
        them. undecided: neither; the data do not show equivalence, which is not evidence of a larger \
        difference.
        """
      ] + notes)
  }

  private var dropout: ReportTable {
    let shown = zip(contrasts, labels).filter { $0.0.dropout != nil }
    return ReportTable(
      title: "Everyone who was given a situation, and those who completed",
      columns: [.words(), "Assigned", "Completed", "Did not", "Share"],
      groups: shown.map { contrast, label in
        func row(_ name: String, _ group: Contrast.Dropout.Group) -> [String] {
          [
            name, grouped(group.assigned), grouped(group.completed), grouped(group.unfinished),
            percentage(group.share),
          ]
        }
        return .init(
          title: label,
          rows: [
            row("\(contrast.definition.of)", contrast.dropout!.first),
            row("\(contrast.definition.against)", contrast.dropout!.second),
          ])
      },
      notes: shown.map { contrast, label in
        "\(label): \(contrast.dropout!.reading(alpha: alpha))."
      }
        + [
          """
          Did not: left, withdrew, were turned away by a check after the situation was assigned, or \
          did not come back in time. Participants whose place is still held are not counted; nor are \
          those whose answers, since deleted, would say which group they were in.
          """
        ])
  }
}
