internal import Study
package import TextFormats

extension StudyPlan {
  /// What a consent text says of minutes and of the number of feelings that the plan contradicts, in
  /// the languages of the interface. The minutes may differ from the plan by half.
  ///
  /// - Parameter name: the name of one of the study's files in a diagnostic.
  package func contradictions(name: (String) -> String) -> [Diagnostic] {
    let original = study.files.first { $0.text == study.consent.source }?.path
    return ([study] + study.translations).flatMap { version -> [Diagnostic] in
      let source = version.consent.source
      // A translation may be the same text.
      let path = original.map {
        version.language == study.language ? $0 : translatedPath($0, into: version.language)
      }
      guard let file = study.files.first(where: { $0.path == path && $0.text == source })
      else { return [] }
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      return zip(1..., lines).flatMap { number, line in
        (minutes(in: line) + counts(in: line)).map { start, message in
          Diagnostic(
            .warning, file: name(file.path), line: number,
            column: line.distance(from: line.startIndex, to: start) + 1, message)
        }
      }
    }
  }

  private func minutes(in line: Substring) -> [(Substring.Index, String)] {
    let stated =
      /(\d+)(?:\s*(?:-|–|to|bis|à|a|至|إلى)\s*(\d+))?\s*(?:minutes?|Minuten?|minutos?|分钟|دقيقة|دقائق)/
    let planned = minutes
    return line.matches(of: stated).compactMap { match in
      guard let low = Double(match.1), let high = Double(match.2 ?? match.1),
        planned.rounded(.up) > 1.5 * high || planned.rounded(.up) < low / 1.5
      else { return nil }
      return (
        match.range.lowerBound,
        "says \(match.0); the plan comes to about \(counted(Int(planned.rounded(.up)), "minute"))"
      )
    }
  }

  private func counts(in line: Substring) -> [(Substring.Index, String)] {
    let stated = /(\d+)\s*(?:feelings|emotions|Gefühle|sentiments|émotions|sentimientos|种感受|شعور)/
    var possible: Set<Int> = []
    for case .administer(let ids, _) in study.design {
      let counts = study.instruments.filter { ids.contains($0.id) }.map(\.items.count)
      possible.formUnion(counts + [counts.reduce(0, +)])
    }
    return line.matches(of: stated).compactMap { match in
      guard let number = Int(match.1), !possible.contains(number) else { return nil }
      let found = possible.sorted().map(String.init).joined(separator: " or ")
      return (match.range.lowerBound, "says \(match.0); the scales have \(found) items")
    }
  }
}
