internal import Analysis
internal import Statistics
internal import Study
internal import TextFormats

extension Baseline {
  /// The rows of some levels under the headings of their emotions.
  ///
  /// - Parameter cells: what follows in a row after its place in the design, n and its subscale.
  func groups(
    levels: Set<Design.Level>, _ cells: (_ row: Row) -> [String]
  ) -> [ReportTable.Group] {
    let labels = labels
    return .init(
      rows.filter { levels.contains($0.position.depth) }, titled: \.position.heading
    ) { row, above in row.head(after: above, labels) + cells(row) }
  }

  /// The rows over all respondents, one per subscale.
  var overall: [Row] { rows.filter(\.isOverall) }

  var labels: SubscaleLabels { SubscaleLabels(rows) }
}

extension Design.Position {
  /// What the row is called below its heading.
  var title: String {
    switch depth {
    case .overall, .control: control.map { "All \($0.rawValue)" } ?? "Overall"
    case .emotion: "All of \(emotion ?? "")"
    case .factor: factor ?? ""
    case .situation: "· situation \(situationIndex ?? 0)"
    }
  }

  /// The heading that the row stands below: its emotion, of a control with its kind.
  var heading: String? {
    guard let control else { return emotion }
    let kind = control.rawValue.prefix(1).uppercased() + control.rawValue.dropFirst()
    return emotion.map { "\(kind): \($0)" } ?? "\(kind) situations"
  }
}

extension Baseline.Row {
  /// The row's place in the design and its n, unless they are those of the row above, and its
  /// subscale.
  func head(after last: Baseline.Row?, _ labels: SubscaleLabels) -> [String] {
    let isFirst = position != last?.position || group != last?.group
    return [
      isFirst ? group?.name ?? position.title : "", isFirst || n != last?.n ? grouped(n) : "",
      labels[scale],
    ]
  }

  /// - Parameters:
  ///   - p: of the paired t, or adjusted.
  ///   - alpha: the level that p is held against.
  func cells(p: Double?, at alpha: Double) -> [String] {
    func meanAndSD(_ measure: Baseline.Measure) -> String {
      let sd = figure(measure.summary.sd, decimals: 1)
      return "\(figure(measure.summary.mean, decimals: 1)) (\(sd))"
    }
    return [
      meanAndSD(`default`), meanAndSD(evoked),
      figure(change.summary.mean, decimals: 1) + " " + arrow.symbol, pFigure(p, at: alpha),
      figure(cohenDz?.d, decimals: 2),
    ]
  }
}
