import Study
import Testing
import TextFormats

@testable import SurveyTerminal

@Suite struct TerminalViewTests {
  private var view: TerminalView {
    var view = TerminalView(
      status: ["Study", "20% done"], heading: "How?", question: "Interested",
      input: .choice([.init(key: "1", label: "Not at all"), .init(key: "2", label: "Very much so")])
    )
    view.chosen = 1
    return view
  }

  @Test func `a view reads from top to bottom as a person would say it`() {
    #expect(
      view.lines(columns: 80).map(\.text) == [
        "Study · 20% done", "", "How?", "", "Interested", "", " 1  Not at all", "*2  Very much so",
      ])
    #expect(view.lines(columns: 12).allSatisfy { displayWidth($0.text) <= 12 })
  }

  @Test(arguments: [("1", 0), ("2", 1), ("٢", 1), ("２", 1), ("3", nil), ("", nil), ("12", nil)])
  func `keys choose, in whatever script the digit is`(typed: String, choice: Int?) {
    #expect(view.choice(typed) == choice)
  }

  private var item: TerminalView {
    var view = TerminalView(
      status: ["How situations make us feel", "18% done"], position: "Question 2 of 20",
      heading: "How do you feel right now?", question: "Distressed",
      input: .choice(
        ["Very slightly or not at all", "A little", "Moderately", "Quite a bit", "Extremely"]
          .enumerated().map { TerminalView.Choice(key: "\($0 + 1)", label: $1) }))
    view.recall = TerminalView.Recall(
      label: "The situation", text: "The bus leaves without you. It rains.", isOpen: true)
    return view
  }

  private func texts(_ layout: (lines: [TerminalView.Line], showsRecall: Bool)) -> [String] {
    layout.lines.map(\.text)
  }

  @Test func `a small window leaves out blank lines, then the situation, then the frame`() {
    let all = item.layout(columns: 80, rows: 24)
    #expect(all.showsRecall)
    #expect(texts(all).contains("The bus leaves without you. It rains."))
    #expect(texts(all).contains(""))
    let dense = item.layout(columns: 80, rows: 9)
    #expect(dense.showsRecall && !texts(dense).contains(""))
    let short = item.layout(columns: 80, rows: 8)
    #expect(!short.showsRecall && texts(short)[1] == "How do you feel right now?")
    let least = item.layout(columns: 40, rows: 7)
    #expect(texts(least).prefix(2) == ["Question 2 of 20", "Distressed"])
    #expect(least.lines.count == 7)
  }

  @Test(arguments: 1...40) func `every window that has room for the answers shows them`(rows: Int) {
    let layout = item.layout(columns: 40, rows: rows)
    #expect(texts(layout).last == " 5  Extremely")
    #expect(rows < 7 || layout.lines.count <= rows)
  }

  @Test func `phrases beside each other are not torn apart`() {
    let hints = ["Enter: send this page", "b: back", "q: stop"]
    #expect(
      TerminalView.lines(of: hints, columns: 35) == ["Enter: send this page · b: back", "q: stop"])
    #expect(TerminalView.lines(of: hints, columns: 80).count == 1)
    #expect(TerminalView.lines(of: hints, columns: 12).allSatisfy { displayWidth($0) <= 12 })
  }

  @Test func `what has just been said is not said again below the question`() {
    var view = TerminalView(status: [], question: "When?", prompt: "A number.", input: .line)
    #expect(view.lines(columns: 40).map(\.text) == ["When?", "", "A number."])
    view.notice = "A number."
    #expect(view.lines(columns: 40).map(\.text) == ["A number.", "", "When?"])
  }
}
