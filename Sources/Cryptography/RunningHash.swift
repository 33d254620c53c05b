internal import COpenSSL

/// The hash of bytes that come piece by piece.
package final class RunningHash {
  private let context = EVP_MD_CTX_new()

  /// SHA-256, which is what content is known by.
  package init() { EVP_DigestInit_ex(context, EVP_sha256(), nil) }

  deinit { EVP_MD_CTX_free(context) }

  package func add(_ bytes: [UInt8]) { EVP_DigestUpdate(context, bytes, bytes.count) }

  /// The hash of all that was added; nothing can be added afterwards.
  package func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { out, count in
      var length: UInt32 = 0
      EVP_DigestFinal_ex(context, out.baseAddress, &length)
      count = Int(length)
    }
  }
}
