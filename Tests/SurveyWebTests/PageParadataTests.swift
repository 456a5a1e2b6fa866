import Resources
import Study
import Survey
import Testing

@testable import SurveyWeb

@Suite struct PageParadataTests {
  private struct Files: StudyFiles {
    let asked: [ParadataMeasure]

    func text(of path: String) -> String? {
      let text = TemplateStudy().text(of: path)
      let names = asked.map(\.rawValue).joined(separator: ", ")
      return path == "study.yaml"
        ? text?.replacing("leaving: ask", with: "leaving: ask\nparadata: [\(names)]") : text
    }

    func displayName(of path: String) -> String { path }
  }

  /// The page of the first scale of a study that asks for these measures.
  private func page(asking asked: [ParadataMeasure] = ParadataMeasure.allCases) throws
    -> InterviewPage
  {
    let interview = Interview(try StudyDefinition.load(from: Files(asked: asked)).study)
    return interview.page(
      at: interview.steps.firstIndex { $0.name == "default" }!, for: .init(seed: 1, year: 2026))
  }

  private static let sent = """
    {"time_to_first_answer": 900, "item_times": {"upset": 1200, "elsewhere": 5},
     "answer_changes": {"upset": 2, "strong": 0}, "page_visibility": [[10, 0], [20, 1], [30, 2]],
     "device_class": "tablet", "input_mode": "touch"}
    """

  /// What a script could send of a measure.
  private static func example(of measure: ParadataMeasure) -> String {
    switch measure.form {
    case .time: "900"
    case .timeByField, .countByField: #"{"upset": 2}"#
    case .sights: "[[10, 0]]"
    case .word(_, let known): "\"\(known[0])\""
    case .arrival: "null"
    }
  }

  @Test(arguments: ParadataMeasure.allCases)
  func `every measure that a study can ask for is recorded`(measure: ParadataMeasure) throws {
    let sent = #"{"\#(measure.rawValue)": \#(Self.example(of: measure))}"#
    #expect(try PageParadata.records(sent, of: page(asking: [measure])).count == 1)
  }

  @Test(arguments: ParadataMeasure.allCases)
  func `every measure that a study can ask for is taken by the script`(
    measure: ParadataMeasure
  ) throws {
    let script = try #require(BundledFile.text("web/assets/survey.js"))
    if case .arrival = measure.form { return }
    #expect(script.contains("\(measure.rawValue):"))
  }

  @Test func `what is out of range or of an unknown field is ignored`() throws {
    let page = try page()
    let records = PageParadata.records(Self.sent, of: page)
    #expect(records.filter { $0.item != nil }.map(\.item) == ["upset", "upset"])
    #expect(records.count == 8)
    #expect(PageParadata.records(#"{"input_mode": 5}"#, of: page).map(\.value) == [.text("on")])
    #expect(PageParadata.records("no JSON", of: page).map(\.value) == [.text("on")])
    #expect(PageParadata.records(nil, of: page).map(\.value) == [.text("off")])
  }

  @Test func `what is more than the script would send is counted`() throws {
    let page = try page(asking: [.pageVisibility])
    let sights = Array(repeating: "[10, 0]", count: 205).joined(separator: ",")
    let records = PageParadata.records(#"{"page_visibility": [\#(sights)]}"#, of: page)
    #expect(records.filter { $0.measure == .pageHidden }.count == 200)
    #expect(records.last == ParadataRecord(measure: .surplus, value: .count(5)))
    let huge = #"{"page_visibility": [\#(String(repeating: "[10, 0],", count: 9_000))[10, 0]]}"#
    #expect(PageParadata.records(huge, of: page).isEmpty)
  }
}
