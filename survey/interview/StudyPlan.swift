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

  /// The factors in the order of the design, each with its participants once every cell is full.
  package var factors: [(emotion: String, factor: String, participants: Int)] {
    let design = Design(study.situations)
    return design.emotions.flatMap { emotion in
      design.factors(of: emotion).map { factor, cells in
        (emotion, factor.name ?? "", study.quota * cells.count)
      }
    }
  }

  package var pages: [String] { interview.steps.map(\.name) }
}
