import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
package import Responses
import ServiceLifecycle
package import Study
import SurveySession
import UnixSignals

/// How the web form is served.
package struct SurveyServerConfiguration: Sendable {
  package var host = "127.0.0.1"
  package var port = 8080
  /// What every address starts with: empty, or a path such as `/study`.
  package var basePath = ""
  /// Proxies whose word about the browser's address, scheme and host is taken.
  package var trustedProxies: [AddressRange] = []
  /// Set if the server itself speaks HTTPS.
  package var tls: TLSFiles?
  /// The secret that marks requests of rehearsals; without it all respondents are human.
  package var rehearsalToken: String?
  /// The kind of all other respondents: `test` in a preview.
  package var kind = RespondentKind.human
  package var connections = ConnectionLimits()

  package init() {}
}

/// The web form of one study.
package struct SurveyServer: Sendable {
  private let interview: WebInterview
  private let configuration: SurveyServerConfiguration
  private let assets: Assets
  private let http: HTTPServerBuilder
  private let connections: OpenConnections
  private let logger: Logger

  /// - Throws: `TLSFiles.Problem` if the certificate cannot be used.
  package init(
    study: StudyDefinition, store: ResponseStore, configuration: SurveyServerConfiguration,
    logger: Logger, clock: @escaping @Sendable () -> Timestamp = { .now() }
  ) async throws {
    let connections = OpenConnections(configuration.connections, logger: logger)
    self.connections = connections
    let malformed = MalformedRequests(logger: logger)
    let plain = HTTPServerBuilder { responder in
      LoopChannel(
        base: HTTP1Channel(
          responder: responder,
          configuration: .init(
            additionalChannelHandlers: [
              ConnectionRegistration(in: connections), MalformedRequestWatch(malformed),
            ])))
    }
    http =
      try configuration.tls.map { try .tls(plain, tlsConfiguration: $0.configuration()) } ?? plain
    assets = Assets()
    interview = WebInterview(
      try await StudyInterviews(of: study, in: store, clock: clock), kind: configuration.kind,
      base: configuration.basePath, styleVersion: assets.version, logger: logger)
    self.configuration = configuration
    self.logger = logger
  }

  /// Serves until the process is asked to end, and answers the requests in transit.
  ///
  /// - Parameter onListening: called with the start page's address once requests are answered.
  /// - Throws: `ListeningError` if the address cannot be listened on.
  package func run(onListening: @escaping @Sendable (String) -> Void) async throws {
    let shownHost =
      configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
    let start = "\(configuration.tls == nil ? "http" : "https")://\(shownHost)"
    let application = application { onListening("\(start):\($0)\(configuration.basePath)") }
    var group = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    // A request that is never finished does not keep the server up.
    group.maximumGracefulShutdownDuration = .seconds(3)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch {
      throw ListeningError(error, host: configuration.host, port: configuration.port) ?? error
    }
  }

  /// - Parameter onListening: called with the port once requests are answered.
  func application(
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    Application(
      router: SurveyRoutes(interview: interview, assets: assets, configuration: configuration)
        .router(logger: logger), server: http,
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), serverName: "Evoke"),
      onServerRunning: { [connections, logger] channel in
        // A failure means that the channel is closed, which the server itself reports.
        try? await channel.eventLoop.submit {
          try channel.pipeline.syncOperations.addHandler(
            AcceptPause(connections, logger: logger), position: .first)
        }.get()
        await onListening(channel.localAddress?.port ?? configuration.port)
      },
      // More loops than one would hand requests from thread to thread.
      eventLoopGroupProvider: .shared(EventLoopGroupProvider.singleton.eventLoopGroup.next()),
      logger: logger)
  }
}
