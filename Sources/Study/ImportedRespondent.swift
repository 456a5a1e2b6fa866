/// A respondent as found in a published file.
package struct ImportedRespondent: Sendable {
  /// The respondent's place in the file, such as the column "C".
  package let key: String
  package let situation: SituationKey
  package let factorIndex: Int
  package let questions: [QuestionRecord]
  package let administrations: [AdministrationRecord]

  package init(
    key: String, situation: SituationKey, factorIndex: Int, questions: [QuestionRecord],
    administrations: [AdministrationRecord]
  ) {
    self.key = key
    self.situation = situation
    self.factorIndex = factorIndex
    self.questions = questions
    self.administrations = administrations
  }
}
