package import Study

/// What a study asks of people and of the researcher, worked out before anybody is asked.
package struct StudyPlan: Sendable {
  private let study: StudyDefinition
  private let interview: Interview

  package init(_ study: StudyDefinition) {
    self.study = study
    interview = Interview(study)
  }

  /// A participant's minutes: reading at 200 words a minute, 4 seconds an item, 8 a question, and
  /// half a minute to imagine the situation.
  package var minutes: Double {
    var seconds = 0.0
    for step in interview.steps {
      switch step.content {
      case .consent: seconds += words(study.consent.source) * 0.3
      case .debrief: seconds += words(study.debrief.source) * 0.3
      case .screening: seconds += 8 * Double(study.screening.count)
      case .demographics: seconds += 8 * Double(study.demographics.count)
      case .scale(let scale): seconds += 4 * Double(scale.instrument.items.count)
      case .situation:
        let total = study.situations.reduce(0) { $0 + $1.wordCount }
        seconds += 30 + Double(total) / Double(max(1, study.situations.count)) * 0.3
      }
    }
    return seconds / 60
  }

  private func words(_ text: String) -> Double {
    Double(wordCount(text))
  }

  /// Participants of each factor once every cell is full, in the order of the situations.
  package var factors: [(emotion: String, factor: String, participants: Int)] {
    var found: [(emotion: String, factor: String, participants: Int)] = []
    var places: [[String]: Int] = [:]
    for situation in study.situations {
      let factor = [situation.emotion, situation.factor]
      if let place = places[factor] {
        found[place].participants += study.quota
      } else {
        places[factor] = found.count
        found.append((situation.emotion, situation.factor, study.quota))
      }
    }
    return found
  }

  /// The factors under their emotions, both in the order of the situations.
  package var factorsByEmotion: [(emotion: String, factors: [(factor: String, participants: Int)])]
  {
    var groups: [(emotion: String, factors: [(factor: String, participants: Int)])] = []
    for (emotion, factor, participants) in factors {
      let index = groups.firstIndex { $0.emotion == emotion } ?? groups.endIndex
      if index == groups.endIndex { groups.append((emotion, [])) }
      groups[index].factors.append((factor, participants))
    }
    return groups
  }

  package var pages: [String] { interview.steps.map(\.name) }
}
