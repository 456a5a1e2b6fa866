import Study
import Testing
import Workbench

@Suite struct ReproductionAnalysisTests {
  private static let tables = ReproductionAnalysis.bundledTables[0]

  private func error(
    of published: String = tables, on source: String = "emotionbench-2024",
    runs: [String] = [], only: [String] = []
  ) async -> String? {
    var analysis = ReproductionAnalysis(of: published)
    analysis.runs = runs
    analysis.only = only
    do {
      _ = try await analysis.report(on: source)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `tables that are not there are named, with those that are`() async {
    #expect(
      await error(of: "no.json")
        == "no.json: no such file; the tables that come with Evoke are "
        + ReproductionAnalysis.bundledTables.joined(separator: ", "))
    #expect(
      await error(only: ["x"])?.hasPrefix("--table x: \(Self.tables) has the tables ") == true)
  }

  @Test func `an unknown source is guessed`() async {
    #expect(
      await error(on: "emotionbench-2023")
        == "emotionbench-2023: no such file or folder; did you mean `emotionbench-2024`?")
  }

  @Test func `a run needs a name that the tables have, once`() async {
    #expect(await error(runs: ["x"]) == "--run x: expected NAME=FILE, such as NAME=run.csv")
    #expect(await error(runs: ["x=a", "x=b"]) == "--run x=b: x is given twice")
    #expect(
      await error(runs: ["x=a"])?.hasPrefix("--run x=a: the tables have no such run (they have ")
        == true)
  }

  @Test func `a study without completed answers has nothing to reproduce`() {
    #expect(
      SourceError.noneCompleted(path: "here", kind: .human, for: .reproduction).description
        == "here: no respondent of kind `human` has completed the study yet; there is no crowd "
        + "(`--kind` chooses respondents of another kind)")
  }
}
