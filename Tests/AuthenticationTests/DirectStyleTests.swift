import Authentication
import Cryptography
import HTTP
import JSON
import Language
import Programs
import Testing
import Values

@Suite struct DirectStyleTests {
  static let settings = ["key": "k3y", "user": "ada", "password": "pa:ss wörd", "sign_in": "b"]

  @Test(
    arguments: [
      ("type: none", nil),
      ("type: bearer\ntoken: ${settings.key}", "Bearer k3y"),
      ("type: bearer\ntoken: ${settings.key}\nprefix: Token", "Token k3y"),
      ("type: basic\nusername: ${settings.key}\npassword: x", "Basic azN5Ong="),
      ("type: basic\nusername: ${settings.key}", "Basic azN5Og=="),
      (
        "type: basic\nusername: ${settings.user}\npassword: ${settings.password}",
        "Basic YWRhOnBhOnNzIHfDtnJk"
      ),
      ("type: api_key\nsend: {header: Authorization}\nkey: Key ${settings.key}", "Key k3y"),
      (
        """
        type: choose
        by: sign_in
        cases: {a: {type: none}, b: {type: bearer, token: "${settings.key}"}}
        """, "Bearer k3y"
      ),
    ] as [(String, String?)])
  func `the Authorization header is what the style says`(_ auth: String, _ expected: String?) async throws {
    let request = try await Stage(auth, settings: Self.settings).sent()
    #expect(request.headers["Authorization"] == expected)
    #expect((request.secretHeaders == ["Authorization"]) == (expected != nil))
    #expect(!request.holdsSecretElsewhere)
  }

  @Test func `a key goes into the query and is marked as secret`() async throws {
    let stage = try Stage(
      "type: api_key\nsend: {query: api_key}\nkey: ${settings.key}", settings: Self.settings)
    let request = try await stage.sent()
    #expect(request.address.query == "api_key=k3y")
    #expect(request.holdsSecretElsewhere)
  }

  @Test func `a key goes into the body that the request has`() async throws {
    var draft = RequestDraft(method: "POST", target: "/x")
    draft.body = .json(.map(MapValue([("a", .int(1))])))
    let json = try Stage(
      "type: api_key\nsend: {json: auth.key}\nkey: ${settings.key}", settings: Self.settings)
    #expect(try await json.sent(draft).text == #"{"a":1,"auth":{"key":"k3y"}}"#)
    draft.body = .form([("a", "1")])
    let form = try Stage("type: api_key\nsend: {form: key}\nkey: ${settings.key}", settings: Self.settings)
    #expect(try await form.sent(draft).text == "a=1&key=k3y")
  }

  @Test func `a missing setting is named`() async throws {
    var stage = try Stage("type: bearer\ntoken: ${settings.key}", settings: Self.settings)
    stage.settings["key"] = nil
    do {
      _ = try await stage.sent()
      Issue.record("a request was made without its token")
    } catch let failure as RunFailure {
      #expect(failure.kind == .credentials)
      #expect(failure.setting == "key")
      #expect(failure.place != nil)
    }
  }

  @Test(arguments: ["a\nb", "a\r\nX-Other: b", "a\u{0}b"])
  func `a credential cannot bring a header of its own`(_ key: String) async throws {
    for style in [
      "type: bearer\ntoken: ${settings.key}", "type: digest\nusername: ${settings.key}\npassword: x",
    ] {
      let stage = try Stage(style, settings: ["key": key])
      await #expect(throws: RunFailure.self) { _ = try await stage.sent() }
    }
  }

  @Test func `a colon in a user name is refused`() async throws {
    let stage = try Stage("type: basic\nusername: ${settings.key}", settings: ["key": "a:b"])
    await #expect(throws: RunFailure.self) { _ = try await stage.sent() }
  }

  @Test func `digest and certificate are handed to the transport`() async throws {
    let stage = try Stage(
      """
      type: all
      of:
        - {type: mtls, certificate: "${settings.key}", key: "${settings.user}"}
        - {type: digest, username: "${settings.user}", password: "${settings.password}"}
      """, settings: Self.settings)
    let request = try await stage.sent()
    #expect(request.digest == DigestCredentials(username: "ada", password: "pa:ss wörd"))
    #expect(
      request.certificate == ClientCertificate(certificate: "k3y\n", key: "ada\n", settings: ["key", "user"]))
    #expect(request.headers["Authorization"] == nil)
  }

  @Test func `an unknown choice names the ones there are`() async throws {
    let stage = try Stage(
      "type: choose\nby: sign_in\ncases: {a: {type: none}}", settings: ["sign_in": "z"])
    do {
      _ = try stage.authenticator()
      Issue.record("chosen")
    } catch let failure as RunFailure {
      #expect(failure.setting == "sign_in")
      #expect(failure.message.contains("`a`"))
    }
  }

  @Test func `every style of the language can be used`() {
    func leaves(_ union: any UnionDeclaration.Type) -> [any Construct.Type] {
      union.variants.flatMap { variant in
        switch variant.content {
        case .block(let type): [type]
        case .union(let inner): leaves(inner)
        }
      }
    }
    let known = Set(AuthProgram.constructs.map { ObjectIdentifier($0 as Any.Type) })
    for type in leaves(AuthStyles.self) { #expect(known.contains(ObjectIdentifier(type as Any.Type))) }
  }
}

@Suite struct SigningStyleTests {
  @Test func `a request is signed over the text that the connector says`() async throws {
    let stage = try Stage(
      """
      type: hmac
      hash: sha256
      key: ${settings.key}
      signed: "${request.method}\\n${request.path}\\n${request.query}\\n${request.timestamp}\\n${request.body_sha256}"
      send: {header: X-Signature}
      timestamp: {header: X-Timestamp}
      prefix: "v1="
      """, settings: ["key": "secret"])
    var draft = RequestDraft(method: "POST", target: "/x")
    draft.query = [("a", "b c")]
    draft.body = .text("hello")
    let request = try await stage.sent(draft)
    let text =
      "POST\n/v1/x\na=b%20c\n1800000000\n2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    let code = HashFunction.sha256.code(Array(text.utf8), key: Array("secret".utf8))
    #expect(request.headers["X-Signature"] == "v1=" + Hexadecimal.encode(code))
    #expect(request.headers["X-Timestamp"] == "1800000000")
  }

  /// The values are those of the provider's own example of TC3-HMAC-SHA256.
  @Test func `a canonical form is hashed, and signed with a key made of the day and the service`()
    async throws
  {
    let stage = try Stage(
      """
      type: hmac
      hash: sha256
      key: TC3${settings.key}
      derive: [2019-02-25, "${settings.service}", tc3_request]
      headers: {X-Body: "${request.body_sha256}", X-Place: "${request.host}"}
      canonical: "POST\\n/\\n\\ncontent-type:application/json; charset=utf-8\\nhost:cvm.tencentcloudapi.com\\n\\ncontent-type;host\\n${request.body_sha256}"
      signed: "TC3-HMAC-SHA256\\n1551113065\\n2019-02-25/cvm/tc3_request\\n${request.canonical}"
      send: {header: Authorization}
      prefix: "Credential=${settings.service}/${format(instant(request.timestamp, 'unix'), 'yyyy')}, Signature="
      """, settings: ["key": "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "service": "cvm"])
    var draft = RequestDraft(method: "POST", target: "/x")
    draft.body = .text(
      #"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#)
    let request = try await stage.sent(draft)
    #expect(
      request.headers["Authorization"]
        == "Credential=cvm/2027, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")
    #expect(request.headers["X-Body"] == Hexadecimal.encode(HashFunction.sha256.digest(request.body ?? [])))
    #expect(request.headers["X-Place"] == "api.example.com")
  }

  /// Whatever stands around the signature: the attributes of Hawk and of HTTP Signatures are written in quotation marks.
  @Test func `a signature stands in quotation marks`() async throws {
    let stage = try Stage(
      """
      type: hmac
      hash: sha256
      key: ${settings.key}
      signed: "${request.timestamp}.${request.nonce}"
      encoding: base64
      send: {header: Authorization}
      prefix: 'Hawk id="x", ts="${request.timestamp}", nonce="${request.nonce}", mac="'
      suffix: '", ext="${request.method}"'
      """, settings: ["key": "secret"])
    let header = try #require(try await stage.sent().headers["Authorization"])
    let nonce = String(header.split(separator: "nonce=\"").last?.prefix(32) ?? "")
    let code = HashFunction.sha256.code(Array("1800000000.\(nonce)".utf8), key: Array("secret".utf8))
    #expect(
      header
        == "Hawk id=\"x\", ts=\"1800000000\", nonce=\"\(nonce)\", mac=\"\(Base64.encode(code))\", ext=\"GET\""
    )
  }

  /// A refusal may be of the second time that a broken connection had it sent: with another nonce it is worth another try.
  @Test(arguments: [
    ("signed: ${request.nonce}\nnonce: {header: X-Nonce}", true), ("signed: ${request.nonce}", true),
    ("signed: x\nheaders: {X-Nonce: '${request.nonce}'}", true),
    ("signed: x\nsuffix: '${request.nonce}'", true),
    ("signed: ${request.body}", false),
  ])
  func `what is signed with a nonce is signed once more after a refusal`(_ texts: String, _ isTakenOnce: Bool)
    async throws
  {
    let stage = try Stage(
      "type: hmac\nhash: sha256\nkey: ${settings.key}\nsend: {header: X-Signature}\n\(texts)",
      settings: ["key": "secret"])
    let refused = RefusedCall(credentials: [], length: .seconds(1))
    #expect(try await stage.authenticator().renew(after: refused) == isTakenOnce)
  }

  @Test func `a word that is drawn anew goes along and is signed`() async throws {
    let stage = try Stage(
      """
      type: hmac
      hash: sha256
      key: ${settings.key}
      signed: ${request.nonce}
      send: {header: X-Signature}
      nonce: {header: X-Nonce}
      """, settings: ["key": "secret"])
    let first = try await stage.sent()
    let second = try await stage.sent()
    let nonce = try #require(first.headers["X-Nonce"])
    #expect(nonce != second.headers["X-Nonce"])
    let code = HashFunction.sha256.code(Array(nonce.utf8), key: Array("secret".utf8))
    #expect(first.headers["X-Signature"] == Hexadecimal.encode(code))
  }

  @Test func `a signature is put into the body beside what was signed`() async throws {
    func stage(_ send: String) throws -> Stage {
      try Stage(
        "type: hmac\nhash: sha256\nkey: ${settings.key}\nsigned: ${request.body}\nsend: \(send)",
        settings: ["key": "secret"])
    }
    func code(_ text: String) -> String {
      Hexadecimal.encode(HashFunction.sha256.code(Array(text.utf8), key: Array("secret".utf8)))
    }
    func body(_ request: HTTPRequest) -> String { String(decoding: request.body ?? [], as: UTF8.self) }
    var draft = RequestDraft(method: "POST", target: "/x")
    draft.body = .json(.map(MapValue([("a", .int(1))])))
    let signed = code("{\"a\":1}")
    #expect(
      body(try await stage("{json: meta.sign}").sent(draft)) == "{\"a\":1,\"meta\":{\"sign\":\"\(signed)\"}}")
    #expect(
      body(try await stage("{variable: sign}").sent(draft))
        == "{\"a\":1,\"variables\":{\"sign\":\"\(signed)\"}}")
    await #expect(throws: RunFailure.self) { _ = try await stage("{form: sign}").sent(draft) }
    await #expect(throws: RunFailure.self) { _ = try await stage("{json: a.sign}").sent(draft) }
    draft.body = .form([("a", "b c")])
    let form = try await stage("{form: sign}").sent(draft)
    let plain = body(form).split(separator: "&sign=")
    #expect(plain.count == 2 && plain.last.map(String.init) == code(String(plain[0])))
    #expect(form.holdsSecretElsewhere)
  }

  @Test func `a key in another encoding is decoded, and complained of when it is not`() async throws {
    let auth = """
      type: hmac
      hash: sha1
      key: ${settings.key}
      key_encoding: hex
      signed: ${request.body}
      encoding: base64
      send: {query: sig}
      """
    let request = try await Stage(auth, settings: ["key": "00ff"]).sent()
    let code = HashFunction.sha1.code([], key: [0, 255])
    #expect(request.queryValues["sig"] == Base64.encode(code))
    await #expect(throws: RunFailure.self) {
      _ = try await Stage(auth, settings: ["key": "xyz"]).sent()
    }
  }

  @Test func `a token of our own is kept for its life`() async throws {
    let clock = TestClock()
    let stage = try Stage(
      """
      type: jwt
      algorithm: HS256
      key: ${settings.key}
      claims: {iss: "${settings.key}", n: "${now}"}
      headers: {kid: k1}
      lasts: 20m
      """, settings: ["key": "secret"], clock: clock)
    let authenticator = try stage.authenticator()
    let first = try #require(try await stage.authorization(by: authenticator))
    let token = try JSONWebToken(unverified: String(first.dropFirst(7)))
    #expect(first.hasPrefix("Bearer "))
    #expect(token.isSigned(with: .secret(Array("secret".utf8)), algorithms: [.HS256]))
    #expect(token.keyID == "k1")
    #expect(token.claims["iss"]?.string == "secret")
    #expect(token.claims["iat"]?.int == 1_800_000_000)
    #expect(token.claims["exp"]?.int == 1_800_001_200)
    clock.advance(by: .seconds(17 * 60))
    #expect(try await stage.authorization(by: authenticator) == first)
    clock.advance(by: .seconds(2 * 60))
    let second = try await stage.authorization(by: authenticator)
    #expect(second != first)
    clock.advance(by: .seconds(1))
    #expect(try await authenticator.renew(after: nil))
    #expect(try await stage.authorization(by: authenticator) != second)
  }

  @Test func `a key that is none is blamed on its setting`() async throws {
    let stage = try Stage("type: jwt\nalgorithm: RS256\nkey: ${settings.key}", settings: ["key": "nonsense"])
    do {
      _ = try await stage.sent()
      Issue.record("signed")
    } catch let failure as RunFailure {
      #expect(failure.setting == "key")
      #expect(!failure.description.contains("nonsense"))
    }
  }
}
