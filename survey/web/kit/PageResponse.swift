import HTTPTypes
import Hummingbird
import NIOCore

private let compression = PageCompression()

private let pageHeaders: HTTPFields = [
  .contentType: "text/html; charset=utf-8",
  .cacheControl: "no-store",
  .contentSecurityPolicy:
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    + "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  .xContentTypeOptions: "nosniff",
  HTTPField.Name("Referrer-Policy")!: "same-origin",
]

/// A CSV text to be kept as a file. Spreadsheets know by its first character that it is UTF-8.
func tableResponse(_ text: String, name: String) -> Response {
  Response(
    status: .ok,
    headers: [
      .contentType: "text/csv; charset=utf-8",
      .contentDisposition: "attachment; filename=\"\(name)\"",
      .cacheControl: "no-store",
      .xContentTypeOptions: "nosniff",
    ],
    body: ResponseBody(byteBuffer: ByteBuffer(string: "\u{FEFF}" + text)))
}

/// An HTML page, kept out of caches, that loads nothing from elsewhere.
///
/// - Parameter secret: the participant's session, by which the page may differ from others.
func pageResponse(
  _ page: HTML, status: HTTPResponse.Status, to request: Request, secret: String? = nil
) -> Response {
  var headers = pageHeaders
  if status == .serviceUnavailable || status == .tooManyRequests {
    headers[.retryAfter] = status == .tooManyRequests ? "60" : "5"
  }
  var body = ByteBuffer(string: page.text)
  // The quickest level: a page is made for one person, and read once. A short one arrives in the same
  // few packets either way.
  if page.text.utf8.count > 4_096, acceptsGzip(request.headers[.acceptEncoding]),
    let zipped = secret.flatMap({ compression.gzipped(page.text, around: $0) })
      ?? gzipped(page.text.utf8, level: 1)
  {
    headers[.contentEncoding] = "gzip"
    body = ByteBuffer(bytes: zipped)
  }
  return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
}
