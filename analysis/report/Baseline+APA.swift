import Study

extension Baseline {
  /// One paragraph on the overall change, in the style of the APA (2020, chapter 6), to be pasted.
  package func paragraph(participants: Int) -> String {
    let overall = rows.filter { $0.position.level == .overall }
    let sentences = overall.enumerated().map { index, row in
      (index == 0 ? "Across \(grouped(participants)) participants, " : "") + row.sentence(alpha)
    }
    return sentences.joined(separator: " ")
  }

  private func grouped(_ number: Int) -> String {
    let digits = String(number)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}

extension Baseline.Row {
  fileprivate func sentence(_ alpha: Double) -> String {
    func meanAndSD(_ measure: Baseline.Measure) -> String {
      let mean = figure(measure.description.mean, decimals: 2)
      return "M = \(mean), SD = \(figure(measure.description.sd, decimals: 2))"
    }
    let verb =
      switch arrow {
      case .up: "rose"
      case .down: "fell"
      case .none: "did not change reliably"
      }
    var text =
      "\(title) \(verb) from before the imagined situation (\(meanAndSD(`default`))) to after it "
      + "(\(meanAndSD(evoked)))"
    if let pairedT {
      let p = pFigure(pairedT.p)
      text +=
        ", t(\(formatted(pairedT.df))) = \(figure(pairedT.t, decimals: 2)), "
        + (p.hasPrefix("<") ? "p < \(p.dropFirst())" : "p = \(p)")
    }
    if let dz {
      text += ", d_z = \(figure(dz.d, decimals: 2))"
      if let interval = dz.interval {
        let ends = [interval.low, interval.high].map { figure($0, decimals: 2) }
        text += ", 95% CI [\(ends.joined(separator: ", "))]"
      }
    }
    return text + "."
  }
}
