package import Foundation
import Statistics
package import Study
import TextFormats

/// Why a text is not a baseline.
package struct BaselineError: UserFacingError {
  package let description: String
}

extension Baseline {
  /// The baseline that `evoke baseline --format json` wrote.
  ///
  /// Means, SDs, medians, Wilcoxon's test and adjusted p values are read; the rest is computed
  /// again, and equals what was written.
  /// - Parameter name: the file's name, for errors.
  /// - Throws: `BaselineError` if the text is not such a baseline.
  package static func read(
    _ json: some DataProtocol, name: String
  ) throws -> (baseline: Baseline, source: Provenance) {
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let file = try decoder.decode(File.self, from: Data(json))
      if let key = file.impossible {
        throw BaselineError(
          description: "\(name): not an Evoke baseline: unexpected value at \(key)")
      }
      let rows = file.rows.compactMap { $0.row(alpha: file.alpha) }
      guard !rows.isEmpty else { throw BaselineError(description: "\(name): has no rows") }
      return (
        Baseline(alpha: file.alpha, rows: rows), file.source
      )
    } catch let error as DecodingError {
      let reason =
        error.path.isEmpty
        ? "the text is not a JSON object"
        : error.isMissingKey ? "missing key `\(error.path)`" : "unexpected value at \(error.path)"
      throw BaselineError(description: "\(name): not an Evoke baseline: \(reason)")
    }
  }

  // The contract's JSON, as far as it is read back.
  private struct File: Decodable {
    let source: Provenance
    let alpha: Double
    let rows: [WrittenRow]

    /// The key of the first value that no baseline has; nil if all can be computed with.
    var impossible: String? {
      if !(alpha > 0 && alpha < 1) { return "alpha" }
      if !people.contains(source.participants) { return "source.participants" }
      return rows.enumerated().lazy.compactMap { index, row in
        row.impossible.map { "rows.[\(index)].\($0)" }
      }.first
    }
  }

  /// How many participants a baseline can have.
  private static let people = 0...1_000_000_000

  private struct WrittenMeasure: Decodable {
    let mean: Double?
    let sd: Double?
    let median: Double?

    func summary(n: Int) -> DescriptiveStatistics {
      DescriptiveStatistics(sample: SampleSummary(n: n, mean: mean, sd: sd), median: median)
    }
  }

  private struct WrittenWilcoxon: Decodable {
    let v: Double
    let p: Double?
    let nZero: Int
  }

  private struct WrittenRow: Decodable {
    let instrument: String
    let level: String
    let emotion: String?
    let factor: String?
    let factorIndex: Int?
    let situationIndex: Int?
    let kind: String?
    let subscale: String
    let n: Int
    let `default`: WrittenMeasure
    let evoked: WrittenMeasure
    let change: WrittenMeasure
    let wilcoxon: WrittenWilcoxon?
    let pHolm: Double?
    let pBh: Double?

    var impossible: String? {
      let numbers = [("factor_index", factorIndex), ("situation_index", situationIndex)]
      let deviations = [
        ("default.sd", self.default.sd), ("evoked.sd", evoked.sd), ("change.sd", change.sd),
      ]
      let shares = [("wilcoxon.p", wilcoxon?.p), ("p_holm", pHolm), ("p_bh", pBh)]
      if !people.contains(n) { return "n" }
      return numbers.first { $1.map { !(1...1_000_000).contains($0) } ?? false }?.0
        ?? deviations.first { $1.map { $0 < 0 } ?? false }?.0
        ?? shares.first { $1.map { !(0...1).contains($0) } ?? false }?.0
        ?? wilcoxon.flatMap { !(0...n).contains($0.nZero) ? "wilcoxon.n_zero" : nil }
    }

    /// nil for a row that is not of the design: the groups of a split are not read.
    func row(alpha: Double) -> Row? {
      let part = Design.Position(
        emotion: emotion, factorIndex: factorIndex, factor: factor, situation: situationIndex)
      let control = kind.flatMap { Situation.Kind(rawValue: $0) }
      let position = control.map { .control($0, part) } ?? part
      guard position.level.rawValue == level else { return nil }
      var row = Row(
        ScoredSubscale(
          instrument: InstrumentID(instrument), id: SubscaleID(subscale),
          title: subscale.split(separator: "_").map(\.capitalized).joined(separator: " ")),
        at: position, default: self.default.summary(n: n), evoked: evoked.summary(n: n),
        change: change.summary(n: n),
        wilcoxon: wilcoxon.map { SignedRankTest(v: $0.v, p: $0.p, zeros: $0.nZero, n: n) },
        alpha: alpha)
      row.pHolm = pHolm
      row.pBenjaminiHochberg = pBh
      return row
    }
  }
}
