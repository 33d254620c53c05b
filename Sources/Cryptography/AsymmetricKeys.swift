internal import COpenSSL

/// What a key pair is made for.
package enum KeyKind: Sendable, Hashable {
  case rsa
  /// On the NIST curve of so many bits.
  case elliptic(Int)
  case ed25519

  var title: String {
    switch self {
    case .rsa: "an RSA key"
    case .elliptic(let bits): "an EC key on P-\(bits)"
    case .ed25519: "an Ed25519 key"
    }
  }
}

/// A private key, checked when it is made.
///
/// Its description tells nothing of it.
///
/// Holds the key's bytes and not the library's object, which is made anew for each use: values can be shared without care.
package struct PrivateKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
  package let kind: KeyKind
  private let der: [UInt8]

  /// Reads PEM, as PKCS #8, PKCS #1 or SEC 1, encrypted or not; line breaks may have been lost or written as `\n`.
  package init(pem: String, passphrase: String? = nil) throws(CryptographyFailure) {
    let phrase = Array((passphrase ?? "").utf8CString)
    let text = Array(PEMText.repaired(pem).utf8)
    let length = passphrase == nil ? -1 : phrase.count - 1
    let handle = KeyHandle(connector_private_key_pem(text, text.count, phrase, length))
    try self.init(handle)
  }

  /// Reads DER: PKCS #8, PKCS #1 or SEC 1.
  package init(der: [UInt8]) throws(CryptographyFailure) {
    try self.init(KeyHandle(connector_private_key_der(der, der.count)))
  }

  /// An Ed25519 key from its 32 secret bytes.
  package init(ed25519 seed: [UInt8]) throws(CryptographyFailure) {
    try self.init(KeyHandle(connector_ed25519_private(seed, seed.count)))
  }

  private init(_ handle: consuming KeyHandle?) throws(CryptographyFailure) {
    guard let handle, let kind = handle.kind, let der = handle.der(isPrivate: true) else {
      throw .unreadableKey
    }
    self.kind = kind
    self.der = der
  }

  /// The public half.
  package var publicKey: PublicKey? {
    guard let der = handle?.der(isPrivate: false) else { return nil }
    return try? PublicKey(der: der)
  }

  var handle: KeyHandle? { KeyHandle(connector_private_key_der(der, der.count)) }

  package var description: String { "PrivateKey" }
  package var debugDescription: String { description }
}

/// A public key.
package struct PublicKey: Sendable, Hashable {
  package let kind: KeyKind
  private let der: [UInt8]

  /// Reads PEM: a public key, or a certificate that holds one.
  package init(pem: String) throws(CryptographyFailure) {
    let text = Array(PEMText.repaired(pem).utf8)
    try self.init(KeyHandle(connector_public_key_pem(text, text.count)))
  }

  /// Reads DER (SubjectPublicKeyInfo).
  package init(der: [UInt8]) throws(CryptographyFailure) {
    try self.init(KeyHandle(connector_public_key_der(der, der.count)))
  }

  /// An Ed25519 key from its 32 bytes.
  package init(ed25519 bytes: [UInt8]) throws(CryptographyFailure) {
    try self.init(KeyHandle(connector_ed25519_public(bytes, bytes.count)))
  }

  /// An RSA key from its numbers, most significant byte first.
  package init(modulus: [UInt8], exponent: [UInt8]) throws(CryptographyFailure) {
    try self.init(KeyHandle(connector_rsa_public(modulus, modulus.count, exponent, exponent.count)))
  }

  /// A point on a NIST curve.
  package init(curve bits: Int, x: [UInt8], y: [UInt8]) throws(CryptographyFailure) {
    guard let width = KeyHandle.widths[bits], x.count <= width, y.count <= width else { throw .unreadableKey }
    let padded = { (number: [UInt8]) in [UInt8](repeating: 0, count: width - number.count) + number }
    let point = [4] + padded(x) + padded(y)
    try self.init(KeyHandle(connector_ec_public(Int32(bits), point, point.count)))
  }

  private init(_ handle: consuming KeyHandle?) throws(CryptographyFailure) {
    guard let handle, let kind = handle.kind, let der = handle.der(isPrivate: false) else {
      throw .unreadableKey
    }
    self.kind = kind
    self.der = der
  }

  var handle: KeyHandle? { KeyHandle(connector_public_key_der(der, der.count)) }
}

/// Owns a key of the library for the length of one use.
struct KeyHandle: ~Copyable {
  let pointer: UnsafeMutableRawPointer

  /// Bytes of a coordinate, by the bits of the curve.
  static let widths = [256: 32, 384: 48, 521: 66]

  init?(_ pointer: UnsafeMutableRawPointer?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  deinit { connector_key_free(pointer) }

  var kind: KeyKind? {
    switch connector_key_kind(pointer) {
    case 1: return .rsa
    case 2:
      let bits = Int(connector_key_bits(pointer))
      return Self.widths[bits] == nil ? nil : .elliptic(bits)
    case 3: return .ed25519
    default: return nil
    }
  }

  func der(isPrivate: Bool) -> [UInt8]? {
    let flag: Int32 = isPrivate ? 1 : 0
    let count = Int(connector_key_der(pointer, flag, nil))
    guard count > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    return connector_key_der(pointer, flag, &bytes) == Int32(count) ? bytes : nil
  }
}
