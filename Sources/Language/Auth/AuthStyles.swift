/// The ways in which requests prove who is asking.
package enum AuthStyles: UnionDeclaration {
  package static let about = About(
    "auth", "How requests prove who is asking.",
    example: "type: bearer\ntoken: ${settings.api_key}")
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("none", NoAuth.self), Variant("api_key", APIKeyAuth.self), Variant("basic", BasicAuth.self),
    Variant("bearer", BearerAuth.self), Variant("oauth2", dividedBy: OAuth2Grants.self),
    Variant("session", SessionAuth.self),
    Variant("jwt", JWTAuth.self), Variant("hmac", HMACAuth.self), Variant("aws_sigv4", AWSAuth.self),
    Variant("oauth1", OAuth1Auth.self), Variant("mtls", MutualTLSAuth.self),
    Variant("digest", DigestAuth.self),
    Variant("all", CombinedAuth.self), Variant("choose", ChosenAuth.self),
  ]
}

/// No proof at all.
package struct NoAuth: Construct {
  package static let about = About("auth/none", "The API is open.", example: "type: none")
  package static let fields: [any AnyField] = []
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A key sent along.
package struct APIKeyAuth: Construct {
  package static let about = About(
    "auth/api_key", "A key sent in a header, the query or the body.",
    example: "type: api_key\nsend: {header: X-Api-Key}\nkey: ${settings.api_key}")
  package static let key = Field<Template>.required(
    "key", .template(.connect), "The key.", aka: ["api_key", "value", "token", "api_token"])
  package static let send = Field<Block>.required(
    "send", .union(Placements.self),
    "Where it is put; in the query only where the provider knows no other way.",
    aka: ["in", "inject_into", "placement", "header"])
  package static let fields: [any AnyField] = [key, send]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A user name and a password.
package struct BasicAuth: Construct {
  package static let about = About(
    "auth/basic", "HTTP Basic: a user name and a password.",
    example: "type: basic\nusername: ${settings.api_key}\npassword: x")
  package static let username = Field<Template>.required(
    "username", .template(.connect), "The user name; often the key itself.", aka: ["user", "login"])
  package static let password = Field<Template>.optional(
    "password", .template(.connect), "The password; empty when left out.", aka: ["pass", "secret"])
  package static let fields: [any AnyField] = [username, password]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A token in the Authorization header.
package struct BearerAuth: Construct {
  package static let about = About(
    "auth/bearer", "A token in the header `Authorization: Bearer`.",
    example: "type: bearer\ntoken: ${settings.token}")
  package static let token = Field<Template>.required(
    "token", .template(.connect), "The token.", aka: ["api_token", "access_token", "key", "value"])
  package static let prefix = Field<String>.defaulted(
    "prefix", .text, "Bearer", shown: "Bearer", "The word before the token.", aka: ["scheme"])
  package static let fields: [any AnyField] = [token, prefix]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Logging in for a token.
package struct SessionAuth: Construct {
  package static let about = About(
    "auth/session", "A log-in call whose reply holds a token that later requests carry.",
    details: "What a refused log-in says for itself is read by the rules of `http.errors`.",
    example: """
      type: session
      login: {post: /login, json: {user: "${settings.user}", password: "${settings.password}"}}
      token: body.token
      lasts: 30m
      send: {header: X-Session}
      """)
  package static let login = Field<LoginRequest>.required(
    "login", .block(), "The log-in call.", aka: ["login_request", "request", "login_requester"])
  package static let assertion = Field<AssertionBlock>.optional(
    "assertion", .block(), "A token that is signed anew for each log-in, seen as `assertion` in its call.",
    aka: ["jwt", "signed_token"])
  package static let status = Field<[Placed<StatusRange>]>.defaulted(
    "status", .statuses, [], shown: "2xx",
    "The statuses of a reply that holds a token, where it is another one: 409 that tells the id of a session, 302 with a cookie.",
    aka: ["statuses", "expect_status"])
  package static let token = Field<ExpressionText>.required(
    "token", .expression(.reply, .text), "Finds the token in the reply.",
    aka: ["session_token", "session_token_path"])
  package static let expiresIn = Field<ExpressionText>.optional(
    "expires_in", .expression(.reply, .number), "Finds the seconds it is good for.")
  package static let expiresAt = Field<ExpressionText>.optional(
    "expires_at", .expression(.reply, .instant), "Finds the moment it ends.")
  package static let lasts = Field<Milliseconds>.optional(
    "lasts", .duration, "How long it is good for, when the reply does not say.",
    aka: ["expiration_duration", "ttl"])
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self),
    "Where the token is put; left out when requests take it from `capture`, as `account.<name>`.",
    aka: ["in", "request_authentication"])
  package static let prefix = Field<String>.optional(
    "prefix", .text, "Text before the token, `Bearer ` for instance.")
  package static let logout = Field<ConnectRequest>.optional(
    "logout", .block(), "A call that ends the session.")
  package static let next = Field<ExpressionText>.optional(
    "next", .expression(.reply, .text),
    "Finds the token of the next request in each reply, where a token is good for one request only.")
  package static let fields: [any AnyField] = [
    assertion, login, status, token, next, expiresIn, expiresAt, lasts, send, prefix, logout,
    CaptureField.capture,
  ]
  package static let constraints: [Constraint] = [.atMostOne(["expires_in", "expires_at", "lasts"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A token that we sign ourselves.
package struct JWTAuth: Construct {
  package static let about = About(
    "auth/jwt", "A JSON web token that the runtime signs for each request or keeps for its lifetime.",
    example: """
      type: jwt
      algorithm: ES256
      key: ${settings.private_key}
      claims: {iss: "${settings.issuer}"}
      lasts: 20m
      """)
  package static let algorithm = Field<JWTAlgorithm>.required(
    "algorithm", .choice(), "How it is signed.", aka: ["alg"])
  package static let key = Field<Template>.required(
    "key", .template(.connect), "The secret or the private key (PEM).",
    aka: ["secret", "private_key", "secret_key"])
  package static let keyEncoding = Field<KeyEncoding>.defaulted(
    "key_encoding", .choice(), .text, shown: "text", "How the key is written.")
  package static let claims = Field<TemplateTree>.optional(
    "claims", .tree(.connect), "Claims besides `iat` and `exp`.",
    aka: ["payload", "additional_jwt_payload", "jwt_payload"])
  package static let headers = Field<TemplateTree>.optional(
    "headers", .tree(.connect), "Headers besides `alg` and `typ`, such as `kid`.", aka: ["jwt_headers"])
  package static let lasts = Field<Milliseconds>.defaulted(
    "lasts", .duration, Milliseconds(1_200_000), shown: "20m", "From `iat` to `exp`.",
    aka: ["token_duration", "ttl"])
  package static let send = Field<Block>.optional(
    "send", .union(Placements.self), "Where the token is put; `Authorization` by default.")
  package static let prefix = Field<String>.defaulted(
    "prefix", .text(.anything), "Bearer ", shown: "\"Bearer \"",
    "Text before the token; `\"\"` for none.", aka: ["header_prefix"])
  package static let fields: [any AnyField] = [
    algorithm, key, keyEncoding, claims, headers, lasts, send, prefix,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How a token is signed.
package enum JWTAlgorithm: String, ChoiceValue {
  case HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA
  package var summary: String {
    switch self {
    case .HS256, .HS384, .HS512: "HMAC with a shared secret"
    case .RS256, .RS384, .RS512: "RSA (PKCS #1)"
    case .PS256, .PS384, .PS512: "RSA (PSS)"
    case .ES256, .ES384, .ES512: "ECDSA"
    case .EdDSA: "Ed25519"
    }
  }
}

/// How a key is written.
package enum KeyEncoding: String, ChoiceValue {
  case text, base64, base64url, hex
  package var summary: String {
    switch self {
    case .text: "the text's own bytes"
    case .base64: "base64"
    case .base64url: "base64 with `-` and `_`"
    case .hex: "hexadecimal digits"
    }
  }
}

/// Signed requests.
package struct HMACAuth: Construct {
  package static let about = About(
    "auth/hmac", "Every request is signed with a shared secret over a text made from the request.",
    details: """
      First `headers`, `timestamp` and `nonce` are put into the request, then `canonical` is hashed, the key is derived, and `signed` is signed.
      """,
    example: """
      type: hmac
      hash: sha256
      key: ${settings.secret}
      signed: "${request.method}\\n${request.path}\\n${request.timestamp}"
      send: {header: X-Signature}
      timestamp: {header: X-Timestamp}
      """)
  package static let hash = Field<HashName>.required(
    "hash", .choice(), "The hash function.", aka: ["algorithm"])
  package static let key = Field<Template>.required(
    "key", .template(.connect), "The shared secret.", aka: ["secret"])
  package static let keyEncoding = JWTAuth.keyEncoding
  package static let derive = Field<[Template]>.defaulted(
    "derive", .list(.template(.signing)), [], shown: "[]",
    "Texts that the key is made with: each is signed with the key made so far, and gives the next one.",
    aka: ["key_derivation"])
  package static let canonical = Field<Template>.optional(
    "canonical", .template(.signing),
    "The request in the form that the provider prescribes; its hash, in hexadecimal digits, is `request.canonical`.",
    aka: ["canonical_request"])
  package static let headers = Field<[Named<Template>]>.defaulted(
    "headers", .map(.template(.signing), keys: .header), [], shown: "{}",
    "Headers that belong to the proof, the hash of the body for instance.")
  package static let signed = Field<Template>.required(
    "signed", .template(.signing), "The text that is signed.", aka: ["payload", "string_to_sign"])
  package static let encoding = Field<SignatureEncoding>.defaulted(
    "encoding", .choice(), .hex, shown: "hex", "How the signature is written.")
  package static let send = Field<Block>.required(
    "send", .union(Placements.self), "Where the signature is put.", aka: ["header"])
  package static let prefix = Field<Template>.optional(
    "prefix", .template(.signing), "Text before the signature.")
  package static let suffix = Field<Template>.optional(
    "suffix", .template(.signing), "Text after the signature, the quotation mark that ends it for instance.")
  package static let timestamp = Field<Block>.optional(
    "timestamp", .union(Placements.self), "Where the moment of signing (seconds since 1970) is put.")
  package static let nonce = Field<Block>.optional(
    "nonce", .union(Placements.self), "Where the word that is drawn anew for each request is put.")
  package static let fields: [any AnyField] = [
    hash, key, keyEncoding, derive, headers, canonical, signed, encoding, send, prefix, suffix, timestamp,
    nonce,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A hash function.
package enum HashName: String, ChoiceValue {
  case sha1, sha256, sha384, sha512
  package var summary: String {
    self == .sha1 ? "SHA-1, only where the provider knows nothing better" : "SHA-2"
  }
}

/// How a signature is written.
package enum SignatureEncoding: String, ChoiceValue {
  case hex, base64, base64url
  package var summary: String {
    switch self {
    case .hex: "lower-case hexadecimal digits; compared without case"
    case .base64: "base64"
    case .base64url: "base64 with `-` and `_`"
    }
  }
}

/// Amazon's signature.
package struct AWSAuth: Construct {
  package static let about = About(
    "auth/aws_sigv4", "Amazon's Signature Version 4.",
    example:
      "type: aws_sigv4\naccess_key_id: ${settings.key_id}\nsecret_access_key: ${settings.secret}\nregion: us-east-1\nservice: execute-api"
  )
  package static let accessKeyID = Field<Template>.required(
    "access_key_id", .template(.connect), "The key's id.")
  package static let secretAccessKey = Field<Template>.required(
    "secret_access_key", .template(.connect), "The key's secret.")
  package static let sessionToken = Field<Template>.optional(
    "session_token", .template(.connect), "The token of temporary credentials.")
  package static let region = Field<Template>.required(
    "region", .template(.connect), "The region, `us-east-1`.")
  package static let service = Field<Template>.required(
    "service", .template(.connect), "The service, `execute-api`.")
  package static let fields: [any AnyField] = [accessKeyID, secretAccessKey, sessionToken, region, service]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// OAuth 1.0a.
package struct OAuth1Auth: Construct {
  package static let about = About(
    "auth/oauth1", "OAuth 1.0a: every request is signed with two pairs of key and secret.",
    example: """
      type: oauth1
      signature: HMAC-SHA256
      consumer_key: ${settings.consumer_key}
      consumer_secret: ${settings.consumer_secret}
      token: ${settings.token}
      token_secret: ${settings.token_secret}
      """)
  package static let signature = Field<OAuth1Signature>.defaulted(
    "signature", .choice(), .hmacSHA1, shown: "HMAC-SHA1", "How requests are signed.",
    aka: ["signature_method"])
  package static let consumerKey = Field<Template>.required(
    "consumer_key", .template(.connect), "The application's key.")
  package static let consumerSecret = Field<Template>.required(
    "consumer_secret", .template(.connect), "The application's secret, or its private key (PEM).")
  package static let token = Field<Template>.required(
    "token", .template(.connect), "The account's token.", aka: ["access_token"])
  package static let tokenSecret = Field<Template>.required(
    "token_secret", .template(.connect), "The account's secret.", aka: ["access_token_secret"])
  package static let realm = Field<Template>.optional(
    "realm", .template(.connect), "The realm, where the provider wants one.")
  package static let fields: [any AnyField] = [
    signature, consumerKey, consumerSecret, token, tokenSecret, realm,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How OAuth 1 requests are signed.
package enum OAuth1Signature: String, ChoiceValue {
  case hmacSHA1 = "HMAC-SHA1"
  case hmacSHA256 = "HMAC-SHA256"
  case rsaSHA1 = "RSA-SHA1"
  package var summary: String {
    switch self {
    case .hmacSHA1: "shared secrets, SHA-1"
    case .hmacSHA256: "shared secrets, SHA-256"
    case .rsaSHA1: "a private key, SHA-1"
    }
  }
}

/// A client certificate.
package struct MutualTLSAuth: Construct {
  package static let about = About(
    "auth/mtls", "A client certificate, shown on every connection.",
    example: "type: mtls\ncertificate: ${settings.certificate}\nkey: ${settings.private_key}")
  package static let certificate = Field<Template>.required(
    "certificate", .template(.settings), "The certificate with its chain (PEM).", aka: ["cert"])
  package static let key = Field<Template>.required(
    "key", .template(.settings), "The private key (PEM).", aka: ["private_key"])
  package static let passphrase = Field<Template>.optional(
    "passphrase", .template(.settings), "The private key's pass phrase.")
  package static let fields: [any AnyField] = [certificate, key, passphrase]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// HTTP Digest.
package struct DigestAuth: Construct {
  package static let about = About(
    "auth/digest", "HTTP Digest: the server challenges, the password is never sent.",
    details:
      "MD5 and SHA-256, each also with `-sess`. The body of a request is not part of the proof (`auth-int`).",
    example: "type: digest\nusername: ${settings.user}\npassword: ${settings.password}")
  package static let username = Field<Template>.required(
    "username", .template(.connect), "The user name.", aka: ["user", "login"])
  package static let password = Field<Template>.required(
    "password", .template(.connect), "The password.", aka: ["pass", "secret"])
  package static let fields: [any AnyField] = [username, password]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Several proofs at once.
package struct CombinedAuth: Construct {
  package static let about = About(
    "auth/all",
    "Several proofs at once, such as a client certificate and a token; they apply in order, to log-in calls as well.",
    details: """
      A log-in call carries the proofs before it. A proof that goes to the same place as one before replaces it, so that a token which is only \
      good for getting another one is said first, and a `session` that exchanges it next.
      """,
    example: """
      type: all
      of:
        - {type: mtls, certificate: "${settings.certificate}", key: "${settings.private_key}"}
        - {type: bearer, token: "${settings.token}"}
      """)
  package static let of = Field<[Block]>.required(
    "of", .list(.union(AuthStyles.self), atLeast: 2), "The proofs.", aka: ["authenticators", "all"])
  package static let fields: [any AnyField] = [of]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// One of several, by a setting.
package struct ChosenAuth: Construct {
  package static let about = About(
    "auth/choose", "One of several ways, chosen by a setting of kind `enum`.",
    example: """
      type: choose
      by: sign_in
      cases:
        key: {type: bearer, token: "${settings.api_key}"}
        password: {type: basic, username: "${settings.user}", password: "${settings.password}"}
      """)
  package static let by = Field<Placed<String>>.required(
    "by", .placed(.text(.settingReference)), "The setting that decides.",
    aka: ["setting", "authenticator_selection_path"])
  package static let cases = Field<[Named<Block>]>.required(
    "cases", .map(.union(AuthStyles.self)), "The way for each value of the setting.",
    aka: ["authenticators", "options"])
  package static let fields: [any AnyField] = [by, cases]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
