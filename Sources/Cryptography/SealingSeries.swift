internal import COpenSSL

/// AES-256-GCM for many messages under one key: nothing is allocated for a message.
///
/// The nonces are random and drawn together. At 2^32 messages under one key two of them might be equal; a key is to be
/// rotated long before.
package struct SealingSeries: ~Copyable {
  private static let nonceCount = 12
  private static let blankTag = [UInt8](repeating: 0, count: 16)
  /// Nonces that are drawn at once.
  private static let nonces = 256

  private let context: OpaquePointer
  private var drawn: [UInt8] = []
  private var used = 0

  package init(_ key: SymmetricKey) throws(CryptographyFailure) {
    guard let context = connector_gcm_begin(key.bytes) else { throw .failed("sealing") }
    self.context = context
  }

  deinit { connector_gcm_end(context) }

  /// How many bytes a message of so many bytes becomes.
  package static func length(of count: Int) -> Int { nonceCount + count + blankTag.count }

  /// Appends nonce, ciphertext and tag, as `AuthenticatedEncryption` opens them.
  package mutating func seal(
    _ message: UnsafeBufferPointer<UInt8>, bound: [UInt8], into bytes: inout [UInt8]
  ) throws(CryptographyFailure) {
    if used + Self.nonceCount > drawn.count {
      drawn = SecureRandom.bytes(Self.nonceCount * Self.nonces)
      used = 0
    }
    let start = bytes.count
    bytes += drawn[used..<used + Self.nonceCount]
    used += Self.nonceCount
    // Sealed where it comes to lie.
    bytes += message
    bytes += Self.blankTag
    let context = context
    let isSealed = bytes.withUnsafeMutableBufferPointer { bytes -> Bool in
      guard let nonce = bytes.baseAddress.map({ $0 + start }) else { return false }
      let body = nonce + Self.nonceCount
      return connector_gcm_next(
        context, nonce, bound, bound.count, body, message.count, body, body + message.count) == 1
    }
    guard isSealed else { throw .failed("sealing") }
  }
}
