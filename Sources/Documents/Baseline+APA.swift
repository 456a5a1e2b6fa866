package import Analysis
import Statistics
import TextFormats

extension Baseline {
  /// One paragraph on the overall change, in the style of the APA (2020, chapter 6), to be pasted.
  package func paragraph(participants: Int) -> String {
    let overall = rows.filter { $0.position.level == .overall }
    let sentences = overall.enumerated().map { index, row in
      (index == 0
        ? "Across \(grouped(participants)) participant\(participants == 1 ? "" : "s"), " : "")
        + row.sentence(alpha, among: participants)
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
  /// - Parameter participants: how many there are; n is named where it is another number.
  fileprivate func sentence(_ alpha: Double, among participants: Int) -> String {
    func meanAndSD(_ measure: Baseline.Measure) -> String {
      let mean = figure(measure.description.mean, decimals: 2)
      let sd = measure.description.sd.map { ", SD = \(figure($0, decimals: 2))" }
      return "M = \(mean)\(sd ?? "")"
    }
    var text =
      title + (n == participants ? "" : " (n = \(n))")
      + " \(verb) from before the imagined situation (\(meanAndSD(`default`))) to after it "
      + "(\(meanAndSD(evoked)))"
    if let pairedT {
      text +=
        ", t(\(formatted(pairedT.df))) = \(figure(pairedT.t, decimals: 2)), "
        + "p \(pEquation(pairedT.p))"
    } else {
      text +=
        n == 1
        ? "; one person allows no test" : "; everybody changed alike, which allows no t test"
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

  /// What happened: by the test, or where there is none by the change itself.
  private var verb: String {
    guard pairedT == nil else {
      switch arrow {
      case .up: return "rose"
      case .down: return "fell"
      case .none: return "did not change reliably"
      }
    }
    let change = change.description.mean ?? 0
    return change > 0 ? "rose" : change < 0 ? "fell" : "did not change"
  }
}
