/// A file of a package before it is written.
package struct PackageFile: Sendable {
  /// Within the package, parts joined by slashes.
  package let path: String
  package let bytes: [UInt8]
  /// What it holds, in a sentence.
  package let description: String

  init(_ path: String, bytes: [UInt8], _ description: String) {
    self.path = path
    self.bytes = bytes
    self.description = description
  }

  init(_ path: String, _ text: String, _ description: String) {
    self.init(path, bytes: Array(text.utf8), description)
  }
}
