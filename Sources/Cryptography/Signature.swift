internal import COpenSSL

/// A way of signing with a key pair.
package enum SignatureScheme: Sendable, Hashable {
  /// RSA as PKCS #1 version 1.5.
  case rsa(HashFunction)
  case rsaPSS(HashFunction)
  /// The signature as DER.
  case ecdsa(HashFunction)
  /// The signature as r and s one after the other, as JSON web tokens have it.
  case ecdsaRaw(HashFunction)
  case ed25519

  fileprivate var hash: Int32 {
    switch self {
    case .rsa(let hash), .rsaPSS(let hash), .ecdsa(let hash), .ecdsaRaw(let hash): hash.rawValue
    case .ed25519: -1
    }
  }

  fileprivate var isPSS: Int32 { if case .rsaPSS = self { 1 } else { 0 } }

  fileprivate func fits(_ kind: KeyKind) -> Bool {
    switch (self, kind) {
    case (.rsa, .rsa), (.rsaPSS, .rsa), (.ecdsa, .elliptic), (.ecdsaRaw, .elliptic), (.ed25519, .ed25519):
      true
    default: false
    }
  }

  fileprivate var wanted: String {
    switch self {
    case .rsa, .rsaPSS: "an RSA key"
    case .ecdsa, .ecdsaRaw: "an EC key"
    case .ed25519: "an Ed25519 key"
    }
  }
}

extension PrivateKey {
  /// The signature over some bytes.
  package func sign(_ bytes: [UInt8], _ scheme: SignatureScheme) throws(CryptographyFailure) -> [UInt8] {
    guard scheme.fits(kind) else { throw .wrongKey(expected: scheme.wanted) }
    guard let handle else { throw .unreadableKey }
    let room = connector_sign(handle.pointer, scheme.hash, scheme.isPSS, bytes, bytes.count, nil, 0)
    var signature = [UInt8](repeating: 0, count: max(room, 1))
    let count = connector_sign(
      handle.pointer, scheme.hash, scheme.isPSS, bytes, bytes.count, &signature, room)
    guard room > 0, count > 0 else { throw .failed("signing") }
    signature.removeLast(signature.count - count)
    guard case .ecdsaRaw = scheme else { return signature }
    guard case .elliptic(let bits) = kind, let raw = ECDSAForm.raw(signature, curve: bits) else {
      throw .failed("signing")
    }
    return raw
  }
}

extension PublicKey {
  /// Whether a signature over some bytes was made with the private half of this key.
  package func verifies(_ signature: [UInt8], over bytes: [UInt8], _ scheme: SignatureScheme) -> Bool {
    guard scheme.fits(kind), let handle else { return false }
    var signature = signature
    if case .ecdsaRaw = scheme {
      guard case .elliptic(let bits) = kind, let der = ECDSAForm.der(signature, curve: bits) else {
        return false
      }
      signature = der
    }
    return connector_verify(
      handle.pointer, scheme.hash, scheme.isPSS, bytes, bytes.count, signature, signature.count) == 1
  }
}

/// The two forms of an ECDSA signature.
private enum ECDSAForm {
  static func raw(_ der: [UInt8], curve bits: Int) -> [UInt8]? {
    guard let width = KeyHandle.widths[bits] else { return nil }
    var raw = [UInt8](repeating: 0, count: width * 2)
    return connector_ecdsa_to_raw(der, der.count, &raw, Int32(width)) == 1 ? raw : nil
  }

  static func der(_ raw: [UInt8], curve bits: Int) -> [UInt8]? {
    guard let width = KeyHandle.widths[bits], raw.count == width * 2 else { return nil }
    var der = [UInt8](repeating: 0, count: width * 2 + 16)
    let count = Int(connector_ecdsa_to_der(raw, Int32(width), &der))
    return count > 0 ? Array(der.prefix(count)) : nil
  }
}
