import Authentication
import HTTP
import Language
import Programs
import Storage
import Synchronization
import Testing
import Values

/// An authorization server that rotates: every refresh token is good once, and a second use ends the family.
final class RotatingServer: Sendable {
  private struct State {
    var current: String
    var count = 0
    var isDead = false
  }
  private let state: Mutex<State>
  private let life: Int
  private let clock: TestClock?
  /// How long an answer takes.
  private let delay: Duration

  init(_ first: String, life: Int = 3600, clock: TestClock? = nil, delay: Duration = .zero) {
    state = Mutex(State(current: first))
    self.life = life
    self.clock = clock
    self.delay = delay
  }

  var count: Int { state.withLock { $0.count } }

  var client: ScriptedClient {
    ScriptedClient { request throws(HTTPFailure) in
      do { try await self.clock?.sleep(for: self.delay) } catch { throw HTTPFailure(.cancelled, "cancelled") }
      await Task.yield()
      return try self.reply(request).response(to: request)
    }
  }

  private func reply(_ request: HTTPRequest) -> Reply {
    let given = request.form["refresh_token"]
    return state.withLock { state in
      state.count += 1
      guard !state.isDead, given == state.current else {
        state.isDead = true
        return .json(400, #"{"error":"invalid_grant"}"#)
      }
      state.current = "r\(state.count)"
      return .json(
        200,
        #"{"access_token":"at\#(state.count)","refresh_token":"r\#(state.count)","expires_in":\#(life)}"#)
    }
  }
}

@Suite struct SingleFlightTests {
  static func stage(
    _ server: RotatingServer, store: MemoryCredentialStore, clock: TestClock
  ) throws -> Stage {
    try Stage(Consent.auth, settings: Consent.settings, client: server.client, store: store, clock: clock)
  }

  static func storm(_ stage: Stage, _ proofs: [any Authenticator], each: Int) async throws -> Set<String?> {
    try await withThrowingTaskGroup(of: String?.self) { group in
      for proof in proofs {
        for _ in 0..<each { group.addTask { try await stage.authorization(by: proof) } }
      }
      return try await group.reduce(into: []) { $0.insert($1) }
    }
  }

  @Test(arguments: [(1, 50), (2, 25), (10, 5)])
  func `fifty who need a token at once cause one refresh`(_ processes: Int, _ each: Int) async throws {
    let clock = TestClock()
    let server = RotatingServer("r0", clock: clock, delay: .seconds(40))
    let store = MemoryCredentialStore()
    store.plant(
      TokenContent(accessToken: "old", refreshToken: "r0", issuedAt: .epoch, expiresAt: .epoch))
    let stage = try Self.stage(server, store: store, clock: clock)
    let proofs = try (0..<processes).map { _ in try stage.authenticator() }
    #expect(try await Self.storm(stage, proofs, each: each) == ["Bearer at1"])
    #expect(server.count == 1)
    #expect(store.token?.refreshToken == "r1")
    #expect(store.token?.claim == nil)
    // And it is still good afterwards.
    clock.advance(by: .seconds(3600))
    #expect(try await Self.storm(stage, proofs, each: each) == ["Bearer at2"])
  }

  @Test func `who is cancelled does not take the renewal with him`() async throws {
    let clock = TestClock()
    let server = RotatingServer("r0", clock: clock, delay: .seconds(1))
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "", refreshToken: "r0"))
    let stage = try Self.stage(server, store: store, clock: clock)
    let proof = try stage.authenticator()
    let caller = Task { try await stage.authorization(by: proof) }
    caller.cancel()
    _ = await caller.result
    #expect(try await stage.authorization(by: proof) == "Bearer at1")
    #expect(server.count == 1)
    #expect(store.token?.refreshToken == "r1")
  }

  @Test func `the new refresh token is stored before the new token is used`() async throws {
    let clock = TestClock()
    let server = RotatingServer("r0")
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "", refreshToken: "r0"))
    let stage = try Self.stage(server, store: store, clock: clock)
    store.state.withLock { $0.failures = [StoreFailure(.failed, "the disk is gone")] }
    await #expect(throws: RunFailure.self) { _ = try await stage.authorization() }
    #expect(store.state.withLock { $0.written.allSatisfy { $0.accessToken != "at1" } })
    #expect(server.count == 1)
    // The old one was used up: nobody goes on as if nothing had happened.
    clock.advance(by: .seconds(300))
    do {
      _ = try await stage.authorization()
      Issue.record("a lost token was not noticed")
    } catch let failure as RunFailure {
      #expect(failure.kind == .credentials)
      #expect(failure.message.contains("connected again"))
    }
    #expect(store.token?.endedBecause != nil)
  }

  @Test func `a store that is busy or full is asked again until the token is safe`() async throws {
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "", refreshToken: "r0"))
    store.state.withLock {
      $0.failures = [
        StoreFailure(.busy, "busy"), StoreFailure(.diskFull, "full"), StoreFailure(.busy, "busy"),
      ]
    }
    let stage = try Self.stage(RotatingServer("r0"), store: store, clock: TestClock())
    #expect(try await stage.authorization() == "Bearer at1")
    #expect(store.token?.refreshToken == "r1")
  }

  @Test(
    arguments: [
      "identify: {get: /connections, capture: {tenant: \"body[0].tenantId\"}}",
      "capture: {tenant: \"body.expires_in.startsWith('x')\"}",
    ], [false, true])
  func `a refresh token that was rotated is kept when what comes after it goes wrong`(
    _ asking: String, _ isOfSettings: Bool
  ) async throws {
    let store = MemoryCredentialStore()
    let isGood = Mutex(false)
    let server = RotatingServer("first")
    let client = ScriptedClient { request throws(HTTPFailure) in
      guard request.address.path.hasSuffix("/connections") else {
        return try await server.client.send(request)
      }
      let reply = isGood.withLock { $0 } ? Reply.json(200, #"[{"tenantId":"t-1"}]"#) : .json(500, "{}")
      return try reply.response(to: request)
    }
    var auth = TokenRequestTests.grant("refresh_token", "refresh_token: ${settings.refresh}")
    if !isOfSettings {
      auth = Consent.auth
      store.plant(
        TokenContent(accessToken: "old", refreshToken: "first", issuedAt: .epoch, expiresAt: .epoch))
    }
    func stage(_ asking: String) throws -> Stage {
      try Stage(
        auth + "\n" + asking,
        settings: isOfSettings
          ? TokenRequestTests.settings.merging(["refresh": "first"]) { $1 } : Consent.settings,
        client: client, store: store)
    }
    await #expect(throws: RunFailure.self) { _ = try await stage(asking).authorization() }
    #expect(store.token?.refreshToken == "r1")
    isGood.withLock { $0 = true }
    let mended = asking.hasPrefix("capture") ? "capture: {tenant: body.expires_in}" : asking
    #expect(try await stage(mended).authorization() == "Bearer at2")
    #expect(store.token?.captured["tenant"] != nil)
  }

  @Test func `a claim of somebody who died runs out`() async throws {
    let clock = TestClock()
    let store = MemoryCredentialStore()
    let until = try #require(Instant(seconds: clock.start + 100))
    store.plant(
      TokenContent(
        accessToken: "old", refreshToken: "r0", expiresAt: .epoch,
        claim: TokenClaim(holder: "dead", until: until)))
    let server = RotatingServer("r0")
    let stage = try Self.stage(server, store: store, clock: clock)
    #expect(try await stage.authorization() == "Bearer at1")
    #expect(clock.elapsed >= .seconds(100))
    #expect(server.count == 1)
  }

  @Test func `a claim of a process on this machine that has ended is not waited for`() async throws {
    let clock = TestClock()
    let store = MemoryCredentialStore()
    let own = ProcessIdentity.own
    let gone = ProcessIdentity(
      boot: own.boot, namespace: own.namespace, process: own.process, start: "1")
    let until = try #require(Instant(seconds: clock.start + 100))
    store.plant(
      TokenContent(
        accessToken: "old", refreshToken: "r0", expiresAt: .epoch,
        claim: TokenClaim(holder: "\(gone.text)|x", until: until)))
    let stage = try Self.stage(RotatingServer("r0"), store: store, clock: clock)
    #expect(try await stage.authorization() == "Bearer at1")
    #expect(clock.slept.isEmpty)
  }

  @Test func `an account that is disconnected during a renewal does not come back`() async throws {
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "", refreshToken: "r0"))
    let client = ScriptedClient { request throws(HTTPFailure) in
      store.remove()
      return try Reply.json(200, #"{"access_token":"at1","refresh_token":"r1"}"#).response(to: request)
    }
    let stage = try Stage(Consent.auth, settings: Consent.settings, client: client, store: store)
    await #expect(throws: RunFailure.self) { _ = try await stage.authorization() }
    #expect(store.token == nil)
  }

  @Test func `a token is renewed early, and the old one serves while the provider is down`() async throws {
    let clock = TestClock()
    let isDown = Mutex(false)
    let client = ScriptedClient { request throws(HTTPFailure) in
      if isDown.withLock({ $0 }) { return try Reply.json(503, "{}").response(to: request) }
      return try Reply.json(
        200, #"{"access_token":"at\#(clock.elapsed.components.seconds)","expires_in":100}"#
      )
      .response(to: request)
    }
    let stage = try Stage(
      TokenRequestTests.grant("client_credentials"), settings: TokenRequestTests.settings, client: client,
      clock: clock)
    let proof = try stage.authenticator()
    #expect(try await stage.authorization(by: proof) == "Bearer at0")
    clock.advance(by: .seconds(89))
    #expect(try await stage.authorization(by: proof) == "Bearer at0")
    #expect(client.requests.count == 1)
    isDown.withLock { $0 = true }
    clock.advance(by: .seconds(1))
    #expect(try await stage.authorization(by: proof) == "Bearer at0")
    #expect(client.requests.count == 4)
    clock.advance(by: .seconds(10))
    await #expect(throws: RunFailure.self) { _ = try await stage.authorization(by: proof) }
    isDown.withLock { $0 = false }
    clock.advance(by: .seconds(6))
    #expect(try await stage.authorization(by: proof)?.hasPrefix("Bearer at1") == true)
  }

  @Test func `a long run refreshes once for each life of a token`() async throws {
    let clock = TestClock()
    let server = RotatingServer("r0", life: 5)
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "", refreshToken: "r0"))
    let stage = try Self.stage(server, store: store, clock: clock)
    let proof = try stage.authenticator()
    for _ in 0..<600 {
      _ = try await stage.authorization(by: proof)
      clock.advance(by: .milliseconds(100))
    }
    // 60 seconds in lives of 4.5.
    #expect(server.count == 14)
  }

  @Test func `many refused calls cause one renewal`() async throws {
    let clock = TestClock()
    let server = RotatingServer("r0")
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "", refreshToken: "r0"))
    let stage = try Self.stage(server, store: store, clock: clock)
    let proof = try stage.authenticator()
    #expect(try await stage.authorization(by: proof) == "Bearer at1")
    clock.advance(by: .seconds(100))
    let refused = RefusedCall(credentials: ["Bearer at1"], length: .milliseconds(50))
    for _ in 0..<20 { #expect(try await proof.renew(after: refused)) }
    #expect(server.count == 2)
    #expect(try await stage.authorization(by: proof) == "Bearer at2")
    // However late it comes, it is not this token that was refused.
    clock.advance(by: .seconds(100))
    #expect(try await proof.renew(after: refused))
    #expect(server.count == 2)
    // Where nobody knows what was refused, time tells.
    #expect(try await proof.renew(after: RefusedCall(credentials: [], length: .seconds(1))))
    #expect(server.count == 3)
    #expect(try await proof.renew(after: RefusedCall(credentials: [], length: .seconds(1))))
    #expect(server.count == 3)
  }

  @Test func `a new token that is refused at once is renewed, and the next one is given time`() async throws {
    let clock = TestClock()
    let server = RotatingServer("r0")
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "old", refreshToken: "r0"))
    let stage = try Self.stage(server, store: store, clock: clock)
    let proof = try stage.authenticator()
    #expect(try await stage.authorization(by: proof) == "Bearer old")
    #expect(try await proof.renew(after: RefusedCall(credentials: ["Bearer old"], length: .milliseconds(50))))
    #expect(try await stage.authorization(by: proof) == "Bearer at1")
    clock.advance(by: .milliseconds(500))
    let before = clock.elapsed
    let refused = RefusedCall(credentials: ["Bearer at1"], length: .milliseconds(50))
    #expect(try await proof.renew(after: refused))
    #expect(clock.elapsed - before == .seconds(1))
    #expect(try await stage.authorization(by: proof) == "Bearer at2")
    #expect(server.count == 2)
    // Another call that had carried it as well.
    #expect(try await proof.renew(after: refused))
    #expect(server.count == 2)
  }

  @Test func `a stored token that the provider refuses is renewed, however soon`() async throws {
    let server = RotatingServer("r0")
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "revoked", refreshToken: "r0"))
    let stage = try Self.stage(server, store: store, clock: TestClock())
    let proof = try stage.authenticator()
    #expect(try await stage.authorization(by: proof) == "Bearer revoked")
    #expect(try await proof.renew(after: nil))
    #expect(try await stage.authorization(by: proof) == "Bearer at1")
    #expect(server.count == 1)
  }

  @Test func `a token that another process has renewed is taken from the store`() async throws {
    let clock = TestClock()
    let server = RotatingServer("r0")
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "", refreshToken: "r0"))
    let stage = try Self.stage(server, store: store, clock: clock)
    let (one, other) = (try stage.authenticator(), try stage.authenticator())
    #expect(try await stage.authorization(by: one) == "Bearer at1")
    #expect(try await stage.authorization(by: other) == "Bearer at1")
    clock.advance(by: .seconds(10))
    #expect(try await one.renew(after: nil))
    #expect(try await other.renew(after: nil))
    #expect(try await stage.authorization(by: other) == "Bearer at2")
    #expect(server.count == 2)
  }
}

@Suite struct RefusalTests {
  /// A reply of the token endpoint, whether the account is lost by it, and whether it may pass.
  static let replies: [(name: String, reply: Reply, isEnd: Bool, isPassing: Bool)] = [
    ("invalid_grant", .json(400, #"{"error":"invalid_grant","error_description":"revoked"}"#), true, false),
    ("invalid_grant with 401", .json(401, #"{"error":"invalid_grant"}"#), true, false),
    ("invalid_grant with 200", .json(200, #"{"error":"invalid_grant"}"#), true, false),
    ("invalid_client", .json(401, #"{"error":"invalid_client"}"#), false, false),
    ("unauthorized_client", .json(400, #"{"error":"unauthorized_client"}"#), false, false),
    ("invalid_scope", .json(400, #"{"error":"invalid_scope"}"#), false, false),
    ("invalid_request", .json(400, #"{"error":"invalid_request"}"#), false, false),
    ("500", .json(500, "{}"), false, true),
    ("503 that says invalid_grant", .json(503, #"{"error":"invalid_grant"}"#), false, true),
    ("429", .json(429, #"{"error":"slow_down"}"#), false, true),
    ("temporarily unavailable", .json(400, #"{"error":"temporarily_unavailable"}"#), false, true),
    ("HTML with 200", .text(200, "<html>Sign in</html>", type: "text/html"), false, true),
    ("empty", .text(200, "", type: "text/plain"), false, true),
    ("HTML with 403", .text(403, "<html>", type: "text/html"), false, false),
    ("redirection", .text(302, "", type: "text/html"), false, false),
    ("timeout", .failure(.connectTimeout, false), false, true),
    ("no such host", .failure(.resolution, false), false, true),
    ("bad certificate", .failure(.tls, false), false, false),
  ]

  @Test(arguments: replies.map(\.name))
  func `only a lost grant ends an account`(_ name: String) async throws {
    let row = try #require(Self.replies.first { $0.name == name })
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "old", refreshToken: "r0", expiresAt: .epoch))
    let clock = TestClock()
    let client = ScriptedClient(row.reply)
    let stage = try Stage(
      Consent.auth, settings: Consent.settings, client: client, store: store, clock: clock)
    let proof = try stage.authenticator()
    do {
      _ = try await stage.authorization(by: proof)
      Issue.record("\(name) gave a token")
    } catch let failure as RunFailure {
      #expect(failure.isPassing == row.isPassing, "\(failure)")
      if row.isEnd { #expect(failure.kind == .credentials) }
    }
    #expect((store.token?.endedBecause != nil) == row.isEnd)
    #expect(store.token?.refreshToken == "r0")
    #expect(store.token?.claim == nil)
    // No loop: asked again at once, nobody calls.
    let calls = client.requests.count
    #expect(calls <= 3)
    await #expect(throws: RunFailure.self) { _ = try await stage.authorization(by: proof) }
    #expect(client.requests.count == calls)
    // A new session of an ended account does not call either.
    clock.advance(by: .seconds(1000))
    await #expect(throws: RunFailure.self) { _ = try await stage.authorization() }
    #expect((client.requests.count == calls) == row.isEnd)
  }

  @Test func `a refusal counts only when nobody stored another token meanwhile`() async throws {
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "old", refreshToken: "r0", expiresAt: .epoch))
    let client = ScriptedClient { request throws(HTTPFailure) in
      store.plant(TokenContent(accessToken: "theirs", refreshToken: "r1"))
      return try Reply.json(400, #"{"error":"invalid_grant"}"#).response(to: request)
    }
    let stage = try Stage(Consent.auth, settings: Consent.settings, client: client, store: store)
    #expect(try await stage.authorization() == "Bearer theirs")
    #expect(store.token?.endedBecause == nil)
    #expect(client.requests.count == 1)
  }

  @Test func `a lost reply is answered by one repetition`() async throws {
    let lost = Reply.failure(.truncated, true)
    let store = MemoryCredentialStore()
    store.plant(TokenContent(accessToken: "old", refreshToken: "r0", expiresAt: .epoch))
    let grace = ScriptedClient(lost, .json(200, #"{"access_token":"at1","refresh_token":"r1"}"#))
    let lucky = try Stage(Consent.auth, settings: Consent.settings, client: grace, store: store)
    #expect(try await lucky.authorization() == "Bearer at1")
    #expect(grace.requests.map { $0.form["refresh_token"] } == ["r0", "r0"])
    #expect(lucky.clock.slept.isEmpty)

    store.plant(TokenContent(accessToken: "old", refreshToken: "r0", expiresAt: .epoch))
    let strict = ScriptedClient(lost, .json(400, #"{"error":"invalid_grant"}"#))
    let unlucky = try Stage(Consent.auth, settings: Consent.settings, client: strict, store: store)
    await #expect(throws: RunFailure.self) { _ = try await unlucky.authorization() }
    #expect(strict.requests.count == 2)
    #expect(store.token?.endedBecause != nil)

    store.plant(TokenContent(accessToken: "old", refreshToken: "r0", expiresAt: .epoch))
    let silent = ScriptedClient(lost)
    let waiting = try Stage(Consent.auth, settings: Consent.settings, client: silent, store: store)
    await #expect(throws: RunFailure.self) { _ = try await waiting.authorization() }
    #expect(silent.requests.count == 2)
    #expect(store.token?.endedBecause == nil)
  }

  @Test func `a rule of the connector decides what a reply means`() async throws {
    let auth =
      Consent.auth + "\n"
        + """
        errors:
          - {when: "body.?code.orValue(0) == 7", then: retry}
          - {when: "has(body.ok) && !body.ok", kind: credentials, code: body.error, message: body.text, setting: secret}
        """
    func ending(_ body: String) async throws -> (RunFailure?, TokenContent?) {
      let store = MemoryCredentialStore()
      store.plant(TokenContent(accessToken: "old", refreshToken: "r0", expiresAt: .epoch))
      let stage = try Stage(
        auth, settings: Consent.settings, client: ScriptedClient(.json(200, body)), store: store)
      do {
        _ = try await stage.authorization()
        return (nil, store.token)
      } catch let failure as RunFailure {
        return (failure, store.token)
      }
    }
    let busy = try await ending(#"{"code":7,"access_token":"no"}"#)
    #expect(busy.0?.isPassing == true)
    #expect(busy.1?.endedBecause == nil)
    let gone = try await ending(#"{"ok":false,"error":"token_revoked","text":"ask again"}"#)
    #expect(gone.0?.code == "token_revoked")
    #expect(gone.0?.setting == "secret")
    #expect(gone.1?.endedBecause?.contains("ask again") == true)
    #expect(try await ending(#"{"ok":true,"access_token":"x"}"#).0 == nil)
  }

  @Test func `without an account somebody must sign in first`() async throws {
    let client = ScriptedClient([])
    let stage = try Stage(Consent.auth, settings: Consent.settings, client: client)
    do {
      _ = try await stage.authorization()
      Issue.record("signed in by itself")
    } catch let failure as RunFailure {
      #expect(failure.kind == .credentials)
      #expect(failure.message.contains("sign in"))
    }
    #expect(client.requests.isEmpty)
    #expect(try stage.authenticator().credentials.map(\.needsPerson) == [true])
  }

  @Test func `another refresh token in the settings lifts the end of the first`() async throws {
    let store = MemoryCredentialStore()
    let auth = TokenRequestTests.grant("refresh_token", "refresh_token: ${settings.refresh}")
    let server = RotatingServer("second")
    var stage = try Stage(
      auth, settings: TokenRequestTests.settings,
      client: ScriptedClient(.json(400, #"{"error":"invalid_grant"}"#)),
      store: store)
    await #expect(throws: RunFailure.self) { _ = try await stage.authorization() }
    stage = try Stage(
      auth, settings: TokenRequestTests.settings.merging(["refresh": "second"]) { $1 }, client: server.client,
      store: store)
    #expect(try await stage.authorization() == "Bearer at1")
    #expect(store.token?.refreshToken == "r1")
    // From now on it is the rotated one that counts, not the setting.
    stage.clock.advance(by: .seconds(4000))
    #expect(try await stage.authorization() == "Bearer at2")
  }

  @Test func `a password is there when the refresh token is not`() async throws {
    let store = MemoryCredentialStore()
    let client = ScriptedClient { request throws(HTTPFailure) in
      let isRefresh = request.form["grant_type"] == "refresh_token"
      return try
        (isRefresh
        ? Reply.json(400, #"{"error":"invalid_grant"}"#)
        : .json(200, #"{"access_token":"at1","refresh_token":"r1","expires_in":10}"#)).response(to: request)
    }
    let stage = try Stage(
      TokenRequestTests.grant("password", "username: ${settings.user}\npassword: ${settings.password}"),
      settings: TokenRequestTests.settings, client: client, store: store)
    #expect(try await stage.authorization() == "Bearer at1")
    stage.clock.advance(by: .seconds(20))
    #expect(try await stage.authorization() == "Bearer at1")
    #expect(
      client.requests.map { $0.form["grant_type"] } == ["password", "refresh_token", "password"])
  }
}
