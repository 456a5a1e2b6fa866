import Study
import Testing
import TextFormats

@Suite("Norms of an instrument") struct NormTests {
  private static let line =
    "{ subscale: positive_affect, name: Students (moment), n: 660, mean: 29.7, sd: 7.9, "

  /// The instrument with another first norm, and what is doubtful in it.
  private func panas(_ norm: String) throws(DiagnosedError) -> (Instrument, [String]) {
    let text = panasText()
    precondition(text.contains(Self.line))
    var warnings: [String] = []
    let instrument = try Instrument(
      yaml: text.replacing(Self.line, with: "{ subscale: positive_affect, name: Made, \(norm), "),
      file: "p.yaml", warn: { warnings.append($0.description) })
    return (instrument, warnings)
  }

  @Test func `PANAS has norms that people can have`() throws {
    var warnings: [Diagnostic] = []
    let panas = try Instrument(yaml: panasText(), file: "p.yaml", warn: { warnings.append($0) })
    #expect(warnings.isEmpty)
    #expect(panas.norms.map(\.mean) == [29.7, 14.8])
    #expect(panas.norms.map(\.n) == [660, 660])
  }

  @Test(arguments: [
    "n: 660, mean: 29.7, sd: 7.9", "mean: 10, sd: 0", "mean: 50", "n: 1, mean: 31",
    // Half of two people at either end: the largest SD that there is, 20·√2, printed as 28.3.
    "n: 2, mean: 30, sd: 28.3", "mean: 30, sd: 28.3", "n: 100000, mean: 30, sd: 20",
    // Nearly all at the end, as rounded figures say it.
    "n: 100, mean: 10.0, sd: 0.4",
  ])
  func `a norm that people can have is read without a warning`(norm: String) throws {
    #expect(try panas(norm).1.isEmpty)
  }

  @Test(arguments: [
    ("n: 660, mean: 7.9, sd: 2", "the norm \"Made\" cannot have the mean 7.9: scores of"),
    ("n: 660, mean: 297, sd: 7.9", "`positive_affect` are from 10 to 50"),
    ("n: 660, mean: 29.7, sd: 79", "cannot have the SD 79 at the mean 29.7"),
    ("n: 3, mean: 30, sd: 28.3", "so it is at most 24.49"),
    ("n: 660, mean: 11, sd: 8", "cannot have the SD 8 at the mean 11"),
    ("n: 1, mean: 31, sd: 2", "is of one person, who has no standard deviation"),
  ])
  func `a norm that people cannot have is a warning with its line`(norm: String, text: String)
    throws
  {
    let (instrument, warnings) = try panas(norm)
    #expect(warnings.count == 1)
    #expect(warnings[0].contains(text), "\(warnings)")
    #expect(warnings[0].hasPrefix("p.yaml:") && warnings[0].contains(": warning: the norm"))
    #expect(instrument.norms.count == 2)
  }

  @Test func `a negative SD and an unknown subscale are errors`() {
    #expect(throws: DiagnosedError.self) { try panas("n: 660, mean: 29.7, sd: -7.9") }
    do {
      _ = try Instrument(
        yaml: panasText().replacing(
          Self.line, with: "{ subscale: positive_afect, name: Made, mean: 29, "), file: "p.yaml")
      Issue.record("an unknown subscale was read")
    } catch {
      #expect("\(error)".contains("no subscale is called `positive_afect`; did you mean"))
    }
  }
}
