internal import COpenSSL

/// A key for AES-256-GCM.
///
/// Its description tells nothing of it.
package struct SymmetricKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
  package static let byteCount = 32
  package let bytes: [UInt8]

  /// A fresh one.
  package init() { bytes = SecureRandom.bytes(Self.byteCount) }

  /// Nil unless there are 32 bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  package var description: String { "SymmetricKey" }
  package var debugDescription: String { description }
}

/// AES-256-GCM with a fresh random nonce for every message: nonce, ciphertext, tag.
package enum AuthenticatedEncryption {
  private static let nonceCount = 12
  private static let tagCount = 16

  /// Seals bytes; they open only with the same key and the same bound bytes.
  package static func seal(
    _ bytes: [UInt8], with key: SymmetricKey, bound: [UInt8]
  ) throws(CryptographyFailure) -> [UInt8] {
    let nonce = SecureRandom.bytes(nonceCount)
    var tag = [UInt8](repeating: 0, count: tagCount)
    // One byte more, so that there is an address even for an empty message.
    var sealed = [UInt8](repeating: 0, count: bytes.count + 1)
    guard
      connector_gcm_seal(key.bytes, nonce, bound, bound.count, bytes, bytes.count, &sealed, &tag) == 1
    else { throw .failed("sealing") }
    return nonce + sealed.dropLast() + tag
  }

  package static func open(
    _ sealed: [UInt8], with key: SymmetricKey, bound: [UInt8]
  ) throws(CryptographyFailure) -> [UInt8] {
    guard sealed.count >= nonceCount + tagCount else { throw .notAuthentic }
    let nonce = Array(sealed.prefix(nonceCount))
    let tag = Array(sealed.suffix(tagCount))
    let body = Array(sealed.dropFirst(nonceCount).dropLast(tagCount))
    var opened = [UInt8](repeating: 0, count: body.count + 1)
    guard
      connector_gcm_open(key.bytes, nonce, bound, bound.count, body, body.count, tag, &opened) == 1
    else { throw .notAuthentic }
    return opened.dropLast()
  }
}
