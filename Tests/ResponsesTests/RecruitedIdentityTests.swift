import Responses
import Testing

@Suite struct RecruitedIdentityTests {
  private func fault(of text: String) -> RecruitedIdentity.Fault? {
    do throws(RecruitedIdentity.Fault) {
      _ = try RecruitedIdentity.id(from: text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "{{%PROLIFIC_PID%}}", "x{{y", "%7B%7B%25PROLIFIC_PID%25%7D%7D", "%7b%7bpid%7d%7d",
    "${e://Field/PROLIFIC_PID}", "%24%7Be%3A%2F%2FField%2FPID%7D", "%SURVEY_CODE%", "[pid_value]",
    "__js{navigator.userAgent}", "#{id}", " {{pid}} ",
  ])
  func `a placeholder that was not filled in is no id`(text: String) {
    #expect(fault(of: text) == .placeholder)
  }

  @Test(arguments: [
    "undefined", "null", "NA", "None", "test", "PROLIFIC_PID", "0", "NaN", " Undefined\u{200B}",
    "\u{200B}\u{FEFF}", "\u{A0}",
  ])
  func `a word that stands for no value is no id`(text: String) {
    #expect(fault(of: text) == .noValue)
  }

  @Test func `an id has at most 200 characters`() {
    #expect(fault(of: String(repeating: "x", count: 200)) == nil)
    #expect(fault(of: String(repeating: "x", count: 201)) == .tooLong)
    #expect(fault(of: "x" + String(repeating: "\u{301}", count: 200)) == .tooLong)
  }

  @Test(arguments: ["a\u{0}", "a\nb", "a\r\nb", "\u{7F}", "\u{84}x", "x\u{2028}y"])
  func `an id holds no control characters`(text: String) {
    #expect(fault(of: text) == .controlCharacters)
  }

  @Test(arguments: ["5f3e9c", "{anna}", "\"><script>", "安娜", "100%", "a b", "testing2", "00"])
  func `all else may be an id`(text: String) {
    #expect(fault(of: text) == nil)
  }

  @Test(arguments: [
    " 5f3e9c", "5f3e9c\n", "5f3e9c\u{A0}", "\u{200B}5f3e9c", "5f3e\u{AD}9c", "\u{FEFF}5f3e9c\t",
    "５f3e9c",
  ])
  func `one person's id has one normal form`(text: String) throws {
    #expect(try RecruitedIdentity.id(from: text) == "5f3e9c")
  }

  @Test func `letters that Unicode writes in two ways are the same`() throws {
    #expect(try Array(RecruitedIdentity.id(from: "Zoe\u{308}").unicodeScalars).count == 3)
  }

  @Test func `an id has the form that the study states`() throws {
    let pattern = try Regex("[0-9a-f]{6}")
    #expect(try RecruitedIdentity.id(from: " 5f3e9c", pattern: pattern) == "5f3e9c")
    #expect(throws: RecruitedIdentity.Fault.anotherForm) {
      try RecruitedIdentity.id(from: "5f3e9c7", pattern: pattern)
    }
  }
}
