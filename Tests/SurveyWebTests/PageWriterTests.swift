import Foundation
import Resources
import Responses
import Study
import Survey
import SurveySession
import Testing

@testable import SurveyWeb

@Suite struct PageWriterTests {
  private struct Files: StudyFiles {
    func text(of path: String) -> String? {
      let text = TemplateStudy().text(of: path)
      return path == "study.yaml"
        ? text?.replacing(
          "leaving: ask",
          with: """
            leaving: ask
            paradata: [scripts]
            presentation: { items: one_at_a_time, skipping: true }
            imagining: { reading_hint: true }
            """) : text
    }

    func displayName(of path: String) -> String { path }
  }

  /// The pages of a study that asks for all that a page can have.
  private func pages() async throws -> PageWriter {
    let study = try StudyDefinition.load(from: Files()).study
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evoke-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try ResponseStore(
      path: folder.appendingPathComponent("r.sqlite").path, now: .now())
    let interviews = try await StudyInterviews(of: study, in: store)
    return PageWriter(
      interviews.current, in: study.language, base: "", styleVersion: "1", year: 2026)
  }

  @Test func `the pages have every field that the forms are read by`() async throws {
    let pages = try await pages()
    let session = SessionToken()
    var written = [pages.consent(session: session)]
    for name in ["default", "situation"] {
      let step = try #require(pages.interview.steps.firstIndex { $0.name == name })
      let page = pages.interview.page(at: step, for: .init(seed: 1, year: 2026))
      var state = PageState(page, sent: PageSubmission([:]))
      state.notice = name == "default" ? .unsaved : .readAgain
      written.append(pages.page(state, session: session, isRecruited: false))
    }
    let fields = written.flatMap { page in
      page.text.matches(of: /name="(_[a-z_]+)"/).map { String($0.1) }
    }
    #expect(Set(fields) == Set(FormField.allCases.map(\.rawValue)))
  }
}

@Suite struct HTMLTests {
  @Test func `a text is escaped, in elements and in attributes`() {
    let text = #"<a href="x">&'"#
    let page: HTML = "<p title=\"\(text)\">\(text)</p>"
    let escaped = "&lt;a href=&quot;x&quot;&gt;&amp;&#39;"
    #expect(page.text == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test func `pieces go in as they are`() {
    let pieces: [HTML] = ["<i>\("&")</i>", "<b>\(2)</b>"]
    let none: HTML? = nil
    let page: HTML = "<p>\(pieces[0])</p>\(pieces)\(none)!"
    #expect(page.text == "<p><i>&amp;</i></p><i>&amp;</i><b>2</b>!")
  }
}
