import TextFormats

extension Instrument {
  /// The norms of the file, with a warning for each that no people can have.
  static func norms(_ fields: YAMLMapping, subscales: [Subscale], items: [Item]) -> [Norm] {
    fields.mappings(
      fields.optionalList("norms"), name: "the norm",
      keys: ["subscale", "name", "n", "mean", "sd", "source"]
    ).compactMap { norm in
      let id = norm.string("subscale")
      let subscale = subscales.first { $0.id.name == id }
      if let id, subscale == nil {
        norm.report(
          "subscale",
          "no subscale is called `\(id)`\(hint(for: id, among: subscales.map(\.id.name)))")
      }
      let name = norm.string("name")
      let source = norm.string("source")
      let n = norm.optionalInteger("n", in: 1...Int(Int32.max))
      let mean = norm.number("mean")
      let sd = norm.optionalNumber("sd")
      if let sd, sd < 0 { norm.report("sd", "`sd` must be 0 or more") }
      guard let subscale, let name, let source, let mean else { return nil }
      let made = Norm(
        subscale: subscale.id, name: name, n: n, mean: mean, sd: sd, source: source)
      if let possible = subscale.possibleScores(of: items) {
        for (key, problem) in made.impossibilities(in: possible, of: subscale.id) {
          norm.report(key, problem, .warning)
        }
      }
      return made
    }
  }
}

extension Norm {
  /// What scores within these ends cannot give, by the key of the figure that is wrong.
  ///
  /// Among scores from a to b with the mean M, the variance (n - 1) is at most (M - a)(b - M)·n/(n -
  /// 1). A publication rounds: half a tenth is allowed either way.
  fileprivate func impossibilities(
    in possible: ClosedRange<Double>, of subscale: SubscaleID
  ) -> [(key: String, problem: String)] {
    let rounding = 0.05
    let scores =
      "scores of `\(subscale)` are from \(formatted(possible.lowerBound)) to "
      + formatted(possible.upperBound)
    guard mean >= possible.lowerBound - rounding, mean <= possible.upperBound + rounding else {
      return [("mean", "the norm \"\(name)\" cannot have the mean \(formatted(mean)): \(scores)")]
    }
    guard let sd else { return [] }
    guard n != 1 else {
      return [("sd", "the norm \"\(name)\" is of one person, who has no standard deviation")]
    }
    let middle = (possible.lowerBound + possible.upperBound) / 2
    let nearest = min(max(middle, mean - rounding), mean + rounding)
    let widest = Double(n ?? 2) / Double((n ?? 2) - 1)
    let largest =
      (max(0, nearest - possible.lowerBound) * max(0, possible.upperBound - nearest) * widest)
      .squareRoot()
    guard sd > largest + rounding else { return [] }
    return [
      (
        "sd",
        "the norm \"\(name)\" cannot have the SD \(formatted(sd)) at the mean \(formatted(mean)): "
          + "\(scores), so it is at most \(formatted((largest * 100).rounded() / 100))"
      )
    ]
  }
}
