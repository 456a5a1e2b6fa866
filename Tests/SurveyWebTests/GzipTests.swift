import Foundation
import Testing

@testable import SurveyWeb

@Suite struct GzipTests {
  /// RFC 9110, sections 12.4.2 and 12.5.3: a weight of zero refuses, the asterisk stands for whatever
  /// is not named, and names do not depend on case.
  @Test(arguments: [
    ("gzip", true), ("GZIP", true), ("gzip, deflate, br", true), ("br, gzip", true),
    ("br;q=1.0, gzip;q=0.001", true), ("gzip;q=1", true), ("deflate,gzip ; q=0.5", true),
    ("*", true), ("br, *;q=0.1", true), ("gzip, *;q=0", true), ("identity;q=0, *", true),
    ("gzip;q=0", false), ("gzip;q=0.0", false), ("gzip; Q=0.000", false), ("gzip ;q= 0", false),
    ("*;q=0", false), ("gzip;q=0, *", false), ("*, gzip;q=0", false), ("identity", false),
    ("br", false), ("identity, *;q=0", false), ("xgzip", false), ("gzipped", false), ("", false),
    (",", false), (";", false), (";q=1", false),
  ])
  func `gzip is sent to those who take it`(header: String, takes: Bool) {
    #expect(acceptsGzip(header) == takes)
  }

  @Test func `a browser that says nothing is sent the plain page`() {
    #expect(!acceptsGzip(nil))
  }

  @Test func `what would not become shorter is not compressed`() {
    #expect(gzipped([], level: 9) == nil)
    #expect(gzipped("a".utf8, level: 9) == nil)
    var generator = SystemRandomNumberGenerator()
    let noise = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    #expect(gzipped(noise, level: 1) == nil)
  }

  /// `gunzip` of GNU gzip reads back what was written, for pages longer than the window too.
  @Test(arguments: [(1, 600), (6, 40_000), (9, 400_000)])
  func `gunzip reads what was written`(level: Int32, length: Int) throws {
    let words = ["<label>", "Excité", "情绪", "مشاعر", "😀", "\n"]
    var text = ""
    var index = 0
    while text.utf8.count < length {
      text += words[(index * index + index / 7) % words.count]
      index += 1
    }
    let zipped = try #require(gzipped(text.utf8, level: level))
    #expect(zipped.count < text.utf8.count)
    #expect(try gunzipped(zipped) == Data(text.utf8))
  }

  @Test func `pages that differ in a secret alone are read back as they were, each with its own`()
    throws
  {
    let compression = PageCompression()
    let secrets = ["0123456789abcdef0123456789abcdef", "f00dfeed0000000000000000deadbeef"]
    let text = String(repeating: "<label>Excité 😀</label>\n", count: 700)
    for _ in 1...2 {
      for secret in secrets {
        let page = "<p>\(secret)</p>\(text)<a href=\"\(secret)\">\(secret)"
        let zipped = try #require(compression.gzipped(page, around: secret))
        #expect(zipped.count < page.utf8.count / 10)
        #expect(try gunzipped(zipped) == Data(page.utf8))
        // The size is that of any other secret's page.
        let other = page.replacing(secret, with: secrets[0])
        #expect(zipped.count == compression.gzipped(other, around: secrets[0])?.count)
      }
    }
    #expect(compression.gzipped(text, around: secrets[0]) == nil)
  }

  @Test func `more parts than are kept are read back too`() throws {
    let compression = PageCompression()
    let secret = String(repeating: "0", count: 32)
    for number in 1...300 {
      let page = "\(number)\(secret)" + String(repeating: "<li>\(number)</li>", count: number)
      let zipped = try #require(compression.gzipped(page, around: secret))
      if number % 60 == 0 { #expect(try gunzipped(zipped) == Data(page.utf8)) }
    }
  }

  private func gunzipped(_ zipped: [UInt8]) throws -> Data? {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("evoke-\(UUID().uuidString).gz")
    try Data(zipped).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let gunzip = Process()
    gunzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gunzip.arguments = ["gzip", "-dc", file.path]
    let output = Pipe()
    gunzip.standardOutput = output
    try gunzip.run()
    let read = try output.fileHandleForReading.readToEnd()
    gunzip.waitUntilExit()
    #expect(gunzip.terminationStatus == 0)
    return read
  }
}
