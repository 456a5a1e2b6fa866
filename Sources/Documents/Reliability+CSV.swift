import Analysis
import Statistics
import Study
import TextFormats

extension ReliabilityReport {
  /// A row a subscale and occasion and one for each of its items, then a row a change, and for a
  /// run a row a stability; `row` says which. Cells that belong to other rows are empty.
  package var csv: String {
    let rows =
      reliability.rows.flatMap(\.csvRows) + reliability.changes.map(\.csvCells)
      + reliability.stability.map(\.csvCells)
    return csvText([Self.csvColumns] + rows.map { row in Self.csvColumns.map { row[$0] ?? "" } })
  }

  private static let csvColumns =
    [
      "row", "instrument", "subscale", "occasion", "item", "n", "items", "alpha",
      "alpha_ci95_low", "alpha_ci95_high", "alpha_standardized", "omega_total", "lambda6",
      "odd_even", "first_last", "constant", "incomplete", "prorated", "n_with_prorated",
      "alpha_with_prorated", "mean", "sd", "r_drop", "alpha_if_dropped", "sd_default",
      "sd_evoked", "sd_change", "r", "alpha_default", "alpha_evoked", "reliability",
      "alpha_of_item_changes", "item_orders", "sd_within_situations",
    ]
    + ["items", "situations", "across_orders"].flatMap { agreement in
      ["", "_ci95_low", "_ci95_high", "_average"].map { "icc_\(agreement)\($0)" }
    }
}

extension Reliability.Row {
  fileprivate var csvRows: [[String: String]] {
    let scale = consistency
    let place = [
      "instrument": instrument.name, "subscale": subscale.name, "occasion": occasion.rawValue,
    ]
    let whole = [
      "row": "scale", "n": String(scale.n), "items": String(items.count),
      "alpha": csvCell(scale.alpha), "alpha_ci95_low": csvCell(scale.alphaInterval?.low),
      "alpha_ci95_high": csvCell(scale.alphaInterval?.high),
      "alpha_standardized": csvCell(scale.standardizedAlpha),
      "omega_total": csvCell(scale.omegaTotal), "lambda6": csvCell(scale.lambda6),
      "odd_even": csvCell(scale.splitHalf.oddEven),
      "first_last": csvCell(scale.splitHalf.firstLast),
      "incomplete": String(missing.incomplete), "prorated": String(missing.prorated),
      "n_with_prorated": missing.withProrated.map { String($0.n) } ?? "",
      "alpha_with_prorated": csvCell(missing.withProrated?.alpha),
    ]
    let single = zip(items, scale.items).enumerated().map { index, item in
      [
        "row": "item", "item": item.0.name, "n": String(scale.n),
        "constant": scale.constant.contains(index) ? "1" : "0", "mean": csvCell(item.1.mean),
        "sd": csvCell(item.1.sd), "r_drop": csvCell(item.1.rDrop),
        "alpha_if_dropped": csvCell(item.1.alphaIfDropped),
      ]
    }
    return ([whole] + single).map { $0.merging(place) { own, _ in own } }
  }
}

extension Reliability.Change {
  fileprivate var csvCells: [String: String] {
    [
      "row": "change", "instrument": instrument.name, "subscale": subscale.name, "n": String(n),
      "sd_default": csvCell(sd.default), "sd_evoked": csvCell(sd.evoked),
      "sd_change": csvCell(sd.change), "r": csvCell(correlation),
      "alpha_default": csvCell(alpha.default), "alpha_evoked": csvCell(alpha.evoked),
      "reliability": csvCell(reliability), "alpha_of_item_changes": csvCell(alphaOfItemChanges),
    ]
  }
}

extension Stability {
  fileprivate var csvCells: [String: String] {
    var cells = [
      "row": "stability", "instrument": instrument.name, "subscale": subscale.name,
      "n": String(`default`.n), "mean": csvCell(`default`.mean), "sd": csvCell(`default`.sd),
      "item_orders": String(orders), "sd_within_situations": csvCell(sdWithinSituations),
    ]
    for (name, icc) in [
      ("items", items), ("situations", situations), ("across_orders", acrossOrders),
    ] {
      cells["icc_\(name)"] = csvCell(icc?.single)
      cells["icc_\(name)_ci95_low"] = csvCell(icc?.singleInterval?.low)
      cells["icc_\(name)_ci95_high"] = csvCell(icc?.singleInterval?.high)
      cells["icc_\(name)_average"] = csvCell(icc?.average)
    }
    return cells
  }
}
