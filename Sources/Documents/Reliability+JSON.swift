import Analysis
import Statistics
import Study
package import TextFormats

extension ReliabilityReport {
  package func json(version: String) -> JSONValue {
    var pairs: [(key: String, value: JSONValue)] = [
      ("evoke", .text(version)), ("source", source.json),
    ]
    if isRun {
      pairs.append(
        (
          "left_out",
          .array(
            leftOut.map {
              .object([("column", .text($0.column)), ("reason", .text($0.reason))])
            })
        ))
    }
    if let exclusion {
      pairs.append(("exclusions", exclusion.made.json))
      pairs.append(
        ("rows_without_exclusions", .array(exclusion.everybody.rows.map(\.json))))
    }
    pairs += [
      ("rows", .array(reliability.rows.map(\.json))),
      ("changes", .array(reliability.changes.map(\.json))),
      ("stability", .array(reliability.stability.map(\.json))),
      ("readings", .array(readings.map { .text($0) })),
    ]
    return .object(pairs)
  }
}

extension Reliability.Row {
  fileprivate var json: JSONValue {
    let scale = consistency
    var pairs: [(key: String, value: JSONValue)] = [
      ("instrument", .text(instrument.name)), ("subscale", .text(subscale.name)),
      ("occasion", .text(occasion.rawValue)), ("n", .integer(scale.n)),
      ("items", .integer(items.count)), ("alpha", .optional(scale.alpha)),
      ("alpha_ci95", intervalJSON(scale.alphaInterval)),
      ("alpha_standardized", .optional(scale.standardizedAlpha)),
      ("omega_total", .optional(scale.omegaTotal)), ("lambda6", .optional(scale.lambda6)),
      (
        "split_half",
        .object([
          ("odd_even", .optional(scale.splitHalf.oddEven)),
          ("first_last", .optional(scale.splitHalf.firstLast)),
        ])
      ),
      (
        "item_statistics",
        .array(
          zip(items, scale.items).map { id, item in
            .object([
              ("item", .text(id.name)), ("mean", .optional(item.mean)),
              ("sd", .optional(item.sd)), ("r_drop", .optional(item.rDrop)),
              ("alpha_if_dropped", .optional(item.alphaIfDropped)),
            ])
          })
      ),
      ("constant_items", .array(scale.constant.map { .text(items[$0].name) })),
      ("missing", missing.json),
    ]
    if missing.incomplete > 0 {
      pairs.append(
        (
          "sensitivity",
          .object([
            ("complete", sensitivity(scale, missing.scores)),
            (
              "with_prorated",
              missing.withProrated.map { sensitivity($0, missing.scoresWithProrated) } ?? .null
            ),
          ])
        ))
    }
    return .object(pairs)
  }

  private func sensitivity(_ scale: InternalConsistency, _ scores: Moments?) -> JSONValue {
    .object([
      ("n", .integer(scale.n)), ("alpha", .optional(scale.alpha)),
      ("mean", .optional(scores?.mean)), ("sd", .optional(scores?.sd)),
    ])
  }
}

extension MissingAnswers {
  fileprivate var json: JSONValue {
    .object([("incomplete", .integer(incomplete)), ("prorated", .integer(prorated))])
  }
}

extension Reliability.Change {
  fileprivate var json: JSONValue {
    .object([
      ("instrument", .text(instrument.name)), ("subscale", .text(subscale.name)),
      ("n", .integer(n)), ("sd_default", .optional(sd.default)),
      ("sd_evoked", .optional(sd.evoked)), ("sd_change", .optional(sd.change)),
      ("r", .optional(correlation)), ("alpha_default", .optional(alpha.default)),
      ("alpha_evoked", .optional(alpha.evoked)), ("reliability", .optional(reliability)),
      ("alpha_of_item_changes", .optional(alphaOfItemChanges)),
    ])
  }
}

extension Stability {
  fileprivate var json: JSONValue {
    .object([
      ("instrument", .text(instrument.name)), ("subscale", .text(subscale.name)),
      (
        "default",
        .object([
          ("n", .integer(`default`.n)), ("mean", .optional(`default`.mean)),
          ("sd", .optional(`default`.sd)),
        ])
      ),
      ("item_orders", .integer(orders)),
      (
        "default_by_order",
        defaultByOrder.map(\.json) ?? .null
      ),
      ("items", items?.json ?? .null), ("situations", situations?.json ?? .null),
      ("sd_within_situations", .optional(sdWithinSituations)),
      ("across_orders", acrossOrders?.json ?? .null),
    ])
  }
}

extension FTest {
  fileprivate var json: JSONValue {
    .object([
      ("f", .optional(f)), ("df1", .optional(df1)), ("df2", .optional(df2)), ("p", .optional(p)),
    ])
  }
}

extension IntraclassCorrelation {
  fileprivate var json: JSONValue {
    .object([
      ("form", .text(form.rawValue)), ("targets", .integer(targets)), ("k", .number(k)),
      ("icc", .optional(single)), ("icc_ci95", intervalJSON(singleInterval)),
      ("average_form", .text(form.average)), ("icc_average", .optional(average)),
      ("icc_average_ci95", intervalJSON(averageInterval)),
      ("raters", raters.map(\.json) ?? .null),
    ])
  }
}

extension IntraclassCorrelation.Form {
  /// The form of the mean of k measurements.
  var average: String { self == .oneWay ? "ICC(1,k)" : "ICC(2,k)" }
}

extension Exclusion {
  /// The counts of the rules, and of those left out by any.
  var json: JSONValue {
    .object([
      ("left_out", .integer(leftOut.count)),
      (
        "rules",
        .array(
          counts.map {
            .object([
              ("rule", .text($0.rule)), ("left_out", .integer($0.leftOut)),
              ("unknown", .integer($0.unknown)),
            ])
          })
      ),
    ])
  }

  /// The same in sentences.
  var notes: [String] {
    counts.map { count in
      "\(count.rule): \(count.leftOut) left out"
        + (count.unknown > 0 ? ", \(count.unknown) about whom it cannot be decided" : "") + "."
    }
  }
}

func intervalJSON(_ interval: Interval?) -> JSONValue {
  interval.map { .array([.number($0.low), .number($0.high)]) } ?? .null
}
