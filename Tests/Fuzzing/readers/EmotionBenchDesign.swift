import Resources
import Study

/// What EmotionBench's files are read by.
enum EmotionBenchDesign {
  static let instrument = try! Instrument(
    yaml: BundledFile.text("instruments/panas.yaml")!, file: "panas.yaml")
  static let situations = try! [Situation](
    csv: TemplateStudy().text(of: "situations.csv")!, file: "situations.csv")
}
