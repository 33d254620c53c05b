import Authentication
import Cryptography
import HTTP
import Programs
import Storage
import Testing
import Values

@Suite struct ConsentTests {
  static let redirect = "http://127.0.0.1:8765/callback"
  static let good = Reply.json(
    200, #"{"access_token":"at1","refresh_token":"r1","expires_in":3600,"scope":"a b"}"#)

  /// A flow that was begun, and the desk that waits for its answer.
  struct Begun {
    let stage: Stage
    let flow: ConsentFlow
    let attempt: ConsentAttempt
    let desk: ConsentDesk
  }

  static func begun(
    _ auth: String = Consent.auth, client: ScriptedClient = ScriptedClient(good),
    clock: TestClock = TestClock()
  ) async throws -> Begun {
    let stage = try Stage(auth, settings: Consent.settings, client: client, clock: clock)
    let flow = try #require(try stage.program.consent(stage.connection))
    let attempt = try await flow.begin(redirect: redirect, session: "browser 1")
    let desk = ConsentDesk(clock: clock)
    desk.remember(attempt)
    return Begun(stage: stage, flow: flow, attempt: attempt, desk: desk)
  }

  private static func query(_ address: WebAddress) -> [String: String] {
    HTTPRequest("GET", address).queryValues
  }

  @Test func `the consent page is asked with everything the protocol wants`() async throws {
    let begun = try await Self.begun(
      Consent.auth + "\nscopes: [offline, \"a b\"]\nauthorize_params: {access_type: offline, state: mine}")
    let address = begun.attempt.address
    #expect(
      address.description.hasPrefix("https://login.example.com/authorize?prompt=login&response_type=code"))
    var values = Self.query(address)
    #expect(values["state"] == begun.attempt.state)
    #expect(begun.attempt.state.utf8.count == 43)
    #expect(values["code_challenge"]?.utf8.count == 43)
    values["state"] = nil
    values["code_challenge"] = nil
    #expect(
      values == [
        "prompt": "login", "response_type": "code", "client_id": "client", "redirect_uri": Self.redirect,
        "scope": "offline a b", "code_challenge_method": "S256", "access_type": "offline",
      ])
    #expect(!address.description.contains("s3cret"))
    let other = try await begun.flow.begin(redirect: Self.redirect, session: "browser 1")
    #expect(other.state != begun.attempt.state)
    #expect(Self.query(other.address)["code_challenge"] != Self.query(address)["code_challenge"])
  }

  @Test func `a connector can do without the proof key and name its own parameter for scopes`() async throws {
    let begun = try await Self.begun(Consent.auth + "\npkce: false\nscopes: [x]\nscope_param: user_scope")
    let values = Self.query(begun.attempt.address)
    #expect(values["code_challenge"] == nil)
    #expect(values["user_scope"] == "x")
    #expect(values["scope"] == nil)
  }

  @Test(arguments: [([String](), ["people.read"]), (["employees"], [])])
  func `what a stream needs and nobody was asked for is known afterwards`(
    _ streams: [String], _ missing: [String]
  ) async throws {
    let stage = try Stage(
      Consent.auth, settings: Consent.settings, client: ScriptedClient(Self.good, Self.good),
      streamScopes: "[people.read]")
    let proof = try stage.authenticator()
    // Before anybody signed in nothing is known.
    #expect(try await proof.scopesNotAskedFor(of: "employees") == [])
    var connection = stage.connection
    connection.purpose = Purpose(streams: Set(streams), actions: [])
    let flow = try #require(try stage.program.consent(connection))
    #expect(flow.scopes == (streams.isEmpty ? [] : ["people.read"]))
    let attempt = try await flow.begin(redirect: Self.redirect, session: "browser 1")
    let desk = ConsentDesk(clock: stage.clock)
    desk.remember(attempt)
    let (answered, answer) = try desk.judge(query: "code=c&state=\(attempt.state)", session: "browser 1")
    _ = try await flow.finish(answered, answer)
    #expect(try await proof.scopesNotAskedFor(of: "employees") == missing)
    #expect(try await proof.scopesNotAskedFor(of: "others") == [])
    _ = try await proof.renew(after: nil)
    #expect(try await proof.scopesNotAskedFor(of: "employees") == missing)
  }

  @Test func `a good answer becomes a token, once`() async throws {
    let client = ScriptedClient(Self.good)
    let begun = try await Self.begun(
      Consent.auth + "\ncapture: {realm: \"callback['realmId']\", kind: body.token_type}", client: client)
    let query = "code=c%2B1&state=\(begun.attempt.state)&realmId=42&iss=https%3A%2F%2Flogin.example.com"
    let (attempt, answer) = try begun.desk.judge(query: query, session: "browser 1")
    let credential = try await begun.flow.finish(attempt, answer)
    #expect(credential.name == "auth")
    let form = try #require(client.requests.first).form
    #expect(form["grant_type"] == "authorization_code")
    #expect(form["code"] == "c+1")
    #expect(form["redirect_uri"] == Self.redirect)
    let verifier = try #require(form["code_verifier"])
    #expect((43...128).contains(verifier.utf8.count))
    #expect(
      ProofKey(verifier: verifier).challenge == Self.query(begun.attempt.address)["code_challenge"])
    let token = try #require(begun.stage.store.token)
    #expect(token.refreshToken == "r1")
    #expect(token.captured == ["realm": "\"42\""])
    #expect(token.scopes == ["a", "b"])
    #expect(try await begun.stage.authorization() == "Bearer at1")
    #expect(throws: ConsentRefusal.usedState) {
      try begun.desk.judge(query: query, session: "browser 1")
    }
    #expect(client.requests.count == 1)
  }

  @Test func `a person who connects again takes the place of a token that has ended`() async throws {
    let begun = try await Self.begun()
    begun.stage.store.plant(TokenContent(accessToken: "x", refreshToken: "y", endedBecause: "revoked"))
    let (attempt, answer) = try begun.desk.judge(
      query: "code=c&state=\(begun.attempt.state)", session: "browser 1")
    _ = try await begun.flow.finish(attempt, answer)
    #expect(begun.stage.store.token?.endedBecause == nil)
    #expect(try await begun.stage.authorization() == "Bearer at1")
  }

  /// Each bad answer with its own refusal; `S` stands for the state.
  static let refusals: [(query: String, session: String, refusal: ConsentRefusal)] = [
    ("code=c", "browser 1", .noState),
    ("code=c&state=", "browser 1", .noState),
    ("", "browser 1", .noState),
    ("code=c&state=unknown", "browser 1", .unknownState),
    ("code=c&state=S%00", "browser 1", .unknownState),
    ("code=c&state=S", "browser 2", .otherSession),
    ("state=S", "browser 1", .noCode),
    ("code=&state=S", "browser 1", .noCode),
    ("code=a&code=b&state=S", "browser 1", .repeatedValue("code")),
    ("code=a&state=S&state=S", "browser 1", .repeatedValue("state")),
    ("code=a&state=S&iss=https://a&iss=https://b", "browser 1", .repeatedValue("iss")),
    ("error=access_denied&state=S", "browser 1", .denied(code: "access_denied", reason: nil)),
    (
      "error=server_error&error_description=try+again&state=S", "browser 1",
      .denied(code: "server_error", reason: "try again")
    ),
    ("code=c&error=access_denied&state=S", "browser 1", .denied(code: "access_denied", reason: nil)),
    ("code=c&state=S&iss=https://evil.example.com", "browser 1", .wrongIssuer),
    ("code=c&state=S&iss=nonsense", "browser 1", .wrongIssuer),
    ("code=c&state=S&iss=", "browser 1", .wrongIssuer),
    ("code=\(String(repeating: "c", count: 10_000))&state=S", "browser 1", .tooLong),
    ("code=c&state=\(String(repeating: "s", count: 20_000))", "browser 1", .tooLong),
  ]

  @Test(arguments: refusals.indices)
  func `a bad answer has its own words and leads to no token`(_ index: Int) async throws {
    let row = Self.refusals[index]
    let client = ScriptedClient(Self.good)
    let begun = try await Self.begun(client: client)
    let query = row.query.split(separator: "=S", omittingEmptySubsequences: false)
      .joined(separator: "=\(begun.attempt.state)")
    #expect(throws: row.refusal) { try begun.desk.judge(query: query, session: row.session) }
    #expect(client.requests.isEmpty)
    #expect(begun.stage.store.token == nil)
    let words = "\(row.refusal)"
    #expect(!words.isEmpty && !words.contains(begun.attempt.state))
  }

  @Test func `the words of all refusals differ`() {
    let texts = Set(
      Self.refusals.map { "\($0.refusal)" } + ["\(ConsentRefusal.expired)", "\(ConsentRefusal.usedState)"])
    #expect(texts.count >= 12)
  }

  @Test func `an answer that comes late, to another integration, or from another provider is refused`()
    async throws
  {
    let clock = TestClock()
    let late = try await Self.begun(clock: clock)
    clock.advance(by: .seconds(599))
    #expect(throws: ConsentRefusal.otherIntegration) {
      try late.desk.judge(
        query: "code=c&state=\(late.attempt.state)", session: "browser 1", integration: IntegrationID(2))
    }
    clock.advance(by: .seconds(1))
    #expect(throws: ConsentRefusal.expired) {
      try late.desk.judge(query: "code=c&state=\(late.attempt.state)", session: "browser 1")
    }
    // The state of one provider with the code of another: the answer names who sent it.
    let other = try await Self.begun(Consent.auth.replacing("login.example.com", "other.example.com"))
    #expect(throws: ConsentRefusal.wrongIssuer) {
      try other.desk.judge(
        query: "code=c&state=\(other.attempt.state)&iss=https://login.example.com", session: "browser 1")
    }
  }

  @Test(arguments: [
    ("&iss=https%3A%2F%2Flogin.example.com%2Ftenant", true), ("", false),
    ("&iss=https%3A%2F%2Flogin.example.com%2Ftenant%2F", false),
    ("&iss=https%3A%2F%2Flogin.example.com", false),
    ("&iss=https%3A%2F%2FLOGIN.example.com%2Ftenant", false),
  ])
  func `an issuer that the connector names must be that letter for letter`(
    _ iss: String, _ isGood: Bool
  ) async throws {
    let begun = try await Self.begun(Consent.auth + "\nissuer: https://login.example.com/tenant")
    let query = "code=c&state=\(begun.attempt.state)\(iss)"
    if isGood {
      #expect(throws: Never.self) { try begun.desk.judge(query: query, session: "browser 1") }
    } else {
      #expect(throws: ConsentRefusal.wrongIssuer) { try begun.desk.judge(query: query, session: "browser 1") }
    }
  }

  @Test func `two answers at once redeem one code`() async throws {
    let begun = try await Self.begun()
    let query = "code=c&state=\(begun.attempt.state)"
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask { (try? begun.desk.judge(query: query, session: "browser 1")) != nil }
      }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(outcomes.count { $0 } == 1)
  }

  @Test(arguments: [
    Reply.json(400, #"{"error":"invalid_grant"}"#), .json(200, #"{"error":"bad_code"}"#),
    .text(200, "<html>", type: "text/html"), .text(302, "", type: "text/html"), .json(500, "{}"),
    .failure(.totalTimeout, true), .json(200, "{}"),
  ])
  func `a code that is not redeemed stores nothing`(_ reply: Reply) async throws {
    let client = ScriptedClient(reply)
    let begun = try await Self.begun(client: client)
    let (attempt, answer) = try begun.desk.judge(
      query: "code=c0de-c0de&state=\(begun.attempt.state)", session: "browser 1")
    do {
      _ = try await begun.flow.finish(attempt, answer)
      Issue.record("a token came of \(reply)")
    } catch {
      #expect(!error.description.contains("c0de-c0de"))
    }
    #expect(begun.stage.store.token == nil)
    #expect(client.requests.count <= 2)
  }

  @Test func `an account is asked who it is when the token does not tell`() async throws {
    let client = ScriptedClient { request throws(HTTPFailure) in
      let isToken = request.address.path == "/token"
      return try (isToken ? Self.good : Reply.json(200, #"[{"tenantId":"t-1"}]"#)).response(to: request)
    }
    let begun = try await Self.begun(
      Consent.auth + "\nidentify: {get: /connections, capture: {tenant: \"body[0].tenantId\"}}",
      client: client)
    let (attempt, answer) = try begun.desk.judge(
      query: "code=c&state=\(begun.attempt.state)", session: "browser 1")
    _ = try await begun.flow.finish(attempt, answer)
    #expect(begun.stage.store.token?.captured == ["tenant": "\"t-1\""])
    let asked = try #require(client.requests.last)
    #expect(asked.address.description == "https://api.example.com/v1/connections")
    #expect(asked.headers["Authorization"] == "Bearer at1")
    #expect(asked.headers["X-Common"] == "common")
  }

  @Test func `signing out gives the token back and forgets it`() async throws {
    let client = ScriptedClient(.json(200, "{}"))
    let stage = try Stage(
      Consent.auth
        + "\nrevoke: {post: \"https://login.example.com/revoke\", form: {token: \"${refresh_token}\"}}",
      settings: Consent.settings, client: client)
    stage.store.plant(TokenContent(accessToken: "at", refreshToken: "rt"))
    try await stage.authenticator().signOut()
    #expect(stage.store.token == nil)
    #expect(
      client.requests.first?.form == ["token": "rt", "client_id": "client", "client_secret": "cl1ent-s3cret"])
    // When the provider does not answer, the token is forgotten all the same, and it is said.
    let deaf = try Stage(
      Consent.auth
        + "\nrevoke: {post: \"https://login.example.com/revoke\", form: {token: \"${refresh_token}\"}}",
      settings: Consent.settings, client: ScriptedClient(.json(500, "{}")))
    deaf.store.plant(TokenContent(accessToken: "at", refreshToken: "rt"))
    await #expect(throws: RunFailure.self) { try await deaf.authenticator().signOut() }
    #expect(deaf.store.token == nil)
  }
}
