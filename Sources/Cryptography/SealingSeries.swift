internal import COpenSSL

/// AES-256-GCM for many messages under one key: nothing is allocated for a message.
///
/// The nonces are random and drawn together. At 2^32 messages under one key two of them might be equal; a key is to be
/// rotated long before.
package struct SealingSeries: ~Copyable {
  private static let nonceCount = 12
  private static let tagCount = 16
  /// Nonces that are drawn at once.
  private static let nonces = 256

  private let context: OpaquePointer
  private var drawn: [UInt8] = []
  private var used = 0
  private var scratch: [UInt8] = []
  private var encoded: [UInt8] = []

  package init(_ key: SymmetricKey) throws(CryptographyFailure) {
    guard let context = connector_gcm_begin(key.bytes) else { throw .failed("sealing") }
    self.context = context
  }

  deinit { connector_gcm_end(context) }

  /// How many bytes of base64 a message of so many bytes becomes.
  package static func length(of count: Int) -> Int { (nonceCount + count + tagCount + 2) / 3 * 4 }

  /// Appends nonce, ciphertext and tag in base64, as `AuthenticatedEncryption` opens them.
  package mutating func seal(
    _ message: UnsafeBufferPointer<UInt8>, bound: [UInt8], into text: inout [UInt8]
  ) throws(CryptographyFailure) {
    let whole = Self.nonceCount + message.count + Self.tagCount
    if scratch.count < whole { scratch = [UInt8](repeating: 0, count: max(whole, 4096)) }
    if used + Self.nonceCount > drawn.count {
      drawn = SecureRandom.bytes(Self.nonceCount * Self.nonces)
      used = 0
    }
    for place in 0..<Self.nonceCount { scratch[place] = drawn[used + place] }
    used += Self.nonceCount
    let context = context
    let isSealed = scratch.withUnsafeMutableBufferPointer { scratch -> Bool in
      guard let start = scratch.baseAddress else { return false }
      let body = start + Self.nonceCount
      return connector_gcm_next(
        context, start, bound, bound.count, message.baseAddress, message.count, body, body + message.count)
        == 1
    }
    guard isSealed else { throw .failed("sealing") }
    // One byte more than the text has: the library ends it with a zero.
    let length = Self.length(of: message.count)
    if encoded.count <= length { encoded = [UInt8](repeating: 0, count: max(length + 1, 4096)) }
    encoded.withUnsafeMutableBufferPointer { encoded in
      guard let start = encoded.baseAddress else { return }
      _ = connector_base64(scratch, whole, start)
      text.append(contentsOf: UnsafeBufferPointer(start: start, count: length))
    }
  }
}
