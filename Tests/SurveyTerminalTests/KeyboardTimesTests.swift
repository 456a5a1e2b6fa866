import Study
import Testing

@testable import SurveyTerminal

@Suite struct KeyboardTimesTests {
  /// A clock that is moved by hand.
  private final class Clock {
    private(set) var now = ContinuousClock().now
    func wait(_ milliseconds: Int) { now += .milliseconds(milliseconds) }
  }

  private let clock = Clock()

  private func times(
    _ asked: Set<ParadataMeasure>, isTyped: Bool = true, hasAnswer: Bool = false
  ) -> KeyboardTimes {
    KeyboardTimes(
      asked: asked, isTyped: isTyped, hasAnswer: hasAnswer, now: { [clock] in clock.now })
  }

  @Test func `the time of a question runs from when it was first shown to its first answer`() {
    var times = times([.itemTimes, .timeToFirstAnswer])
    clock.wait(40)
    times.show("calm")
    clock.wait(1234)
    times.show("calm")
    let first = times.answer("calm", isFirst: true, isChange: true)
    #expect(
      first == [
        ParadataRecord(measure: .timeToFirstAnswer, value: .milliseconds(1274)),
        ParadataRecord(measure: .itemTime, item: "calm", value: .milliseconds(1234)),
      ])
    times.show("quiet")
    clock.wait(7)
    #expect(
      times.answer("quiet", isFirst: true, isChange: true) == [
        ParadataRecord(measure: .itemTime, item: "quiet", value: .milliseconds(7))
      ])
    #expect(times.answer("calm", isFirst: false, isChange: true).isEmpty)
  }

  @Test func `an answer given again is a change only where it is another`() {
    var times = times([.answerChanges])
    for isChange in [true, false, true] {
      _ = times.answer("calm", isFirst: false, isChange: isChange)
    }
    #expect(
      times.sent(fields: ["quiet", "calm"]) == [
        ParadataRecord(measure: .answerChanges, item: "calm", value: .count(2))
      ])
  }

  @Test func `a page that was begun before has had its first answer`() {
    var times = times([.timeToFirstAnswer], hasAnswer: true)
    #expect(times.answer("calm", isFirst: true, isChange: true).isEmpty)
  }

  @Test func `nothing is measured that is not asked for, and nobody is timed at a pipe`() {
    for times in [times([]), times(Set(ParadataMeasure.allCases), isTyped: false)] {
      var times = times
      times.show("calm")
      clock.wait(5)
      #expect(times.answer("calm", isFirst: true, isChange: true).isEmpty)
      #expect(times.sent(fields: ["calm"]).isEmpty)
    }
  }
}
