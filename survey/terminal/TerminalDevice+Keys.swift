/// Keys out of bytes.
extension TerminalDevice {
  enum Key {
    case character(Character)
    /// Text that was pasted at once, in terminals that mark it as such.
    case paste(String)
    case enter, backspace, escape, left, pageUp, pageDown, interrupt, suspend, end, other
    /// Bytes that are not UTF-8.
    case unreadable
  }

  func nextKey(within milliseconds: Int32) -> Key? {
    switch next(within: milliseconds) {
    case .nothing: nil
    case .end: .end
    case .interrupt: .interrupt
    case .byte(let byte): key(startingWith: byte)
    }
  }

  private func key(startingWith byte: UInt8) -> Key {
    switch byte {
    case 0x03: .interrupt
    case 0x04: .end
    case 0x08, 0x7F: .backspace
    case 0x0A, 0x0D: .enter
    case 0x1A: .suspend
    case 0x1B: escapeSequence()
    case 0x00..<0x20: .other
    default: character(startingWith: byte)
    }
  }

  /// A lone Escape is a key; a key such as ← sends more bytes immediately after it.
  private func escapeSequence() -> Key {
    guard case .byte(let second) = next(within: 30) else { return .escape }
    guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else { return .other }
    var parameters: [UInt8] = []
    while case .byte(let byte) = next(within: 30) {
      guard (0x40...0x7E).contains(byte) else {
        parameters.append(byte)
        continue
      }
      switch (byte, String(decoding: parameters, as: UTF8.self)) {
      case (UInt8(ascii: "D"), _): return .left
      case (UInt8(ascii: "A"), _), (UInt8(ascii: "~"), "5"): return .pageUp
      case (UInt8(ascii: "B"), _), (UInt8(ascii: "~"), "6"): return .pageDown
      case (UInt8(ascii: "~"), "200"): return paste()
      default: return .other
      }
    }
    return .other
  }

  /// Everything up to the mark that ends what was pasted; line ends are kept as such.
  private func paste() -> Key {
    let mark = Array("\u{1B}[201~".utf8)
    var bytes: [UInt8] = []
    while case .byte(let byte) = next(within: 1000) {
      bytes.append(byte)
      if bytes.suffix(mark.count) == mark[...] {
        bytes.removeLast(mark.count)
        break
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { return .unreadable }
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    return .paste(String(lines.filter { !$0.isASCII || $0 >= " " && $0 != "\u{7F}" || $0 == "\n" }))
  }

  private func character(startingWith byte: UInt8) -> Key {
    let length =
      switch byte {
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 1
      }
    var bytes = [byte]
    while bytes.count < length, case .byte(let more) = next(within: 100) {
      guard more & 0xC0 == 0x80 else {
        putBack(more)
        break
      }
      bytes.append(more)
    }
    let character = String(validating: bytes, as: UTF8.self)?.first
    return character.map { .character($0) } ?? .unreadable
  }
}
