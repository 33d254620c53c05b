internal import Diagnostics
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// An OAuth 2 block, compiled: the grant and what all grants have in common.
struct GrantProgram: Sendable {
  enum Grant: Sendable {
    case authorizationCode(ConsentProgram)
    case clientCredentials
    case refreshToken(TemplateProgram)
    case password(username: TemplateProgram, password: TemplateProgram)
    case jwtBearer
  }

  let grant: Grant
  let name: String
  let style: String
  let place: SourceRange
  let tokenURL: TemplateProgram
  let refreshURL: TemplateProgram?
  let client: ClientProof
  let assertion: SignedToken?
  let parameters: [(name: String, value: TemplateProgram)]
  let headers: [(name: String, value: TemplateProgram)]
  let bodyFormat: TokenBodyFormat
  let reading: TokenReading
  let placement: TokenPlacement
  let identify: RequestProgram?
  let identified: [(name: String, value: ExpressionProgram)]
  let revoke: RequestProgram?
  let rules: [ErrorProgram]
  let base: ConnectBase
  private let scopes: [TemplateProgram]
  let scopeSeparator: String

  init?(_ block: Block, _ base: ConnectBase) {
    let surroundings = base.surroundings
    guard let grant = Self.grant(block, surroundings), let tokenURL = block[OAuth2Fields.tokenURL] else {
      return nil
    }
    self.grant = grant
    self.base = base
    name = block.path.description
    style = String(block.construct.about.name.dropFirst("auth/".count))
    place = block.head
    self.tokenURL = TemplateProgram(tokenURL, surroundings)
    refreshURL = block[OAuth2Fields.refreshURL].map { TemplateProgram($0, surroundings) }
    client = ClientProof(block, surroundings)
    let assertion = block[OAuth2Fields.assertion] ?? block[JWTBearerGrant.assertion]
    self.assertion = assertion.flatMap { SignedToken($0, base) }
    func named(_ field: Field<[Named<Template>]>) -> [(name: String, value: TemplateProgram)] {
      (block[field] ?? []).map { ($0.name, TemplateProgram($0.value, surroundings)) }
    }
    parameters = named(OAuth2Fields.tokenParameters)
    headers = named(OAuth2Fields.tokenHeaders)
    bodyFormat = block[OAuth2Fields.tokenBody] ?? .form
    reading = TokenReading(block, surroundings)
    placement = TokenPlacement(
      block[OAuth2Fields.send], prefix: block[OAuth2Fields.prefix] ?? "Bearer ", block)
    let identify = block[OAuth2Fields.identify]
    self.identify = identify.flatMap { RequestProgram($0.block, surroundings) }
    identified = (identify?[CaptureField.capture] ?? []).map {
      ($0.name, ExpressionProgram($0.value, surroundings))
    }
    revoke = block[OAuth2Fields.revoke].flatMap { RequestProgram($0.block, surroundings) }
    rules = (block[OAuth2Fields.errors] ?? []).map { ErrorProgram($0, surroundings) }
    scopes = (block[OAuth2Fields.scopes] ?? []).map { TemplateProgram($0, surroundings) }
    scopeSeparator = block[OAuth2Fields.scopeSeparator] ?? " "
  }

  private static func grant(_ block: Block, _ surroundings: Surroundings) -> Grant? {
    if let block = block.as(AuthorizationCodeGrant.self) {
      return ConsentProgram(block, surroundings).map(Grant.authorizationCode)
    }
    if block.as(ClientCredentialsGrant.self) != nil { return .clientCredentials }
    if let block = block.as(RefreshTokenGrant.self) {
      return block[RefreshTokenGrant.refreshToken].map { .refreshToken(TemplateProgram($0, surroundings)) }
    }
    if let block = block.as(PasswordGrant.self) {
      guard let name = block[PasswordGrant.username], let password = block[PasswordGrant.password] else {
        return nil
      }
      return .password(
        username: TemplateProgram(name, surroundings), password: TemplateProgram(password, surroundings))
    }
    return block.as(JWTBearerGrant.self) != nil ? .jwtBearer : nil
  }

  /// The least set: those that are always asked for, and those of the streams and actions in use; in order, each once.
  func scopes(of connection: Connection) throws(RunFailure) -> [String] {
    let purpose = connection.purpose
    let streams = base.streamScopes.filter { purpose?.streams.contains($0.stream) ?? true }
    let actions = base.actionScopes.filter { purpose?.actions.contains($0.action) ?? true }
    let variables = connection.plainVariables()
    var wanted: [String] = []
    for scope in scopes + streams.flatMap(\.scopes) + actions.flatMap(\.scopes) {
      if let text = try scope.text(variables), !wanted.contains(text) { wanted.append(text) }
    }
    return wanted
  }
}

/// How the consent page is asked.
struct ConsentProgram: Sendable {
  let address: TemplateProgram
  let parameters: [(name: String, value: TemplateProgram)]
  let usesProofKey: Bool
  let scopeParameter: String
  let issuer: TemplateProgram?

  init?(_ block: AuthorizationCodeGrant, _ surroundings: Surroundings) {
    guard let address = block[AuthorizationCodeGrant.authorizeURL] else { return nil }
    self.address = TemplateProgram(address, surroundings)
    parameters = (block[AuthorizationCodeGrant.authorizeParameters] ?? []).map {
      ($0.name, TemplateProgram($0.value, surroundings))
    }
    usesProofKey = block[AuthorizationCodeGrant.pkce] ?? true
    scopeParameter = block[AuthorizationCodeGrant.scopeParameter] ?? "scope"
    issuer = block[AuthorizationCodeGrant.issuer].map { TemplateProgram($0, surroundings) }
  }
}

/// How the application proves itself at the token endpoint.
struct ClientProof: Sendable {
  let way: ClientAuth
  let id: TemplateProgram?
  let secret: TemplateProgram?

  init(_ block: Block, _ surroundings: Surroundings) {
    way = block[OAuth2Fields.clientAuth] ?? .body
    let id =
      block[OAuth2Fields.clientID] ?? block[PasswordGrant.clientID] ?? block[JWTBearerGrant.clientID]
    self.id = id.map { TemplateProgram($0, surroundings) }
    secret = block[OAuth2Fields.clientSecret].map { TemplateProgram($0, surroundings) }
  }
}
