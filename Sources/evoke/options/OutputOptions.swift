import ArgumentParser
import Documents
import Foundation
import TextFormats

/// How and where a command prints its result.
struct OutputOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json, csv, markdown, latex, html
  }

  @Option(help: "How to print: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Format.table

  @Option(help: ArgumentHelp("Write to a file instead of the terminal.", valueName: "file"))
  var output: String?

  func validate() throws {
    guard output?.isEmpty != true else { throw ValidationError("--output names a file.") }
  }

  /// Bold headings, where a person at a terminal reads them and has not asked for plain text.
  private var emphasis: (String) -> String {
    let isPlain =
      output != nil || isatty(1) == 0
      || ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return isPlain ? { $0 } : { $0.isEmpty ? $0 : "\u{1B}[1m\($0)\u{1B}[0m" }
  }

  /// Prints tables one below the other, with a closing paragraph under its heading.
  func write(_ tables: [ReportTable], closing: (title: String, text: String)? = nil) throws {
    let title = closing?.title ?? ""
    let closingText = closing?.text ?? ""
    var parts: [String]
    switch format {
    case .markdown:
      parts = tables.map(\.markdown)
      if closing != nil { parts.append("**\(title)**\n\n\(markdownEscaped(closingText))\n") }
    case .latex:
      parts = tables.map(\.latex)
      if closing != nil { parts.append("% \(title)\n\(latexEscaped(closingText))\n") }
    case .html:
      parts = tables.map(\.html)
      if closing != nil { parts.append("<h2>\(title)</h2>\n<p>\(htmlEscaped(closingText))</p>\n") }
    case .table, .json, .csv:
      parts = tables.map { $0.text(emphasis: emphasis) }
      if closing != nil {
        let lines = wrapped(closingText, width: 80).joined(separator: "\n")
        parts.append("\(emphasis(title))\n\(lines)\n")
      }
    }
    let text = parts.joined(separator: "\n")
    try write(format == .html ? htmlPage(title: tables.first?.title ?? "", body: text) : text)
  }

  /// Prints the text, or writes it to the file whole or not at all.
  func write(_ text: String) throws {
    let bytes = Foundation.Data(text.utf8)
    guard let output else {
      do {
        try FileHandle.standardOutput.write(contentsOf: bytes)
      } catch {
        throw UserMistake("the output could not be written: \(String(cString: strerror(errno)))")
      }
      return
    }
    let file = URL(fileURLWithPath: output).resolvingSymlinksInPath()
    let kind = try? FileManager.default.attributesOfItem(atPath: file.path)[.type]
    switch kind as? FileAttributeType {
    case .typeDirectory?:
      throw UserMistake("\(output): is a folder; name a file")
    case nil, .typeRegular?:
      let folder = file.deletingLastPathComponent().path
      guard FileManager.default.fileExists(atPath: folder) else {
        throw UserMistake("\(output): there is no folder \(folder) to write into")
      }
      try bytes.write(to: file, options: .atomic)
    default:
      // A pipe or a device is written to, never replaced.
      let handle = try FileHandle(forWritingTo: file)
      try handle.write(contentsOf: bytes)
      try handle.close()
    }
  }
}
