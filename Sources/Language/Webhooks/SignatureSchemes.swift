/// The ways in which a delivery proves where it comes from.
package enum SignatureSchemes: UnionDeclaration {
  package static let about = About(
    "webhooks/signature",
    "How a delivery proves where it comes from. What is signed is a template, because providers sign different things.",
    example: """
      type: hmac
      hash: sha256
      key: ${settings.signing_secret}
      header: X-Slack-Signature
      prefix: v0=
      encoding: hex
      signed: "v0:${headers['x-slack-request-timestamp']}:${body}"
      timestamp: {value: "headers['x-slack-request-timestamp']", tolerance: 5m}
      """)
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("hmac", HMACSignature.self), Variant("public_key", PublicKeySignature.self),
    Variant("jwt", JWTSignature.self),
    Variant("token", TokenSignature.self), Variant("basic", BasicSignature.self),
    Variant("none", NoSignature.self),
  ]
}

/// The keys that signatures over a text share.
package enum SignatureFields {
  package static let header = Field<String>.optional(
    "header", .text(.header), "The header with the signature.")
  package static let value = Field<ExpressionText>.optional(
    "value", .expression(.webhook),
    "Finds the signature elsewhere: in the payload, in one of several headers, or a list of them.")
  package static let prefix = Field<String>.optional(
    "prefix", .text, "Text before the signature, `sha256=` for instance.")
  package static let separator = Field<String>.optional(
    "separator", .text, "What stands between several signatures in the header; one that fits suffices.")
  package static let part = Field<String>.optional(
    "part", .text,
    "The header holds `name=value` parts; the signatures are those of this name, `v1` for instance.")
  package static let encoding = Field<SignatureEncoding>.required(
    "encoding", .choice(), "How the signature is written.")
  package static let signed = Field<Template>.required(
    "signed", .template(.webhook), "The text that is signed; `${body}` are the raw bytes.",
    aka: ["payload", "string_to_sign"])
  package static let timestamp = Field<TimestampBlock>.optional(
    "timestamp", .block(), "The moment of signing, so that old deliveries are refused.")
}

/// A shared secret.
package struct HMACSignature: Construct {
  package static let about = About(
    "webhooks/signature/hmac", "A keyed hash over a text, with a shared secret.",
    example:
      "type: hmac\nhash: sha256\nkey: ${settings.secret}\nheader: X-Signature\nencoding: base64\nsigned: ${body}"
  )
  package static let hash = Field<HashName>.required(
    "hash", .choice(), "The hash function.", aka: ["algorithm"])
  package static let key = Field<Template>.required(
    "key", .template(.connect), "The shared secret: a setting, or what a challenge told to keep.",
    aka: ["secret"])
  package static let keyEncoding = Field<KeyEncoding>.defaulted(
    "key_encoding", .choice(), .text, shown: "text", "How the secret is written.")
  package static let keyPrefix = Field<String>.optional(
    "key_prefix", .text, "Text before the secret that is not part of it, `whsec_` for instance.")
  package static let fields: [any AnyField] = [
    hash, key, keyEncoding, keyPrefix, SignatureFields.header, SignatureFields.value, SignatureFields.prefix,
    SignatureFields.separator, SignatureFields.part, SignatureFields.encoding, SignatureFields.signed,
    SignatureFields.timestamp,
  ]
  package static let constraints: [Constraint] = [.exactlyOne(["header", "value"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A public key.
package struct PublicKeySignature: Construct {
  package static let about = About(
    "webhooks/signature/public_key", "A signature that the provider's public key verifies.",
    example:
      """
      type: public_key
      algorithm: ecdsa-sha256
      key: ${settings.public_key}
      key_encoding: base64
      header: X-Signature
      encoding: base64
      signed: "${headers['x-timestamp']}${body}"
      """
  )
  package static let algorithm = Field<PublicKeyAlgorithm>.required(
    "algorithm", .choice(), "How it is signed.")
  package static let key = Field<Template>.required(
    "key", .template(.settings), "The public key.", aka: ["public_key"])
  package static let keyEncoding = Field<PublicKeyEncoding>.defaulted(
    "key_encoding", .choice(), .pem, shown: "pem", "How the key is written.")
  package static let keyPrefix = Field<String>.optional(
    "key_prefix", .text, "Text before the key that is not part of it, `whpk_` for instance.")
  package static let fields: [any AnyField] = [
    algorithm, key, keyEncoding, keyPrefix, SignatureFields.header, SignatureFields.value,
    SignatureFields.prefix,
    SignatureFields.separator,
    SignatureFields.part, SignatureFields.encoding, SignatureFields.signed, SignatureFields.timestamp,
  ]
  package static let constraints: [Constraint] = [.exactlyOne(["header", "value"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How a public key signs.
package enum PublicKeyAlgorithm: String, ChoiceValue {
  case ed25519
  case ecdsaSHA256 = "ecdsa-sha256"
  case rsaSHA256 = "rsa-sha256"
  case rsaSHA512 = "rsa-sha512"
  package var summary: String {
    switch self {
    case .ed25519: "Ed25519"
    case .ecdsaSHA256: "ECDSA with SHA-256, the signature in DER"
    case .rsaSHA256: "RSA (PKCS #1) with SHA-256"
    case .rsaSHA512: "RSA (PKCS #1) with SHA-512"
    }
  }
}

/// How a public key is written.
package enum PublicKeyEncoding: String, ChoiceValue {
  case pem, base64, hex
  package var summary: String {
    switch self {
    case .pem: "PEM"
    case .base64: "base64 of the DER structure, or of the raw key (Ed25519)"
    case .hex: "hexadecimal digits of the raw key"
    }
  }
}

/// A signed token.
package struct JWTSignature: Construct {
  package static let about = About(
    "webhooks/signature/jwt", "A JSON web token in a header or the payload.",
    example:
      "type: jwt\nvalue: headers['authorization']\nprefix: \"Bearer \"\nkeys_url: https://login.example.com/keys\nissuer: https://login.example.com"
  )
  package static let value = Field<ExpressionText>.required(
    "value", .expression(.webhook), "Finds the token.")
  package static let prefix = SignatureFields.prefix
  package static let key = Field<Template>.optional(
    "key", .template(.settings), "The shared secret or public key.")
  package static let keysURL = Field<Template>.optional(
    "keys_url", .template(.settings), "Where the provider publishes its keys (JWKS).",
    aka: ["jwks_url", "jwks"])
  package static let algorithms = Field<[Placed<JWTAlgorithm>]>.defaulted(
    "algorithms", .list(.placed(.choice()), atLeast: 1), [], shown: "[RS256]",
    "The algorithms that are accepted.")
  package static let issuer = Field<Template>.optional(
    "issuer", .template(.settings), "What `iss` must be.", aka: ["iss"])
  package static let audience = Field<Template>.optional(
    "audience", .template(.settings), "What `aud` must hold.", aka: ["aud"])
  package static let fields: [any AnyField] = [value, prefix, key, keysURL, algorithms, issuer, audience]
  package static let constraints: [Constraint] = [.exactlyOne(["key", "keys_url"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A shared word.
package struct TokenSignature: Construct {
  package static let about = About(
    "webhooks/signature/token",
    "A word that was agreed on comes with each delivery; compared in constant time.",
    example: "type: token\nvalue: headers['x-goog-channel-token']\nexpected: ${settings.channel_token}")
  package static let value = Field<ExpressionText>.required(
    "value", .expression(.webhook), "Finds the word; a list means that all must be it.")
  package static let expected = Field<Template>.required(
    "expected", .template(.settings), "What it must be.", aka: ["token", "secret", "key"])
  package static let fields: [any AnyField] = [value, expected]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A name and a password.
package struct BasicSignature: Construct {
  package static let about = About(
    "webhooks/signature/basic", "Deliveries carry HTTP Basic.",
    example: "type: basic\nusername: ${settings.hook_user}\npassword: ${settings.hook_password}")
  package static let username = Field<Template>.required("username", .template(.settings), "The user name.")
  package static let password = Field<Template>.required("password", .template(.settings), "The password.")
  package static let fields: [any AnyField] = [username, password]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// No proof.
package struct NoSignature: Construct {
  package static let about = About(
    "webhooks/signature/none",
    "The provider proves nothing: deliveries come to an address that cannot be guessed, and only say that something changed.",
    example: "type: none")
  package static let fields: [any AnyField] = []
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The moment of signing.
package struct TimestampBlock: Construct {
  package static let about = About(
    "webhooks/timestamp", "The moment of signing, so that old deliveries are refused.",
    example: "value: headers['x-timestamp']\nformat: unix\ntolerance: 5m")
  package static let value = Field<ExpressionText>.optional("value", .expression(.webhook), "Finds it.")
  package static let part = Field<String>.optional(
    "part", .text, "It is the part of this name in the signature's header, `t` for instance.")
  package static let format = Field<String>.defaulted(
    "format", .text(.timeFormat), "unix", shown: "unix", "How it is written.")
  package static let tolerance = Field<Milliseconds>.defaulted(
    "tolerance", .duration, Milliseconds(300_000), shown: "5m", "How old or how far ahead it may be.")
  package static let fields: [any AnyField] = [value, part, format, tolerance]
  package static let constraints: [Constraint] = [.exactlyOne(["value", "part"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
