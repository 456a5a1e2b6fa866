internal import Responses
package import Study

extension Microdata {
  /// The same people, with columns that are released although they may identify them.
  func withIdentifyingColumns(_ columns: [IdentifyingColumn]) -> Microdata {
    var microdata = self
    microdata.identifying = columns
    return microdata
  }

  /// How many people have a value in the column.
  package func count(of column: IdentifyingColumn) -> Int {
    people.indices.count { value(column, of: $0) != nil }
  }

  /// A value per person as it is released; nil if there is none. Whatever the study did not name is
  /// taken out of people's own words: ids, exact times, e-mail and IP addresses.
  func released(_ column: IdentifyingColumn) -> (values: [String?], removed: Int) {
    let values = people.indices.map { value(column, of: $0) }
    guard column.isFreeText else { return (values, 0) }
    let scan = CanaryScan(secrets: secrets, permitted: [])
    var removed = 0
    let redacted = values.map { value in
      value.map { text in
        let (text, pieces) = scan.redacted(text)
        removed += pieces
        return text
      }
    }
    return (redacted, removed)
  }

  private func value(_ column: IdentifyingColumn, of index: Int) -> String? {
    let person = people[index]
    let isImported = person.channel == .import
    let value: String? =
      switch column {
      // Of imported answers the times are those of the import.
      case .startedAt: isImported ? nil : person.startedAt
      case .finishedAt: isImported ? nil : person.finishedAt
      case .recruitingID: person.recruitingID
      case .imagined: person.imagined
      case .answer(let question): columns.answers[question.name]?[index] ?? nil
      }
    return value.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether the study's own lists hold the text as an answer to the question.
  func lists(_ text: String, as question: String) -> Bool {
    questions.first { $0.id == question }.map { $0.accepts(text) } ?? false
  }

  /// Words that a person wrote and no file of the study holds: long enough that no two people write
  /// the same by chance.
  static func unpublished(_ words: Set<String>, published: [String]) -> Set<String> {
    let long = words.filter { $0.utf8.count >= 20 }
    guard !long.isEmpty else { return [] }
    let scan = SecretTexts(long)
    var found: Set<String> = []
    for text in published {
      let bytes = Array(text.utf8)
      for range in scan.ranges(in: bytes) {
        found.insert(String(decoding: bytes[range], as: UTF8.self))
      }
    }
    return long.subtracting(found)
  }
}

extension MaskedMicrodata {
  /// The identifying columns, a value per person, of all people.
  var identifyingColumns: [Column] {
    microdata.identifying.map { column in
      (
        ReleasedVariable(
          name: column.name, label: "IDENTIFYING. \(column.label)", kind: .string,
          measure: .nominal, role: .identifying),
        microdata.released(column).values.map { $0.map { .text($0) } ?? .missing(.declined) }
      )
    }
  }
}
