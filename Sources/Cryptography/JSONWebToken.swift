package import JSON
package import Values

/// A signed JSON web token in its compact form (RFC 7515, RFC 7519).
package struct JSONWebToken: Sendable {
  package let algorithm: TokenAlgorithm
  package let header: JSONView
  package let claims: JSONView

  private let signed: [UInt8]
  private let signature: [UInt8]

  /// Makes a token; `alg` and `typ` are put in front of the given header.
  package static func make(
    _ algorithm: TokenAlgorithm, header: Value = .null, claims: Value, key: TokenSigningKey
  ) throws(CryptographyFailure) -> String {
    var entries = MapValue.Entries()
    entries.set(.string("alg"), to: .string(algorithm.rawValue))
    entries.set(.string("typ"), to: .string("JWT"))
    if case .map(let given) = header.plain {
      for pair in given.pairs where pair.key != .string("alg") { entries.set(pair.key, to: pair.value) }
    }
    let text = "\(try encoded(.map(MapValue(entries)))).\(try encoded(claims))"
    let signature = try algorithm.sign(Array(text.utf8), with: key)
    return "\(text).\(Base64URL.encode(signature))"
  }

  private static func encoded(_ value: Value) throws(CryptographyFailure) -> String {
    var steps = 100_000
    do {
      return Base64URL.encode(Array(try JSONWriter.text(of: value, steps: &steps, limit: 1 << 20).utf8))
    } catch {
      throw .malformedToken("its claims cannot be written as JSON")
    }
  }

  /// The longest token that is looked at.
  private static let largest = 1 << 16

  /// Takes a token apart.
  ///
  /// Nothing in it may be believed before `isSigned` said so.
  package init(unverified text: String) throws(CryptographyFailure) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, text.utf8.count <= Self.largest else {
      throw .malformedToken("it does not have three parts")
    }
    header = try Self.document(parts[0], "header")
    claims = try Self.document(parts[1], "claims")
    guard let signature = Base64URL.decode(String(parts[2])) else {
      throw .malformedToken("its signature is not base64url")
    }
    guard let name = header["alg"]?.string, let algorithm = TokenAlgorithm(rawValue: name) else {
      throw .malformedToken("it names no algorithm that proves anything")
    }
    // A header that must be understood and is not makes the token void (RFC 7515, section 4.1.11).
    guard header["crit"] == nil else { throw .malformedToken("it has critical headers") }
    self.algorithm = algorithm
    self.signature = signature
    signed = Array("\(parts[0]).\(parts[1])".utf8)
  }

  private static func document(_ part: Substring, _ name: String) throws(CryptographyFailure) -> JSONView {
    guard let bytes = Base64URL.decode(String(part)), let document = try? JSONDocument(bytes),
      document.root.kind == .object
    else { throw .malformedToken("its \(name) is no JSON object in base64url") }
    return document.root
  }

  /// The name of the key that it says it was signed with.
  package var keyID: String? { header["kid"]?.string }

  /// Whether it was signed with a key; `algorithms` are those that the key may be used for.
  package func isSigned(with key: TokenVerifyingKey, algorithms: Set<TokenAlgorithm>) -> Bool {
    algorithms.contains(algorithm) && algorithm.verifies(signature, over: signed, with: key)
  }

  /// Whether it was signed with one of the keys: the one that it names, or any when it names none.
  package func isSigned(with keys: KeySet, algorithms: Set<TokenAlgorithm>) -> Bool {
    keys.keys.contains { candidate in
      if let keyID, let id = candidate.id, keyID != id { return false }
      if let only = candidate.algorithm, only != algorithm { return false }
      return isSigned(with: candidate.key, algorithms: algorithms)
    }
  }

  /// Whether a moment lies between `nbf` and `exp`, with so many seconds of grace; without `exp` it never ends.
  package func isCurrent(at now: Instant, grace: Int64 = 60) -> Bool {
    let seconds = Double(now.seconds)
    if let end = claims["exp"] {
      guard let end = end.double, seconds < end + Double(grace) else { return false }
    }
    if let start = claims["nbf"] {
      guard let start = start.double, seconds >= start - Double(grace) else { return false }
    }
    return true
  }
}

/// Public keys as a provider publishes them (RFC 7517).
package struct KeySet: Sendable {
  package struct Member: Sendable {
    package let id: String?
    package let algorithm: TokenAlgorithm?
    package let key: TokenVerifyingKey
  }

  package let keys: [Member]

  /// Reads a document; keys of kinds that we do not know and keys for encryption are left out, shared secrets too.
  package init(_ document: JSONView) throws(CryptographyFailure) {
    guard let list = document["keys"], list.kind == .array else {
      throw .malformedToken("a key set has a list `keys`")
    }
    keys = list.elements.prefix(100).compactMap { entry in
      if let use = entry["use"]?.string, use != "sig" { return nil }
      guard let key = try? Self.key(entry) else { return nil }
      return Member(
        id: entry["kid"]?.string, algorithm: entry["alg"]?.string.flatMap(TokenAlgorithm.init),
        key: .key(key))
    }
  }

  /// The public key of one JSON web key.
  package static func key(_ entry: JSONView) throws(CryptographyFailure) -> PublicKey {
    func bytes(_ name: String) throws(CryptographyFailure) -> [UInt8] {
      guard let bytes = entry[name]?.string.flatMap(Base64URL.decode), !bytes.isEmpty, bytes.count <= 2048
      else { throw .unreadableKey }
      return bytes
    }
    switch (entry["kty"]?.string, entry["crv"]?.string) {
    case ("RSA", _): return try PublicKey(modulus: bytes("n"), exponent: bytes("e"))
    case ("EC", "P-256"): return try PublicKey(curve: 256, x: bytes("x"), y: bytes("y"))
    case ("EC", "P-384"): return try PublicKey(curve: 384, x: bytes("x"), y: bytes("y"))
    case ("EC", "P-521"): return try PublicKey(curve: 521, x: bytes("x"), y: bytes("y"))
    case ("OKP", "Ed25519"): return try PublicKey(ed25519: bytes("x"))
    default: throw .unreadableKey
    }
  }
}
