/// The line of a byte of UTF-8 text, and its column in characters, both from 1. Lines end in LF, CR
/// or both.
package func position(
  of offset: Int, in bytes: some BidirectionalCollection<UInt8>
) -> (line: Int, column: Int) {
  let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
  let before = bytes.prefix(offset)
  let inLine = before.reversed().prefix { $0 != newline && $0 != carriageReturn }
  let pairs = zip(before, before.dropFirst()).count { $0 == carriageReturn && $1 == newline }
  let ends = before.count { $0 == newline || $0 == carriageReturn }
  return (ends - pairs + 1, inLine.count { $0 & 0xC0 != 0x80 } + 1)
}
