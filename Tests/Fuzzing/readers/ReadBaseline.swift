import Analysis
import Documents
import Foundation
import TextFormats

/// Reads a crowd baseline, and prints it in every form.
func readBaseline(_ bytes: [UInt8]) {
  do {
    let (baseline, source) = try Baseline.read(Data(bytes), name: "baseline.json")
    let report = BaselineReport(baseline, source: source)
    _ = report.json(version: "0").description
    _ = report.csv
    let document = report.document
    _ = document.text()
    _ = document.markdown
    _ = document.latex
    _ = document.html
  } catch {
    demand(error is any UserFacingError, "\(error)")
  }
}
