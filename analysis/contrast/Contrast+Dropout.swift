package import Statistics
import Study

extension Contrast {
  /// Who was given a situation and did not complete, group by group. Exclusions do not change it.
  package struct Dropout: Sendable {
    package struct Group: Sendable, Equatable {
      package let assigned: Int
      package let completed: Int

      package var unfinished: Int { assigned - completed }
      package var share: Double { Double(unfinished) / Double(assigned) }
    }

    package let first: Group
    package let second: Group
    /// The shares of those who did not complete.
    package let comparison: TwoProportions

    /// nil if a group is empty.
    init?(
      _ definition: ContrastDefinition, completed: ContrastMembers,
      _ unfinished: Respondents.Unfinished, of design: Design
    ) {
      // Those who complete are in one group alone, and so are these; whoever is not counts in neither.
      guard
        let gone = try? ContrastMembers(
          definition, cells: unfinished.cells.map { Int($0) },
          attributes: unfinished.attributes, of: design)
      else { return nil }
      func group(_ completed: [Int32], _ gone: [Int32]) -> Group {
        Group(assigned: completed.count + gone.count, completed: completed.count)
      }
      first = group(completed.first, gone.first)
      second = group(completed.second, gone.second)
      guard
        let comparison = TwoProportions(
          (first.unfinished, first.assigned), (second.unfinished, second.assigned))
      else { return nil }
      self.comparison = comparison
    }
  }
}
