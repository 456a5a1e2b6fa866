import HTTPTypes
import Hummingbird
import NIOCore
import Resources
import TextFormats

/// The style sheet and the other files that pages load, as the binary carries them.
struct Assets: Sendable {
  struct File: Sendable {
    let type: String
    let plain: ByteBuffer
    let gzipped: ByteBuffer?
    /// The first digits of the content's SHA-256.
    let hash: String

    fileprivate init(_ text: String, type: String) {
      self.type = type
      plain = ByteBuffer(string: text)
      gzipped = SurveyWeb.gzipped(text.utf8, level: 9).map { ByteBuffer(bytes: $0) }
      hash = String(sha256Hex(text.utf8).prefix(12))
    }
  }

  private let files: [String: File]
  /// A name for all of them together as they are: it changes when any of them does.
  let version: String

  init() {
    let folder = "web/assets/"
    let types = ["survey.css": "text/css", "survey.js": "text/javascript"]
    files = types.reduce(into: [:]) { files, asset in
      files[asset.key] = File(
        Self.withoutComments(BundledFile.text(folder + asset.key)!),
        type: "\(asset.value); charset=utf-8")
    }
    let hashes = files.sorted { $0.key < $1.key }.map(\.value.hash).joined()
    version = String(sha256Hex(hashes.utf8).prefix(12))
  }

  /// A script or a style sheet without the lines that are comments alone. Each leaves an empty line, so
  /// that what a browser says of the file names the line of the source.
  private static func withoutComments(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let code = line.drop { $0 == " " }
      let isComment =
        code.hasPrefix("//")
        || code.hasPrefix("/*") && code.firstRange(of: "*/")?.upperBound == code.endIndex
      return isComment ? "" : line
    }.joined(separator: "\n")
  }

  /// The answer to a request for a file, or nil if there is none of the name.
  ///
  /// An address that names the current version may be kept for ever; any other is asked for again,
  /// and answered with 304 while nothing has changed.
  func response(to request: Request, name: String) -> Response? {
    guard let file = files[name] else { return nil }
    let isZipped = file.gzipped != nil && acceptsGzip(request.headers[.acceptEncoding])
    // Two encodings are two representations, and have separate tags.
    let tag = "\"\(file.hash)\(isZipped ? "-gzip" : "")\""
    let isCurrent = request.uri.queryParameters["v"].map { $0 == version } ?? false
    var headers: HTTPFields = [
      .contentType: file.type, .eTag: tag, .vary: "Accept-Encoding",
      .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
      .xContentTypeOptions: "nosniff",
    ]
    if let known = request.headers[.ifNoneMatch], Self.matches(known, tag) {
      headers[.contentType] = nil
      return Response(status: .notModified, headers: headers)
    }
    if isZipped { headers[.contentEncoding] = "gzip" }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody(byteBuffer: isZipped ? file.gzipped! : file.plain))
  }

  /// Whether an `If-None-Match` header names the tag, compared weakly (RFC 9110, section 13.1.2).
  private static func matches(_ header: String, _ tag: String) -> Bool {
    header.split(separator: ",").contains { part in
      let known = part.drop { $0 == " " }.trimmingPrefix("W/")
      return known == "*" || known.prefix { $0 != " " } == tag
    }
  }
}
