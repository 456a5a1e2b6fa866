/// How large a workbook may be. A file of a few kilobytes can unpack to gigabytes; reading stops at
/// these sizes.
package struct WorkbookLimits: Sendable {
  /// The file, in bytes.
  package let file: Int
  /// Each part that is read, unpacked, in bytes.
  package let part: Int
  /// The shared strings, in number.
  package let sharedStrings: Int

  /// A file of 64 MiB, parts of 128 MiB, a million shared strings: about fifty times what a crowd of
  /// a thousand people takes.
  package static let standard = WorkbookLimits(
    file: 64 << 20, part: 128 << 20, sharedStrings: 1_000_000)

  /// The text of one cell in bytes: 32,767 characters (Excel's limit) of four bytes.
  static let cellText = 32_767 * 4
  /// The text of all the cells of one row, in bytes.
  static let rowText = 16 << 20
}

/// An `.xlsx` workbook (ECMA-376), whose sheets are read row by row.
///
/// The file's compressed bytes are held in memory; its sheets are inflated and parsed as they are
/// read. Formulas are not computed: a cell's value is the one saved with it.
package struct Workbook: ~Copyable {
  /// The path or name that errors give.
  package let file: String
  /// The names of the sheets, in the order of the workbook.
  package var sheetNames: [String] { sheets.map(\.name) }

  private let archive: ZipArchive
  private let limits: WorkbookLimits
  private let sheets: [(name: String, part: String?)]
  private let sharedStringsPart: String?

  /// Opens the workbook whose bytes are `contents`; `file` is the name that errors give.
  package init(
    _ contents: [UInt8], file: String, limits: WorkbookLimits = .standard
  ) throws(WorkbookError) {
    guard contents.count <= limits.file else {
      throw WorkbookError(file: file, .oversizedFile(limit: limits.file))
    }
    let archive = try ZipArchive(contents, file: file)
    guard
      archive.contains("_rels/.rels"),
      let main = try Relationships(of: "", archive, limits).target(ofType: "officeDocument")
    else {
      throw WorkbookError(file: file, .notAWorkbook(Self.hint(archive)))
    }
    guard let references = try Self.sheetReferences(main, archive, limits) else {
      throw WorkbookError(file: file, .notAWorkbook(Self.hint(archive)))
    }
    let relationships = try Relationships(of: main, archive, limits)
    self.file = file
    self.archive = archive
    self.limits = limits
    sheets = references.map { ($0.name, relationships.worksheet($0.id)) }
    sharedStringsPart = relationships.target(ofType: "sharedStrings")
  }

  /// The sheet of that name (compared without regard to case, as spreadsheet programs do), at its
  /// first row.
  ///
  /// Throws if there is none, naming the existing sheets, or if it is a chart.
  package func sheet(named name: String) throws(WorkbookError) -> WorkbookSheet {
    let lowercased = name.lowercased()
    guard let sheet = sheets.first(where: { $0.name.lowercased() == lowercased }) else {
      throw WorkbookError(file: file, .missingSheet(name, sheets: sheetNames))
    }
    guard let part = sheet.part else {
      throw WorkbookError(
        file: file,
        WorkbookError.Problem(
          sheet: name, wrong: "the sheet has no cells", expected: "a worksheet, not a chart",
          remedy: "Check that it is the right file."))
    }
    var strings: [String] = []
    if let sharedStringsPart {
      strings = try sharedStrings(sharedStringsPart, of: archive, limits: limits)
    }
    return WorkbookSheet(
      name: sheet.name, file: file, sharedStrings: strings,
      events: try XMLEvents(part, of: archive, limit: limits.part, sheet: sheet.name))
  }

  /// The names of the sheets and the ids of their relationships; nil if the part is not a workbook.
  private static func sheetReferences(
    _ part: String, _ archive: ZipArchive, _ limits: WorkbookLimits
  ) throws(WorkbookError) -> [(name: String, id: String)]? {
    // The parts of a binary workbook (.xlsb) bear this suffix.
    guard !part.hasSuffix(".bin") else { return nil }
    var events = try XMLEvents(part, of: archive, limit: limits.part)
    var isWorkbook = false
    var withinSheets = false
    var sheets: [(name: String, id: String)] = []
    while let event = try events.next() {
      switch (event.kind, event.name) {
      case (.start, .workbook): isWorkbook = true
      case (.start, .sheets): withinSheets = true
      case (.end, .sheets): withinSheets = false
      case (.start, .sheet) where withinSheets:
        let name = events.attribute(.name, of: event) ?? ""
        sheets.append((name, events.attribute(.id, of: event) ?? ""))
      default: break
      }
    }
    return isWorkbook ? sheets : nil
  }

  private static func hint(_ archive: ZipArchive) -> String? {
    if archive.contains("xl/workbook.bin") { return "it is a binary .xlsb workbook" }
    if archive.contains("content.xml") { return "it is an OpenDocument file" }
    if archive.contains("word/document.xml") { return "it is a text document" }
    return nil
  }
}

/// The relationships of a part of a workbook: which other parts it refers to, and as what.
private struct Relationships {
  private var targets: [(id: String, type: String, part: String)] = []

  /// Reads the relationships of `part`; those of the whole archive for "". Empty if it has none.
  init(
    of part: String, _ archive: ZipArchive, _ limits: WorkbookLimits
  ) throws(WorkbookError) {
    let folders = part.split(separator: "/").dropLast()
    let file = part.split(separator: "/").last ?? ""
    let list = (folders + ["_rels", "\(file).rels"]).joined(separator: "/")
    guard archive.contains(list) else { return }
    var events = try XMLEvents(list, of: archive, limit: limits.part)
    while let event = try events.next() {
      guard event.kind == .start, event.name == .relationship,
        events.attribute(.targetMode, of: event) != "External",
        let target = events.attribute(.target, of: event)
      else { continue }
      // The last word of the type is the same in both editions (transitional and strict).
      let type = (events.attribute(.type, of: event) ?? "").split(separator: "/").last ?? ""
      targets.append(
        (
          events.attribute(.id, of: event) ?? "", String(type),
          Self.resolve(target, in: folders.map(String.init))
        ))
    }
  }

  func target(ofType type: String) -> String? { targets.first { $0.type == type }?.part }

  func worksheet(_ id: String) -> String? {
    targets.first { $0.id == id && $0.type == "worksheet" }?.part
  }

  /// The part's name from the archive's root: `target` starts there after a "/", else in `folders`.
  private static func resolve(_ target: String, in folders: [String]) -> String {
    var path = target.hasPrefix("/") ? [] : folders
    for step in target.split(separator: "/") {
      switch step {
      case ".": continue
      case "..": _ = path.popLast()
      default: path.append(String(step))
      }
    }
    return path.joined(separator: "/")
  }
}
