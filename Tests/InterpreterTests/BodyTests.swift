import HTTP
import Interpreter
import Language
import Programs
import Testing

/// How replies are read of which no `decode` speaks.
@Suite(.timeLimit(.minutes(10))) struct BodyTests {
  static let stream = "read: {get: /things}\npages: {type: none}"

  struct Check: CustomTestStringConvertible {
    let type: String
    let body: String
    let isGood: Bool

    var testDescription: String { "\(type): \(body)" }
  }

  static let checks: [Check] = [
    Check(type: "application/json", body: #"{"ok": true}"#, isGood: true),
    Check(type: "text/xml; charset=utf-8", body: "<users><user/></users>", isGood: true),
    Check(type: "application/atom+xml", body: "<feed/>", isGood: true),
    Check(type: "text/plain", body: "pong", isGood: true),
    Check(type: "application/json", body: "", isGood: true),
    // A page for people comes from a proxy or a sign-in page, not from the API.
    Check(type: "text/html", body: "<html><body>Sign in</body></html>", isGood: false),
    Check(type: "application/xhtml+xml", body: "<html/>", isGood: false),
    Check(type: "application/json", body: #"{"ok": "#, isGood: false),
    Check(type: "application/xml", body: "<users><user></users>", isGood: false),
  ]

  @Test(arguments: checks) func `the reply to a check is read as what it calls itself`(_ check: Check)
    async throws
  {
    let reply = ScriptedClient.Reply(headers: [("Content-Type", check.type)], body: check.body)
    let tryOut = try await TryOut(Self.stream, replies: Array(repeating: reply, count: 5))
    let failure = await tryOut.checked()
    #expect((failure == nil) == check.isGood, "\(failure?.description ?? "")")
  }

  @Test func `a parameter that is written as nothing is sent, and one that comes out empty is not`()
    async throws
  {
    let tryOut = try await TryOut(
      "read: {get: /things, query: {expand: '', first: '${page.token}'}}\npages: {type: cursor, token: body.next, send: {query: after}}",
      bodies: [#"{"data": []}"#])
    _ = await tryOut.read()
    #expect(tryOut.client.targets == ["GET /v1/things?expand="])
  }

  /// What a template cannot say: an element for each of a list, and one that is left out.
  @Test func `a body of XML is written from a map`() async throws {
    let tryOut = try await TryOut(
      """
      read:
        post: /find
        xml:
          s:Find:
            "@xmlns:s": urn:example
            "@since": ${page.token}
            Id: "${['1', 'a<b']}"
            Only: {"@kind": x, "#text": 'R&D "1"'}
            Since: ${page.token}
            Empty: {}
            All: true
      pages: {type: cursor, token: body.?next}
      """,
      bodies: [#"{"data": [], "next": "c'2"}"#, #"{"data": []}"#])
    _ = await tryOut.read()
    func sent(_ since: String, _ attribute: String = "") -> String {
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <s:Find xmlns:s="urn:example"\(attribute)><Id>1</Id><Id>a&lt;b</Id>\
      <Only kind="x">R&amp;D &quot;1&quot;</Only>\(since)<Empty></Empty><All>true</All></s:Find>
      """
    }
    #expect(
      tryOut.client.requests.compactMap(\.body).map { String(decoding: $0, as: UTF8.self) }
        == [sent(""), sent("<Since>c'2</Since>", " since=\"c'2\"")])
    #expect(
      tryOut.client.requests.map { $0.headers["Content-Type"] } == ["application/xml", "application/xml"])
  }

  @Test func `a name that came with the data cannot break a body of XML`() async throws {
    let tryOut = try await TryOut(
      #"read: {post: /find, xml: {Find: "${ {'a b=\"c\"': 1} }"}}"# + "\npages: {type: none}",
      bodies: [#"{"data": []}"#])
    #expect(await tryOut.read().failure?.message == "`a b=\"c\"` cannot be a name in XML")
  }

  @Test(arguments: ["application/xml", "text/xml; charset=utf-8", "", "text/html; charset=utf-8"])
  func `an error that is written in XML speaks for itself`(_ type: String) async throws {
    let body = #"<?xml version="1.0"?><Fault><Code>NoSuchBucket</Code><Message>Gone</Message></Fault>"#
    let tryOut = try await TryOut(
      Self.stream
        + "\nerrors: [{when: body.Fault.Code == 'NoSuchBucket', kind: not_found, message: body.Fault.Message}]",
      replies: [.init(status: 400, headers: [("Content-Type", type)], body: body)])
    let outcome = await tryOut.read()
    #expect(outcome.failure?.kind == .not_found)
    #expect(outcome.failure?.message == "Gone")
  }

  @Test(arguments: [
    "<p>maintenance</p>", "<?xml version=\"1.0\"?><!DOCTYPE html><html><p>maintenance</p></html>",
  ])
  func `an error page stays text`(_ body: String) async throws {
    let tryOut = try await TryOut(
      Self.stream + "\nerrors: [{when: \"body.contains('maintenance')\", message: \"'closed'\"}]",
      replies: [.init(status: 400, headers: [("Content-Type", "text/html")], body: body)])
    #expect(await tryOut.read().failure?.message == "closed")
  }

  struct Refusal: CustomTestStringConvertible {
    let decode: String
    let body: String
    var isRefusal = true

    var testDescription: String { "\(decode): \(body)" }
  }

  static let refusals: [Refusal] = [
    Refusal(decode: "{type: jsonl}", body: #"{"error": "expired"}"#),
    Refusal(decode: "{type: json}", body: #"[{"error": "expired"}]"#),
    Refusal(decode: "{type: csv, columns: [id, last]}", body: #"{"error": "expired"}"#),
    Refusal(decode: "{type: csv, header: false, columns: [id, last]}", body: #"{"error": "expired"}"#),
    Refusal(
      decode: "{type: gzip, content: {type: csv, columns: [id, last]}}", body: "{\n\"error\": \"expired\"\n}"),
    Refusal(decode: "{type: fixed_width, columns: {id: {at: 1, width: 9}}}", body: #"{"error": "expired"}"#),
    // A record may speak of an error of its own.
    Refusal(decode: "{type: jsonl}", body: #"{"id": 1, "error": "expired"}"#, isRefusal: false),
    Refusal(decode: "{type: json}", body: #"[{"id": 1, "error": "expired"}]"#, isRefusal: false),
    Refusal(decode: "{type: json}", body: #"[{"error": null, "name": "x"}, {"id": 1}]"#, isRefusal: false),
    Refusal(decode: "{type: json}", body: "[]", isRefusal: false),
  ]

  /// A refusal with status 200 is none of the records, however the body is written that was to hold them.
  @Test(
    arguments: refusals, ["has(body.error) && body.error != null", "'error' in body && body.error != null"])
  func `a rule for an object knows a refusal in place of a list`(_ refusal: Refusal, when: String)
    async throws
  {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      decode: \(refusal.decode)
      keep: has(record.id)
      pages: {type: none}
      errors: [{when: "\(when)", kind: credentials, code: body.error}]
      """, records: "body", bodies: [refusal.body])
    let failure = await tryOut.read().failure
    #expect(failure?.kind == (refusal.isRefusal ? .credentials : nil))
    #expect(failure?.code == (refusal.isRefusal ? "expired" : nil))
  }

  /// What no rule knows is not read as a table all the same: the names of the columns are given, so that its first line proves nothing.
  @Test func `an object of JSON is no table`() async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\ndecode: {type: csv, columns: [id, last]}\npages: {type: none}", records: "body",
      replies: Array(repeating: .init(body: #"{"error": "expired"}"#), count: 5))
    #expect(await tryOut.read().failure?.message.contains("is a JSON object and no table") == true)
  }
}

extension TryOut {
  fileprivate func checked() async -> RunFailure? {
    do {
      try await session.check()
      return nil
    } catch {
      return error
    }
  }
}
