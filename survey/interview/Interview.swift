package import Study
import TextFormats

/// The way of one participant through a study, as a state machine that knows neither HTTP nor a
/// terminal: which step follows which, and what a filled-in page means.
///
/// A class, because every request holds it several times over: a study is much to copy.
package final class Interview: Sendable {
  /// One page.
  package struct Step: Sendable {
    package enum Content: Sendable {
      case consent
      case screening
      case demographics
      /// An attention check on a separate page.
      case check(StudyDefinition.AttentionCheck)
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
              name: StudyDefinition.pageName(occasion, number: count),
              content: .scale(
                ScaleStep(instrument: instrument, occasion: occasion, ordinal: ordinal))))
        }
      }
    }
    steps.append(Step(name: "debrief", content: .debrief))
    self.steps = Self.withChecks(study.attention, among: steps)
  }

  /// The steps with the checks that have separate pages. These are called `question`, `question-2`
  /// and so on, because participants can read the name in the address.
  private static func withChecks(
    _ checks: [StudyDefinition.AttentionCheck], among steps: [Step]
  ) -> [Step] {
    var count = 0
    func pages(_ side: StudyDefinition.AttentionCheck.Side, _ name: String) -> [Step] {
      checks.compactMap { check in
        guard case .page(side, name, _) = check.place else { return nil }
        count += 1
        return Step(name: count == 1 ? "question" : "question-\(count)", content: .check(check))
      }
    }
    return steps.flatMap { pages(.before, $0.name) + [$0] + pages(.after, $0.name) }
  }

  /// Whether a step of this name has a page that participants answer.
  package func asks(_ name: String) -> Bool {
    steps.dropFirst().dropLast().contains { $0.name == name }
  }

  /// The share of the way between consent and debrief that lies behind a participant at this step, by
  /// the time that people need for each page.
  package func progress(at step: Int) -> Double {
    let seconds = steps.map(seconds(for:))
    let way = seconds.dropFirst().dropLast().reduce(0, +)
    guard way > 0 else { return step == 0 ? 0 : 1 }
    return seconds[..<step].dropFirst().reduce(0, +) / way
  }

  /// The share when a scale is asked an item at a time and so many items lie behind.
  package func progress(at step: Int, answered: Int, of items: Int) -> Double {
    guard steps.indices.contains(step + 1), items > 0 else { return progress(at: step) }
    let (start, end) = (progress(at: step), progress(at: step + 1))
    return start + (end - start) * Double(answered) / Double(items)
  }

  /// About how long a person needs for a page, in seconds: reading at 200 words a minute, 4 an
  /// item, 8 a question, and half a minute to imagine the situation.
  package func seconds(for step: Step) -> Double {
    switch step.content {
    case .consent: words(study.consent.source) * 0.3
    case .debrief: words(study.debrief.source) * 0.3
    case .screening: 8 * Double(study.screening.count)
    case .demographics: 8 * Double(study.demographics.count)
    case .check: 8
    case .scale(let scale): 4 * Double(scale.instrument.items.count)
    case .situation:
      30 + meanSituationWords * 0.3 + (study.imagining.vividness == nil ? 0 : 8)
        + (study.imagining.description == nil ? 0 : 30)
    }
  }

  private var meanSituationWords: Double {
    let total = study.situations.reduce(0) { $0 + $1.wordCount }
    return Double(total) / Double(max(1, study.situations.count))
  }

  private func words(_ text: String) -> Double {
    Double(text.split(whereSeparator: \.isWhitespace).count)
  }
}
