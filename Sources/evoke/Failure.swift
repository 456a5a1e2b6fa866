import ArgumentParser
import Foundation
import TextFormats

extension Evoke {
  /// Says what went wrong on stderr and exits: 2 for the user's mistake, 1 for ours.
  static func exit(reporting error: any Error) -> Never {
    switch error {
    case is any UserFacingError:
      standardError.write("\(error)\n")
      Foundation.exit(2)
    case let code as ExitCode:
      // A command that has said all there is to say.
      Foundation.exit(code.rawValue)
    case let error as CocoaError:
      standardError.write("\(explanation(of: error))\n")
      Foundation.exit(2)
    default:
      let code = exitCode(for: error)
      let message = fullMessage(for: error)
      guard code != .success else {
        print(message)
        guard fflush(nil) == 0 else {
          exit(reporting: OutputError.notWritten(path: nil, errno: errno))
        }
        Foundation.exit(0)
      }
      standardError.write(message.isEmpty ? "" : message + "\n")
      Foundation.exit(code == .validationFailure || error is ValidationError ? 2 : 1)
    }
  }

  private static func explanation(of error: CocoaError) -> String {
    let path = error.filePath ?? error.url?.path ?? "the file"
    return switch error.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: "\(path): no such file"
    case .fileReadNoPermission: "\(path): no permission to read"
    case .fileWriteNoPermission, .fileWriteVolumeReadOnly: "\(path): no permission to write"
    case .fileWriteOutOfSpace: "\(path): the disk is full"
    default: "\(path): \(systemReason(of: error) ?? error.localizedDescription)"
    }
  }
}

/// What the system says of a failed read or write, such as "file too large".
private func systemReason(of error: CocoaError) -> String? {
  let underlying = error.userInfo[NSUnderlyingErrorKey].map { $0 as? any Error } ?? error.underlying
  let code: CInt? =
    if let posix = underlying as? POSIXError {
      posix.code.rawValue
    } else if let error = underlying.map({ $0 as NSError }), error.domain == NSPOSIXErrorDomain {
      CInt(error.code)
    } else { nil }
  return code.map { String(cString: strerror($0)).lowercased() }
}
