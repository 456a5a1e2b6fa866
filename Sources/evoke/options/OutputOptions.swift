import ArgumentParser
import Documents
import Foundation
import TextFormats

/// How and where a command prints its result.
struct OutputOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json, csv, markdown, latex, html
  }

  @Option(help: "The output format: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Format.table

  @Option(help: ArgumentHelp("Write to a file instead of the terminal.", valueName: "file"))
  var output: String?

  @Flag(help: "Print the result alone: no progress, notes or warnings.")
  var quiet = false

  func validate() throws {
    guard output?.isEmpty != true else { throw ValidationError("--output must name a file.") }
  }

  /// Whether headings are in bold: a person at a terminal reads them, and has not asked for plain
  /// text.
  private var hasBold: Bool {
    output == nil && isatty(1) == 1
      && ProcessInfo.processInfo.environment["NO_COLOR"].map(\.isEmpty) ?? true
  }

  /// Prints what a command has to say in the format that was asked for.
  func write(_ report: some Report) throws {
    switch format {
    case .table: try write(report.document.text(hasBold: hasBold))
    case .json: try write(report.json(version: Evoke.version).description)
    case .csv: try write(report.csv)
    case .markdown: try write(report.document.markdown)
    case .latex: try write(report.document.latex)
    case .html: try write(report.document.html)
    }
  }

  /// Says something on stderr that is not the result, unless it is not wanted.
  func note(_ text: String) {
    if !quiet { standardError.write(text + "\n") }
  }

  /// Prints the text, or writes it to the file whole or not at all.
  private func write(_ text: String) throws {
    let bytes = Foundation.Data(text.utf8)
    guard let output else {
      return try write(bytes, to: .standardOutput)
    }
    let file = URL(fileURLWithPath: output).resolvingSymlinksInPath()
    let kind = try? FileManager.default.attributesOfItem(atPath: file.path)[.type]
    switch kind as? FileAttributeType {
    case .typeDirectory?:
      throw OutputError.isFolder(path: output)
    case nil, .typeRegular?:
      let folder = file.deletingLastPathComponent().path
      guard FileManager.default.fileExists(atPath: folder) else {
        throw OutputError.noFolder(folder, path: output)
      }
      try bytes.write(to: file, options: .atomic)
    default:
      // A pipe or a device is written to, never replaced.
      let handle = try FileHandle(forWritingTo: file)
      try write(bytes, to: handle)
      try handle.close()
    }
  }

  private func write(_ bytes: Foundation.Data, to handle: FileHandle) throws {
    do {
      try handle.write(contentsOf: bytes)
    } catch {
      throw OutputError.notWritten(path: output, errno: errno)
    }
  }
}
