import EmotionBench
import Study
import TextFormats

func readRun(_ bytes: [UInt8]) {
  _ = RunFile.isHeader(bytes.prefix { $0 != 10 && $0 != 13 })
  do {
    let run = try RunFile(
      bytes, file: "run.csv", instrument: EmotionBenchDesign.instrument, design: design)
    demand(!run.leftOut.contains { $0.reason.isEmpty }, "a column is left out without a reason")
  } catch {
    demand(!"\(error)".isEmpty, "an error says nothing")
  }
}

private let design = EmotionBenchFile.published(EmotionBenchDesign.situations)
