internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension JudgementReport {
  /// One run's rows, or the comparison of several runs.
  package var document: Document {
    let tables =
      runs.count == 1
      ? [runTable(runs[0])] : [comparisonTable, certaintyTable, differenceTable].compactMap(\.self)
    return Document(tables: tables + [distanceTable].compactMap(\.self))
  }

  private func runTable(_ run: JudgedRun) -> ReportTable {
    let labels = run.judgement.labels
    return ReportTable(
      title: "\(shortened(run.name)) against \(people)",
      columns: [.words(), "$n$", .words(), "Evoked", "Change", "Crowd", "$p$"]
        + (method.unit == .repetition ? ["$p$ sit."] : []) + ["$g$", .words()],
      groups: .init(run.judgement.rows, titled: \.position.emotion) { row, above in
        row.cells(isFirst: row.position != above?.position, method, labels)
      }, notes: run.legend + notes)
  }

  /// What a reader of any figure here must know.
  var notes: [InlineText] {
    nothingNotes + (nothingNotes.count < runs.count ? unitNotes : []) + coverageNotes
  }

  /// Of runs that are not compared.
  var nothingNotes: [InlineText] {
    runs.compactMap { run in
      run.judgement.nothingCompared.map { "\(shortened(run.name)): \($0)" }
    }
  }

  /// Of runs that lack situations of the crowd, or have others.
  var coverageNotes: [InlineText] {
    runs.flatMap { run in
      let (ofRun, ofCrowd, shared) = run.judgement.situations
      let name = shortened(run.name)
      let lacking: InlineText? =
        shared < ofCrowd
        ? """
        \(name) has \(shared) of the crowd's \(ofCrowd) situations. Every figure compares it with the \
        participants who were given these.
        """ : nil
      let other: InlineText? =
        ofCrowd > 0 && shared < ofRun
        ? """
        The crowd has \(shared) of the \(ofRun) situations of \(name). Means over factors and emotions \
        are of other situations on either side.
        """ : nil
      return [lacking, other].compactMap(\.self)
    }
  }

  var unitNotes: [InlineText] {
    let bounds: InlineText = """
      Equivalence: two one-sided tests at α = .05; the bounds, half the $SD$ of the participants in \
      the cell, were chosen from the same scores.
      """
    switch method.unit {
    case .repetition:
      return [
        """
        $p$, ≈ and the arrows, as published, treat repetitions as independent observations, like \
        people. Repetitions of the same situation are not independent, so these $p$ values tend to be \
        too small. \(randomSituations)
        """, bounds,
      ]
    case .situation:
      return [
        """
        The units are situations, on both sides: $n$ counts them; each is the mean of its \
        repetitions or participants. The run's default scores belong to no situation, so they stay \
        single. The arrow is Welch's $t$ test without a test of variances; $g$ is in $SD$s of \
        situation means.
        """,
        """
        This shows whether a difference would hold in other situations of the same kind, which no \
        number of repetitions can show. With two to five situations per factor it has little power: \
        a nonsignificant result is not evidence of no difference, and equivalence can rarely be \
        shown.\(detectable) `paired_t` (JSON, CSV) compares situation by situation, which has more \
        power if both sides were given the same ones.
        """, bounds,
      ]
    }
  }

  /// What a test of one factor can detect, if there is a factor.
  private var detectable: InlineText {
    let sizes = Set(
      runs.flatMap { run in
        run.judgement.rows.filter { $0.position.level == .factor }.map(\.evoked.n)
      })
    let differences = sizes.sorted(by: >).compactMap { n in
      TTestPower(design: .two, alpha: method.alpha).detectable(n: Double(n), power: 0.8).map {
        (n: n, text: figure($0, decimals: 1))
      }
    }
    guard !differences.isEmpty else { return "" }
    let texts: [InlineText] = differences.enumerated().map { index, difference in
      index == 0
        ? "\(difference.text) $SD$s (\(counted(difference.n, "situation")) per side)"
        : "\(difference.text) $SD$s (\(difference.n))"
    }
    let list: InlineText =
      texts.count == 1
      ? texts[0] : "\(texts.dropLast().joined(separator: ", ")) or \(texts[texts.count - 1])"
    return """
       For one factor, a test at α = \(level(method.alpha)) has 80% power to detect a difference of \
      \(list); $SD$s are those of situation means.
      """
  }
}

extension Judgement {
  var labels: SubscaleLabels { SubscaleLabels(profiles) }
}

extension JudgedRun {
  fileprivate var legend: [InlineText] {
    let method = judgement.method
    let alpha = level(method.alpha)
    let defaults: [InlineText] = judgement.rows.filter { $0.position.level == .overall }.map {
      row in
      """
      \(row.title) \(figure(row.default.mean, decimals: 1)) \
      (\(figure(row.default.sd, decimals: 1)), $n$ = \(row.default.n))
      """
    }
    let variant = method.variant == .emotionbench ? ", as EmotionBench computes them" : ""
    let test: InlineText =
      method.unit == .situation
      ? "Welch's $t$ test at α = \(alpha)"
      : """
      Student's or Welch's $t$ test, as an $F$ test of the variances decides, each at α = \
      \(alpha)\(variant)
      """
    let perFactor: InlineText =
      judgement.peoplePerFactor.map { " (\($0) per factor)" } ?? ""
    return judgement.labels.legend + [
      "Default scores of the run: \(defaults.joined(separator: "; ")).",
      """
      Evoked: $M$ ($SD$). Change: from the run's mean default score; its arrow: \(test). Crowd: the \
      crowd's change\(perFactor); its arrow: paired $t$ test at α = \(alpha). $p$: Welch's $t$ test of the run's \
      change against the crowd's, allowing for the sampling error of the run's mean default score. \
      $g$: Hedges' $g$. ≈: equivalent by two one-sided tests. \(signsBesideArrows).
      """,
    ] + withoutTest + disagreement + profileNotes + leftOutNotes + judgement.yardstick
      + judgement.resampling
  }

  /// Which rows have no arrow, and what tells the direction there.
  private var withoutTest: [InlineText] {
    let tested = judgement.rows.filter { $0.change != nil }
    let count = tested.count { $0.published.arrow == nil }
    let empty = judgement.rows.count { $0.evoked.n == 0 }
    let without: InlineText =
      empty == 0
      ? "" : " \(counted(empty, "row")) \(empty == 1 ? "has" : "have") no scores of the run."
    guard count > 0 else { return [] }
    return [
      """
      \(grouped(count)) of the \(counted(tested.count, "row")) with scores \
      \(count == 1 ? "has" : "have") no test of the run's change, because its scores do not vary or \
      are too few. The sign of the change shows its direction.\(without)
      """
    ]
  }

  var leftOutNotes: [InlineText] {
    let used = counted(columns, "column")
    return leftOut.isEmpty
      ? ["All \(used) were used."]
      : [(["\(used) used."] + leftOut.sentences).joined(separator: " ")]
  }
}

extension Judgement.Row {
  fileprivate func cells(
    isFirst: Bool, _ method: Judgement.Method, _ labels: SubscaleLabels
  ) -> [String] {
    let alpha = method.alpha
    let theirs = crowd.map {
      figure($0.crowd.change.mean, decimals: 1) + " " + crowdArrow(alpha: alpha).symbol
    }
    return [
      isFirst ? position.title : "", isFirst ? grouped(evoked.n) : "",
      labels[scale],
      "\(figure(evoked.mean, decimals: 1)) (\(figure(evoked.sd, decimals: 1)))",
      change == nil ? "—" : figure(change, decimals: 1) + " " + published.arrow.symbol,
      theirs ?? "—",
      pFigure(crowd?.change.welch?.p, at: alpha),
    ] + (method.unit == .repetition ? [pFigure(random?.difference?.p, at: alpha)] : []) + [
      figure(crowd?.change.effect?.g, decimals: 2),
      crowd?.change.equivalence?.isEquivalent() == true ? "≈" : "",
    ]
  }
}

/// A name of at most that many characters, with its middle shortened if necessary.
func shortened(_ name: String, to width: Int = 36) -> String {
  guard name.count > width else { return name }
  return name.prefix(width / 2) + "…" + name.suffix(width - width / 2 - 1)
}
