package import TextFormats

/// A panel's list of submissions, as Prolific exports it: a row per person, with a status.
package struct PanelSubmissions: Sendable {
  /// The ids of the people whom the panel counts on no longer: who returned the submission, or ran out of
  /// the panel's time.
  package let givenBack: [String]

  /// - Throws: `DiagnosedError` for a text that is not such a list.
  package init(_ text: String, file: String) throws(DiagnosedError) {
    let table = try CSVTable(text, file: file, quoting: .strict)
    guard table.misshapen.isEmpty else { throw DiagnosedError(table.misshapen) }
    func column(_ name: String) throws(DiagnosedError) -> Int {
      let found = table.header.firstIndex {
        $0.text.lowercased().replacing("_", with: " ") == name
      }
      guard let found else {
        throw DiagnosedError([
          Diagnostic(
            file: file, line: 1, column: 1,
            "no column `\(name)`; expected a panel's list of submissions, with `Participant id` and "
              + "`Status`")
        ])
      }
      return found
    }
    let (person, status) = (try column("participant id"), try column("status"))
    givenBack = table.rows.filter { row in
      ["returned", "timedout"].contains(row[status].text.lowercased().filter(\.isLetter))
    }.map { $0[person].text }
  }
}
