import Foundation
import Study
import Survey

/// What the script measured of a page, as it came: nothing in it counts before it has been checked.
struct PageParadata: Decodable {
  /// A page that stays open longer has been forgotten.
  private static let longest = 7 * 24 * 3_600_000
  private static let mostChanges = 10_000
  private static let mostSights = 200
  /// The longest text that is read.
  private static let largest = 65_536

  private let timeToFirstAnswer: Int?
  private let itemTimes: [String: Int]?
  private let answerChanges: [String: Int]?
  private let pageVisibility: [[Int]]?
  private let deviceClass: String?
  private let inputMode: String?

  private enum CodingKeys: String, CodingKey {
    case timeToFirstAnswer = "time_to_first_answer"
    case itemTimes = "item_times"
    case answerChanges = "answer_changes"
    case pageVisibility = "page_visibility"
    case deviceClass = "device_class"
    case inputMode = "input_mode"
  }

  /// The records of a page for the measures that the study asks for, with items in the page's order.
  ///
  /// A measure out of its range, of an unknown field, or in another form is ignored.
  ///
  /// - Parameter sent: what the script sent; nil if no script ran.
  static func records(_ sent: String?, of page: InterviewPage) -> [ParadataRecord] {
    let asked = page.interview.study.paradata
    guard !asked.isEmpty else { return [] }
    let script =
      asked.contains(.scripts)
      ? [ParadataRecord(measure: .scripts, value: .text(sent == nil ? "off" : "on"))] : []
    guard let sent, sent.utf8.count <= largest,
      let measured = try? JSONDecoder().decode(PageParadata.self, from: Data(sent.utf8))
    else { return script }
    let fields = page.fieldNames
    return ParadataMeasure.allCases.filter(asked.contains).reduce(into: script) {
      $0 += measured.records(of: $1, fields: fields)
    }
  }

  private func records(of measure: ParadataMeasure, fields: [String]) -> [ParadataRecord] {
    func milliseconds(_ time: Int?) -> ParadataRecord.Value? {
      time.flatMap { (0...Self.longest).contains($0) ? .milliseconds($0) : nil }
    }
    func one(_ name: ParadataRecord.Name, _ value: ParadataRecord.Value?) -> [ParadataRecord] {
      value.map { [ParadataRecord(measure: name, value: $0)] } ?? []
    }
    func text(_ sent: String?, of known: [String]) -> ParadataRecord.Value? {
      sent.flatMap { known.contains($0) ? .text($0) : nil }
    }
    func byItem(
      _ name: ParadataRecord.Name, _ value: (String) -> ParadataRecord.Value?
    ) -> [ParadataRecord] {
      fields.compactMap { field in
        value(field).map { ParadataRecord(measure: name, item: field, value: $0) }
      }
    }
    switch measure {
    case .timeToFirstAnswer: return one(.timeToFirstAnswer, milliseconds(timeToFirstAnswer))
    case .itemTimes: return byItem(.itemTime) { milliseconds(itemTimes?[$0]) }
    case .answerChanges:
      return byItem(.answerChanges) { field in
        answerChanges?[field].flatMap { (1...Self.mostChanges).contains($0) ? .count($0) : nil }
      }
    case .pageVisibility:
      return (pageVisibility ?? []).prefix(Self.mostSights)
        .filter { $0.count == 2 && (0...1).contains($0[1]) }
        .flatMap { one($0[1] == 1 ? .pageShown : .pageHidden, milliseconds($0[0])) }
    case .deviceClass:
      return one(.deviceClass, text(deviceClass, of: ["phone", "tablet", "desktop"]))
    case .inputMode:
      return one(
        .inputMode, text(inputMode, of: ["touch", "mouse", "pen", "keyboard", "mixed"]))
    // Known from whether anything was sent.
    case .scripts: return []
    }
  }
}
