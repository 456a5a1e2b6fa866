import CExpat
import Foundation

/// The names that the parts of a workbook are read by; every other element is passed over.
///
/// Namespace prefixes are ignored: some programs write `<x:row>`, and no two names that matter here
/// differ by their namespace only.
enum XMLName: String {
  case c, v, t, r
  case row, si, workbook, sheets, sheet
  case phonetic = "rPh"
  case relationship = "Relationship"
  case name, id, space
  case target = "Target"
  case type = "Type"
  case targetMode = "TargetMode"
  case other = ""

  fileprivate init(_ name: UnsafePointer<CChar>) {
    // Nearly every element of a sheet has one of these names.
    if name[1] == 0 {
      switch UInt8(bitPattern: name[0]) {
      case UInt8(ascii: "c"): self = .c
      case UInt8(ascii: "v"): self = .v
      case UInt8(ascii: "t"): self = .t
      case UInt8(ascii: "r"): self = .r
      default: self = .other
      }
      return
    }
    var local = name
    var next = name
    while next.pointee != 0 {
      if UInt8(bitPattern: next.pointee) == UInt8(ascii: ":") { local = next + 1 }
      next += 1
    }
    // The names sought are short; a long one is none of them.
    guard next - local <= 15 else {
      self = .other
      return
    }
    let text = String(cString: local)
    self = text == "Id" ? .id : XMLName(rawValue: text) ?? .other
  }
}

/// A start or an end of an element, or text within one.
struct XMLEvent {
  enum Kind: UInt8 { case start, text, end }

  let kind: Kind
  /// The element's name; for text, that of the enclosing element.
  let name: XMLName
  /// Start: its attributes' positions in the batch. Text: its bytes' positions. End: empty.
  fileprivate(set) var range: Range<Int32>
}

/// The elements of one part of a workbook, in the order of the document, parsed by Expat as the
/// part is inflated.
///
/// Memory is bounded by the size of a chunk, whatever the size of the part. Text is kept for `v` and
/// `t` elements only. A document type declaration is refused, and with it every entity beyond the
/// five predefined ones.
struct XMLEvents: ~Copyable {
  private static let chunk: Int32 = 1 << 16
  /// The longest tag or other token in bytes: Expat 2.5 scans an unfinished token again with every
  /// chunk, which is quadratic in its length.
  private static let longestToken = 1 << 20

  private let part: ZipPart
  private let sheet: String?
  private let limit: Int
  private let parser: XML_Parser
  private let batch: UnsafeMutablePointer<XMLBatch>
  private var position = 0
  private var inflated = 0
  private var finished = false

  /// Opens `part` of the archive; `limit` is the most bytes it may inflate to, `sheet` the sheet
  /// that errors name.
  init(_ part: String, of archive: ZipArchive, limit: Int, sheet: String? = nil)
    throws(WorkbookError)
  {
    let opened = try archive.open(part, limit: limit)
    guard let parser = XML_ParserCreate(nil) else {
      throw WorkbookError(file: archive.file, .outOfMemory)
    }
    self.part = opened
    self.sheet = sheet
    self.limit = limit
    self.parser = parser
    batch = .allocate(capacity: 1)
    batch.initialize(to: XMLBatch(parser: parser))
    XML_SetUserData(parser, batch)
    XML_SetElementHandler(
      parser,
      { XMLBatch.of($0).pointee.start($1!, $2!) },
      { XMLBatch.of($0).pointee.end($1!) })
    XML_SetCharacterDataHandler(parser) { XMLBatch.of($0).pointee.text($1!, count: Int($2)) }
    XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
      XMLBatch.of(user).pointee.refuse("a document type declaration")
    }
  }

  deinit {
    XML_ParserFree(parser)
    batch.deinitialize(count: 1)
    batch.deallocate()
  }

  /// The next event; nil at the end, once the whole part was well-formed and its checksum right.
  mutating func next() throws(WorkbookError) -> XMLEvent? {
    while position == batch.pointee.events.count {
      if finished { return nil }
      try readChunk()
    }
    defer { position += 1 }
    return batch.pointee.events[position]
  }

  /// Appends the text of a text event to `bytes`; valid until the next call of ``next()``.
  func append(_ event: XMLEvent, to bytes: inout [UInt8]) {
    bytes.append(
      contentsOf: batch.pointee.bytes[Int(event.range.lowerBound)..<Int(event.range.upperBound)])
  }

  /// Calls `body` with each known attribute of a start event and its value in UTF-8.
  @inline(__always)
  func forEachAttribute(
    of event: XMLEvent, _ body: (XMLName, ArraySlice<UInt8>) -> Void
  ) {
    for index in event.range {
      let attribute = batch.pointee.attributes[Int(index)]
      body(attribute.name, batch.pointee.bytes[attribute.value])
    }
  }

  /// The value of a start event's attribute; nil without it.
  func attribute(_ name: XMLName, of event: XMLEvent) -> String? {
    var value: String?
    forEachAttribute(of: event) { if $0 == name { value = String(decoding: $1, as: UTF8.self) } }
    return value
  }

  private mutating func readChunk() throws(WorkbookError) {
    position = 0
    batch.pointee.clear()
    guard let memory = XML_GetBuffer(parser, Self.chunk) else {
      throw WorkbookError(file: part.archive.file, .outOfMemory)
    }
    let count = try part.read(into: memory, capacity: Int(Self.chunk))
    inflated += count
    guard inflated <= limit else {
      throw WorkbookError(file: part.archive.file, .oversizedPart(part.name, limit: limit))
    }
    finished = count == 0
    let status = XML_ParseBuffer(parser, Int32(count), finished ? 1 : 0)
    if let refusal = batch.pointee.refusal { throw malformed(refusal) }
    guard status == XML_STATUS_OK else {
      let reason = String(cString: XML_ErrorString(XML_GetErrorCode(parser)))
      throw malformed(
        "\(reason), line \(XML_GetCurrentLineNumber(parser)), "
          + "column \(XML_GetCurrentColumnNumber(parser) + 1)")
    }
    guard inflated - Int(XML_GetCurrentByteIndex(parser)) <= Self.longestToken else {
      throw malformed("a tag of more than \(Self.longestToken >> 20) MiB")
    }
  }

  private func malformed(_ reason: String) -> WorkbookError {
    WorkbookError(file: part.archive.file, .notWellFormed(part.name, sheet: sheet, reason: reason))
  }
}

/// The events of one chunk, as Expat's callbacks leave them.
///
/// The callbacks reach it by a pointer, not as a class, which would check each access at run time.
private struct XMLBatch {
  struct Attribute {
    let name: XMLName
    let value: Range<Int>
  }

  /// The deepest nesting of elements; workbooks stay below 20.
  static let deepest = 256

  let parser: XML_Parser
  var events: [XMLEvent] = []
  var attributes: [Attribute] = []
  var bytes: [UInt8] = []
  var refusal: String?
  private var depth = 0
  private var textOf: XMLName = .other

  init(parser: XML_Parser) {
    self.parser = parser
    events.reserveCapacity(1 << 13)
    attributes.reserveCapacity(1 << 13)
    bytes.reserveCapacity(1 << 16)
  }

  static func of(_ user: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLBatch> {
    user!.assumingMemoryBound(to: XMLBatch.self)
  }

  mutating func clear() {
    events.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func refuse(_ what: String) {
    if refusal == nil { refusal = what }
    XML_StopParser(parser, 0)
  }

  mutating func start(
    _ element: UnsafePointer<CChar>, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>
  ) {
    depth += 1
    guard depth <= Self.deepest else {
      return refuse("elements nested more than \(Self.deepest) deep")
    }
    let name = XMLName(element)
    textOf = name == .v || name == .t ? name : .other
    guard name != .other else { return }
    let first = Int32(attributes.count)
    var pair = pairs
    while let attribute = pair[0], let value = pair[1] {
      pair += 2
      let name = XMLName(attribute)
      guard name != .other else { continue }
      let lower = bytes.count
      append(value, count: strlen(value))
      attributes.append(Attribute(name: name, value: lower..<bytes.count))
    }
    events.append(XMLEvent(kind: .start, name: name, range: first..<Int32(attributes.count)))
  }

  mutating func end(_ element: UnsafePointer<CChar>) {
    depth -= 1
    textOf = .other
    let name = XMLName(element)
    if name != .other { events.append(XMLEvent(kind: .end, name: name, range: 0..<0)) }
  }

  mutating func text(_ text: UnsafePointer<CChar>, count: Int) {
    guard textOf != .other else { return }
    let lower = Int32(bytes.count)
    append(text, count: count)
    let upper = Int32(bytes.count)
    if let last = events.indices.last, events[last].kind == .text {
      events[last].range = events[last].range.lowerBound..<upper
    } else {
      events.append(XMLEvent(kind: .text, name: textOf, range: lower..<upper))
    }
  }

  private mutating func append(_ text: UnsafePointer<CChar>, count: Int) {
    text.withMemoryRebound(to: UInt8.self, capacity: count) {
      bytes.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
    }
  }
}
