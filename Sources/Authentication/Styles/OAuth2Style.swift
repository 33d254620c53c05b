internal import Language
internal import Programs

/// OAuth 2 with any of its grants (RFC 6749, RFC 7523).
struct OAuth2Style: AuthStyle {
  static let constructs: [any Construct.Type] = [
    AuthorizationCodeGrant.self, ClientCredentialsGrant.self, RefreshTokenGrant.self, PasswordGrant.self,
    JWTBearerGrant.self,
  ]

  private let program: GrantProgram

  init?(_ block: Block, _ base: ConnectBase) {
    guard let program = GrantProgram(block, base) else { return nil }
    self.program = program
  }

  func authenticator(_ connection: Connection) throws(RunFailure) -> any Authenticator {
    let source = try OAuth2Source(program: program, connection: connection)
    return TokenAuthenticator(keeper: TokenKeeper(source, connection), placement: program.placement)
  }

  func consent(_ connection: Connection) throws(RunFailure) -> ConsentFlow? {
    guard case .authorizationCode(let consent) = program.grant else { return nil }
    return try ConsentFlow(
      consent: consent, source: OAuth2Source(program: program, connection: connection))
  }
}
