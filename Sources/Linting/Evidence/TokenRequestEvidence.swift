internal import Diagnostics
internal import HTTP
internal import JSON
internal import Language
internal import YAML

/// A recorded request for a token: what it says, and how.
struct TokenRequest {
  let exchange: Exchange
  let names: Set<String>
  let grant: String
  let format: TokenBodyFormat
  private let refreshToken: String?

  /// Nil where an exchange asks for no token.
  init?(_ exchange: Exchange, _ file: SourceFile) {
    self.exchange = exchange
    var pairs = exchange.query
    var format = TokenBodyFormat.query
    if !pairs.contains(where: { $0.name == "grant_type" }), let body = exchange.requestBody {
      let bytes = file.bytes[body.clamped(to: 0..<file.bytes.count)]
      if bytes.first == UInt8(ascii: "{"),
        let json = try? JSONDocument(text: String(decoding: bytes, as: UTF8.self))
      {
        pairs = json.root.members.map { ($0.key.string ?? "", $0.value.string ?? "") }
        format = .json
      } else {
        pairs = FormText.pairs(bytes)
        format = .form
      }
    }
    guard let grant = pairs.first(where: { $0.name == "grant_type" })?.value else { return nil }
    self.grant = grant
    self.format = format
    names = Set(pairs.map(\.name))
    refreshToken = pairs.first { $0.name == "refresh_token" }?.value
  }

  /// Whether the application's credentials were recorded: they may be left out.
  var holdsCredentials: Bool {
    exchange.requestHeader("Authorization") != nil
      || !names.isDisjoint(with: ["client_id", "client_secret", "client_assertion"])
  }

  /// Whether the reply to a renewal holds another refresh token.
  var rotates: Bool {
    guard grant == "refresh_token", let new = exchange.json?.root["refresh_token"]?.string else {
      return false
    }
    return new != refreshToken
  }
}

/// Requests for tokens, held against the form that a way of signing in gives them.
struct TokenRequestEvidence {
  private typealias Difference = SignInRequestCheck.Difference

  private let shown: SignInCase
  private let proof: Block
  private let way: ClientAuth
  private let parameters: [Named<Template>]
  private let headers: [Named<Template>]

  init(_ shown: SignInCase, _ proof: Block) {
    self.shown = shown
    self.proof = proof
    way = proof[OAuth2Fields.clientAuth] ?? .body
    parameters = proof[OAuth2Fields.tokenParameters] ?? []
    headers = proof[OAuth2Fields.tokenHeaders] ?? []
  }

  var difference: SignInRequestCheck.Difference? {
    if let difference = consentPage { return difference }
    for token in shown.tokens {
      if let difference = format(token) ?? client(token) ?? parameters(token) ?? header(token)
        ?? renewal(token)
      {
        return difference
      }
    }
    return nil
  }

  /// A parameter of the recorded consent page that nothing sends.
  private var consentPage: Difference? {
    guard proof.as(AuthorizationCodeGrant.self) != nil,
      let address = proof[AuthorizationCodeGrant.authorizeURL],
      let page = shown.exchanges.first, page.method == "GET", (300..<400).contains(page.status)
    else { return nil }
    var sent: Set<String> = ["response_type", "client_id", "redirect_uri", "state"]
    sent.insert(proof[AuthorizationCodeGrant.scopeParameter] ?? "scope")
    if proof[AuthorizationCodeGrant.pkce] ?? true {
      sent.formUnion(["code_challenge", "code_challenge_method"])
    }
    sent.formUnion((proof[AuthorizationCodeGrant.authorizeParameters] ?? []).map(\.name))
    guard
      let stray = page.query.first(where: { !sent.contains($0.name) && !address.source.holds("\($0.name)=") })
    else { return nil }
    let key = stray.name.hasPrefix("code_challenge") ? "pkce" : "authorize_params"
    return Difference(
      key: key,
      message: "the recorded consent page is given `\(stray.name)`, which nothing sends: see `\(key)`",
      seen: page.targetRange)
  }

  private func format(_ token: TokenRequest) -> Difference? {
    let said = proof[OAuth2Fields.tokenBody] ?? .form
    guard said != token.format else { return nil }
    return Difference(
      key: "token_body",
      message:
        "the recorded request for a token has its values \(token.format.summary), and `token_body` is `\(said.rawValue)`",
      seen: token.exchange.targetRange, suggestion: "token_body: \(token.format.rawValue)")
  }

  /// How the application proves itself.
  private func client(_ token: TokenRequest) -> Difference? {
    func isWritten(_ name: String) -> Bool { parameters.contains { $0.name == name } }
    let isInHeader =
      token.exchange.requestHeader("Authorization") != nil
      && !headers.contains { $0.name.lowercased() == "authorization" }
    let shownWay: ClientAuth? =
      if token.names.contains("client_assertion") { .private_key_jwt } else if isInHeader {
        .basic
      } else if token
        .names.contains("client_secret"), !isWritten("client_secret")
      { .body } else if way == .body, proof.has("client_secret"), !isWritten("client_secret") {
        ClientAuth.none
      } else {
        nil
      }
    // Of an assertion that nothing sends it is told already.
    if let shownWay, shownWay != way, token.holdsCredentials,
      shownWay != .private_key_jwt || !proof.has("assertion")
    {
      return Difference(
        key: "client_auth",
        message:
          "the recorded request for a token has \(shownWay.summary), and `client_auth` is `\(way.rawValue)`",
        seen: token.exchange.targetRange, suggestion: "client_auth: \(shownWay.rawValue)")
    }
    guard token.grant == "authorization_code", proof.as(AuthorizationCodeGrant.self) != nil else {
      return nil
    }
    let proves = proof[AuthorizationCodeGrant.pkce] ?? true
    guard proves != token.names.contains("code_verifier"), !isWritten("code_verifier") else { return nil }
    return Difference(
      key: "pkce",
      message:
        "the recorded request for a token has \(proves ? "no" : "a") `code_verifier`, and `pkce` is `\(proves)`",
      seen: token.exchange.targetRange, suggestion: "pkce: \(!proves)")
  }

  /// Values that are sent and were not, and the other way round.
  private func parameters(_ token: TokenRequest) -> Difference? {
    let ofProtocol: Set<String> = [
      "grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "username", "password",
      "assertion",
      "scope", "client_id", "client_secret", "client_assertion", "client_assertion_type",
    ]
    let written = Set(parameters.map(\.name))
    let key = "token_params"
    if let stray = token.names.subtracting(written).subtracting(ofProtocol).min() {
      return Difference(
        key: key,
        message: "the recorded request for a token has `\(stray)`, which nothing sends: see `\(key)`",
        seen: token.exchange.targetRange)
    }
    var sent: [String] = []
    if token.grant == "authorization_code" { sent.append("redirect_uri") }
    if way != .basic, proof.has("client_id"), token.holdsCredentials { sent.append("client_id") }
    if let missing = sent.first(where: { !token.names.contains($0) && !written.contains($0) }) {
      return Difference(
        key: key,
        message:
          "the recorded request for a token has no `\(missing)`: a `\(key)` that is empty takes it away",
        seen: token.exchange.targetRange)
    }
    return nil
  }

  private func header(_ token: TokenRequest) -> Difference? {
    let sent = Set(
      (headers + (shown.context.file[ConnectorFile.http]?[HTTPBlock.headers] ?? [])).map {
        $0.name.lowercased()
      })
    let automatic: Set<String> = [
      "accept", "authorization", "content-type", "content-length", "host", "user-agent",
    ]
    let stray = token.exchange.requestHeaders.first {
      !sent.contains($0.lowercaseName) && !automatic.contains($0.lowercaseName)
    }
    return stray.map {
      Difference(
        key: "token_headers",
        message:
          "the recorded request for a token has the header `\($0.name)`, which no `token_headers` send",
        seen: $0.range)
    }
  }

  private func renewal(_ token: TokenRequest) -> Difference? {
    guard token.rotates, proof[OAuth2Fields.rotates] != true,
      proof.as(AuthorizationCodeGrant.self) != nil || proof.as(RefreshTokenGrant.self) != nil
        || proof.as(PasswordGrant.self) != nil
    else { return nil }
    return Difference(
      key: "rotates", message: "the recorded renewal gives another refresh token, and no `rotates` says so",
      seen: token.exchange.targetRange, suggestion: "rotates: true")
  }
}
