internal import Study
internal import TextFormats

extension UnusedColumn {
  static let fields: [Field<UnusedColumn>] = [
    .text("column", "a run's column that cannot be used", \.column),
    .text("reason", "why", \.reason),
  ]
}

extension [UnusedColumn] {
  /// How many columns of the file were excluded, and how many it lacks, in sentences; none if every
  /// column was used. What is not there was not excluded.
  var sentences: [InlineText] {
    let absent = filter(\.isAbsent)
    let excluded = filter { !$0.isAbsent }
    var sentences: [InlineText] = []
    if !excluded.isEmpty {
      let list = Self.firstThree(of: excluded.map { "\($0.column) (\($0.reason))" })
      sentences.append("\(counted(excluded.count, "column")) excluded: \(list)")
    }
    if !absent.isEmpty {
      sentences.append(
        """
        \(counted(absent.count, "expected column")) \(absent.count == 1 ? "is" : "are") not in the \
        file: \(Self.firstThree(of: absent.map(\.column)))
        """)
    }
    return sentences
  }

  /// The end of a sentence.
  private static func firstThree(of texts: [String]) -> InlineText {
    let first = texts.prefix(3).joined(separator: "; ")
    return texts.count > 3 ? "\(first); `--format json` lists the others." : "\(first)."
  }
}
