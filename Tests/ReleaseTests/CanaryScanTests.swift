import Foundation
import Testing

@testable import Release

@Suite struct CanaryScanTests {
  private func finds(_ secret: String, in text: String, name: String = "README.md") -> Bool {
    !CanaryScan(secrets: [secret], permitted: []).findings(in: Data(text.utf8), name: name).isEmpty
  }

  @Test(arguments: [
    ("a P12 b", true), ("P12", true), ("(P12)", true), ("x,P12\r\n", true), ("\"P12\"", true),
    ("P123", false), ("XP12", false), ("p12", true), ("P1 2", false), ("éP12", false),
  ])
  func `a short id is found as a word of its own alone`(text: String, isFound: Bool) {
    #expect(finds("P12", in: text) == isFound)
  }

  @Test(arguments: [
    ("P-12", "the P-12 left", true), ("P-12", "the P-123 left", false), ("P-12", "P", false),
    ("#7a", "no 7a here", true), ("ab_1", "ab_1", true), ("ab_1", "ab_12", false),
  ])
  func `a short id may hold signs`(secret: String, text: String, isFound: Bool) {
    #expect(finds(secret, in: text) == isFound)
  }

  @Test(arguments: ["12", "anna", "7"])
  func `a name or a number alone is an ordinary word`(secret: String) {
    #expect(!finds(secret, in: "12 people, anna and 7"))
    #expect(CanaryScan(secrets: [secret], permitted: []).ordinary == [secret])
  }

  @Test(arguments: ["5f9c0ffe", "5f9c0ffee5f9"])
  func `a long id is found inside other words`(secret: String) {
    #expect(finds(secret, in: "xx\(secret)yy"))
    #expect(!finds(secret, in: String(secret.dropLast())))
  }

  @Test(arguments: [
    "a@b.example.org", "from 192.0.2.77 on", "at 2001:db8::ff00:42:8329,",
    "2001:0db8:0000:0000:0000:ff00:0042:8329", "2026-03-01T10:11", "2026-03-01 10:11:12.345",
  ])
  func `addresses and exact times are found in tables of every layout`(text: String) {
    for name in ["data/a.csv", "phenotype/panas.tsv", "participants.tsv"] {
      #expect(finds("nothing else", in: text, name: name))
    }
  }

  @Test(arguments: ["10:11", "12:30:59", "1.2.3", "1.2.3.4.5", "300.1.1.1", "a: b", "2026-03-01"])
  func `what only looks alike is none`(text: String) {
    #expect(!finds("nothing else", in: text, name: "data/a.csv"))
  }

  @Test func `what is permitted may stand, and nothing like it`() {
    let scan = CanaryScan(
      secrets: ["person-0001", "person-0002"], permitted: ["person-0001", "2026-03-01T10:11:12Z"])
    func findings(_ text: String) -> Int {
      scan.findings(in: Data(text.utf8), name: "data/a.csv").count
    }
    #expect(findings("person-0001 2026-03-01T10:11:12Z") == 0)
    #expect(findings("person-0002") == 1)
    #expect(findings("2026-03-01T10:11:13Z") == 1)
  }

  @Test(arguments: [
    "PERSON-0001", "Person-0001", "person 0001", "p e r s o n-0001", "per-son0001", "p12", "P12",
    "jörg@exämple.de", "用户@例子.公司", "пётр@пример.рф", "anna@xn--exmple-cua.xn--p1ai",
    "a＠example.org",
  ])
  func `words lose ids in other letters, with spaces, and addresses of every script`(text: String) {
    let scan = CanaryScan(secrets: ["person-0001", "P12"], permitted: [])
    #expect(scan.redacted("so \(text), yes").text == "so [removed], yes")
  }

  @Test func `words lose control characters and keep their lines`() {
    let scan = CanaryScan(secrets: ["person-0001"], permitted: [])
    #expect(scan.redacted("a\u{1B}[2J\u{0}b\nc").text == "a\u{FFFD}[2J\u{FFFD}b\nc")
  }

  @Test func `words lose what nobody named, and nothing else`() {
    let scan = CanaryScan(secrets: ["person-0001", "P12"], permitted: [])
    let words =
      "I, person-0001 (P12), wrote é to ada@example.org at 2026-03-01 10:11 from 192.0.2.7."
    let (text, removed) = scan.redacted(words)
    #expect(
      text == "I, [removed] ([removed]), wrote é to [removed] at [removed] from [removed].")
    #expect(removed == 5)
    #expect(scan.findings(in: Data(text.utf8), name: "data/a.csv") == [])
    #expect(scan.redacted("nothing of the kind").text == "nothing of the kind")
  }
}
