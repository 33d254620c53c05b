internal import Cryptography
internal import Expressions
internal import Language
internal import Programs
internal import Values

/// A JSON web token that we sign: claims and headers from the connector, the rest from the moment.
struct SignedToken: Sendable {
  private let algorithm: TokenAlgorithm
  private let key: TemplateProgram
  private let encoding: KeyEncoding
  private let claims: TreeProgram?
  private let headers: TreeProgram?
  let lasts: Duration
  /// Claims that are put in unless the connector gives them.
  private let isAssertion: Bool

  /// For requests.
  init?(_ block: Block, jwt base: ConnectBase) {
    guard let algorithm = block[JWTAuth.algorithm].flatMap({ TokenAlgorithm(rawValue: $0.rawValue) }),
      let key = block[JWTAuth.key]
    else { return nil }
    self.algorithm = algorithm
    self.key = TemplateProgram(key, base.surroundings)
    encoding = block[JWTAuth.keyEncoding] ?? .text
    claims = block[JWTAuth.claims].map { TreeProgram($0, base.surroundings) }
    headers = block[JWTAuth.headers].map { TreeProgram($0, base.surroundings) }
    lasts = .milliseconds((block[JWTAuth.lasts] ?? Milliseconds(1_200_000)).count)
    isAssertion = false
  }

  /// For the token endpoint.
  init?(_ assertion: AssertionBlock, _ base: ConnectBase) {
    guard
      let algorithm = assertion[AssertionBlock.algorithm].flatMap({ TokenAlgorithm(rawValue: $0.rawValue) }),
      let key = assertion[AssertionBlock.key]
    else { return nil }
    self.algorithm = algorithm
    self.key = TemplateProgram(key, base.surroundings)
    encoding = .text
    claims = assertion[AssertionBlock.claims].map { TreeProgram($0, base.surroundings) }
    headers = assertion[AssertionBlock.headers].map { TreeProgram($0, base.surroundings) }
    lasts = .milliseconds((assertion[AssertionBlock.lasts] ?? Milliseconds(300_000)).count)
    isAssertion = true
  }

  /// A token that is good from this moment; `standard` claims give way to the connector's own.
  func token(
    at now: Instant, _ variables: Activation, standard: [(String, Value)] = []
  ) throws(RunFailure) -> String {
    var entries = MapValue.Entries()
    for (name, value) in standard { entries.set(.string(name), to: value) }
    entries.set(.string("iat"), to: .int(now.seconds))
    let (seconds, attoseconds) = lasts.components
    entries.set(.string("exp"), to: .int(now.seconds + seconds + (attoseconds > 0 ? 1 : 0)))
    if isAssertion { entries.set(.string("jti"), to: .string(Nonce.make())) }
    if case .map(let given)? = try claims?.value(variables)?.plain {
      for pair in given.pairs { entries.set(pair.key, to: pair.value) }
    }
    let header = try headers?.value(variables) ?? .null
    let signingKey = try signingKey(variables)
    do {
      return try JSONWebToken.make(
        algorithm, header: header, claims: .map(MapValue(entries)), key: signingKey)
    } catch {
      throw RunFailure(error, key)
    }
  }

  private func signingKey(_ variables: Activation) throws(RunFailure) -> TokenSigningKey {
    let text = try key.credential("the key", variables)
    guard let bytes = encoding.bytes(text) else {
      throw RunFailure(encoding, key)
    }
    if algorithm.isShared { return .secret(bytes) }
    do {
      // Behind another encoding there may be PEM or what PEM itself encodes.
      let pem = String(decoding: bytes, as: UTF8.self)
      return .key(pem.contains("-----BEGIN") ? try PrivateKey(pem: pem) : try PrivateKey(der: bytes))
    } catch {
      throw RunFailure(error, key)
    }
  }
}
