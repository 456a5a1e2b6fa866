package import Disclosure
import Responses
import Statistics
internal import Study

extension Microdata {
  /// The scores by emotion and factor as a private baseline takes them: whole numbers with a range
  /// that does not depend on the answers.
  package var privateCells: PrivateBaseline.Cells {
    var places: [(emotion: String, factor: String)] = []
    for situation in situations
    where !places.contains(where: {
      $0.emotion == situation.emotion && $0.factor == situation.factor
    }) {
      places.append((situation.emotion, situation.factor))
    }
    let placeOf = people.map { person in
      places.firstIndex {
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
            cell: placeOf[index], default: Int(before.rounded()), evoked: Int(after.rounded()))
        }
        guard !pairs.isEmpty else { continue }
        columns.append(
          PrivateBaseline.Column(
            instrument: instrument.id.name, subscale: subscale.id.name,
            range: Int(range.lowerBound)...Int(range.upperBound), pairs: pairs))
      }
    }
    return PrivateBaseline.Cells(places: places, columns: columns)
  }
}
