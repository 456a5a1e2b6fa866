import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Responses
import Study
import Testing

@testable import SurveyWeb

@Suite struct OpenConnectionsTests {
  /// A plain connection to this computer, which sends what it is told to.
  private struct Connection {
    private let socket: Int32

    init(port: Int) throws {
      socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var patience = timeval(tv_sec: 0, tv_usec: 50_000)
      setsockopt(
        socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let isConnected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      try #require(isConnected)
    }

    /// Sends the start, then a byte at a time, and returns whether the other side closed.
    func isClosed(after start: String, dripping drop: String) -> Bool {
      defer { close(socket) }
      send(start)
      for _ in 0..<400 {
        var received = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &received, received.count, 0)
        if count == 0 || (count < 0 && errno != EAGAIN) { return true }
        if count < 0 { send(drop) }
      }
      return false
    }

    private func send(_ text: String) {
      _ = Glibc.send(socket, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    }
  }

  private static let head = "GET / HTTP/1.1\r\nHost: localhost\r\n"

  @Test(arguments: [
    ("", ""),
    ("\(head)\r\n", ""),
    (head, "X"),
    ("POST /survey/consent HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n", "x"),
  ])
  func `a silent or dripping connection is closed`(start: String, drop: String) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evoke-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var configuration = SurveyServerConfiguration()
    configuration.port = 0
    configuration.connections.silence = .seconds(1)
    configuration.connections.request = .seconds(1)
    let server = try await SurveyServer(
      study: StudyDefinition.load(from: TemplateStudy()).study,
      store: ResponseStore(path: folder.appendingPathComponent("r.sqlite").path, now: .now()),
      configuration: configuration, logger: Logger(label: "test"))
    try await server.application().test(.live) { client in
      let connection = try Connection(port: #require(client.port))
      // It waits on a thread of its own, because the server needs the others.
      let isClosed = await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          continuation.resume(returning: connection.isClosed(after: start, dripping: drop))
        }
      }
      #expect(isClosed)
    }
  }

  @Test func `what is said once a minute is said again after it, or after the clock is set back`() {
    let once = OnceAMinute()
    let start = Timestamp(millisecondsSince1970: 1_767_225_600_000)
    #expect(once.isDue(at: start))
    #expect(!once.isDue(at: start))
    #expect(once.isDue(at: start.adding(minutes: 1)))
    #expect(once.isDue(at: start))
  }
}
