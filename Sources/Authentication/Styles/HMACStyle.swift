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
  private let signed: TemplateProgram
  private let encoding: SignatureEncoding
  private let placement: Placement
  private let prefix: String
  private let timestamp: Placement?
  private let nonce: Placement?

  init?(_ block: Block, _ base: ConnectBase) {
    guard let hash = block[HMACAuth.hash], let key = block[HMACAuth.key], let signed = block[HMACAuth.signed],
      let placement = block[HMACAuth.send].flatMap(Placement.init)
    else { return nil }
    self.hash = hash.function
    self.key = TemplateProgram(key, base.surroundings)
    keyEncoding = block[HMACAuth.keyEncoding] ?? .text
    self.signed = TemplateProgram(signed, base.surroundings)
    encoding = block[HMACAuth.encoding] ?? .hex
    self.placement = placement
    prefix = block[HMACAuth.prefix] ?? ""
    timestamp = block[HMACAuth.timestamp].flatMap(Placement.init)
    nonce = block[HMACAuth.nonce].flatMap(Placement.init)
  }

  func sign(_ request: inout HTTPRequest, _ variables: Activation, _ moment: Signing) throws(RunFailure) {
    // The moment and the nonce are part of the request that is signed.
    if let timestamp { try request.putSignature(String(moment.now.seconds), at: timestamp) }
    if let nonce { try request.putSignature(moment.nonce, at: nonce) }
    guard let secret = keyEncoding.bytes(try key.credential("the key", variables)) else {
      throw RunFailure(
        .credentials, "the key is not written as \(keyEncoding.rawValue)", at: key.place,
        setting: key.firstSetting)
    }
    var variables = variables
    variables["request"] = Self.value(of: request, moment)
    let text = try signed.text(variables) { value, _ in value }
    let code = hash.code(Array(text.utf8), key: secret)
    try request.putSignature(prefix + encoding.text(code), at: placement)
  }

  /// The request as the text that is signed sees it.
  private static func value(of request: HTTPRequest, _ moment: Signing) -> Value {
    let body = request.body ?? []
    let parts: [(String, String)] = [
      ("method", request.method), ("url", request.address.description), ("path", request.address.path),
      ("query", request.address.query ?? ""), ("body", String(decoding: body, as: UTF8.self)),
      ("body_sha256", Hexadecimal.encode(HashFunction.sha256.digest(body))),
      ("timestamp", String(moment.now.seconds)), ("nonce", moment.nonce),
    ]
    return .map(MapValue(parts.map { ($0.0, .string($0.1)) }))
  }
}
