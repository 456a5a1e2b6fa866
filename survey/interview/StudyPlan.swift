package import Study

/// What a study requires of participants and researcher, computed before it begins.
package struct StudyPlan: Sendable {
  let study: StudyDefinition
  private let interview: Interview

  package init(_ study: StudyDefinition) {
    self.study = study
    interview = Interview(study)
  }

  /// A participant's minutes, from consent to debrief.
  package var minutes: Double {
    interview.steps.map(interview.seconds(for:)).reduce(0, +) / 60
  }

  /// A factor, or the situations of a kind that is its control.
  package struct Factor: Sendable {
    package let position: Design.Position
    /// How many it has once every cell is full.
    package let participants: Int

    package var emotion: String { position.emotion ?? "" }
    package var name: String { position.factor ?? "" }
  }

  /// The factors in the order of the design, controls last.
  package var factors: [Factor] {
    Design(study.situations).branches(depth: .factor).map { branch in
      Factor(position: branch.position, participants: study.quota * branch.cells.count)
    }
  }

  package var pages: [String] { interview.steps.map(\.name) }
}
