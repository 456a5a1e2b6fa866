import Foundation
import FuzzedReaders
import TestSupport
import Testing

/// The inputs that `script/fuzz` begins with, among them each that a reader once failed on.
@Suite(.serialized) struct CorpusTests {
  private static let folder = Repository.root.appendingPathComponent("Tests/Fuzzing/corpus")

  @Test(arguments: FuzzedReader.allCases)
  func `a reader takes every input of its corpus`(reader: FuzzedReader) throws {
    let inputs = try FileManager.default.contentsOfDirectory(
      at: Self.folder.appendingPathComponent(reader.rawValue), includingPropertiesForKeys: nil)
    #expect(!inputs.isEmpty)
    for input in inputs.sorted(by: { $0.path < $1.path }) {
      let start = ContinuousClock.now
      // A failure ends the program; the file's name is then the last that was said.
      print("\(reader.rawValue): \(input.lastPathComponent)")
      reader.read([UInt8](try Data(contentsOf: input)))
      #expect(ContinuousClock.now - start < .seconds(10), "\(input.lastPathComponent)")
    }
  }
}
