/// The shared strings of a workbook, in the order of their numbers: each the text of its runs,
/// without phonetic readings and formats.
func sharedStrings(
  _ part: String, of archive: ZipArchive, limits: WorkbookLimits
) throws(WorkbookError) -> [String] {
  var events = try XMLEvents(part, of: archive, limit: limits.part)
  var strings: [String] = []
  var text = WorkbookText()
  while let event = try events.next() {
    switch (event.kind, event.name) {
    case (.start, .si): text.clear()
    case (.end, .si):
      guard strings.count < limits.sharedStrings else {
        throw WorkbookError(
          file: archive.file,
          .notWellFormed(
            part, sheet: nil, reason: "it has more than \(limits.sharedStrings) shared strings"))
      }
      strings.append(decodedText(text.bytes[...]))
    default:
      text.take(event, from: events)
    }
    guard text.bytes.count <= WorkbookLimits.cellText else {
      throw WorkbookError(
        file: archive.file,
        .notWellFormed(
          part, sheet: nil,
          reason: "string \(strings.count) is longer than \(WorkbookLimits.cellText) bytes"))
    }
  }
  return strings
}

/// The text of a shared or inline string as its events arrive: the `t` elements' text, joined;
/// those of phonetic readings (`rPh`) skipped.
///
/// Spaces at the ends of a `t` element count only if it says `xml:space="preserve"`.
struct WorkbookText {
  private(set) var bytes: [UInt8] = []
  private var runStart = 0
  private var preserves = false
  private var phonetic = false

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    phonetic = false
  }

  mutating func take(_ event: XMLEvent, from events: borrowing XMLEvents) {
    switch (event.kind, event.name) {
    case (.start, .phonetic): phonetic = true
    case (.end, .phonetic): phonetic = false
    case (.start, .t):
      runStart = bytes.count
      preserves = events.attribute(.space, of: event) == "preserve"
    case (.text, .t) where !phonetic:
      events.append(event, to: &bytes)
    case (.end, .t) where !phonetic && !preserves:
      trim()
    default: break
    }
  }

  private mutating func trim() {
    while bytes.count > runStart, Self.isSpace(bytes[bytes.count - 1]) { bytes.removeLast() }
    let leading = bytes[runStart...].prefix(while: Self.isSpace).count
    bytes.removeSubrange(runStart..<runStart + leading)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}

/// The text that bytes of a workbook encode: UTF-8, in which `_x000D_` is the character U+000D
/// (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
func decodedText(_ bytes: ArraySlice<UInt8>) -> String {
  let text = String(decoding: bytes, as: UTF8.self)
  guard bytes.contains(UInt8(ascii: "_")) else { return text }
  var units = Array(text.utf16)
  var kept = 0
  var index = 0
  while index < units.count {
    if let unit = escapedUnit(units[index...].prefix(7)) {
      units[kept] = unit
      index += 7
    } else {
      units[kept] = units[index]
      index += 1
    }
    kept += 1
  }
  return String(decoding: units[..<kept], as: UTF16.self)
}

/// The code unit that `_xHHHH_` spells; nil for anything else.
private func escapedUnit(_ units: ArraySlice<UInt16>) -> UInt16? {
  let spelled = Array(units)
  let underscore = UInt16(UInt8(ascii: "_"))
  guard spelled.count == 7, spelled[0] == underscore, spelled[6] == underscore,
    spelled[1] == UInt16(UInt8(ascii: "x"))
  else { return nil }
  var unit: UInt16 = 0
  for digit in spelled[2..<6] {
    guard let scalar = Unicode.Scalar(digit), let value = Character(scalar).hexDigitValue,
      scalar.isASCII
    else { return nil }
    unit = unit << 4 | UInt16(value)
  }
  return unit
}
