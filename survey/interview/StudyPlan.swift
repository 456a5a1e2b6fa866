package import Study

/// What a study asks of people and of the researcher, worked out before anybody is asked.
package struct StudyPlan: Sendable {
  private let study: StudyDefinition
  private let interview: Interview

  package init(_ study: StudyDefinition) {
    self.study = study
    interview = Interview(study)
  }

  /// A participant's minutes, from consent to debrief.
  package var minutes: Double {
    interview.steps.map(interview.seconds(for:)).reduce(0, +) / 60
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
