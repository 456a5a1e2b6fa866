/// The problems of a file as a whole and of its parts, in words.
extension WorkbookError.Problem {
  private static let getAgain = "Download the file again."

  static let outOfMemory = Self(
    wrong: "there is not enough memory to read the file", expected: "room for its contents",
    remedy: "Close other programs and try again.")

  static let encrypted = Self(
    wrong: "the workbook is protected by a password", expected: "a workbook without one",
    remedy: "Open it in a spreadsheet program and save it without a password.")

  static func oversizedFile(limit: Int) -> Self {
    Self(
      wrong: "the file is over \(limit.inBytes)", expected: "a workbook up to that size",
      remedy: "Save the required sheet as a separate workbook.")
  }

  static func oversizedPart(_ part: String, limit: Int) -> Self {
    Self(
      wrong: "its part \(part) unpacks to more than \(limit.inBytes)",
      expected: "parts up to that size (a small file that unpacks to a huge one is not read)",
      remedy: "Save the required sheet as a separate workbook.")
  }

  static func missingPart(_ part: String) -> Self {
    Self(
      wrong: "the workbook lacks its part \(part)", expected: "every part that it refers to",
      remedy: getAgain)
  }

  static func damagedPart(_ part: String, reason: String) -> Self {
    Self(
      wrong: "its part \(part) is damaged (\(reason))", expected: "an undamaged workbook",
      remedy: getAgain)
  }

  static func notWellFormed(_ part: String, sheet: String?, reason: String) -> Self {
    Self(
      sheet: sheet, wrong: "its part \(part) cannot be read (\(reason))",
      expected: "the XML of an .xlsx workbook", remedy: getAgain)
  }

  static func malformedCell(_ cell: String?, sheet: String?, wrong: String, expected: String)
    -> Self
  {
    Self(
      sheet: sheet, cell: cell, wrong: wrong, expected: expected,
      remedy: "Open the workbook in a spreadsheet program and save it again as .xlsx.")
  }

  /// The problem with a file that no zip archive could be opened from.
  static func notAnArchive(_ contents: [UInt8]) -> Self {
    let compoundFile: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    if contents.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      return Self(
        wrong: "the file is truncated or damaged: it begins as a zip archive, "
          + "but the archive's directory at its end cannot be read",
        expected: "a whole .xlsx workbook", remedy: getAgain)
    }
    if contents.starts(with: compoundFile) {
      // A workbook with a password is a compound file as well, with a stream of this name
      // ([MS-OFFCRYPTO] 2.3.4.4).
      let stream: [UInt8] = "EncryptedPackage".utf8.reduce(into: []) { $0 += [$1, 0] }
      if contents.contains(stream) { return .encrypted }
      return Self(
        wrong:
          "the file is not an .xlsx workbook but an old .xls one (or another file of that age)",
        expected: "an .xlsx workbook",
        remedy: "Open it in a spreadsheet program and save it as .xlsx.")
    }
    return Self(
      wrong: contents.isEmpty
        ? "the file is empty" : "the file is not an .xlsx workbook (no zip archive)",
      expected: "an .xlsx workbook", remedy: "Check that it is the right file.")
  }

  /// The problem with a zip archive that holds no workbook.
  static func notAWorkbook(_ hint: String?) -> Self {
    Self(
      wrong: "the file is a zip archive, but not an .xlsx workbook"
        + (hint.map { " (\($0))" } ?? ""),
      expected: "an .xlsx workbook",
      remedy: hint == nil
        ? "Check that it is the right file."
        : "Open it in a spreadsheet program and save it as .xlsx.")
  }

  static func missingSheet(_ sheet: String, sheets: [String]) -> Self {
    let names = sheets.prefix(20).map(quoted).joined(separator: ", ")
    let more = sheets.count > 20 ? " and \(sheets.count - 20) more" : ""
    return Self(
      sheet: sheet,
      wrong: "there is no such sheet",
      expected: "a sheet of that name; the workbook has "
        + (sheets.isEmpty ? "none" : names + more),
      remedy: "Rename the sheet, or check that it is the right file.")
  }
}

extension Int {
  /// A size limit in words: MiB if it is a whole number of them, otherwise bytes.
  fileprivate var inBytes: String {
    isMultiple(of: 1 << 20) ? "\(self >> 20) MiB" : "\(self) bytes"
  }
}
