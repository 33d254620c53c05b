import Cryptography
import HTTP
import Interpreter
import Language
import Programs
import Rehearsal
import Testing
import Values
import YAML

/// Deliveries: verified, answered, understood.
struct WebhookTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let connector: String
    let position: Int
    let testDescription: String
  }

  static let cases: [Case] = RecordingTests.project.connectors.flatMap { connector in
    (connector.tests?.file?[TestFile.cases] ?? []).enumerated().compactMap { position, test in
      guard test[TestCase.webhook] != nil else { return nil }
      return Case(
        connector: connector.name, position: position,
        testDescription: "\(connector.name): \(test[TestCase.name]?.value ?? "")")
    }
  }

  @Test(arguments: cases) func `deliveries of the connectors' tests are answered`(_ place: Case) async throws
  {
    let connector = try #require(RecordingTests.project.connector(place.connector))
    let file = try #require(connector.tests?.file)
    let test = try #require(file[TestFile.cases])[place.position]
    let block = try #require(test[TestCase.webhook])
    let settings = texts(file[TestFile.settings]).merging(texts(test[TestCase.settings])) { $1 }
    let account = texts(file[TestFile.account]).merging(texts(test[TestCase.account])) { $1 }
    let session = try await Session.connected(
      connector, settings: settings, account: account, client: ScriptedClient(),
      now: test[TestCase.now] ?? "2026-11-20T12:00:00Z")
    let webhooks = try #require(session.program.webhooks)
    var delivery = WebhookDelivery(
      method: block[DeliveryBlock.method] ?? "POST", url: "https://hooks.example.com/",
      headers: HeaderFields((block[DeliveryBlock.headers] ?? []).map { .init($0.name, $0.value) }),
      query: (block[DeliveryBlock.query] ?? []).map { ($0.name, $0.value) },
      body: Array((block[DeliveryBlock.body] ?? "").utf8))
    if block[DeliveryBlock.sign] ?? true, try !webhooks.sign(&delivery, session) { return }
    let reception = try await webhooks.receive(delivery, session)
    #expect(reception.answer.status == block[DeliveryBlock.status], "\(reception.refusal ?? "accepted")")
    if let answer = block[DeliveryBlock.answer] {
      #expect(String(decoding: reception.answer.body, as: UTF8.self) == answer)
    }
    if (200..<300).contains(block[DeliveryBlock.status] ?? 200) { #expect(reception.refusal == nil) }
    let deletes = reception.effects.contains { effect in
      if case .delete(_, let keys) = effect.action { !keys.isEmpty } else { false }
    }
    if let deleted = test[TestCase.deleted], deleted.contains(where: { !$0.value.isEmpty }) {
      #expect(deletes)
    }
  }

  private func texts(_ nodes: [Named<Node>]?) -> [String: String] {
    Dictionary((nodes ?? []).map { ($0.name, $0.value.scalar?.text ?? "") }) { $1 }
  }

  static func hooks(_ signature: String) -> String {
    """
    webhooks:
      signature: \(signature)
      id: event.id
      kind: event.kind
      split: payload.events
      account: {value: event.account, is: "'a1'"}
      events:
        - {when: kind == 'made', stream: things, then: upsert, records: "[event.thing]"}
        - {when: kind == 'gone', stream: things, then: delete, keys: "[event.thing]"}
        - {when: kind == 'changed', stream: things, then: read_again, keys: "[event.thing]", read: {get: "/things/${key}", records: "[body]"}}
        - {when: kind == 'many', stream: things, then: sync}
        - {then: ignore}
    """
  }

  /// The first test vector of RFC 8032.
  @Test(arguments: ["whpk_", ""]) func `a public key may have a word before it`(word: String) async throws {
    let tryOut = try await TryOut(
      Self.stream,
      rest: """
        webhooks:
          signature:
            type: public_key
            algorithm: ed25519
            key: "\(word)11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
            key_encoding: base64
            key_prefix: whpk_
            header: X-Signature
            encoding: hex
            signed: ${body}
          events: [{then: ignore}]
        """, bodies: [])
    let webhooks = try #require(tryOut.program.webhooks)
    let signature =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
      + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    let delivery = WebhookDelivery(
      method: "POST", url: "https://hooks.example.com/",
      headers: HeaderFields([.init("X-Signature", signature)]),
      query: [], body: [])
    #expect(try await webhooks.receive(delivery, tryOut.session).refusal == nil)
    var forged = delivery
    forged.body = [1]
    #expect(try await webhooks.receive(forged, tryOut.session).refusal != nil)
  }

  static let stream = "read: {get: /things}\npages: {type: none}"

  @Test func `events mean what the first fitting rule says`() async throws {
    let tryOut = try await TryOut(
      Self.stream, rest: Self.hooks("{type: none}"), bodies: [#"{"id": 7, "name": "x"}"#])
    let body = #"""
      {"events": [
        {"id": "e1", "kind": "made", "account": "a1", "thing": {"id": 5}}, {"id": "e2", "kind": "gone", "account": "a1", "thing": 6},
        {"id": "e3", "kind": "changed", "account": "a1", "thing": 7}, {"id": "e4", "kind": "many", "account": "a1"},
        {"id": "e5", "kind": "else", "account": "a1"}, {"id": "e6", "kind": "gone", "account": "a2", "thing": 8}
      ]}
      """#
    let webhooks = try #require(tryOut.program.webhooks)
    let reception = try await webhooks.receive(WebhookDelivery(body: Array(body.utf8)), tryOut.session)
    #expect(reception.answer.status == 200)
    #expect(reception.effects.map(\.id) == ["e1", "e2", "e3", "e4", "e5", "e6"])
    #expect(
      reception.effects.map { effect in
        switch effect.action {
        case .upsert(let stream, let records, _): "upsert \(stream) \(records.compactMap(\.key))"
        case .delete(let stream, let keys): "delete \(stream) \(keys)"
        case .readAgain(let stream, let keys, _): "read \(stream) \(keys.count)"
        case .sync(let stream): "sync \(stream)"
        case .disconnect: "disconnect"
        case .ignore: "ignore"
        case .otherAccount: "other"
        }
      } == [
        #"upsert things ["5"]"#, #"delete things ["6"]"#, "read things 1", "sync things", "ignore", "other",
      ])
    let again = try await webhooks.readAgain(reception.effects[2], tryOut.session)
    #expect(again.flatMap(\.records).map(\.json) == [#"{"id":7,"name":"x"}"#])
    #expect(tryOut.client.targets == ["GET /v1/things/7"])
  }

  /// The vectors of the Standard Webhooks specification.
  @Test(arguments: [
    ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 200),
    ("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=", 401),
    ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=", 401), ("v1,", 401), ("", 401),
    ("v1,AAAA v2,BBBB v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,CCCC", 200),
  ])
  func `a list of signatures holds one that is right`(_ signature: String, _ status: Int) async throws {
    let scheme = """
      {type: hmac, hash: sha256, key: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, key_prefix: whsec_, key_encoding: base64, \
      header: webhook-signature, separator: " ", prefix: "v1,", encoding: base64, \
      signed: "${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}", timestamp: {value: "headers['webhook-timestamp']"}}
      """
    let tryOut = try await TryOut(
      Self.stream, rest: "webhooks:\n  signature: \(scheme)\n  events: [{then: ignore}]", bodies: [],
      now: "2021-02-25T15:06:00Z")
    let delivery = WebhookDelivery(
      headers: HeaderFields([
        .init("Webhook-Id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), .init("Webhook-Timestamp", "1614265330"),
        .init("Webhook-Signature", signature),
      ]), body: Array(#"{"test": 2432232314}"#.utf8))
    let reception = try await #require(tryOut.program.webhooks).receive(delivery, tryOut.session)
    #expect(reception.answer.status == status)
    #expect(reception.effects.isEmpty == (status != 200))
  }

  struct Proof: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let scheme: String
  }

  static let proofs: [Proof] = [
    Proof(
      testDescription: "parts of a header",
      scheme:
        "{type: hmac, hash: sha256, key: k, header: X-Sig, part: v1, encoding: hex, signed: \"${body}\", timestamp: {part: t}}"
    ),
    Proof(
      testDescription: "a prefix",
      scheme:
        "{type: hmac, hash: sha512, key: k, header: X-Sig, prefix: \"sha512=\", encoding: hex, signed: \"${body}\"}"
    ),
    Proof(
      testDescription: "a word", scheme: "{type: token, value: \"headers['x-word']\", expected: made-up-word}"
    ),
    Proof(testDescription: "a name and a password", scheme: "{type: basic, username: u, password: p}"),
  ]

  @Test(arguments: proofs) func `what is signed is accepted, anything else is not`(_ proof: Proof)
    async throws
  {
    let tryOut = try await TryOut(
      Self.stream, rest: "webhooks:\n  signature: \(proof.scheme)\n  events: [{then: ignore}]", bodies: [])
    let webhooks = try #require(tryOut.program.webhooks)
    let plain = WebhookDelivery(body: Array("{}".utf8))
    var signed = plain
    #expect(try webhooks.sign(&signed, tryOut.session))
    #expect(try await webhooks.receive(signed, tryOut.session).refusal == nil)
    #expect(try await webhooks.receive(plain, tryOut.session).answer.status == 401)
    var changed = signed
    for field in signed.headers.fields { changed.headers.set(field.name, String(field.value.reversed())) }
    #expect(try await webhooks.receive(changed, tryOut.session).refusal != nil)
  }

  @Test func `a delivery that was signed long ago is refused`() async throws {
    let scheme =
      "{type: hmac, hash: sha256, key: k, header: X-Sig, part: v1, encoding: hex, signed: \"${body}\", timestamp: {part: t, tolerance: 5m}}"
    let rest = "webhooks:\n  signature: \(scheme)\n  events: [{then: ignore}]"
    let then = try await TryOut(Self.stream, rest: rest, bodies: [], now: "2026-11-20T12:00:00Z")
    let now = try await TryOut(Self.stream, rest: rest, bodies: [], now: "2026-11-20T12:05:01Z")
    var delivery = WebhookDelivery(body: Array("{}".utf8))
    _ = try #require(then.program.webhooks).sign(&delivery, then.session)
    let reception = try await #require(now.program.webhooks).receive(delivery, now.session)
    #expect(
      reception.refusal == "the delivery was signed at 2026-11-20T12:00:00Z, and it is 2026-11-20T12:05:01Z")
  }

  @Test func `a body that is no text is signed byte for byte`() async throws {
    let scheme =
      "{type: hmac, hash: sha256, key: k, header: X-Sig, encoding: hex, signed: \"${headers['x-id']}.${body}\"}"
    let tryOut = try await TryOut(
      Self.stream, rest: "webhooks:\n  signature: \(scheme)\n  events: [{then: ignore}]", bodies: [])
    let body: [UInt8] = [0x7B, 0xFF, 0x00, 0xC3, 0x28, 0x7D]
    let code = HashFunction.sha256.code(Array("7.".utf8) + body, key: Array("k".utf8))
    var delivery = WebhookDelivery(
      headers: HeaderFields([.init("X-Id", "7"), .init("X-Sig", Hexadecimal.encode(code))]), body: body)
    let webhooks = try #require(tryOut.program.webhooks)
    #expect(try await webhooks.receive(delivery, tryOut.session).refusal == nil)
    // Another body that looks the same once it is made a text.
    delivery.body[1] = 0xFE
    #expect(try await webhooks.receive(delivery, tryOut.session).refusal == "the signature is wrong")
  }

  private static let challenge = """
    webhooks:
      signature: {type: hmac, hash: sha256, key: "${account.secret}", header: X-Sig, encoding: hex, signed: "${body}"}
      challenges:
        - when: "'x-hook-secret' in headers"
          signed: false
          keep: {secret: "headers['x-hook-secret']"}
          answer: {headers: {X-Hook-Secret: "${headers['x-hook-secret']}"}}
          request: {post: "/hooks/${payload.id}/confirm", json: {secret: "${account.secret}"}}
      events: [{then: ignore}]
    """

  @Test func `a challenge is kept with the account and sent back`() async throws {
    let tryOut = try await TryOut(Self.stream, rest: Self.challenge, bodies: ["{}"])
    let webhooks = try #require(tryOut.program.webhooks)
    func challenge(_ secret: String) -> WebhookDelivery {
      WebhookDelivery(
        headers: HeaderFields([.init("X-Hook-Secret", secret)]), body: Array(#"{"id": 7}"#.utf8))
    }
    let reception = try await webhooks.receive(challenge("s1"), tryOut.session)
    #expect(reception.answer.headers["X-Hook-Secret"] == "s1")
    #expect(reception.kept["secret"]?.templateText == "s1" && reception.needsFollowUp)
    #expect(tryOut.client.requests.isEmpty)
    try await webhooks.followUp(reception, tryOut.session)
    #expect(tryOut.client.targets == ["POST /v1/hooks/7/confirm"])
    #expect(
      tryOut.client.requests.first?.body.map { String(decoding: $0, as: UTF8.self) } == #"{"secret":"s1"}"#)
    // What proves nothing replaces nothing.
    #expect(try await webhooks.receive(challenge("s2"), tryOut.session).kept.isEmpty)
    let body = Array("{}".utf8)
    let code = HashFunction.sha256.code(body, key: Array("s1".utf8))
    let signed = WebhookDelivery(
      headers: HeaderFields([.init("X-Sig", Hexadecimal.encode(code))]), body: body)
    #expect(try await webhooks.receive(signed, tryOut.session).refusal == nil)
  }

  @Test func `published keys are kept for a while, and read anew for one that is unknown`() async throws {
    // RFC 8032, section 7.1, test 1.
    let seed = try #require(
      Hexadecimal.decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    let point = try #require(
      Hexadecimal.decode("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
    let key = try PrivateKey(ed25519: seed)
    func keys(_ id: String) -> ScriptedClient.Reply {
      ScriptedClient.Reply(
        headers: [("Cache-Control", "public, max-age=600")],
        body:
          #"{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "\#(id)", "x": "\#(Base64URL.encode(point))"}]}"#
      )
    }
    let clock = StillClock()
    let tryOut = try await TryOut(
      Self.stream,
      rest: """
        webhooks:
          signature: {type: jwt, value: "headers['authorization']", keys_url: https://login.example.com/keys, algorithms: [EdDSA]}
          events: [{then: ignore}]
        """, replies: [keys("k1"), keys("k2"), keys("k2")], clock: clock)
    let webhooks = try #require(tryOut.program.webhooks)
    func refusal(_ id: String) async throws -> String? {
      let token = try JSONWebToken.make(
        .EdDSA, header: .map(MapValue([("kid", .string(id))])), claims: .map(MapValue()), key: .key(key))
      return try await webhooks.receive(
        WebhookDelivery(headers: HeaderFields([.init("Authorization", token)]), body: []), tryOut.session
      ).refusal
    }
    #expect(try await refusal("k1") == nil)
    #expect(try await refusal("k1") == nil)
    #expect(tryOut.client.requests.count == 1)
    // Within a minute nobody makes us ask again.
    #expect(try await refusal("k2") != nil)
    #expect(tryOut.client.requests.count == 1)
    try await clock.sleep(for: .seconds(61))
    #expect(try await refusal("k2") == nil)
    #expect(try await refusal("k3") != nil)
    #expect(tryOut.client.requests.count == 2)
    try await clock.sleep(for: .seconds(601))
    #expect(try await refusal("k2") == nil)
    #expect(tryOut.client.requests.count == 3)
  }
}
