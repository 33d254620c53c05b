import Cryptography
import JSON
import Testing
import Values

@Suite struct SigningTests {
  static let pairs: [(TokenAlgorithm, String)] = [
    (.RS256, SampleKeys.rsa), (.RS384, SampleKeys.rsaTraditional), (.RS512, SampleKeys.rsa),
    (.PS256, SampleKeys.rsa), (.PS384, SampleKeys.rsa), (.PS512, SampleKeys.rsa),
    (.ES256, SampleKeys.p256), (.ES384, SampleKeys.p384), (.ES512, SampleKeys.p521),
  ]

  @Test(arguments: pairs)
  func `a signature verifies, and nothing else does`(_ algorithm: TokenAlgorithm, _ pem: String) throws {
    let key = try PrivateKey(pem: pem)
    let publicKey = TokenVerifyingKey.key(try #require(key.publicKey))
    let text = Array("signed".utf8)
    let signature = try algorithm.sign(text, with: .key(key))
    #expect(algorithm.verifies(signature, over: text, with: publicKey))
    #expect(!algorithm.verifies(signature, over: text + [0], with: publicKey))
    #expect(!algorithm.verifies(Array(signature.dropLast()), over: text, with: publicKey))
    #expect(!algorithm.verifies([], over: text, with: publicKey))
    for other in TokenAlgorithm.allCases where other != algorithm {
      #expect(!other.verifies(signature, over: text, with: publicKey))
    }
  }

  @Test func `raw and DER signatures of elliptic curves have their own forms`() throws {
    let key = try PrivateKey(pem: SampleKeys.p256)
    let publicKey = try #require(key.publicKey)
    let text = Array("x".utf8)
    let der = try key.sign(text, .ecdsa(.sha256))
    let raw = try key.sign(text, .ecdsaRaw(.sha256))
    #expect(raw.count == 64)
    #expect(der.first == 0x30)
    #expect(publicKey.verifies(der, over: text, .ecdsa(.sha256)))
    #expect(publicKey.verifies(raw, over: text, .ecdsaRaw(.sha256)))
    #expect(!publicKey.verifies(raw, over: text, .ecdsa(.sha256)))
  }

  @Test func `keys are read however they were pasted`() throws {
    let key = try PrivateKey(pem: SampleKeys.rsa)
    #expect(try PrivateKey(pem: SampleKeys.rsaTraditional).publicKey == key.publicKey)
    #expect(try PrivateKey(pem: SampleKeys.rsaEncrypted, passphrase: "opensesame").publicKey == key.publicKey)
    let lines = SampleKeys.rsa.split(separator: "\n")
    #expect(try PrivateKey(pem: lines.joined(separator: "\\n")) == key)
    #expect(try PrivateKey(pem: lines.joined(separator: " ")) == key)
    #expect(try PublicKey(pem: SampleKeys.rsaPublic) == key.publicKey)
    #expect(try PublicKey(pem: SampleKeys.p256Certificate) == PrivateKey(pem: SampleKeys.p256).publicKey)
  }

  @Test(arguments: [
    "", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", SampleKeys.rsaPublic,
  ])
  func `what is no private key is refused`(_ text: String) {
    #expect(throws: CryptographyFailure.unreadableKey) { try PrivateKey(pem: text) }
  }

  @Test func `an encrypted key needs its pass phrase`() {
    #expect(throws: CryptographyFailure.unreadableKey) { try PrivateKey(pem: SampleKeys.rsaEncrypted) }
    #expect(throws: CryptographyFailure.unreadableKey) {
      try PrivateKey(pem: SampleKeys.rsaEncrypted, passphrase: "wrong")
    }
  }

  @Test func `a key of another kind is refused`() throws {
    let key = try PrivateKey(pem: SampleKeys.p256)
    #expect(throws: CryptographyFailure.wrongKey(expected: "an EC key on P-384")) {
      try TokenAlgorithm.ES384.sign([], with: .key(key))
    }
    #expect(throws: CryptographyFailure.wrongKey(expected: "a shared secret")) {
      try TokenAlgorithm.HS256.sign([], with: .key(key))
    }
    #expect(throws: CryptographyFailure.wrongKey(expected: "an RSA key")) {
      try TokenAlgorithm.RS256.sign([], with: .secret([1]))
    }
  }
}

@Suite struct JSONWebTokenTests {
  static let payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  static let shared =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\(payload).dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  static let sharedKey =
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
  static let rsa =
    "eyJhbGciOiJSUzI1NiJ9.\(payload)."
    + "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
    + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383"
    + "LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWy"
    + "wlVmtVrBp0igcN_IoypGlUPQGe77Rw"
  static let elliptic =
    "eyJhbGciOiJFUzI1NiJ9.\(payload)."
    + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
  static let keys = """
    {"keys": [
      {"kty": "oct", "k": "c2VjcmV0"},
      {"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
      {"kty": "RSA", "use": "sig", "e": "AQAB", "n": "\(modulus)"},
      {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    ]}
    """
  static let modulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2"
    + "lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7"
    + "WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFk"
    + "MLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"

  @Test func `the tokens of RFC 7515 verify`() throws {
    let secret = TokenVerifyingKey.secret(try #require(Base64URL.decode(Self.sharedKey)))
    #expect(try JSONWebToken(unverified: Self.shared).isSigned(with: secret, algorithms: [.HS256]))
    let set = try KeySet(JSONDocument(text: Self.keys).root)
    #expect(set.keys.count == 3)
    for text in [Self.rsa, Self.elliptic] {
      let token = try JSONWebToken(unverified: text)
      #expect(token.isSigned(with: set, algorithms: [.RS256, .ES256]))
      #expect(!token.isSigned(with: set, algorithms: [.PS256]))
      #expect(token.claims["iss"]?.string == "joe")
    }
  }

  @Test func `the signature of RFC 8037 is made and verifies`() throws {
    let seed = try #require(Base64URL.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
    let key = try PrivateKey(ed25519: seed)
    let text = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)
    let signature = try TokenAlgorithm.EdDSA.sign(text, with: .key(key))
    #expect(
      Base64URL.encode(signature)
        == "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
    let set = try KeySet(JSONDocument(text: Self.keys).root)
    #expect(set.keys.contains { TokenAlgorithm.EdDSA.verifies(signature, over: text, with: $0.key) })
  }

  @Test func `a made token can be taken apart`() throws {
    let key = try PrivateKey(pem: SampleKeys.p256)
    let text = try JSONWebToken.make(
      .ES256, header: .map(MapValue([("kid", .string("k1")), ("alg", .string("none"))])),
      claims: .map(MapValue([("iss", .string("me")), ("exp", .int(1000))])), key: .key(key))
    let token = try JSONWebToken(unverified: text)
    #expect(token.keyID == "k1")
    #expect(token.algorithm == .ES256)
    #expect(
      token.isSigned(with: TokenVerifyingKey.key(try #require(key.publicKey)), algorithms: [.ES256]))
    #expect(token.isCurrent(at: try #require(Instant(seconds: 1059))))
    #expect(!token.isCurrent(at: try #require(Instant(seconds: 1060))))
  }

  @Test(arguments: [
    "", "a.b", "a.b.c.d", "eyJhbGciOiJub25lIn0.e30.", "e30.e30.", "eyJhbGciOiJIUzI1NiJ9.W10.AA",
    "eyJhbGciOiJIUzI1NiIsImNyaXQiOlsiYiJdfQ.e30.AA", "eyJhbGciOiJIUzI1NiJ9.e30.!",
  ])
  func `a token that proves nothing is refused`(_ text: String) {
    #expect(throws: CryptographyFailure.self) { try JSONWebToken(unverified: text) }
  }

  @Test func `a public key is no shared secret`() throws {
    let pem = SampleKeys.rsaPublic
    let forged = try JSONWebToken.make(
      .HS256, claims: .map(MapValue([("iss", .string("x"))])), key: .secret(Array(pem.utf8)))
    let token = try JSONWebToken(unverified: forged)
    let key = TokenVerifyingKey.key(try PublicKey(pem: pem))
    #expect(!token.isSigned(with: key, algorithms: Set(TokenAlgorithm.allCases)))
  }
}
