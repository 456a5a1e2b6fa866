package import EmotionBench
import Resources
import Study

/// EmotionBench's study as it comes with Evoke: PANAS and the template's situations.
private struct EmotionBenchStudy {
  let instrument: Instrument
  let situations: [Situation]

  init() throws {
    let panas = "instruments/panas.yaml"
    instrument = try Instrument(yaml: BundledFile.text(panas) ?? "", file: panas)
    situations = try [Situation](
      csv: TemplateStudy().text(of: "situations.csv") ?? "", file: "situations.csv")
  }
}

extension SourceFile {
  /// Whether the text begins with the header of a run file.
  var isRun: Bool { RunFile.isHeader(contents.prefix { $0 != 10 && $0 != 13 }) }

  /// - Throws: `WorkbookError` that says why the file is not a workbook of people.
  package func workbook() throws -> EmotionBenchFile {
    let study = try EmotionBenchStudy()
    return try EmotionBenchFile(
      workbook: contents, file: path, instrument: study.instrument, design: study.situations)
  }

  /// - Throws: `DiagnosedError` that says why the file is not a run.
  func run() throws -> RunFile {
    let study = try EmotionBenchStudy()
    return try RunFile(
      contents, file: path, instrument: study.instrument,
      design: EmotionBenchFile.published(study.situations))
  }
}
