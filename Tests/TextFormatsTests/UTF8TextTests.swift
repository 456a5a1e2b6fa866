import Testing
import TextFormats

@Suite struct UTF8TextTests {
  @Test(arguments: ["", "plain", "naïve 你好 ✓\r\n", "\u{FEFF}mark"])
  func `a text in UTF-8 is read as it is`(text: String) throws {
    #expect(try UTF8Text.text(of: Array(text.utf8), file: "a.txt") == text)
  }

  @Test(
    arguments: [
      ([0x61, 0xE9, 0x62], "1:2", 0xE9), (Array("é\nü".utf8) + [0xC4, 0x2C], "2:2", 0xC4),
      ([0x61, 0xEF], "1:2", 0xEF), ([0xEF, 0xBF, 0x41], "1:1", 0xEF),
      ([0x0A, 0x0A, 0xFF], "3:1", 0xFF),
    ] as [([UInt8], String, UInt8)])
  func `the first byte of another encoding is named with its place`(
    bytes: [UInt8], place: String, byte: UInt8
  ) {
    let plain = #expect(throws: DiagnosedError.self) {
      try UTF8Text.text(of: bytes, file: "a.txt")
    }
    #expect(
      plain?.description
        == "a.txt:\(place): error: the file is not UTF-8 text; save it as UTF-8")
    let own = #expect(throws: DiagnosedError.self) {
      try UTF8Text.text(of: bytes, file: "a.txt") { "byte \($0)" }
    }
    #expect(own?.description == "a.txt:\(place): error: byte \(byte)")
  }
}
