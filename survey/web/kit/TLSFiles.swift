import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import TextFormats

/// The files by which the server proves who it is.
package struct TLSFiles: Sendable {
  /// The certificate chain, the server's own first, as PEM.
  package let certificate: String
  /// Its private key, as PEM.
  package let key: String

  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }

  /// Why HTTPS cannot be spoken with these files.
  package struct Problem: UserFacingError {
    package let description: String
  }

  /// The settings for TLS 1.2 and later.
  ///
  /// - Throws: `Problem` if a file is missing, is no PEM, or the key belongs to another certificate.
  func configuration() throws -> TLSConfiguration {
    for path in [certificate, key] where !FileManager.default.isReadableFile(atPath: path) {
      throw Problem(description: "\(path): no such file, or no permission to read it")
    }
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificate)
    } catch {
      throw Problem(
        description: "\(certificate): not a certificate in PEM form (expected BEGIN CERTIFICATE)")
    }
    let privateKey: NIOSSLPrivateKey
    do {
      privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
    } catch {
      throw Problem(
        description: "\(key): not a private key in PEM form without a passphrase "
          + "(expected BEGIN PRIVATE KEY)")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    do {
      // Nothing is listened on: this makes TLS look at the two together.
      _ = try TLSChannel(
        HTTP1Channel(responder: { _, _, _ in }), tlsConfiguration: configuration)
    } catch {
      throw Problem(
        description: "\(key): not the key of the certificate in \(certificate); use two "
          + "files that belong together")
    }
    return configuration
  }
}
