import Study
import Testing

@testable import SurveyWeb

@Suite struct AttemptLimitTests {
  private let start = Timestamp(millisecondsSince1970: 1_767_225_600_000)

  private func after(seconds: Int64) -> Timestamp {
    Timestamp(millisecondsSince1970: start.millisecondsSince1970 + seconds * 1_000)
  }

  /// A limit that an address has reached with its last wrong code.
  private func reached(by address: String?) -> AttemptLimit {
    let limit = AttemptLimit()
    for attempt in 1...AttemptLimit.wrongCodesPerMinute {
      #expect(!limit.isReached(by: address, now: start), "at attempt \(attempt)")
      limit.countWrongCode(from: address, now: start)
    }
    return limit
  }

  @Test func `thirty wrong codes are free, and then a minute has to pass`() {
    let limit = reached(by: "192.0.2.1")
    #expect(limit.isReached(by: "192.0.2.1", now: start))
    #expect(limit.isReached(by: "192.0.2.1", now: after(seconds: 59)))
    #expect(!limit.isReached(by: "192.0.2.1", now: after(seconds: 60)))
  }

  @Test func `nobody pays for another's attempts`() {
    let limit = reached(by: "192.0.2.1")
    #expect(!limit.isReached(by: "192.0.2.2", now: start))
    #expect(!limit.isReached(by: nil, now: start))
  }

  @Test func `addresses that one subscriber is given are one`() {
    let limit = reached(by: "2001:db8:1:2::1")
    #expect(limit.isReached(by: "2001:db8:1:2:ffff::7", now: start))
    #expect(!limit.isReached(by: "2001:db8:1:3::1", now: start))
    #expect(!limit.isReached(by: "192.0.2.1", now: start))
    #expect(!reached(by: "::ffff:192.0.2.1").isReached(by: "192.0.2.2", now: start))
    #expect(reached(by: "::ffff:192.0.2.1").isReached(by: "192.0.2.1", now: start))
  }

  @Test func `callers without an address are counted together`() {
    #expect(reached(by: nil).isReached(by: nil, now: start))
  }

  @Test func `asking whether it is reached counts nothing`() {
    let limit = AttemptLimit()
    for _ in 0..<100 { _ = limit.isReached(by: "192.0.2.1", now: start) }
    #expect(!limit.isReached(by: "192.0.2.1", now: start))
  }

  @Test func `a new minute begins from nothing`() {
    let limit = reached(by: "192.0.2.1")
    limit.countWrongCode(from: "192.0.2.1", now: after(seconds: 61))
    #expect(!limit.isReached(by: "192.0.2.1", now: after(seconds: 62)))
  }

  @Test func `a clock that is set back locks nobody out`() {
    #expect(!reached(by: "192.0.2.1").isReached(by: "192.0.2.1", now: after(seconds: -1)))
  }
}
