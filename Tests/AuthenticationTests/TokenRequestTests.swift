import Authentication
import Cryptography
import HTTP
import JSON
import Programs
import Storage
import Testing
import Values

/// What goes to a token endpoint, and what is read from its reply.
@Suite struct TokenRequestTests {
  static let settings = [
    "id": "client 1", "secret": "s3cr+t", "user": "ada", "password": "pa55", "refresh": "first",
  ]
  static let good = Reply.json(200, #"{"access_token":"at1","expires_in":3600,"token_type":"Bearer"}"#)

  static func grant(_ name: String, _ more: String = "") -> String {
    """
    type: oauth2
    grant: \(name)
    token_url: https://login.example.com/token
    client_id: ${settings.id}
    client_secret: ${settings.secret}
    \(more)
    """
  }

  static func asked(_ auth: String, settings: [String: String] = settings) async throws -> HTTPRequest {
    let client = ScriptedClient(good)
    let stage = try Stage(auth, settings: settings, client: client)
    #expect(try await stage.authorization() == "Bearer at1")
    return try #require(client.requests.first)
  }

  @Test(arguments: [
    (
      "client_credentials", "",
      ["grant_type": "client_credentials", "client_id": "client 1", "client_secret": "s3cr+t"]
    ),
    (
      "client_credentials", "scopes: [a, b]\nscope_separator: \",\"",
      [
        "grant_type": "client_credentials", "client_id": "client 1", "client_secret": "s3cr+t",
        "scope": "a,b",
      ]
    ),
    ("client_credentials", "client_auth: basic", ["grant_type": "client_credentials"]),
    (
      "client_credentials",
      "client_auth: basic\ntoken_params: {audience: \"https://api\", grant_type: special}",
      ["grant_type": "special", "audience": "https://api"]
    ),
    (
      "password", "username: ${settings.user}\npassword: ${settings.password}",
      [
        "grant_type": "password", "username": "ada", "password": "pa55", "client_id": "client 1",
        "client_secret": "s3cr+t",
      ]
    ),
    (
      "refresh_token", "refresh_token: ${settings.refresh}",
      [
        "grant_type": "refresh_token", "refresh_token": "first", "client_id": "client 1",
        "client_secret": "s3cr+t",
      ]
    ),
  ])
  func `each grant asks in its own words`(
    _ grant: String, _ more: String, _ expected: [String: String]
  ) async throws {
    let request = try await Self.asked(Self.grant(grant, more))
    #expect(request.method == "POST")
    #expect(request.address.description == "https://login.example.com/token")
    #expect(request.form == expected)
    #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
    #expect(request.headers["Accept"] == "application/json")
    // What belongs to the API stays with the API.
    #expect(request.headers["X-Common"] == nil)
    #expect(request.holdsSecretElsewhere)
  }

  @Test func `a name and a password may be all that is asked for`() async throws {
    let request = try await Self.asked(
      """
      type: oauth2
      grant: password
      token_url: https://login.example.com/token
      username: ${settings.user}
      password: ${settings.password}
      """)
    #expect(
      request.form == ["grant_type": "password", "username": "ada", "password": "pa55"])
  }

  @Test func `the application proves itself as HTTP Basic with both parts escaped`() async throws {
    let request = try await Self.asked(Self.grant("client_credentials", "client_auth: basic"))
    #expect(
      request.headers["Authorization"] == "Basic " + Base64.encode(Array("client%201:s3cr%2Bt".utf8)))
    #expect(request.secretHeaders == ["Authorization"])
  }

  @Test func `values can go as JSON or in the query, with further headers`() async throws {
    let json = try await Self.asked(
      Self.grant("client_credentials", "token_body: json\ntoken_headers: {X-Tenant: \"${settings.user}\"}"))
    #expect(
      json.text == #"{"grant_type":"client_credentials","client_id":"client 1","client_secret":"s3cr+t"}"#)
    #expect(json.headers["X-Tenant"] == "ada")
    let query = try await Self.asked(Self.grant("client_credentials", "token_body: query"))
    #expect(query.queryValues["client_secret"] == "s3cr+t")
    #expect(query.body == nil)
  }

  @Test func `a value that comes out empty takes away what would be sent`() async throws {
    let request = try await Self.asked(
      Self.grant("client_credentials", "client_auth: none\ntoken_params: {client_id: \"\", audience: people}")
    )
    #expect(request.form["client_id"] == nil)
    #expect(request.form["audience"] == "people")
    #expect(request.form["grant_type"] == "client_credentials")
  }

  @Test func `an assertion is signed for the token endpoint`() async throws {
    var settings = Self.settings
    settings["key"] = "a secret of some length"
    let assertion = "assertion: {algorithm: HS256, key: \"${settings.key}\", claims: {sub: other}}"
    let proof = try await Self.asked(
      Self.grant("client_credentials", "client_auth: private_key_jwt\n\(assertion)")
        .replacing("client_secret: ${settings.secret}\n", ""), settings: settings)
    #expect(
      proof.form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
    try Self.expectAssertion(proof.form["client_assertion"])
    let bearer = try await Self.asked(
      Self.grant("jwt_bearer", assertion).replacing("client_secret: ${settings.secret}\n", ""),
      settings: settings)
    #expect(bearer.form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
    try Self.expectAssertion(bearer.form["assertion"])
  }

  private static func expectAssertion(_ text: String?) throws {
    let token = try JSONWebToken(unverified: try #require(text))
    #expect(token.isSigned(with: .secret(Array("a secret of some length".utf8)), algorithms: [.HS256]))
    #expect(token.claims["iss"]?.string == "client 1")
    #expect(token.claims["sub"]?.string == "other")
    #expect(token.claims["aud"]?.string == "https://login.example.com/token")
    #expect(token.claims["exp"]?.int == 1_800_000_300)
    #expect(token.claims["jti"]?.string?.count == 32)
  }

  @Test func `the scopes of the streams in use are added to those that are always asked for`() async throws {
    let client = ScriptedClient(Self.good)
    let stage = try Stage(
      Self.grant("client_credentials", "scopes: [offline]"), settings: Self.settings, client: client,
      streamScopes: "[people.read, offline]", actionScopes: "[people.write]")
    _ = try await stage.authorization()
    #expect(client.requests.first?.form["scope"] == "offline people.read people.write")
    func scopes(_ streams: Set<String>, _ actions: Set<String>) throws -> [String]? {
      var connection = stage.connection
      connection.purpose = Purpose(streams: streams, actions: actions)
      return try stage.program.authenticator(connection).credentials.first?.scopes
    }
    #expect(try scopes([], []) == ["offline"])
    #expect(try scopes(["employees"], []) == ["offline", "people.read"])
    #expect(try scopes([], ["hire"]) == ["offline", "people.write"])
  }

  @Test func `scopes of the actions are asked for too, and a scope may name a setting`() async throws {
    let client = ScriptedClient(Self.good)
    let stage = try Stage(
      Self.grant("client_credentials", "scopes: [\"https://${settings.host}/.default\"]"),
      settings: Self.settings.merging(["host": "graph.example.com"]) { $1 }, client: client,
      streamScopes: "[people.read]", actionScopes: "[people.write, people.read]")
    _ = try await stage.authorization()
    #expect(
      client.requests.first?.form["scope"] == "https://graph.example.com/.default people.read people.write")
  }

  @Test(
    arguments: [
      (#""expires_in":3600"#, 3600), (#""expires_in":"3600""#, 3600), (#""expires_in":3600.5"#, 3600),
      (#""x":1"#, nil), (#""expires_in":null"#, nil), (#""expires_in":0"#, nil), (#""expires_in":-1"#, nil),
      (#""expires_in":"soon""#, nil), (#""expires_in":1000000000000"#, 315_360_000),
      (#""expires_in":1e300"#, 315_360_000), (#""expires_in":[]"#, nil),
    ] as [(String, Int64?)])
  func `the life of a token is read however it is written`(_ member: String, _ seconds: Int64?) async throws {
    let client = ScriptedClient(.json(200, #"{"access_token":"at1",\#(member)}"#))
    let stage = try Stage(Self.grant("client_credentials"), settings: Self.settings, client: client)
    #expect(try await stage.authorization() == "Bearer at1")
    let token = try #require(stage.store.token)
    #expect(token.expiresAt?.seconds == seconds.map { $0 + stage.clock.start })
  }

  @Test func `a length of the connector's own stands in when the reply says nothing`() async throws {
    let client = ScriptedClient(.json(200, #"{"access_token":"at1"}"#))
    let stage = try Stage(
      Self.grant("client_credentials", "lasts: 10m"), settings: Self.settings, client: client)
    _ = try await stage.authorization()
    #expect(stage.store.token?.expiresAt?.seconds == stage.clock.start + 600)
  }

  @Test(arguments: [
    (#"{"access_token":"at1"}"#, "old"), (#"{"access_token":"at1","refresh_token":""}"#, "old"),
    (#"{"access_token":"at1","refresh_token":null}"#, "old"),
    (#"{"access_token":"at1","refresh_token":"new"}"#, "new"),
  ])
  func `a reply without a new refresh token leaves the old one`(_ body: String, _ expected: String)
    async throws
  {
    let client = ScriptedClient(.json(200, body))
    let stage = try Stage(Consent.auth, settings: Consent.settings, client: client)
    stage.store.plant(TokenContent(accessToken: "", refreshToken: "old"))
    #expect(try await stage.authorization() == "Bearer at1")
    #expect(stage.store.token?.refreshToken == expected)
  }

  @Test func `a form is read as well as JSON, and whatever else the reply holds does not matter`()
    async throws
  {
    for reply in [
      Reply.text(
        200, "access_token=at1&scope=repo%2Cgist&token_type=bearer", type: "application/x-www-form-urlencoded"
      ),
      .text(200, "access_token=at1&scope=repo%2Cgist", type: "text/plain; charset=utf-8"),
      .text(200, #"{"access_token":"at1","scope":"repo gist","id_token":{"a":[1]}}"#, type: "text/html"),
      .json(201, #"{"access_token":"at1","scope":["repo","gist"],"expires_in":"x"}"#),
    ] {
      let stage = try Stage(
        Self.grant("client_credentials", "scopes: [repo, gist, admin]"), settings: Self.settings,
        client: ScriptedClient(reply))
      #expect(try await stage.authorization() == "Bearer at1")
      // What was not granted can be seen.
      #expect(stage.store.token?.scopes == ["repo", "gist"])
    }
  }

  @Test func `the connector says where the token is and where it goes`() async throws {
    let client = ScriptedClient(
      .json(200, #"{"data":{"token":"at1","ttl":60,"next":"r2"},"team":{"id":7,"name":"T"}}"#))
    let stage = try Stage(
      Self.grant(
        "refresh_token",
        """
        refresh_token: ${settings.refresh}
        access_token: body.data.token
        expires_in: body.data.ttl
        new_refresh_token: body.data.next
        capture: {team: body.team.id, name: body.team.name, missing: body.nothing}
        send: {header: X-Token}
        prefix: ""
        """.replacing("prefix: \"\"\n", "").replacing("prefix: \"\"", "")), settings: Self.settings,
      client: client)
    let authenticator = try stage.authenticator()
    #expect(try await stage.sent(by: authenticator).headers["X-Token"] == "Bearer at1")
    let token = try #require(stage.store.token)
    #expect(token.refreshToken == "r2")
    #expect(token.expiresAt?.seconds == stage.clock.start + 60)
    #expect(token.captured == ["team": "7", "name": "\"T\""])
    let account = try await authenticator.account()
    #expect(account["team"]?.templateText == "7")
    #expect(account["name"]?.templateText == "T")
  }
}

extension String {
  func replacing(_ part: String, _ other: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
  }
}

/// A connector whose account a person connects.
enum Consent {
  static let settings = ["id": "client", "secret": "cl1ent-s3cret"]
  static let auth = """
    type: oauth2
    grant: authorization_code
    authorize_url: https://login.example.com/authorize?prompt=login
    token_url: https://login.example.com/token
    client_id: ${settings.id}
    client_secret: ${settings.secret}
    rotates: true
    """
}
