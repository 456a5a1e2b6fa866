import Statistics
import Testing
import TextFormats

@testable import Documents

private struct Sample: Sendable {
  var name = "a,b"
  var size: Double?
  var ends: Interval?
  var part: Part?
}

private struct Part: Sendable {
  let mean: Double?
  let isLarge: Bool?
}

@Suite struct FieldTests {
  private static let part: [Field<Part>] = [
    .number("mean", "mean") { $0.mean },
    .flag("large", "whether it is large", words: ("1", "0", "")) { $0.isLarge },
  ]

  private static let fields: [Field<Sample>] = [
    .text("name", "name") { $0.name },
    .number("size", column: "n", "size") { $0.size },
    .interval("ci95", "interval") { $0.ends },
    .group("before", "score before", part) { $0.part },
    .group("after", prefix: "", "score after", part) { $0.part },
    Field<Sample>.integer("count", "count") { _ in nil }.omittedIfNull,
    Field<Sample>.integer("hidden", "hidden") { _ in 1 }.inCSVAlone,
    Field<Sample>.integer("shown", "shown") { _ in 2 }.inJSONAlone,
  ]

  private static let full = Sample(
    size: 0.5, ends: Interval(low: -1, high: 2), part: Part(mean: 3, isLarge: true))

  @Test func `one list makes JSON and CSV`() {
    let text = Self.fields.csv([Self.full, Sample()])
    #expect(
      text == """
        name,n,ci95_low,ci95_high,before_mean,before_large,mean,large,count,hidden\r
        "a,b",0.5,-1,2,3,1,3,1,,1\r
        "a,b",,,,,,,,,1\r

        """)
    #expect(
      Self.fields.json(Self.full).description == """
        {
          "name": "a,b",
          "size": 0.5,
          "ci95": [-1, 2],
          "before": {"mean": 3, "large": true},
          "after": {"mean": 3, "large": true},
          "shown": 2
        }

        """)
    #expect(Self.fields.json(Sample()).description.contains("\"before\": null"))
  }

  @Test func `what is not a number is null and an empty cell`() {
    let sample = Sample(size: .nan, ends: Interval(low: -.infinity, high: 1))
    #expect(Self.fields.csv([sample]).contains("\"a,b\",,,1,"))
    #expect(Self.fields.json(sample).description.contains("\"ci95\": [null, 1]"))
  }

  @Test func `the documentation names paths, columns and meanings`() {
    let entries = Self.fields.flatMap(\.entries)
    #expect(entries.count == 10)
    #expect(
      entries[3]
        == .init(path: "before.mean", columns: ["before_mean"], meaning: "score before: mean"))
    #expect(entries[8] == .init(path: "", columns: ["hidden"], meaning: "hidden"))
    let list = Field<Sample>.list("rows", areInCSV: true, Self.fields) { [$0] }
    #expect(list.entries[0] == .init(path: "rows[].name", columns: ["name"], meaning: "name"))
    #expect([list].csv([Self.full]) == "\r\n\r\n")
  }
}
