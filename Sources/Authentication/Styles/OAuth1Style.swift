internal import Cryptography
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// OAuth 1.0a with a token that the organization supplies (RFC 5849).
struct OAuth1Style: DirectStyle {
  static let constructs: [any Construct.Type] = [OAuth1Auth.self]

  private let method: OAuth1Signature
  private let consumerKey, consumerSecret, token, tokenSecret: TemplateProgram
  private let realm: TemplateProgram?

  init?(_ block: Block, _ base: ConnectBase) {
    guard let consumerKey = block[OAuth1Auth.consumerKey],
      let consumerSecret = block[OAuth1Auth.consumerSecret], let token = block[OAuth1Auth.token],
      let tokenSecret = block[OAuth1Auth.tokenSecret]
    else { return nil }
    method = block[OAuth1Auth.signature] ?? .hmacSHA1
    self.consumerKey = TemplateProgram(consumerKey, base.surroundings)
    self.consumerSecret = TemplateProgram(consumerSecret, base.surroundings)
    self.token = TemplateProgram(token, base.surroundings)
    self.tokenSecret = TemplateProgram(tokenSecret, base.surroundings)
    realm = block[OAuth1Auth.realm].map { TemplateProgram($0, base.surroundings) }
  }

  var bearsMoment: Bool { true }
  var isTakenOnce: Bool { true }

  func sign(_ request: inout HTTPRequest, _ variables: Activation, _ moment: Signing) throws(RunFailure) {
    var parameters: [(name: String, value: String)] = [
      ("oauth_consumer_key", try consumerKey.credential("the application's key", variables)),
      ("oauth_nonce", moment.nonce), ("oauth_signature_method", method.rawValue),
      ("oauth_timestamp", String(moment.now.seconds)),
      ("oauth_token", try token.credential("the account's token", variables)), ("oauth_version", "1.0"),
    ]
    let base = Self.baseString(request, parameters)
    let secret = try consumerSecret.credential("the application's secret", variables)
    // An RSA signature is made with the consumer's private key alone.
    let tokenSecret = method == .rsaSHA1 ? "" : try self.tokenSecret.text(variables) ?? ""
    do {
      parameters.append(("oauth_signature", try method.signature(base, secret, tokenSecret)))
    } catch {
      throw RunFailure(error, consumerSecret)
    }
    if let realm = try realm?.text(variables) { parameters.insert(("realm", realm), at: 0) }
    let written = parameters.map { "\($0.name)=\"\($0.value.percentEncoded)\"" }.joined(separator: ", ")
    request.headers.set("Authorization", "OAuth \(written)")
    request.secretHeaders.append("Authorization")
  }

  /// What is signed: method, address and all parameters in order (RFC 5849, section 3.4.1).
  static func baseString(_ request: HTTPRequest, _ protocolValues: [(name: String, value: String)]) -> String
  {
    var parameters = protocolValues
    parameters += FormText.pairs(request.address.query ?? "")
    if let type = request.headers["Content-Type"], let body = request.body,
      type.lowercased().hasPrefix("application/x-www-form-urlencoded")
    {
      parameters += FormText.pairs(String(decoding: body, as: UTF8.self))
    }
    let sorted = parameters.map { (name: $0.name.percentEncoded, value: $0.value.percentEncoded) }
      .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    let address = request.address.origin.description + request.address.path
    return [
      request.method, address.percentEncoded,
      sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&").percentEncoded,
    ].joined(separator: "&")
  }
}

extension OAuth1Signature {
  func signature(
    _ base: String, _ consumerSecret: String, _ tokenSecret: String
  ) throws(CryptographyFailure) -> String {
    let bytes = Array(base.utf8)
    let key = Array("\(consumerSecret.percentEncoded)&\(tokenSecret.percentEncoded)".utf8)
    switch self {
    case .hmacSHA1: return Base64.encode(HashFunction.sha1.code(bytes, key: key))
    case .hmacSHA256: return Base64.encode(HashFunction.sha256.code(bytes, key: key))
    case .rsaSHA1: return Base64.encode(try PrivateKey(pem: consumerSecret).sign(bytes, .rsa(.sha1)))
    }
  }
}
