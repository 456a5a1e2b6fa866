internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension ReliabilityReport {
  package var document: Document {
    var tables = [scales]
    if showsItems { tables.append(items) }
    if let shifts, !shifts.isEmpty { tables.append(table(of: shifts)) }
    if !reliability.changes.isEmpty { tables.append(changes) }
    if !reliability.stability.isEmpty { tables.append(stability) }
    if let missing { tables.append(missing) }
    if let exclusion { tables.append(comparison(exclusion)) }
    return Document(tables: tables, closing: ("In plain words", readings))
  }

  private var scales: ReportTable {
    var notes: [InlineText] = [
      """
      $k$: items. α: Cronbach's alpha, with Feldt's 95% interval. std.: alpha of standardised items. \
      ω: omega total of one factor, by minimum residuals. λ6: Guttman's lambda-6. odd, first: \
      split-half reliability (odd and even items, first and last half by position in the subscale), \
      Spearman-Brown.
      """
    ]
    for row in reliability.rows where !row.consistency.constant.isEmpty {
      let names = row.consistency.constant.map { row.items[$0].name }.joined(separator: ", ")
      notes.append(
        "\(row.title), \(row.occasion.rawValue): excluded because all answers are equal: \(names).")
    }
    if isRun, hasIntervals { notes.append(Self.dependence) }
    notes += leftOut.sentences
    let respondents =
      isRun ? counted(participants, "repetition") : source.counted(participants)
    return ReportTable(
      title: isRun ? "Reliability, \(respondents) of a run" : "Reliability, \(respondents)",
      columns: [
        .words(), .words(), "$n$", "$k$", "α", "95% CI", "std.", "ω", "λ6", "odd", "first",
      ],
      groups: .init(reliability.rows, titled: { _ in nil }) { row, above in
        let scale = row.consistency
        return [
          row.title == above?.title ? "" : row.title, row.occasion.rawValue, grouped(scale.n),
          String(row.items.count), coefficient(scale.alpha),
          intervalCoefficients(scale.alphaInterval),
          coefficient(scale.standardizedAlpha), coefficient(scale.omegaTotal),
          coefficient(scale.lambda6), coefficient(scale.splitHalf.oddEven),
          coefficient(scale.splitHalf.firstLast),
        ]
      }, notes: notes)
  }

  private var items: ReportTable {
    ReportTable(
      title: "Items",
      columns: [.words(), "$M$", "$SD$", "$r_drop$", "α if dropped"],
      groups: reliability.rows.map { row in
        ReportTable.Group(
          title: "\(row.title), \(row.occasion.rawValue)",
          rows: zip(row.items, row.consistency.items).map { id, item in
            [
              id.name, figure(item.mean, decimals: 2), figure(item.sd, decimals: 2),
              coefficient(item.rDrop), coefficient(item.alphaIfDropped, decimals: 3),
            ]
          })
      },
      notes: [
        """
        $r_drop$: correlation of the item with the sum of the others. Reverse-scored items are \
        reversed first.
        """
      ])
  }

  private func table(of shifts: [ItemShifts]) -> ReportTable {
    shifts.table(
      title: "Shifts of items from before to after", sides: ("Default", "Evoked", "Change"),
      notes: [
        "Default, Evoked: $M$. $t$: paired test, of participants with every answer on both occasions."
      ], readings: shifts.map { $0.reading("mean change") })
  }

  private var changes: ReportTable {
    ReportTable(
      title: "Reliability of change scores",
      columns: [
        .words(), "$n$", "$SD$ default", "$SD$ evoked", "$SD$ change", "$r$", "rel.", "α items",
      ],
      rows: reliability.changes.map { change in
        [
          change.title, grouped(change.n), figure(change.sd.default, decimals: 2),
          figure(change.sd.evoked, decimals: 2), figure(change.sd.change, decimals: 2),
          coefficient(change.correlation), coefficient(change.reliability),
          coefficient(change.alphaOfItemChanges),
        ]
      },
      notes: [
        """
        $r$: correlation of the scores before and after. rel.: reliability of the difference score, \
        from the two alphas, the $SD$s and $r$ (Gulliksen, 1950; Rogosa & Willett, 1983). α items: \
        alpha of the items' changes.
        """
      ])
  }

  private var stability: ReportTable {
    func cells(_ icc: IntraclassCorrelation?) -> [String] {
      [
        coefficient(icc?.single), intervalCoefficients(icc?.singleInterval),
        coefficient(icc?.average),
        icc.map { figure($0.k, decimals: $0.k == $0.k.rounded() ? 0 : 1) } ?? "—",
      ]
    }
    return ReportTable(
      title: "Stability of the run",
      columns: [.words(), .words("agree on"), "targets", "ICC", "95% CI", "of mean", "$k$"],
      groups: reliability.stability.map { stable in
        let lines = [
          ("items, default", stable.items), ("situations", stable.situations),
          ("situations, by order", stable.acrossOrders),
        ]
        return ReportTable.Group(
          title: nil,
          rows: lines.enumerated().filter { $0.offset < 2 || stable.orders > 1 }.map {
            index, line in
            [
              index == 0 ? stable.title : "", line.0, line.1.map { grouped($0.targets) } ?? "—",
            ] + cells(line.1)
          })
      },
      notes: [
        """
        ICC: agreement of single repetitions, ICC(1,1), and by order of single item orders, \
        ICC(2,1). of mean: of the mean of $k$, ICC(1,$k$) and ICC(2,$k$) (Shrout & Fleiss, 1979).
        """
      ] + reliability.stability.map(level))
  }

  private func level(_ stable: Stability) -> InlineText {
    let scores: InlineText = """
      \(stable.title): default score $M$ = \(figure(stable.default.mean, decimals: 2)), $SD$ = \
      \(figure(stable.default.sd, decimals: 2)) over \
      \(counted(stable.default.n, "repetition")); $SD$ within a situation \
      \(figure(stable.sdWithinSituations, decimals: 2))
      """
    if let test = stable.defaultByOrder {
      return """
        \(scores); difference in default scores between \(stable.orders) item orders: \
        \(test.equation()).
        """
    }
    return stable.orders == 1 ? "\(scores); one item order." : "\(scores)."
  }

  /// Nil if no answer is missing.
  private var missing: ReportTable? {
    let rows = reliability.rows.filter { $0.missing.incomplete > 0 }
    guard !rows.isEmpty else { return nil }
    let lines = rows.flatMap { row in
      let complete = [
        row.title, row.occasion.rawValue, "complete", grouped(row.consistency.n),
        coefficient(row.consistency.alpha), figure(row.missing.scores.mean, decimals: 2),
      ]
      let prorated = row.missing.withProrated.map { filled in
        [
          "", "", "and prorated", grouped(filled.n), coefficient(filled.alpha),
          figure(row.missing.scoresWithProrated?.mean, decimals: 2),
        ]
      }
      return [complete, prorated].compactMap(\.self)
    }
    return ReportTable(
      title: "Missing answers",
      columns: [.words(), .words(), .words(), "$n$", "α", "$M$ of scores"], rows: lines,
      notes: rows.map { row in
        """
        \(row.title), \(row.occasion.rawValue): \(row.missing.incomplete) with an answer missing, \
        \(row.missing.prorated > 0 ? "\(row.missing.prorated)" : "none") of them with a score by the \
        instrument's rule.
        """
      })
  }

  private func comparison(
    _ exclusion: (made: Exclusion, everyone: Reliability)
  ) -> ReportTable {
    let lines = reliability.rows.flatMap { row in
      let all = exclusion.everyone.rows.first {
        $0.scale == row.scale && $0.occasion == row.occasion
      }
      let scales = [
        ("all respondents", all?.consistency), ("after exclusions", row.consistency),
      ]
      return scales.map { who, scale in
        [
          row.title, row.occasion.rawValue, who, scale.map { grouped($0.n) } ?? "—",
          coefficient(scale?.alpha), coefficient(scale?.omegaTotal),
        ]
      }
    }
    return ReportTable(
      title: "Before and after exclusions (\(exclusion.made.leftOut.count) excluded)",
      columns: [.words(), .words(), .words(), "$n$", "α", "ω"], rows: lines,
      notes: exclusion.made.notes())
  }
}
