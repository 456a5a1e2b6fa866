package import Study

/// The way of one participant through a study, as a state machine that knows neither HTTP nor a
/// terminal: which step follows which, and what a filled-in page means.
package struct Interview: Sendable {
  /// One page.
  package struct Step: Sendable {
    package enum Content: Sendable {
      case consent
      case screening
      case demographics
      case scale(ScaleStep)
      case situation
      case debrief
    }

    /// Unique within the study; part of the page's address.
    package let name: String
    package let content: Content
  }

  /// An instrument given at an occasion.
  package struct ScaleStep: Sendable {
    package let instrument: Instrument
    package let occasion: Occasion
    /// The administration's place among the person's administrations, from 1.
    package let ordinal: Int
  }

  package let study: StudyDefinition
  package let steps: [Step]

  package init(_ study: StudyDefinition) {
    self.study = study
    var steps = [Step(name: "consent", content: .consent)]
    if !study.screening.isEmpty { steps.append(Step(name: "screening", content: .screening)) }
    if !study.demographics.isEmpty {
      steps.append(Step(name: "demographics", content: .demographics))
    }
    var given: [Occasion: Int] = [:]
    var ordinal = 0
    for part in study.design {
      switch part {
      case .imagine:
        steps.append(Step(name: "situation", content: .situation))
      case .administer(let ids, let occasion):
        for id in ids {
          guard let instrument = study.instrument(id) else { continue }
          ordinal += 1
          given[occasion, default: 0] += 1
          let count = given[occasion]!
          steps.append(
            Step(
              name: count == 1 ? occasion.rawValue : "\(occasion)-\(count)",
              content: .scale(
                ScaleStep(instrument: instrument, occasion: occasion, ordinal: ordinal))))
        }
      }
    }
    steps.append(Step(name: "debrief", content: .debrief))
    self.steps = steps
  }

  package func index(of name: String) -> Int? {
    steps.firstIndex { $0.name == name }
  }

  /// True for the step after which a person is given a situation.
  package func assignsCell(after step: Int) -> Bool {
    guard steps.indices.contains(step + 1) else { return false }
    if case .situation = steps[step + 1].content { return true }
    return false
  }

  /// The share of the pages between consent and debrief that lie behind somebody at this step.
  package func progress(at step: Int) -> Double {
    Double(step) / Double(max(1, steps.count - 1))
  }
}
