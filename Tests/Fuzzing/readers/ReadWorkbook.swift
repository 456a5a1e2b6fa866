import CZlib
import EmotionBench
import Study
import TextFormats

/// Reads a workbook: the input as it is, if it begins as an archive does; otherwise an archive of its
/// parts, each behind a line `@NAME`, so that changes meet the parts and not their checksums.
func readWorkbook(_ bytes: [UInt8]) {
  do throws(WorkbookError) {
    let file = try EmotionBenchFile(
      workbook: bytes.starts(with: "PK".utf8) ? bytes : archive(parts(bytes)), file: "crowd.xlsx",
      instrument: EmotionBenchDesign.instrument, design: EmotionBenchDesign.situations)
    demand(file.imports.count == file.participants.count, "a participant is lost")
  } catch {
    demand(!"\(error)".isEmpty, "an error says nothing")
  }
}

private func parts(_ bytes: [UInt8]) -> [(name: [UInt8], contents: [UInt8])] {
  var parts: [(name: [UInt8], contents: [UInt8])] = []
  for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
    if line.first == UInt8(ascii: "@"), parts.count < 16 {
      parts.append((Array(line.dropFirst().prefix(100)), []))
    } else if !parts.isEmpty {
      parts[parts.count - 1].contents += line + [UInt8(ascii: "\n")]
    }
  }
  return parts
}

/// A zip archive of parts that are stored as they are (APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16).
private func archive(_ parts: [(name: [UInt8], contents: [UInt8])]) -> [UInt8] {
  var archive: [UInt8] = []
  var directory: [UInt8] = []
  func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  for part in parts {
    let checksum = part.contents.withUnsafeBufferPointer {
      crc32(0, $0.baseAddress, UInt32($0.count))
    }
    let size = part.contents.count
    let entry =
      number(20, 2) + number(0, 8) + number(Int(checksum), 4) + number(size, 4) + number(size, 4)
      + number(part.name.count, 2) + number(0, 2)
    directory +=
      number(0x0201_4B50, 4) + number(20, 2) + entry + number(0, 10) + number(archive.count, 4)
      + part.name
    archive += number(0x0403_4B50, 4) + entry + part.name + part.contents
  }
  let start = archive.count
  return archive + directory + number(0x0605_4B50, 4) + number(0, 4) + number(parts.count, 2)
    + number(parts.count, 2) + number(directory.count, 4) + number(start, 4) + number(0, 2)
}
