internal import CBundle

/// The text files that the binary carries: instruments, the template study, the web form's pages.
package enum BundledFile {
  private static let texts: [String: String] = {
    var texts: [String: String] = [:]
    for index in 0... {
      let file = CBundleFile(index)
      guard let path = file.path else { break }
      let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
      texts[String(cString: path)] = String(decoding: bytes, as: UTF8.self)
    }
    return texts
  }()

  package static func text(_ path: String) -> String? {
    texts[path]
  }

  /// The ids of the instruments that come with Evoke.
  package static var instruments: [String] {
    names(in: "instruments/").filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
  }

  /// The names of the files below a folder of the bundle, in alphabetical order.
  package static func names(in folder: String) -> [String] {
    texts.keys.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }.sorted()
  }
}
