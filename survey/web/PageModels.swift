import Study
import Survey

// The values that the page templates render. Mustache reads stored properties alone, so all that a
// template shows is worked out here.

/// What the frame around every page shows.
struct Frame {
  struct Progress {
    let percent: Int
    let label: String
  }

  let page: String
  let heading: String
  let study: String
  let language: String
  let direction: String
  let base: String
  let styleVersion: String
  let skipToContent: String
  let errorPrefix: String
  var hasProblems = false
  let progress: Progress?
  /// The words of the link by which a person stops; nil where there is nothing to stop.
  let stop: String?
}

struct Link {
  let address: String
  let text: String
}

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

/// A page of prose, with at most one question.
struct TextPage {
  struct Form {
    let action: String
    let session: String
    let hidden: [HiddenField]
    let field: String
    let legend: String
    let choices: [ChoiceModel]
    let proceed: String
    let back: Link?
  }

  let html: String
  /// False where the prose brings its own first heading.
  let showsHeading: Bool
  var languages: LanguageChoice?
  var form: Form?
  var problemTitle: String?
  var problemText: String?
  var problemAnchor: String?
  var codeLabel: String?
  var code: String?
  var link: Link?
}

/// A summary of what is still to be answered.
struct ProblemSummary {
  struct Entry {
    let field: String
    let text: String
  }

  let title: String
  let problems: [Entry]
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
      let decline: ChoiceModel?
    }

    let field: String
    let text: String
    let problem: String?
    var radios: Radios?
    var select: Select?
    var number: Number?
  }

  let action: String
  let session: String
  let proceed: String
  let summary: ProblemSummary?
  let questions: [QuestionModel]
}

struct ScalePageModel {
  let action: String
  let session: String
  let instruction: String
  let summary: String
  let items: String
  let proceed: String
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
  let action: String
  let session: String
  let instruction: String
  let situation: String
  let proceed: String
}
