import ArgumentParser
import Foundation
import Logging
import Rehearsal
import Responses
import Study
import Survey
import SurveyWeb

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve a study as a web form and record the answers.",
    usage: """
      evoke serve [<folder>] [--host …] [--port …] [--base-path …] [--preview]
      evoke serve [<folder>] --tls-certificate … --tls-key … […]
      evoke serve [<folder>] --new-database | --older-database […]
      """,
    discussion: """
      Prints `listening on http://…` when it is ready. Ctrl-C stops it after the pages in transit are \
      recorded. After a restart participants continue where they were. docs/serving.md explains how \
      to put a study on the internet.
      """)

  @OptionGroup var study: StudyOption

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 means any free port.")
  var port = 8080

  @Option(
    help: ArgumentHelp(
      "The start of every path, behind a proxy: with /study the start page is /study.",
      valueName: "path"))
  var basePath = ""

  @Option(
    help: ArgumentHelp(
      "A proxy whose X-Forwarded-For, -Proto and -Host are believed, as an address or a range such "
        + "as 10.0.0.0/8. May be repeated. From other addresses these headers are ignored.",
      valueName: "address"))
  var trustedProxy: [String] = []

  @Option(help: ArgumentHelp("Use HTTPS with this certificate chain (PEM).", valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The private key of the certificate (PEM).", valueName: "file"))
  var tlsKey: String?

  @Flag(
    help: """
      Try the study: untranslated texts are marked, and no answers are recorded in the study's \
      database.
      """)
  var preview = false

  @Flag(
    help: """
      Begin a new database although people have taken part and the one with their answers is missing.
      """)
  var newDatabase = false

  @Flag(
    help: """
      Continue with a database that holds fewer respondents than had taken part: the newest is lost.
      """)
  var olderDatabase = false

  @Option(
    help: ArgumentHelp(
      "Copy the database at this interval while serving, such as 15m or 6h.", valueName: "time"))
  var backupEvery: BackupInterval?

  @Option(
    help: ArgumentHelp(
      "Where these copies are kept. (default: backups in the study's folder)", valueName: "folder"))
  var backupTo: String?

  @Option(
    help: ArgumentHelp("How many of the newest copies are kept. (default: 24)", valueName: "n"))
  var backupKeep: Int?

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port must be a number from 0 to 65535.")
    }
    guard backupKeep ?? 1 > 0 else { throw ValidationError("--backup-keep must be at least 1.") }
    guard backupEvery != nil || (backupTo == nil && backupKeep == nil) else {
      throw ValidationError("--backup-to and --backup-keep need --backup-every, such as 15m.")
    }
    guard !(preview && backupEvery != nil) else {
      throw ValidationError("--preview records nothing, so it needs no --backup-every.")
    }
    guard !(preview && newDatabase) else {
      throw ValidationError("--preview records nothing, so it needs no --new-database.")
    }
    guard !(olderDatabase && (preview || newDatabase)) else {
      throw ValidationError(
        "--older-database continues with a database, so --preview and --new-database are not for it."
      )
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key must be given together.")
    }
    guard basePath.isEmpty || basePath.wholeMatch(of: /(\/[A-Za-z0-9._~-]+)+\/?|\//) != nil else {
      throw ValidationError(
        "--base-path must be a path such as /study, of letters, digits, hyphens, dots and underscores."
      )
    }
    for text in trustedProxy where AddressRange(text) == nil {
      throw ValidationError(
        "--trusted-proxy must be an address or a range, such as 127.0.0.1, ::1 or 10.0.0.0/8; `\(text)` "
          + "is none.")
    }
  }

  func run() async throws {
    let files = study.files
    let study = try study.load(isPreview: preview)
    let previewFolder = preview ? try PreviewFolder() : nil
    defer { previewFolder?.remove() }
    let store = try ResponseStore(
      path: previewFolder?.responsesPath ?? files.responsesPath, now: .now(),
      beginsAnew: newDatabase)
    try await store.refuseOlder(accepting: olderDatabase, now: .now())
    if let days = study.identityRetentionDays, !preview {
      let erased = try await store.eraseIdentities(olderThanDays: days, now: .now())
      if erased > 0 { standardError.write("erased \(erased) identities older than \(days) days\n") }
    }
    var configuration = SurveyServerConfiguration()
    configuration.host = host
    configuration.port = port
    configuration.basePath = basePath.hasSuffix("/") ? String(basePath.dropLast()) : basePath
    configuration.trustedProxies = trustedProxy.compactMap { AddressRange($0) }
    if let tlsCertificate, let tlsKey {
      configuration.tls = TLSFiles(certificate: tlsCertificate, key: tlsKey)
    }
    configuration.connections.count = DescriptorLimit.raise()
    configuration.kind = preview ? .test : .human
    configuration.rehearsalToken = preview ? nil : try RehearsalToken(in: files).text
    var logger = Logger(label: "evoke") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    for warning in store.warnings { logger.error("\(warning)") }
    let server = try await SurveyServer(
      study: study, store: store, configuration: configuration, logger: logger)
    let backups = backupEvery.map { interval in
      RepeatedBackup(
        database: store.path, folder: backupTo ?? files.backupsPath, interval: interval,
        keeping: backupKeep ?? 24, logger: logger)
    }
    try backups?.prepareFolder()
    do {
      async let _ = backups?.run()
      try await server.run { address in
        // A pipe would hold the line back until its buffer is full.
        try? FileHandle.standardOutput.write(
          contentsOf: Foundation.Data("listening on \(address)\n".utf8))
      }
    }
    if let copy = try await store.finish() { standardError.write(rescued(copy)) }
    if store.keepsErasedAnswers {
      standardError.write("warning: \(StoreError.erasedInLog(path: store.path))\n")
    }
  }

  /// What is said of a database that was removed while it was served.
  private func rescued(_ copy: String) -> String {
    "the database was removed while it was served. Everything that it held is in \(copy): rename this "
      + "file to responses.sqlite to continue with it\n"
  }
}
