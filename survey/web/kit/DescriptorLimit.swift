import Foundation
import NIOCore

/// How many files and connections this process may have open.
package enum DescriptorLimit {
  /// Raises the limit as far as this process may, and returns how many connections it leaves room for.
  package static func raise() -> Int {
    let most = ConnectionLimits().count
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return most }
    var raised = limit
    raised.rlim_cur = limit.rlim_max
    if setrlimit(resource, &raised) == 0 { limit = raised }
    // The database, the certificate and the like, and what each thread that waits for the network has.
    let others = 64 + 3 * System.coreCount
    return min(most, max(16, Int(clamping: limit.rlim_cur) - others))
  }
}
