import Foundation
import Study
import Survey

/// What the script measured of a page, as it came: nothing in it counts before it has been checked.
struct PageParadata {
  /// In milliseconds: a page that stays open longer has been forgotten.
  private static let times = 0...7 * 24 * 3_600_000
  private static let counts = 1...10_000
  private static let mostSights = 200
  /// The longest text that is read.
  private static let largest = 65_536

  private let measured: [String: Any]
  private let fields: [String]

  /// The records of a page for the measures that the study asks for, with items in the page's order.
  ///
  /// A measure out of its range, of an unknown field, or in another form is ignored. What is more than
  /// the script would send is counted, and a text too long to be read is none.
  ///
  /// - Parameter sent: what the script sent; nil if no script ran.
  static func records(_ sent: String?, of page: InterviewPage) -> [ParadataRecord] {
    let asked = page.interview.study.paradata
    let script =
      asked.contains(.scripts)
      ? [ParadataRecord(measure: .scripts, value: .text(sent == nil ? "off" : "on"))] : []
    guard let sent, sent.utf8.count <= largest,
      let json = try? JSONSerialization.jsonObject(with: Data(sent.utf8)),
      let measured = json as? [String: Any]
    else { return script }
    let paradata = PageParadata(measured: measured, fields: page.fieldNames)
    return script
      + ParadataMeasure.allCases.filter(asked.contains).flatMap(paradata.records(of:))
  }

  private func records(of measure: ParadataMeasure) -> [ParadataRecord] {
    let sent = measured[measure.rawValue]
    func byField(
      _ name: ParadataRecord.Name, within range: ClosedRange<Int>,
      _ value: (Int) -> ParadataRecord.Value
    ) -> [ParadataRecord] {
      let numbers = sent as? [String: Int] ?? [:]
      return fields.compactMap { field in
        guard let number = numbers[field], range.contains(number) else { return nil }
        return ParadataRecord(measure: name, item: field, value: value(number))
      }
    }
    switch measure.form {
    case .time(let name):
      guard let time = sent as? Int, Self.times.contains(time) else { return [] }
      return [ParadataRecord(measure: name, value: .milliseconds(time))]
    case .timeByField(let name):
      return byField(name, within: Self.times) { .milliseconds($0) }
    case .countByField(let name):
      return byField(name, within: Self.counts) { .count($0) }
    case .sights(let shown, let hidden):
      let sights = sent as? [[Int]] ?? []
      let more = sights.count - Self.mostSights
      return sights.prefix(Self.mostSights)
        .filter { $0.count == 2 && Self.times.contains($0[0]) && (0...1).contains($0[1]) }
        .map {
          ParadataRecord(measure: $0[1] == 1 ? shown : hidden, value: .milliseconds($0[0]))
        } + (more > 0 ? [ParadataRecord(measure: .surplus, value: .count(more))] : [])
    case .word(let name, let known):
      guard let word = sent as? String, known.contains(word) else { return [] }
      return [ParadataRecord(measure: name, value: .text(word))]
    case .arrival: return []
    }
  }
}
