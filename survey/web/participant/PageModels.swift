import Study

// The values that the page templates render. Mustache reads stored properties alone, so all that a
// template shows is worked out here.

struct HiddenField {
  let name: String
  let value: String
}

struct ChoiceModel {
  let value: String
  let label: String
  let chosen: Bool
}

/// The links by which a person chooses a language.
struct LanguageChoice {
  struct Choice {
    let address: String
    let tag: String
    let direction: String
    let name: String
    let current: Bool
  }

  let label: String
  let choices: [Choice]
}

/// A code to be kept, and what it is for.
struct KeptCode {
  let label: String
  let code: String
  let text: String
  /// Where it is typed in: our path, and the whole address as a participant would copy it.
  let path: String
  let address: String
  let warning: String?
}

/// A page on which a code is typed, or what is done with it is confirmed.
struct CodePage {
  struct Entry {
    let label: String
    let typed: String
    let problem: String?
  }

  struct Summary {
    let title: String
    let label: String
  }

  let action: String
  let instruction: String
  var entry: Entry?
  var confirmed: HiddenField?
  var summary: Summary?
  let proceed: String
  var cancel: Link?
}

/// A page of prose, with at most one question.
struct TextPage {
  struct Question {
    let field: String
    let legend: String
    var problem: String?
    let choices: [ChoiceModel]
  }

  struct Form {
    let action: String
    let session: String
    /// What is asked; nil if the button alone is the answer.
    let question: Question?
    let proceed: String
    let back: Link?
  }

  let html: String
  /// False if the prose brings its own first heading.
  let showsHeading: Bool
  var languages: LanguageChoice?
  var form: Form?
  var summary: ProblemSummary?
  var codeLabel: String?
  var code: String?
  var keep: KeptCode?
  var link: Link?
}

/// A summary of problems: what is still to be answered, or that nothing was saved.
struct ProblemSummary {
  struct Missing {
    let problems: [Entry]
  }

  struct Entry {
    let field: String
    let text: String
  }

  let title: String
  /// nil if nothing is missing.
  let missing: Missing?
  /// What can be done, beside answering what is missing.
  let advice: String?
}

/// A page of questions beside the instruments.
struct QuestionsPage {
  struct QuestionModel {
    struct Radios {
      let choices: [ChoiceModel]
    }

    struct Select {
      let prompt: String
      let choices: [ChoiceModel]
    }

    struct Number {
      let low: Int
      let high: Int
      let value: String
      let declineField: String
      let decline: ChoiceModel?
    }

    struct Words {
      let value: String
      let limit: Int
    }

    let field: String
    let text: String
    let problem: String?
    let optional: String?
    var radios: Radios?
    var select: Select?
    var number: Number?
    var words: Words?
  }

  let action: String
  let session: String
  let proceed: String
  let summary: ProblemSummary?
  let questions: [QuestionModel]
}

struct ScalePageModel {
  /// The situation that was imagined, to be read again.
  struct Recall {
    let label: String
    let open: Bool
  }

  let action: String
  let session: String
  let instruction: String
  let summary: String
  let recall: Recall?
  let situation: String
  let keys: String
  /// The one item that is asked, if items are asked one at a time.
  let asked: String?
  let items: String
  let proceed: String
  /// The words on the button that leaves items unanswered; nil if there is none.
  let skip: String?
  let earlier: Link?
}

struct ItemModel {
  struct Choice {
    let code: String
    let value: String
    let label: String
    let chosen: Bool
  }

  let field: String
  let text: String
  let problem: String?
  let choices: [Choice]
}

struct SituationPage {
  struct Hint {
    let title: String
    let text: String
  }

  let action: String
  let session: String
  let instruction: String
  let situation: String
  let summary: ProblemSummary?
  let hint: Hint?
  /// Whether the person has been asked to stay.
  let hinted: Bool
  let questions: [QuestionsPage.QuestionModel]
  let proceed: String
}
