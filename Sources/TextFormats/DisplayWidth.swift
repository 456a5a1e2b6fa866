internal import CWidth

/// The columns that a character takes in a terminal: 0 to 2, as the C library's `wcwidth` has it.
///
/// Marks take none, wide characters and emoji two; what `wcwidth` does not know takes one.
package func displayWidth(_ character: Character) -> Int {
  if let ascii = character.asciiValue, ascii >= 0x20, ascii < 0x7F { return 1 }
  let columns = character.unicodeScalars.reduce(0) { sum, scalar in
    sum + max(scalar.isASCII ? 1 : 0, Int(CWidthOf(scalar.value)))
  }
  let isKnown = character.unicodeScalars.contains { CWidthOf($0.value) >= 0 }
  return isKnown ? min(columns, 2) : 1
}

package func displayWidth(_ text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + displayWidth($1) }
}
