import Disclosure
import Responses
import Statistics
import Study

extension Microdata {
  var design: Design { Design(situations.lazy.map(\.cell)) }

  /// The scores as a private baseline takes them: whole numbers with a range that does not depend on
  /// the answers.
  var privateColumns: [PrivateBaseline.Column] {
    let design = design
    var factorOfKey: [SituationKey: Int] = [:]
    for (factor, branch) in design.branches(.factor).enumerated() {
      for cell in branch.cells { factorOfKey[design.cells[cell].key] = factor }
    }
    // A control belongs to no factor.
    let factorOf = people.map { factorOfKey[$0.situation.key] }
    return instruments.flatMap { instrument in
      instrument.subscales.compactMap { subscale in
        guard let range = subscale.range, range.lowerBound == range.lowerBound.rounded(),
          range.upperBound == range.upperBound.rounded(), subscale.method == .sum
        else { return nil }
        let names = [Occasion.default, .evoked].map {
          VariableName(instrument: instrument.id, occasion: $0, subscale: subscale.id)
        }
        let scores = names.map { columns.scores[$0] }
        let pairs = factorOf.enumerated().compactMap { person, factor -> PrivateBaseline.Pair? in
          guard let factor, let before = scores[0]?[person], let after = scores[1]?[person] else {
            return nil
          }
          return (factor, Int(before.rounded()), Int(after.rounded()))
        }
        guard !pairs.isEmpty else { return nil }
        return PrivateBaseline.Column(
          instrument: instrument.id.name, subscale: subscale.id.name,
          range: Int(range.lowerBound)...Int(range.upperBound), pairs: pairs)
      }
    }
  }
}
