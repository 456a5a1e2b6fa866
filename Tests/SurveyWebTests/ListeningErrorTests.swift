import Hummingbird
import HummingbirdTesting
import Testing

@testable import SurveyWeb

@Suite struct ListeningErrorTests {
  /// What a server says that is to listen where it cannot.
  private func error(host: String, port: Int) async throws -> ListeningError? {
    do {
      try await Application(
        router: Router(), configuration: .init(address: .hostname(host, port: port))
      ).runService(gracefulShutdownSignals: [])
      return nil
    } catch {
      return ListeningError(error, host: host, port: port)
    }
  }

  @Test func `a port that is listened on is in use`() async throws {
    try await Application(router: Router()).test(.live) { client in
      let port = client.port ?? 0
      let found = try await error(host: "localhost", port: port)
      #expect(found == .portInUse(host: "localhost", port: port))
      #expect(
        found?.description
          == "port \(port) of localhost is in use by another program; choose one with --port")
    }
  }

  @Test(arguments: ["192.0.2.1", "host.invalid"])
  func `an address of another computer cannot be listened on`(host: String) async throws {
    guard case .cannotListen(host, 0, _) = try await error(host: host, port: 0) else {
      Issue.record("\(host) was not recognised")
      return
    }
  }

  @Test func `an error that is not about the address is left alone`() {
    #expect(ListeningError(CancellationError(), host: "127.0.0.1", port: 80) == nil)
  }
}
