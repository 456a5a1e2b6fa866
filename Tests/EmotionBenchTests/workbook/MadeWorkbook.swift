import CZip

@testable import EmotionBench

/// A workbook made by a test: its parts, and the zip archive of them.
struct MadeWorkbook {
  static let spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let documentRelationships =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let packageRelationships = "http://schemas.openxmlformats.org/package/2006/relationships"

  /// The parts by name, in the archive's order.
  var parts: [(name: String, text: String)]

  /// A workbook of one sheet whose `sheetData` holds `rows`.
  init(sheet name: String = "Raw", rows: String, sharedStrings: String? = nil) {
    self.init(
      sheets: [(name, Self.worksheet(rows))], sharedStrings: sharedStrings)
  }

  /// A workbook of these sheets, each with the whole text of its part.
  init(sheets: [(name: String, part: String)], sharedStrings: String? = nil) {
    let references = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(Self.escaped(sheet.name))\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
    }
    var relationships = sheets.indices.map { index in
      Self.relationship("rId\(index + 1)", "worksheet", "worksheets/sheet\(index + 1).xml")
    }
    if sharedStrings != nil {
      relationships.append(Self.relationship("rIdS", "sharedStrings", "sharedStrings.xml"))
    }
    parts = [
      (
        "_rels/.rels",
        Self.relationships([Self.relationship("rId1", "officeDocument", "xl/workbook.xml")])
      ),
      ("xl/_rels/workbook.xml.rels", Self.relationships(relationships)),
      (
        "xl/workbook.xml",
        """
        <workbook xmlns="\(Self.spreadsheet)" xmlns:r="\(Self.documentRelationships)">\
        <sheets>\(references.joined())</sheets></workbook>
        """
      ),
    ]
    for (index, sheet) in sheets.enumerated() {
      parts.append(("xl/worksheets/sheet\(index + 1).xml", sheet.part))
    }
    if let sharedStrings {
      parts.append(
        ("xl/sharedStrings.xml", "<sst xmlns=\"\(Self.spreadsheet)\">\(sharedStrings)</sst>"))
    }
  }

  /// The part of that name; setting nil removes it.
  subscript(name: String) -> String? {
    get { parts.first { $0.name == name }?.text }
    set {
      guard let index = parts.firstIndex(where: { $0.name == name }) else {
        if let newValue { parts.append((name, newValue)) }
        return
      }
      if let newValue { parts[index].text = newValue } else { parts.remove(at: index) }
    }
  }

  /// The bytes of the `.xlsx` file.
  var contents: [UInt8] { Self.archive(parts) }

  static func worksheet(_ rows: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <worksheet xmlns="\(spreadsheet)"><sheetData>\(rows)</sheetData></worksheet>
    """
  }

  static func relationship(_ id: String, _ type: String, _ target: String) -> String {
    "<Relationship Id=\"\(id)\" Type=\"\(documentRelationships)/\(type)\" Target=\"\(target)\"/>"
  }

  static func relationships(_ list: [String]) -> String {
    "<Relationships xmlns=\"\(packageRelationships)\">\(list.joined())</Relationships>"
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// The bytes of a zip archive of these parts, each encrypted where there is a password.
  static func archive(_ parts: [(name: String, text: String)], password: String? = nil) -> [UInt8] {
    let memory = zip_source_buffer_create(nil, 0, 0, nil)!
    defer { zip_source_free(memory) }
    zip_source_keep(memory)
    let archive = zip_open_from_source(memory, ZIP_TRUNCATE, nil)!
    var texts: [UnsafeMutableBufferPointer<UInt8>] = []
    defer { for text in texts { text.deallocate() } }
    for part in parts {
      let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: part.text.utf8.count)
      _ = text.initialize(from: part.text.utf8)
      texts.append(text)
      let source = zip_source_buffer(archive, text.baseAddress, UInt64(text.count), 0)
      let index = zip_file_add(archive, part.name, source, UInt32(ZIP_FL_ENC_UTF_8))
      precondition(index >= 0)
      if let password {
        zip_file_set_encryption(archive, UInt64(index), UInt16(ZIP_EM_AES_256), password)
      }
    }
    precondition(zip_close(archive) == 0)
    precondition(zip_source_open(memory) == 0)
    zip_source_seek(memory, 0, SEEK_END)
    let size = Int(zip_source_tell(memory))
    zip_source_seek(memory, 0, SEEK_SET)
    let contents = [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
      count = Int(zip_source_read(memory, bytes.baseAddress, UInt64(size)))
    }
    zip_source_close(memory)
    precondition(contents.count == size)
    return contents
  }
}

/// The rows of a sheet of a workbook in memory, each cell as its reference, value and text.
func readRows(
  _ contents: [UInt8], sheet name: String = "Raw", limits: WorkbookLimits = .standard
) throws(WorkbookError) -> [[ReadCell]] {
  let workbook = try Workbook(contents, file: "made.xlsx", limits: limits)
  var sheet = try workbook.sheet(named: name)
  var rows: [[ReadCell]] = []
  while let row = try sheet.nextRow() {
    rows.append(
      row.cells.map {
        ReadCell(row.reference(of: $0).description, $0.value, row.text(of: $0))
      })
  }
  return rows
}

struct ReadCell: Equatable {
  let reference: String
  let value: WorkbookCell.Value
  let text: String

  init(_ reference: String, _ value: WorkbookCell.Value, _ text: String) {
    self.reference = reference
    self.value = value
    self.text = text
  }
}

/// The error that `body` throws; nil where it throws none.
func workbookError<Result>(_ body: () throws(WorkbookError) -> Result) -> WorkbookError? {
  do throws(WorkbookError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
