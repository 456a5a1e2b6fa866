import Foundation

extension Timestamp {
  /// The moment that a study closes: the end of a day in UTC (`2026-12-31`), or a moment with its
  /// distance from UTC (`2026-12-31T18:00+01:00`, `2026-12-31T17:00Z`); nil if the text is neither.
  init?(closing text: String) {
    let form =
      /([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::[0-9]{2})? ?(?:Z|([+-])([0-9]{2}):?([0-9]{2})))?/
    guard let match = text.wholeMatch(of: form),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
      let start = Timestamp(year: year, month: month, day: day)
    else { return nil }
    guard let hour = match.4.flatMap({ Int($0) }), let minute = match.5.flatMap({ Int($0) }) else {
      self = start.adding(days: 1)
      return
    }
    let east = (match.7.flatMap { Int($0) } ?? 0) * 60 + (match.8.flatMap { Int($0) } ?? 0)
    guard hour < 24, minute < 60, east <= 14 * 60 else { return nil }
    self = start.adding(minutes: hour * 60 + minute - (match.6 == "-" ? -east : east))
  }

  /// The first moment of a day in UTC, or nil for a day that is in no calendar.
  private init?(year: Int, month: Int, day: Int) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let day = DateComponents(calendar: calendar, year: year, month: month, day: day)
    guard (1970...9999).contains(year), day.isValidDate, let start = day.date else { return nil }
    self.init(millisecondsSince1970: Int64(start.timeIntervalSince1970) * 1000)
  }
}
