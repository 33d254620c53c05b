/// How a JSON web token is signed (RFC 7518, RFC 8037).
///
/// `none` is no algorithm here.
package enum TokenAlgorithm: String, Sendable, Hashable, CaseIterable {
  case HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA

  package var hash: HashFunction {
    switch self {
    case .HS256, .RS256, .PS256, .ES256: .sha256
    case .HS384, .RS384, .PS384, .ES384: .sha384
    case .HS512, .RS512, .PS512, .ES512, .EdDSA: .sha512
    }
  }

  /// Whether both sides share one secret.
  package var isShared: Bool {
    switch self {
    case .HS256, .HS384, .HS512: true
    default: false
    }
  }

  /// Nil for shared secrets.
  var scheme: SignatureScheme? {
    switch self {
    case .HS256, .HS384, .HS512: nil
    case .RS256, .RS384, .RS512: .rsa(hash)
    case .PS256, .PS384, .PS512: .rsaPSS(hash)
    case .ES256, .ES384, .ES512: .ecdsaRaw(hash)
    case .EdDSA: .ed25519
    }
  }

  /// What a key must be; nil for shared secrets.
  var keyKind: KeyKind? {
    switch self {
    case .HS256, .HS384, .HS512: nil
    case .RS256, .RS384, .RS512, .PS256, .PS384, .PS512: .rsa
    case .ES256: .elliptic(256)
    case .ES384: .elliptic(384)
    case .ES512: .elliptic(521)
    case .EdDSA: .ed25519
    }
  }
}

/// What a token is signed with.
package enum TokenSigningKey: Sendable, Hashable {
  case secret([UInt8])
  case key(PrivateKey)
}

/// What a token is verified with.
package enum TokenVerifyingKey: Sendable, Hashable {
  case secret([UInt8])
  case key(PublicKey)
}

extension TokenAlgorithm {
  package func sign(_ bytes: [UInt8], with key: TokenSigningKey) throws(CryptographyFailure) -> [UInt8] {
    switch key {
    case .secret(let secret):
      guard isShared else { throw .wrongKey(expected: keyKind?.title ?? "") }
      return hash.code(bytes, key: secret)
    case .key(let key):
      guard let scheme, let keyKind, key.kind == keyKind else {
        throw .wrongKey(expected: keyKind?.title ?? "a shared secret")
      }
      return try key.sign(bytes, scheme)
    }
  }

  /// A secret verifies only shared-secret algorithms, so that nobody passes a public key off as a secret.
  package func verifies(_ signature: [UInt8], over bytes: [UInt8], with key: TokenVerifyingKey) -> Bool {
    switch key {
    case .secret(let secret):
      isShared && ConstantTime.areEqual(hash.code(bytes, key: secret), signature)
    case .key(let key):
      if let scheme, key.kind == keyKind { key.verifies(signature, over: bytes, scheme) } else { false }
    }
  }
}
