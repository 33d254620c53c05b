import Diagnostics
import HTTP
import Interpreter
import Language
import Programs
import Testing

/// Nothing loops or ends in silence.
struct PageGuardTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let pages: String
    let bodies: [String]
    let message: String
    var kind = FailureKind.provider
    /// Requests that were under way when the page before them turned out to be no good.
    var inVain = 0
    var testDescription: String { name }
  }

  static let cursor = "{type: cursor, token: body.next, send: {query: after}}"

  static let cases: [Case] = [
    Case(
      name: "the same token again", pages: cursor,
      bodies: [#"{"data": [{"id": 1}], "next": "a"}"#, #"{"data": [{"id": 2}], "next": "a"}"#],
      message: "page 2 names itself as the next page"),
    Case(
      name: "tokens in a circle", pages: cursor,
      bodies: [
        #"{"data": [{"id": 1}], "next": "a"}"#, #"{"data": [{"id": 2}], "next": "b"}"#,
        #"{"data": [{"id": 3}], "next": "a"}"#,
      ], message: "page 3 names a next page that was read before: the pages go round"),
    Case(
      name: "the same page again",
      pages: "{type: page, send: {query: page}, size: {value: 2}}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#, #"{"data": [{"id": 1}, {"id": 2}]}"#],
      message: "page 2 holds the same records as the page before it", kind: .request, inVain: 1),
    Case(
      name: "too many pages", pages: "{type: cursor, token: body.next, send: {query: after}, at_most: 2}",
      bodies: [#"{"data": [{"id": 1}], "next": "a"}"#, #"{"data": [{"id": 2}], "next": "b"}"#],
      message: "there are more than 2 pages; `at_most` sets the limit", kind: .request),
    Case(
      name: "fewer than announced",
      pages: "{type: cursor, token: body.next, send: {query: after}, total: body.total}",
      bodies: [#"{"data": [{"id": 1}], "next": null, "total": 5}"#],
      message: "the provider announced 5 records and sent 1"),
    Case(
      name: "more without a token",
      pages: "{type: cursor, token: body.next, more: body.more, send: {query: after}}",
      bodies: [#"{"data": [{"id": 1}], "more": true}"#],
      message: "the reply says that there is more and names no next page"),
    Case(
      name: "cut off", pages: "{type: none, at_most_records: 2}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#],
      message: "the reply holds 2 records, and the provider cuts it off at 2: there may be more",
      kind: .request),
    Case(
      name: "no records where they should be", pages: "{type: none}", bodies: [#"{"items": []}"#],
      message:
        "the reply has no `body.data`, where its records should be; `body.?data.orValue([])` where the provider leaves an empty list out"
    ),
    Case(
      name: "records of another form", pages: "{type: none}", bodies: [#"{"data": "none"}"#],
      message: "`body.data` gives string, which holds no records"),
    Case(
      name: "next page without encryption", pages: "{type: next_url, url: body.next}",
      bodies: [#"{"data": [{"id": 1}], "next": "http://api.example.com/v1/things?p=2"}"#],
      message: "the next page is to be read without encryption"),
  ]

  @Test(arguments: cases) func `an end that is none is an error`(_ test: Case) async throws {
    let tryOut = try await TryOut("read: {get: /things}\npages: \(test.pages)", bodies: test.bodies)
    let outcome = await tryOut.read()
    #expect(outcome.failure?.message == test.message)
    #expect(outcome.failure?.kind == test.kind)
    #expect(outcome.failure?.place?.file.path == "connectors/acme/connector.yaml")
    #expect(!outcome.isWhole)
    #expect(tryOut.client.requests.count == test.bodies.count + test.inVain)
  }

  @Test func `a next page is asked for before the records of the page before it are looked at`() async throws
  {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: \(Self.cursor)",
      rest: """
          others:
            read: {get: /others}
            records: body.data
            key: id
            pages: {type: none}
            deletions: {type: stream, stream: things, key: id, when: record.size > 1}
        """,
      bodies: [#"{"data": [{"id": 1, "size": "large"}], "next": "a"}"#, #"{"data": []}"#])
    let outcome = await tryOut.read()
    #expect(outcome.failure != nil)
    #expect(outcome.pages.isEmpty)
    #expect(tryOut.client.targets == ["GET /v1/things", "GET /v1/things?after=a"])
  }

  @Test func `while a long page is worked on, none is read that nobody has asked for`() async throws {
    let long = String(repeating: "x", count: 5 << 20)
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: \(Self.cursor)",
      bodies: [#"{"data": [{"id": 1, "text": "\#(long)"}], "next": "a"}"#, #"{"data": [{"id": 2}]}"#])
    #expect(await tryOut.read(most: 1).keys == ["1"])
    #expect(tryOut.client.requests.count == 1)
  }

  @Test func `empty pages that name a next one come to an end`() async throws {
    let bodies = (0..<200).map { #"{"data": [], "next": "t\#($0)"}"# }
    let tryOut = try await TryOut("read: {get: /things}\npages: \(Self.cursor)", bodies: bodies)
    let outcome = await tryOut.read()
    #expect(outcome.failure?.message == "101 pages in a row are empty, and each names a next one")
  }

  static let sizedPages = [
    "{type: cursor, token: body.next, send: {query: after}, size: {value: 2, send: {query: limit}}}",
    "{type: next_url, url: body.next, size: {value: 2, send: {query: limit}}}",
    "{type: continue, token: body.next, read: {get: /more}, size: {value: 2, send: {query: limit}}}",
  ]

  @Test(arguments: sizedPages)
  func `a full only page is all there is when a smaller one names the next`(pages: String) async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: \(pages)",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#, #"{"data": [{"id": 1}], "next": "/v1/things?after=1"}"#])
    let outcome = await tryOut.read()
    #expect(outcome.remarks.isEmpty)
    #expect(outcome.isWhole)
    #expect(outcome.keys == ["1", "2"])
    #expect(tryOut.client.targets == ["GET /v1/things?limit=2", "GET /v1/things?limit=1"])
  }

  @Test func `of a full only page in portions the first one is asked for with one record less`() async throws
  {
    let full = #"{"data": [{"id": 1}, {"id": 2}]}"#
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: \(Self.sizedPages[0])\nfields: {names: [a, b], send: {query: fields}, at_once: 1}",
      bodies: [full, full, #"{"data": [{"id": 1}], "next": "x"}"#])
    let outcome = await tryOut.read()
    #expect(outcome.remarks.isEmpty && outcome.isWhole && outcome.keys == ["1", "2"])
    #expect(tryOut.client.targets.last == "GET /v1/things?fields=a&limit=1")
  }

  @Test(arguments: [#"{"data": [{"id": 1}]}"#, #"{"data": [{"id": 1}, {"id": 2}]}"#, "never mind"])
  func `a full only page is doubted when a smaller one names no next either`(smaller: String) async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: \(Self.sizedPages[0])",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#, smaller])
    let outcome = await tryOut.read()
    #expect(outcome.remarks == [.fullPageWithoutNext])
    #expect(!outcome.isWhole)
    #expect(outcome.keys == ["1", "2"])
  }

  @Test func `a full only page without a next one is no complete listing`() async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: cursor, token: body.next, send: {query: after}, size: {value: 1}}",
      bodies: [#"{"data": [{"id": 1}]}"#])
    let outcome = await tryOut.read()
    #expect(outcome.remarks == [.fullPageWithoutNext])
    #expect(!outcome.isWhole)
    #expect(Remark(.fullPageWithoutNext, "").isIncomplete)
  }

  @Test func `a next page elsewhere is read without credentials and told`() async throws {
    let tryOut = try await TryOut(
      "read: {get: /things, headers: {X-Key: \"${settings.api_key}\", Accept: application/json}}\npages: {type: next_url, url: body.next}",
      bodies: [
        #"{"data": [{"id": 1}], "next": "https://evil.example.com/v1/things"}"#, #"{"data": [{"id": 2}]}"#,
      ])
    let outcome = await tryOut.read()
    let last = try #require(tryOut.client.requests.last)
    #expect(last.address.host == "evil.example.com")
    #expect(last.headers.fields == [.init("Accept", "application/json")])
    #expect(outcome.remarks == [.otherOrigin])
    #expect(tryOut.client.requests.first?.headers["Authorization"] == "Bearer made-up")
  }

  @Test(arguments: ["<html><body>Sign in</body></html>", #"{"data": [{"id": 1}, {"id""#])
  func `what does not parse is no empty page`(_ body: String) async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: none}", bodies: Array(repeating: body, count: 5))
    let outcome = await tryOut.read()
    #expect(outcome.failure?.message.hasPrefix("the reply cannot be read") == true)
    #expect(outcome.failure?.isPassing == true)
    #expect(tryOut.client.unused == 0)
  }

  @Test func `one odd record does not lose the page`() async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: none}",
      bodies: [#"{"data": [{"id": 1}, {"id": "\ud800x"}, {"id": 3, "n": 1e400}, {"no": 4}]}"#])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil)
    #expect(outcome.pages.first?.records.count == 4)
    #expect(outcome.pages.first?.records.last?.key == nil)
  }
}
