import HTTPTypes
import Hummingbird

/// What is done at one address: a page that is asked for, and a form that is sent.
struct Route<Context: RequestContext>: Sendable {
  typealias Action = @Sendable (Request, Context) async throws -> Response

  private static var methods: [HTTPRequest.Method] {
    [.get, .head, .post, .put, .patch, .delete, .options]
  }

  /// The address, with `{…}` for what varies in it.
  private let path: String
  private let get: Action
  private let post: Action?

  init(_ path: String, get: @escaping Action, post: Action? = nil) {
    self.path = path
    self.get = get
    self.post = post
  }

  var firstComponent: Substring? { path.split(separator: "/").first }

  /// Adds what is done here, and for every other method the answer that it is not allowed.
  func add(to router: Router<Context>, below prefix: String) {
    let path = RouterPath(prefix + path)
    router.get(path, use: get)
    if let post { router.post(path, use: post) }
    let allowed: [HTTPRequest.Method] = [.get, .head] + (post == nil ? [] : [.post])
    let names = allowed.map(\.rawValue).joined(separator: ", ")
    for method in Self.methods where !allowed.contains(method) {
      router.on(path, method: method) { _, _ -> Response in
        throw HTTPError(.methodNotAllowed, headers: [.allow: names])
      }
    }
  }
}
