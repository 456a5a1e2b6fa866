/// The candidate closest to a mistyped word, or nil if none is close enough to be meant.
///
/// Distance is Levenshtein's (1966): insertions, deletions and substitutions, each counted one. A
/// candidate is close at a distance of at most a third of the longer word, and at least one.
package func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let best = candidates.map { (candidate: $0, distance: editDistance(word, $0)) }
    .min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
  guard let best else { return nil }
  let longer = max(word.count, best.candidate.count)
  return best.distance <= max(1, longer / 3 + 1) ? best.candidate : nil
}

/// The end of a message about a mistyped word, such as "; did you mean `scale`?"; empty if no
/// candidate is close enough.
package func hint(for word: String, among candidates: some Sequence<String>) -> String {
  nearest(to: word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
}

/// The same, with all candidates if none is close enough: `; known keys: id, text`.
package func hint(for word: String, among candidates: [String], orAll introduction: String)
  -> String
{
  let hint = hint(for: word, among: candidates)
  return hint.isEmpty ? "; \(introduction) \(candidates.joined(separator: ", "))" : hint
}

func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.lowercased())
  let b = Array(b.lowercased())
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let substituted = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
