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
