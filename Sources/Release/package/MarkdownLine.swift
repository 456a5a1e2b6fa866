/// The text on one line, safe in a Markdown table.
func markdownLine(_ text: String) -> String {
  text.split(whereSeparator: \.isNewline).joined(separator: " ")
    .replacing("\\", with: "\\\\").replacing("|", with: "\\|").replacing("<", with: "&lt;")
}
