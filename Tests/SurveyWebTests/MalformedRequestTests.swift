import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import SurveyWeb

@Suite struct MalformedRequestTests {
  private final class Lines: Sendable {
    let texts = Mutex<[String]>([])
  }

  private struct Handler: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let kind = event.metadata?["kind"].map { "\($0)" } ?? ""
      lines.texts.withLock { $0.append("\(event.message) \(kind)") }
    }
  }

  @Test func `each kind is said once a minute, and a form that broke off is not said`() throws {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in Handler(lines: lines) }
    let requests = MalformedRequests(logger: logger)
    for error in [
      HTTPParserError.invalidMethod, .headerOverflow, .invalidMethod, .invalidEOFState,
    ] {
      for _ in 0..<100 {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(MalformedRequestWatch(requests))
        channel.pipeline.fireErrorCaught(error)
        #expect(throws: HTTPParserError.self) { try channel.throwIfErrorCaught() }
      }
    }
    let said = lines.texts.withLock { $0 }
    #expect(said.count == 2)
    #expect(said.first?.contains("method") == true)
    #expect(said.last?.contains("header") == true)
  }
}
