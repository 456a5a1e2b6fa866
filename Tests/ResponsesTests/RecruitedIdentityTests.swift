import Responses
import Testing

@Suite struct RecruitedIdentityTests {
  @Test(arguments: [
    "{{%PROLIFIC_PID%}}", "x{{y", "%7B%7B%25PROLIFIC_PID%25%7D%7D", "%7b%7bpid%7d%7d",
  ])
  func `a placeholder that was not filled in is no id`(text: String) {
    #expect(RecruitedIdentity.fault(of: text) == .placeholder)
  }

  @Test func `an id has at most 200 characters`() {
    #expect(RecruitedIdentity.fault(of: String(repeating: "x", count: 200)) == nil)
    #expect(RecruitedIdentity.fault(of: String(repeating: "x", count: 201)) == .tooLong)
    #expect(RecruitedIdentity.fault(of: "x" + String(repeating: "\u{301}", count: 200)) == .tooLong)
  }

  @Test(arguments: ["a\u{0}", "a\nb", "a\r\nb", "\u{7F}", "\u{85}", "\u{2028}"])
  func `an id holds no control characters`(text: String) {
    #expect(RecruitedIdentity.fault(of: text) == .controlCharacters)
  }

  @Test(arguments: ["5f3e9c", "{anna}", "\"><script>", "安娜", "100%", "a b"])
  func `all else may be an id`(text: String) {
    #expect(RecruitedIdentity.fault(of: text) == nil)
  }
}
