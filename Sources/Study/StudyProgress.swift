/// How far a study has come.
package struct StudyProgress: Sendable {
  package struct Cell: Sendable {
    package let situation: SituationKey
    /// Those who have completed and fill a place.
    package let completed: Int
    package let active: Int

    package init(situation: SituationKey, completed: Int, active: Int) {
      self.situation = situation
      self.completed = completed
      self.active = active
    }
  }

  /// Respondents whom a rule of the study caught.
  package struct Caught: Sendable, Hashable {
    /// The id of the attention check or screening question.
    package let rule: String
    package let people: Int
    /// How many of them had their interview ended by it.
    package let ended: Int

    package init(rule: String, people: Int, ended: Int) {
      self.rule = rule
      self.people = people
      self.ended = ended
    }
  }

  /// Respondents of one kind, who took part here or were imported.
  package struct Others: Sendable {
    package let kind: RespondentKind
    package let isImported: Bool
    package let people: Int

    package init(kind: RespondentKind, isImported: Bool, people: Int) {
      self.kind = kind
      self.isImported = isImported
      self.people = people
    }
  }

  package var statuses: [RespondentStatus: Int] = [:]
  package var cells: [Cell] = []
  /// Places of the study that are filled or held.
  package var placesTaken = 0
  /// Participants who have completed and fill no place, because a rule stated in advance excludes them.
  package var excluded = 0
  /// How many people found the study full.
  package var turnedAway = 0
  /// How many of those who have neither finished nor stopped were last seen at each page.
  package var lastServed: [(page: String, people: Int)] = []
  /// Participants who came back after their place had lapsed.
  package var latecomers = 0
  /// Attention checks that a respondent did not pass.
  package var failedChecks: [Caught] = []
  /// Screening questions with answers that they do not accept.
  package var failedScreening: [Caught] = []
  /// How many withdrew their answers, by the status that they had before.
  package var withdrawn: [RespondentStatus: Int] = [:]

  /// The respondents who are not counted here: those of other kinds, and imported ones.
  package var others: [Others] = []

  /// The progress of a study that has not begun.
  package init() {}
}
