import Authentication
import Cryptography
import HTTP
import JSON
import Language
import Programs
import Storage
import Testing
import Values

@Suite struct SessionTests {
  static let settings = ["user": "ada", "password": "pa55w0rd"]
  static let auth = """
    type: session
    login: {post: /login, json: {user: "${settings.user}", password: "${settings.password}"}}
    token: body.token
    lasts: 30m
    send: {header: X-Session}
    logout: {post: /logout}
    capture: {company: body.company}
    """

  static func client() -> ScriptedClient {
    ScriptedClient { request throws(HTTPFailure) in
      guard request.address.path == "/v1/login" else { return try Reply.json(204, "").response(to: request) }
      let isRight = request.text.contains("pa55w0rd")
      return try (isRight ? Reply.json(200, #"{"token":"s1","company":{"id":3}}"#) : .json(401, "{}"))
        .response(to: request)
    }
  }

  @Test func `a log-in can carry a token that is signed for it`() async throws {
    let client = ScriptedClient { request throws(HTTPFailure) in
      try Reply.json(200, #"{"token":"s1"}"#).response(to: request)
    }
    let auth = """
      type: session
      assertion:
        algorithm: HS256
        key: ${settings.key}
        claims: {iss: app, sub: "${settings.user}", aud: tableau, scp: [read]}
        headers: {kid: "17"}
      login: {post: /login, json: {jwt: "${assertion}"}}
      token: body.token
      lasts: 30m
      send: {header: X-Session}
      """
    let stage = try Stage(
      auth, settings: ["user": "ada", "key": "a secret of some length"], client: client)
    let proof = try stage.authenticator()
    #expect(try await stage.sent(by: proof).headers["X-Session"] == "s1")
    stage.clock.advance(by: .seconds(31 * 60))
    _ = try await stage.sent(by: proof)
    let texts = try client.requests.map { try #require(JSONDocument(text: $0.text).root["jwt"]?.string) }
    let tokens = try texts.map { try JSONWebToken(unverified: $0) }
    #expect(
      tokens.allSatisfy {
        $0.isSigned(with: .secret(Array("a secret of some length".utf8)), algorithms: [.HS256])
      })
    #expect(tokens.map { $0.claims["exp"]?.int } == [1_800_000_300, 1_800_002_160])
    #expect(tokens.first?.claims["sub"]?.string == "ada")
    #expect(Set(texts).count == 2)
  }

  @Test func `a log-in answers with several cookies, and is asked for as everything is`() async throws {
    let client = ScriptedClient { request throws(HTTPFailure) in
      var response = try Reply.json(200, "{}").response(to: request)
      for cookie in ["sid=a1; path=/; HttpOnly", "user=7; expires=Thu, 20 May 2027 19:18:53 GMT; path=/"] {
        response.headers.append("Set-Cookie", cookie)
      }
      return response
    }
    let auth = """
      type: session
      login: {post: /login, query: {lang: en}, form: {user: "${settings.user}", password: "${settings.password}"}}
      token: headers['set-cookie'].split(', ').map(c, c.split(';')[0]).filter(c, c.contains('=')).join('; ')
      lasts: 30m
      send: {header: Cookie}
      """
    let stage = try Stage(
      auth, settings: Self.settings, client: client, query: "{format: json, lang: de}")
    #expect(try await stage.sent().headers["Cookie"] == "sid=a1; user=7")
    #expect(client.requests.first?.address.query == "lang=en&format=json")
  }

  @Test func `one log-in serves until its time is over`() async throws {
    let client = Self.client()
    let stage = try Stage(Self.auth, settings: Self.settings, client: client)
    let proof = try stage.authenticator()
    for _ in 0..<3 { #expect(try await stage.sent(by: proof).headers["X-Session"] == "s1") }
    #expect(client.requests.count == 1)
    let login = try #require(client.requests.first)
    #expect(login.address.description == "https://api.example.com/v1/login")
    #expect(login.text == #"{"user":"ada","password":"pa55w0rd"}"#)
    #expect(login.headers["X-Common"] == "common")
    #expect(login.holdsSecretElsewhere)
    stage.clock.advance(by: .seconds(28 * 60))
    _ = try await stage.sent(by: proof)
    #expect(client.requests.count == 1)
    stage.clock.advance(by: .seconds(70))
    _ = try await stage.sent(by: proof)
    #expect(client.requests.count == 2)
    #expect(try await proof.account()["company"]?.templateText == #"{"id":3}"#)
    try await proof.signOut()
    #expect(client.requests.last?.address.path == "/v1/logout")
    #expect(client.requests.last?.headers["X-Session"] == "s1")
    #expect(stage.store.token == nil)
  }

  @Test(arguments: [
    ("[409]", 409, "X-Id", "headers['x-id']"),
    ("[200, 302]", 302, "Set-Cookie", "headers['set-cookie'].split(';')[0]"),
  ])
  func `a token may come with another status`(
    _ statuses: String, _ status: Int, _ header: String, _ token: String
  ) async throws {
    let client = ScriptedClient { request throws(HTTPFailure) in
      var response = try Reply.json(status, "").response(to: request)
      response.headers.append(header, "s1; Path=/")
      response.headers.append("Location", "/home")
      return response
    }
    let auth = """
      type: session
      login: {post: /login, form: {user: "${settings.user}", password: "${settings.password}"}}
      status: \(statuses)
      token: "\(token)"
      send: {header: X-Session}
      """
    let stage = try Stage(auth, settings: Self.settings, client: client)
    #expect(try await stage.sent().headers["X-Session"]?.hasPrefix("s1") == true)
    #expect(client.requests.allSatisfy { $0.wantsRedirects == (status == 302) })
    let strict = try Stage(
      auth.split(separator: "\n").filter { !$0.hasPrefix("status") }.joined(separator: "\n"),
      settings: Self.settings, client: client)
    await #expect(throws: RunFailure.self) { try await strict.sent() }
  }

  @Test func `another password is another session`() async throws {
    let client = Self.client()
    var stage = try Stage(Self.auth, settings: Self.settings, client: client)
    _ = try await stage.sent()
    stage.settings["password"] = .string("wr0ng")
    do {
      _ = try await stage.sent()
      Issue.record("the session of the old password went on")
    } catch let failure as RunFailure {
      #expect(failure.kind == .credentials)
      #expect(failure.status == 401)
      #expect(!failure.description.contains("wr0ng"))
    }
    stage.settings["password"] = .string("pa55w0rd")
    #expect(try await stage.sent().headers["X-Session"] == "s1")
  }

  @Test(arguments: [
    ("expires_in: body.ttl", #"{"token":"t","ttl":"120"}"#, 120),
    ("expires_at: \"timestamp(body.end)\"", #"{"token":"t","end":"2027-01-15T08:02:00Z"}"#, 120),
    ("expires_at: body.end", #"{"token":"t","end":"2027-01-15T08:02:00Z"}"#, 120),
  ])
  func `the reply says how long a session lasts`(_ key: String, _ body: String, _ seconds: Int64) async throws
  {
    let stage = try Stage(
      Self.auth.replacing("lasts: 30m", key), settings: Self.settings,
      client: ScriptedClient(.json(200, body)), clock: TestClock(start: 1_800_000_000))
    _ = try await stage.sent()
    #expect(stage.store.token?.expiresAt?.seconds == 1_800_000_000 + seconds)
  }

  @Test(arguments: [
    (
      403, #"{"code": "M_FORBIDDEN", "error": "no pa55w0rd"}"#, "the provider refused the log-in: no [secret]"
    ),
    (200, #"{"code": "LOCKED", "error": "ask ada"}"#, "the provider refused the log-in: ask ada"),
    (403, #"{"reason": 7}"#, "the provider refused the log-in"),
    (200, #"{"reason": 7}"#, "the reply to the log-in holds no token"),
  ])
  func `what all errors look like tells why a log-in was refused`(
    _ status: Int, _ body: String, _ message: String
  ) async throws {
    let stage = try Stage(
      Self.auth, settings: Self.settings, client: ScriptedClient(.json(status, body)),
      errors:
        "[{when: body.items.size() > 3, then: empty}, {when: has(body.code), code: body.code, message: body.error}]"
    )
    do {
      _ = try await stage.sent()
      Issue.record("logged in")
    } catch let failure as RunFailure {
      #expect(failure.message == message)
      #expect(failure.kind == .credentials)
    }
  }

  @Test func `a token that is only good for another one is exchanged for it`() async throws {
    let client = ScriptedClient(.json(200, #"{"token": "s1"}"#))
    let stage = try Stage(
      """
      type: all
      of:
        - {type: bearer, token: "${settings.user}"}
        - type: session
          login: {post: /companies/7/token}
          token: body.token
          lasts: 1h
          send: {header: Authorization}
          prefix: "Bearer "
      """, settings: Self.settings, client: client)
    #expect(try await stage.sent().headers["Authorization"] == "Bearer s1")
    #expect(client.requests.map { $0.headers["Authorization"] } == ["Bearer ada"])
  }

  @Test func `each reply names the token of the next request`() async throws {
    let client = ScriptedClient(.json(200, #"{"token": "s1"}"#), .json(200, #"{"token": "s8"}"#))
    let stage = try Stage(
      Self.auth.replacing("lasts: 30m", "lasts: 30m\nnext: \"headers['x-next'].replace('Next ', '')\""),
      settings: Self.settings, client: client)
    let proof = try stage.authenticator()
    func answered(_ headers: [(String, String)]) async throws -> String? {
      let request = try await stage.sent(by: proof)
      proof.notice(
        HTTPResponse(
          status: 200, headers: HeaderFields(headers.map { .init($0.0, $0.1) }), body: [],
          address: request.address))
      return request.headers["X-Session"]
    }
    #expect(try await answered([("X-Next", "Next s2")]) == "s1")
    #expect(try await answered([("X-Next", "Next s3")]) == "s2")
    #expect(try await answered([]) == "s3")
    #expect(try await answered([("X-Next", "")]) == "s3")
    #expect(stage.store.token?.accessToken == "s1")
    // Refused: the store's token is as old, so that a new one is asked for.
    #expect(try await proof.renew(after: nil))
    #expect(try await answered([]) == "s8")
    #expect(client.requests.count == 2)
  }

  /// Each answer uses one up, that of a redirect as well.
  @Test func `a token for one request is another one after a redirect`() async throws {
    let stage = try Stage(
      Self.auth.replacing("lasts: 30m", "lasts: 30m\nnext: headers['x-next']"), settings: Self.settings,
      client: Self.client())
    let proof = try stage.authenticator()
    var request = try await stage.sent(by: proof)
    try await request.sign(with: [proof])
    let provider = ScriptedClient { request in
      HTTPResponse(
        status: request.address.path == "/v1/there" ? 200 : 307,
        headers: HeaderFields([.init("Location", "/v1/there"), .init("X-Next", "s2")]), body: [],
        address: request.address)
    }
    _ = try await RedirectFollower(provider).send(request)
    #expect(provider.requests.map { $0.headers["X-Session"] } == ["s1", "s2"])
  }

  @Test func `proofs that stand before a log-in apply to it`() async throws {
    let client = Self.client()
    let stage = try Stage(
      """
      type: all
      of:
        - {type: api_key, send: {header: X-App}, key: "${settings.user}"}
        - type: session
          login: {post: /login, json: {password: "${settings.password}"}}
          token: body.token
          lasts: 1h
          send: {header: X-Session}
          capture: {company: body.company.id}
        - {type: api_key, send: {header: X-Company}, key: "${account.company}"}
      """, settings: Self.settings, client: client)
    let request = try await stage.sent()
    #expect(request.headers["X-App"] == "ada")
    #expect(request.headers["X-Session"] == "s1")
    #expect(request.headers["X-Company"] == "3")
    #expect(client.requests.first?.headers["X-App"] == "ada")
    #expect(client.requests.first?.headers["X-Company"] == nil)
  }

  @Test(arguments: [
    (Reply.json(200, "{}"), FailureKind.credentials, false), (.json(403, "{}"), .credentials, false),
    (.json(404, "{}"), .request, false), (.json(500, "{}"), .provider, true),
    (.json(429, "{}"), .provider, true),
    (.failure(.connection, false), .provider, true),
  ])
  func `a log-in that fails says whose fault it is`(
    _ reply: Reply, _ kind: FailureKind, _ isPassing: Bool
  ) async throws {
    let stage = try Stage(Self.auth, settings: Self.settings, client: ScriptedClient(reply))
    do {
      _ = try await stage.sent()
      Issue.record("logged in")
    } catch let failure as RunFailure {
      #expect(failure.kind == kind)
      #expect(failure.isPassing == isPassing)
    }
    #expect(stage.store.token == nil)
  }
}

/// Values planted as credentials are found in nothing that anybody can read.
@Suite struct CanaryTests {
  static let settings = [
    "id": "app", "secret": "client-canary", "user": "ada", "password": "password-canary",
    "refresh": "refresh-canary",
  ]

  /// Providers repeat in their errors what they were sent.
  static let chatty: [Reply] = [
    .json(400, #"{"error":"invalid_grant","error_description":"token refresh-canary is not known"}"#),
    .json(401, #"{"error":"invalid_client","error_description":"client-canary does not match"}"#),
    .json(400, #"{"error":"bad password-canary","error_description":"password%2Dcanary refresh-canary"}"#),
    .json(400, #"{"error":"client-canary"}"#),
    .text(500, "client-canary refresh-canary password-canary", type: "text/plain"),
    .failure(.tls, false),
  ]

  @Test(
    arguments: chatty.indices,
    [
      "client_credentials", "refresh_token", "password",
    ])
  func `no message holds a credential`(_ index: Int, _ grant: String) async throws {
    let more =
      switch grant {
      case "refresh_token": "refresh_token: ${settings.refresh}"
      case "password": "username: ${settings.user}\npassword: ${settings.password}"
      default: ""
      }
    let stage = try Stage(
      TokenRequestTests.grant(grant, more), settings: Self.settings,
      client: ScriptedClient(Self.chatty[index]))
    do {
      _ = try await stage.sent()
      Issue.record("no failure")
    } catch let failure as RunFailure {
      // Only what this grant sends can be known to be secret.
      let sent = [
        "client-canary",
        grant == "client_credentials" ? nil : "\(grant == "password" ? "password" : "refresh")-canary",
      ]
      let text = "\(failure) \(failure.notes) \(String(reflecting: failure.code))"
      for canary in sent.compactMap({ $0 }) { #expect(!text.contains(canary), "\(text)") }
    }
  }
}
