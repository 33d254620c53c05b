internal import Cryptography
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// Every request is signed with a shared secret.
struct HMACStyle: DirectStyle {
  static let constructs: [any Construct.Type] = [HMACAuth.self]

  private let hash: HashFunction
  private let key: TemplateProgram
  private let keyEncoding: KeyEncoding
  private let derive: [TemplateProgram]
  private let headers: [(name: String, value: TemplateProgram)]
  private let canonical: TemplateProgram?
  private let signed: TemplateProgram
  private let encoding: SignatureEncoding
  private let placement: Placement
  private let prefix, suffix: TemplateProgram?
  private let timestamp: Placement?
  private let nonce: Placement?

  init?(_ block: Block, _ base: ConnectBase) {
    guard let hash = block[HMACAuth.hash], let key = block[HMACAuth.key], let signed = block[HMACAuth.signed],
      let placement = block[HMACAuth.send].flatMap(Placement.init)
    else { return nil }
    self.hash = hash.function
    self.key = TemplateProgram(key, base.surroundings)
    keyEncoding = block[HMACAuth.keyEncoding] ?? .text
    derive = (block[HMACAuth.derive] ?? []).map { TemplateProgram($0, base.surroundings) }
    headers = (block[HMACAuth.headers] ?? []).map { ($0.name, TemplateProgram($0.value, base.surroundings)) }
    canonical = block[HMACAuth.canonical].map { TemplateProgram($0, base.surroundings) }
    self.signed = TemplateProgram(signed, base.surroundings)
    encoding = block[HMACAuth.encoding] ?? .hex
    self.placement = placement
    prefix = block[HMACAuth.prefix].map { TemplateProgram($0, base.surroundings) }
    suffix = block[HMACAuth.suffix].map { TemplateProgram($0, base.surroundings) }
    timestamp = block[HMACAuth.timestamp].flatMap(Placement.init)
    nonce = block[HMACAuth.nonce].flatMap(Placement.init)
  }

  var bearsMoment: Bool { true }

  /// The nonce has a place of its own, or stands in one of the texts.
  var isTakenOnce: Bool {
    let texts = [canonical, signed, prefix, suffix].compactMap(\.self) + derive + headers.map(\.value)
    return nonce != nil || texts.contains { $0.template.source.contains("request.nonce") }
  }

  func sign(_ request: inout HTTPRequest, _ variables: Activation, _ moment: Signing) throws(RunFailure) {
    request.forgetSignature(at: [placement, timestamp, nonce])
    // The moment and the nonce are part of the request that is signed.
    if let timestamp { try request.putSignature(String(moment.now.seconds), at: timestamp) }
    if let nonce { try request.putSignature(moment.nonce, at: nonce) }
    guard let secret = keyEncoding.bytes(try key.credential("the key", variables)) else {
      throw RunFailure(keyEncoding, key)
    }
    var variables = variables
    variables["request"] = Self.value(of: request, moment)
    for header in headers { request.headers.set(header.name, try text(header.value, variables)) }
    if let canonical {
      let digest = hash.digest(Array(try text(canonical, variables).utf8))
      variables["request"] = Self.value(of: request, moment, canonical: Hexadecimal.encode(digest))
    }
    var made = secret
    for part in derive { made = hash.code(Array(try text(part, variables).utf8), key: made) }
    let code = hash.code(Array(try text(signed, variables).utf8), key: made)
    var proof = ""
    if let prefix { proof = try text(prefix, variables) }
    proof += encoding.text(code)
    if let suffix { proof += try text(suffix, variables) }
    try request.putSignature(proof, at: placement)
  }

  private func text(_ template: TemplateProgram, _ variables: Activation) throws(RunFailure) -> String {
    try template.text(variables) { value, _ in value }
  }

  /// The request as the text that is signed sees it.
  private static func value(
    of request: HTTPRequest, _ moment: Signing, canonical: String? = nil
  ) -> Value {
    let body = request.body ?? []
    var parts: [(String, String)] = [
      ("method", request.method), ("url", request.address.description),
      ("host", host(of: request.address)), ("path", request.address.path),
      ("query", request.address.query ?? ""), ("body", String(decoding: body, as: UTF8.self)),
      ("body_sha256", Hexadecimal.encode(HashFunction.sha256.digest(body))),
      ("timestamp", String(moment.now.seconds)), ("nonce", moment.nonce),
    ]
    if let canonical { parts.append(("canonical", canonical)) }
    return .map(MapValue(parts.map { ($0.0, .string($0.1)) }))
  }

  /// The host as the header `Host` names it.
  private static func host(of address: WebAddress) -> String {
    address.port == address.scheme.port ? address.host : "\(address.host):\(address.port)"
  }
}
