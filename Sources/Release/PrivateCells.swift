package import Disclosure
import Responses
import Statistics
internal import Study

extension Microdata {
  /// The scores by emotion and factor as a private baseline takes them: whole numbers with a range
  /// that does not depend on the answers.
  package var privateCells: PrivateBaseline.Cells {
    let design = Design(situations.lazy.map(\.cell))
    let factors = design.branches(.factor).map(\.position)
    let factorOf = people.map { person in
      factors.firstIndex {
        $0.emotion == person.situation.key.emotion && $0.factor == person.situation.key.factor
      }!
    }
    var columns: [PrivateBaseline.Column] = []
    for instrument in instruments {
      for subscale in instrument.subscales {
        guard let range = subscale.range, range.lowerBound == range.lowerBound.rounded(),
          range.upperBound == range.upperBound.rounded(), subscale.method == .sum
        else { continue }
        let pairs = people.indices.compactMap { index -> PrivateBaseline.Pair? in
          func score(_ occasion: Occasion) -> Double? {
            people[index].scores[
              VariableName(
                instrument: instrument.id, occasion: occasion, subscale: subscale.id)]
          }
          guard let before = score(.default), let after = score(.evoked) else { return nil }
          return PrivateBaseline.Pair(
            factor: factorOf[index], default: Int(before.rounded()), evoked: Int(after.rounded()))
        }
        guard !pairs.isEmpty else { continue }
        columns.append(
          PrivateBaseline.Column(
            instrument: instrument.id.name, subscale: subscale.id.name,
            range: Int(range.lowerBound)...Int(range.upperBound), pairs: pairs))
      }
    }
    return PrivateBaseline.Cells(design: design, columns: columns)
  }
}
