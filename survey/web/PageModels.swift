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
  /// The words of the link by which a person goes on elsewhere; nil where a panel's link does it.
  var later: String?
  /// The words of the link by which somebody who has begun elsewhere goes on.
  var resume: String?
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

/// A code to be kept, and what it is for.
struct KeptCode {
  let label: String
  let code: String
  let text: String
  /// Where it is typed in: our path, and the whole address as somebody would copy it.
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
  var keep: KeptCode?
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
