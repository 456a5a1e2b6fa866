import Responses
import Study
import Survey
import SurveySession
import TextFormats

// A participant's own answers.
extension PageWriter {
  /// - Parameter code: by which the copy can be taken along.
  func copy(_ copy: AnswerCopy, code: AccessCode) -> HTML {
    let words = phrases.links
    let sections: [HTML] = copy.sections.map { section in
      let rows: [HTML] = section.answers.map {
        "<tr><th scope=\"row\">\($0.question)</th><td>\($0.answer ?? words.noAnswer)</td></tr>\n"
      }
      let heading = heading(of: section)
      let situation: HTML? = section.situation.map {
        "<h2>\(heading)</h2>\n<blockquote class=\"situation\"><p>\($0)</p></blockquote>\n"
      }
      guard !rows.isEmpty else { return situation ?? "" }
      return """
        \(situation)<table class="own">
        <caption>\(heading)</caption>
        <thead><tr><th scope="col">\(words.question)</th><th scope="col">\(words.answer)</th></tr></thead>
        <tbody>
        \(rows)</tbody>
        </table>

        """
    }
    let download: HTML = """
      <form method="post" action="\(base + Address.copyTable.path)">
      <input type="hidden" name="code" value="\(code.text)">
      <p class="actions"><button type="submit">\(words.download)</button> \
      \(link(.withdraw, phrases.codes.withdraw))</p>
      </form>
      """
    return text(
      "copy", heading: words.copyTitle,
      "<p>\(copy.sections.isEmpty ? words.nothing : words.copyWarning)</p>",
      after: copy.sections.isEmpty ? "" : "\(sections)\(download)")
  }

  /// The same as a table.
  func table(_ copy: AnswerCopy) -> String {
    let words = phrases.links
    let rows = copy.sections.flatMap { section in
      let heading = heading(of: section)
      let situation = section.situation.map { [[heading, phrases.situationTitle, $0]] } ?? []
      return situation
        + section.answers.map { [heading, $0.question, $0.answer ?? words.noAnswer] }
    }
    return csvText(
      ([[words.section, words.question, words.answer]] + rows).map { $0.map { csvCell($0) } })
  }

  private func heading(of section: AnswerCopy.Section) -> String {
    section.heading + (section.isSent ? "" : " (\(phrases.links.notSent))")
  }
}
