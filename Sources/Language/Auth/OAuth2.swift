/// The grants of OAuth 2.
package enum OAuth2Grants: UnionDeclaration {
  package static let about = About(
    "auth/oauth2", "OAuth 2: a token from the provider's token endpoint, kept and renewed by the runtime.",
    example:
      """
      type: oauth2
      grant: client_credentials
      token_url: https://login.example.com/oauth/token
      client_id: ${settings.client_id}
      client_secret: ${settings.client_secret}
      """
  )
  package static let discriminator: String? = "grant"
  package static let variants = [
    Variant("authorization_code", AuthorizationCodeGrant.self),
    Variant("client_credentials", ClientCredentialsGrant.self),
    Variant("refresh_token", RefreshTokenGrant.self), Variant("password", PasswordGrant.self),
    Variant("jwt_bearer", JWTBearerGrant.self),
  ]
}

/// The keys that every grant has.
package enum OAuth2Fields {
  package static let tokenURL = Field<Template>.required(
    "token_url", .template(.settings), "The token endpoint.",
    aka: ["token_uri", "access_token_url", "token_endpoint", "token_refresh_endpoint"])
  package static let clientID = Field<Template>.required(
    "client_id", .template(.settings), "The application's id.", aka: ["clientid", "consumer_key"])
  package static let clientSecret = Field<Template>.optional(
    "client_secret", .template(.settings), "The application's secret; public clients have none.",
    aka: ["clientsecret", "consumer_secret"])
  package static let clientAuth = Field<ClientAuth>.defaulted(
    "client_auth", .choice(), .body, shown: "body",
    "How the application proves itself at the token endpoint.",
    aka: ["token_endpoint_auth_method", "client_authentication"])
  package static let assertion = Field<AssertionBlock>.optional(
    "assertion", .block(),
    "The signed assertion, for `client_auth: private_key_jwt` and the jwt_bearer grant.",
    aka: ["client_assertion", "profile_assertion"])
  package static let scopes = Field<[Template]>.defaulted(
    "scopes", .list(.template(.settings)), [], shown: "[]",
    "Scopes that are always asked for; those that streams and actions need are added.", aka: ["scope"])
  package static let scopeSeparator = Field<String>.defaulted(
    "scope_separator", .text, " ", shown: "\" \"", "What stands between scopes.")
  package static let tokenParameters = Field<[Named<Template>]>.defaulted(
    "token_params", .map(.template(.settings)), [], shown: "{}",
    "Further values for the token endpoint, such as `audience`; one that comes out empty takes away what would be sent under its name.",
    aka: ["token_parameters", "refresh_request_body", "extra"])
  package static let tokenHeaders = Field<[Named<Template>]>.defaulted(
    "token_headers", .map(.template(.settings), keys: .header), [], shown: "{}",
    "Further headers for the token endpoint.", aka: ["refresh_request_headers"])
  package static let tokenBody = Field<TokenBodyFormat>.defaulted(
    "token_body", .choice(), .form, shown: "form", "How values go to the token endpoint.")
  package static let accessToken = Field<ExpressionText>.optional(
    "access_token", .expression(.reply, .text),
    "Finds the token in the reply; `body.access_token` by default.", aka: ["access_token_name", "token"])
  package static let expiresIn = Field<ExpressionText>.optional(
    "expires_in", .expression(.reply, .number),
    "Finds the seconds it is good for; `body.expires_in` by default.", aka: ["expires_in_name"])
  package static let lasts = Field<Milliseconds>.optional(
    "lasts", .duration, "How long a token is good for when the reply does not say.", aka: ["ttl"])
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self), "Where the token is put; `Authorization` by default.")
  package static let prefix = Field<String>.defaulted(
    "prefix", .text(.anything), "Bearer ", shown: "\"Bearer \"",
    "Text before the token; `\"\"` for none.")
  package static let errors = Field<[ErrorRule]>.defaulted(
    "errors", .list(.block()), [], shown: "[]",
    "What certain replies of the token endpoint mean; without a rule, a reply without a token fails with its `error` and `error_description`."
  )
  package static let revoke = Field<RevokeRequest>.optional(
    "revoke", .block(), "The call that gives the token back at log-out.")

  package static let identify = Field<IdentifyRequest>.optional(
    "identify", .block(),
    "A call made with the new token at sign-in, for what the token's reply does not tell about the account.",
    aka: ["user_info", "userinfo", "post_connection"])

  static let common: [any AnyField] = [
    tokenURL, clientID, clientSecret, clientAuth, assertion, scopes, scopeSeparator, tokenParameters,
    tokenHeaders, tokenBody,
    accessToken, expiresIn, lasts, send, prefix, revoke, CaptureField.capture, identify, errors,
  ]

  package static let refreshToken = Field<ExpressionText>.optional(
    "new_refresh_token", .expression(.reply, .text),
    "Finds the refresh token in the reply; `body.refresh_token` by default.", aka: ["refresh_token_name"])
  package static let rotates = Field<Bool>.defaulted(
    "rotates", .boolean, false, shown: "false",
    "Every refresh gives a new refresh token and ends the old one.",
    aka: ["refresh_token_updater", "rotating", "rotation"])
  package static let refreshURL = Field<Template>.optional(
    "refresh_url", .template(.settings), "The endpoint for refreshing, when it is another one.")
  package static let refreshTokenLasts = Field<Milliseconds>.optional(
    "refresh_token_lasts", .duration,
    "How long an unused refresh token is good for, for the warning before it ends.")
  static let refreshing: [any AnyField] = [refreshToken, rotates, refreshURL, refreshTokenLasts]
}

/// Values that are kept when an account is connected.
package enum CaptureField {
  package static let capture = Field<[Named<ExpressionText>]>.defaulted(
    "capture", .map(.expression(.reply), keys: .name), [], shown: "{}",
    "Values of the reply or the callback that are kept with the account and seen as `account.<name>`.",
    aka: ["extract", "extract_output", "metadata"])
}

/// A person consents in the browser.
package struct AuthorizationCodeGrant: Construct {
  package static let about = About(
    "auth/oauth2/authorization_code",
    "A person consents in the browser; the runtime keeps the refresh token.",
    example: """
      type: oauth2
      grant: authorization_code
      authorize_url: https://login.example.com/oauth/authorize
      token_url: https://login.example.com/oauth/token
      client_id: ${settings.client_id}
      client_secret: ${settings.client_secret}
      scopes: [offline_access]
      rotates: true
      capture: {company: "callback['realmId']"}
      """)
  package static let authorizeURL = Field<Template>.required(
    "authorize_url", .template(.settings), "The consent page.",
    aka: ["authorization_url", "auth_url", "consent_url"])
  package static let authorizeParameters = Field<[Named<Template>]>.defaulted(
    "authorize_params", .map(.template(.settings)), [], shown: "{}",
    "Further values for the consent page, such as `access_type`.",
    aka: ["authorization_params", "authorize_parameters"])
  package static let pkce = Field<Bool>.defaulted(
    "pkce", .boolean, true, shown: "true", "Prove with PKCE (S256) that the answer comes to who asked.")
  package static let issuer = Field<Template>.optional(
    "issuer", .template(.settings),
    "Who the provider says it is in `iss` of its answer, letter for letter (RFC 9207); an answer without it is then refused.",
    aka: ["iss"])
  package static let scopeParameter = Field<String>.defaulted(
    "scope_param", .text, "scope", shown: "scope", "The parameter that carries the scopes.")
  package static let fields: [any AnyField] =
    [authorizeURL, authorizeParameters, pkce, issuer, scopeParameter] + OAuth2Fields.common
    + OAuth2Fields.refreshing
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The application speaks for itself.
package struct ClientCredentialsGrant: Construct {
  package static let about = About(
    "auth/oauth2/client_credentials", "The application speaks for itself; no refresh token.",
    example: """
      type: oauth2
      grant: client_credentials
      token_url: https://login.example.com/oauth/token
      client_id: ${settings.client_id}
      client_secret: ${settings.client_secret}
      client_auth: basic
      """)
  package static let fields: [any AnyField] = OAuth2Fields.common
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A refresh token got elsewhere.
package struct RefreshTokenGrant: Construct {
  package static let about = About(
    "auth/oauth2/refresh_token",
    "A refresh token that the organization got elsewhere and supplies as a setting.",
    example: """
      type: oauth2
      grant: refresh_token
      token_url: https://login.example.com/oauth/token
      client_id: ${settings.client_id}
      client_secret: ${settings.client_secret}
      refresh_token: ${settings.refresh_token}
      """)
  package static let refreshToken = Field<Template>.required(
    "refresh_token", .template(.settings), "The first refresh token.")
  package static let fields: [any AnyField] = [refreshToken] + OAuth2Fields.common + OAuth2Fields.refreshing
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A user name and a password for a token.
package struct PasswordGrant: Construct {
  package static let about = About(
    "auth/oauth2/password", "A user name and a password are exchanged for a token.",
    example: """
      type: oauth2
      grant: password
      token_url: https://login.example.com/oauth/token
      client_id: ${settings.client_id}
      username: ${settings.user}
      password: ${settings.password}
      """)
  package static let username = Field<Template>.required(
    "username", .template(.settings), "The user name.", aka: ["user"])
  package static let password = Field<Template>.required("password", .template(.settings), "The password.")
  package static let clientID = Field<Template>.optional(
    "client_id", .template(.settings),
    "The application's id; left out where the provider asks for name and password alone.", aka: ["clientid"])
  package static let fields: [any AnyField] =
    [username, password] + OAuth2Fields.common.map { $0.info.key == "client_id" ? clientID : $0 }
    + OAuth2Fields.refreshing
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A signed assertion for a token.
package struct JWTBearerGrant: Construct {
  package static let about = About(
    "auth/oauth2/jwt_bearer", "A signed assertion is exchanged for a token (service accounts).",
    example: """
      type: oauth2
      grant: jwt_bearer
      token_url: https://login.example.com/oauth/token
      client_id: ${settings.client_id}
      assertion: {algorithm: RS256, key: "${settings.private_key}", claims: {sub: "${settings.user}", aud: login.example.com}}
      """)
  package static let clientID = Field<Template>.optional(
    "client_id", .template(.settings),
    "The application's id, where the endpoint wants it beside the assertion.", aka: ["clientid"])
  package static let assertion = Field<AssertionBlock>.required(
    "assertion", .block(), "What is signed.", aka: ["client_assertion", "profile_assertion"])
  package static let fields: [any AnyField] =
    [clientID, assertion] + OAuth2Fields.common.filter { !["client_id", "assertion"].contains($0.info.key) }
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What is signed to prove the application or the person.
package struct AssertionBlock: Construct {
  package static let about = About(
    "auth/oauth2/assertion",
    "A JSON web token that proves the application or the person at the token endpoint.",
    example:
      "algorithm: RS256\nkey: ${settings.private_key}\nclaims: {iss: \"${settings.client_id}\", aud: https://login.example.com}"
  )
  package static let algorithm = Field<JWTAlgorithm>.required(
    "algorithm", .choice(), "How it is signed.", aka: ["alg"])
  package static let key = Field<Template>.required(
    "key", .template(.settings), "The private key (PEM) or secret.", aka: ["private_key", "secret"])
  package static let claims = Field<TemplateTree>.optional(
    "claims", .tree(.settings), "Claims besides `iat`, `exp` and `jti`.")
  package static let headers = Field<TemplateTree>.optional(
    "headers", .tree(.settings), "Headers besides `alg` and `typ`, such as `kid` or `x5t`.")
  package static let lasts = Field<Milliseconds>.defaulted(
    "lasts", .duration, Milliseconds(300_000), shown: "5m", "From `iat` to `exp`.")
  package static let fields: [any AnyField] = [algorithm, key, claims, headers, lasts]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How the application proves itself.
package enum ClientAuth: String, ChoiceValue {
  case basic, body, private_key_jwt, none
  package var summary: String {
    switch self {
    case .basic: "id and secret as HTTP Basic"
    case .body: "id and secret in the body"
    case .private_key_jwt: "a signed assertion"
    case .none: "the id alone (public clients)"
    }
  }
}

/// How values go to the token endpoint.
package enum TokenBodyFormat: String, ChoiceValue {
  case form, json, query
  package var summary: String {
    switch self {
    case .form: "as a form body, as the standard says"
    case .json: "as a JSON body"
    case .query: "in the query"
    }
  }
}

/// Asking whose account it is.
package struct IdentifyRequest: Construct {
  package static let about = About(
    "auth/oauth2/identify",
    "A call made with the new token at sign-in; its `capture` reads the tenant, company or user that later requests name.",
    example: "get: https://api.example.com/connections\ncapture: {tenant_id: \"body[0].tenantId\"}")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.connect) + [CaptureField.capture]
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Giving a token back.
package struct RevokeRequest: Construct {
  package static let about = About(
    "auth/oauth2/revoke",
    "The call that gives the token back at log-out; it sees `token` and `refresh_token`.",
    example: "post: https://login.example.com/oauth/revoke\nform: {token: \"${refresh_token}\"}")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.revoke)
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
