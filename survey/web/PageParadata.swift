import Foundation
import Study

/// What the script measured of a page, as it came: nothing in it is believed before it was checked.
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

  /// The records of a page for the measures that the study asks for, in the order of the fields.
  ///
  /// A measure out of its range, of an unknown field, or in another form is left out.
  ///
  /// - Parameter fields: the names of the page's own fields.
  static func records(
    _ sent: String?, fields: [String], asked: Set<ParadataMeasure>
  ) -> [ParadataRecord] {
    guard !asked.isEmpty else { return [] }
    var records: [ParadataRecord] = []
    if asked.contains(.scripts) {
      records.append(
        ParadataRecord(
          measure: ParadataMeasure.scripts.rawValue, value: .text(sent == nil ? "off" : "on")))
    }
    guard let sent, sent.utf8.count <= largest,
      let found = try? JSONDecoder().decode(PageParadata.self, from: Data(sent.utf8))
    else { return records }
    return records
      + found.records(of: fields).filter { record in
        asked.contains { record.belongs(to: $0) }
      }
  }

  private func records(of fields: [String]) -> [ParadataRecord] {
    func milliseconds(_ time: Int?) -> ParadataRecord.Value? {
      time.flatMap { (0...Self.longest).contains($0) ? .milliseconds($0) : nil }
    }
    func one(_ of: [String], _ sent: String?) -> ParadataRecord.Value? {
      sent.flatMap { of.contains($0) ? .text($0) : nil }
    }
    var records: [ParadataRecord] = []
    func add(_ measure: String, _ value: ParadataRecord.Value?, item: String? = nil) {
      if let value { records.append(ParadataRecord(measure: measure, item: item, value: value)) }
    }
    add("time_to_first_answer", milliseconds(timeToFirstAnswer))
    for field in fields {
      add("item_time", milliseconds(itemTimes?[field]), item: field)
      let changes = answerChanges?[field].flatMap {
        (1...Self.mostChanges).contains($0) ? ParadataRecord.Value.count($0) : nil
      }
      add("answer_changes", changes, item: field)
    }
    for sight in (pageVisibility ?? []).prefix(Self.mostSights)
    where sight.count == 2 && (0...1).contains(sight[1]) {
      add(sight[1] == 1 ? "page_shown" : "page_hidden", milliseconds(sight[0]))
    }
    add("device_class", one(["phone", "tablet", "desktop"], deviceClass))
    add("input_mode", one(["touch", "mouse", "pen", "keyboard", "mixed"], inputMode))
    return records
  }
}

extension ParadataRecord {
  fileprivate func belongs(to asked: ParadataMeasure) -> Bool {
    switch asked {
    case .itemTimes: measure == "item_time"
    case .pageVisibility: ["page_hidden", "page_shown"].contains(measure)
    default: measure == asked.rawValue
    }
  }
}
