import Foundation
import Study

@testable import Analysis
@testable import Documents
@testable import Statistics

/// Tables printed without a mistake from made scores, to plant mistakes in.
struct MadeTables {
  static let subscales: [SubscaleID] = ["calm", "alarm"]
  static let crowd = "people"
  static let runs = ["first", "second"]
  /// Printed, but never given to recompute.
  static let unknown = "third"

  private(set) var figures: [String: RecomputedFigures] = [:]
  let rows: [PublishedTables.Row]
  /// By who, row and subscale.
  private(set) var changes: [String: [[PublishedTables.Change]]] = [:]
  private(set) var defaults: [String: [PublishedTables.Default]] = [:]

  init(seed: UInt64) {
    var random = RandomStream(seed: seed)
    var rows: [PublishedTables.Row] = []
    for emotion in ["Joy", "Awe", "Pride", "Envy"] {
      for factor in 1...4 {
        let id = "\(emotion)-\(factor)"
        rows.append(.init(id: id, name: id, position: .init(emotion: emotion, factorIndex: factor)))
      }
      rows.append(.init(id: emotion, name: emotion, position: .emotion(emotion)))
    }
    rows.append(.init(id: "all", name: "all", position: .overall))
    self.rows = rows
    for who in [Self.crowd] + Self.runs + [Self.unknown] {
      let made = Self.made(rows, paired: who == Self.crowd, &random)
      figures[who] = made
      changes[who] = rows.map { row in
        Self.subscales.map { Self.printed(made[$0, row.position]!) }
      }
      defaults[who] = Self.subscales.map {
        let summary = made[$0, .overall]!.default
        return .init(
          mean: PrintedFigure(rounding: summary.mean!, decimals: 1),
          sd: PrintedFigure(rounding: summary.sd!, decimals: 1))
      }
    }
    figures[Self.unknown] = nil
  }

  static func printed(_ cell: RecomputedFigures.Cell) -> PublishedTables.Change {
    .init(
      figure: PrintedFigure(rounding: cell.meanChange!, decimals: 1),
      arrow: ArrowTest.plausible(paired: cell.change != nil)[0].arrow(cell)!)
  }

  private static func made(
    _ rows: [PublishedTables.Row], paired: Bool, _ random: inout RandomStream
  ) -> RecomputedFigures {
    func scores(_ n: Int, around centre: Double, _ random: inout RandomStream) -> [Double] {
      (0..<n).map { _ in (centre + Double.random(in: -8...8, using: &random)).rounded() }
    }
    var cells: [SubscaleID: [Design.Position: RecomputedFigures.Cell]] = [:]
    var otherwise: [SubscaleID: [Design.Position: RecomputedFigures.Cell]] = [:]
    for subscale in subscales {
      let base = Double.random(in: 25...60, using: &random)
      let all = scores(60, around: base, &random)
      var before: [Design.Position: [Double]] = [:]
      var after: [Design.Position: [Double]] = [:]
      for row in rows {
        guard case .factor = row.position else { continue }
        let n = Int.random(in: 25...45, using: &random)
        let first = scores(n, around: base, &random)
        let shift = Double.random(in: -20...20, using: &random)
        let second = zip(first, scores(n, around: shift, &random)).map { $0 + $1 }
        for place in [row.position] + row.position.wholes {
          before[place, default: []] += first
          after[place, default: []] += second
        }
      }
      for (place, evoked) in after {
        let first = paired ? before[place]! : all
        func cell(_ first: [Double], _ evoked: [Double]) -> RecomputedFigures.Cell {
          RecomputedFigures.Cell(
            default: SampleSummary(first), evoked: SampleSummary(evoked),
            change: paired ? SampleSummary(differences(from: first, to: evoked)) : nil)
        }
        cells[subscale, default: [:]][place] = cell(first, evoked)
        // Scores of which a part counts the wrong way round.
        otherwise[subscale, default: [:]][place] = cell(
          first.map { 70 - $0 * 0.4 }, evoked.map { 70 - $0 * 0.4 })
      }
    }
    return RecomputedFigures(
      cells: cells,
      alternatives: [.init(name: "reversed items left unreversed", cells: otherwise)])
  }

  // MARK: Planting

  func cell(_ who: String, _ row: Int, _ subscale: Int) -> RecomputedFigures.Cell {
    figures[who]![Self.subscales[subscale], rows[row].position]!
  }

  mutating func print(_ value: Double, for who: String, row: Int, subscale: Int) {
    changes[who]![row][subscale] = .init(
      figure: PrintedFigure(rounding: value, decimals: 1),
      arrow: changes[who]![row][subscale].arrow)
  }

  mutating func printDefault(
    for who: String, subscale: Int, mean: Double? = nil, sd: Double? = nil, decimals: Int = 1
  ) {
    let old = defaults[who]![subscale]
    defaults[who]![subscale] = .init(
      mean: mean.map { PrintedFigure(rounding: $0, decimals: decimals) } ?? old.mean,
      sd: sd.map { PrintedFigure(rounding: $0, decimals: decimals) } ?? old.sd)
  }

  var reproduction: Reproduction {
    let columns = ([Self.crowd] + Self.runs + [Self.unknown]).map { who in
      PublishedTables.Column(
        who: who, kind: who == Self.crowd ? .crowd : .run, default: defaults[who]!,
        changes: changes[who]!)
    }
    let table = PublishedTables.Table(id: "1", caption: "Made", rows: rows, columns: columns)
    return Reproduction(
      PublishedTables(citation: "Made", subscales: Self.subscales, tables: [table]),
      recomputed: figures)
  }
}
