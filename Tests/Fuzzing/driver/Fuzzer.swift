import FuzzedReaders
import Glibc

/// Runs libFuzzer on the reader that the environment variable EVOKE_READER names.
@main struct Fuzzer {
  static func main() {
    guard reader != nil else {
      print("EVOKE_READER must be one of \(FuzzedReader.allCases.map(\.rawValue))")
      exit(2)
    }
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(
      run(&count, &arguments) { bytes, count in
        reader?.read([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
        return 0
      })
  }
}

private let reader = getenv("EVOKE_READER").flatMap { FuzzedReader(rawValue: String(cString: $0)) }

/// libFuzzer's own, for programs with a main function of their own (llvm.org/docs/LibFuzzer.html).
@_silgen_name("LLVMFuzzerRunDriver")
private func run(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
