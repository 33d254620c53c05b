import Diagnostics
import HTTP
import Language
import Rehearsal
import Testing

/// Requests are answered by the exchange that says the same, once, and by nothing else.
struct RecordedProviderTests {
  private static let recording = Recording(
    name: "things",
    file: SourceFile(
      path: "things.http",
      bytes: Array(
        """
        ### refused first
        GET /things?b=2&a=1

        HTTP 429

        {}

        ### then answered
        GET /things?a=1&b=2

        HTTP 200
        Content-Type: application/json

        {"data": []}

        ### a write
        POST /things
        Content-Type: application/json

        {"name": "Ada", "key": "{secret}", "list": [1, 2]}

        HTTP 201

        {}

        ### a search
        POST /search

        {"q": "select id, name, email, changed from customer where changed >= '2020-01-01 00:00:00' order by id"}

        HTTP 200

        {}

        """.utf8)))

  private func provider() throws -> RecordedProvider {
    RecordedProvider(Self.recording, base: try WebAddress("https://api.example.com/v1"))
  }

  private func request(_ method: String, _ path: String, body: String? = nil) throws -> HTTPRequest {
    HTTPRequest(
      method, try WebAddress("https://api.example.com/v1\(path)"),
      headers: HeaderFields([.init("Content-Type", "application/json")]), body: body.map { Array($0.utf8) })
  }

  @Test func `each exchange answers once, in the order of the file`() async throws {
    let provider = try provider()
    let first = try await provider.send(request("GET", "/things?a=1&b=2"))
    let second = try await provider.send(request("GET", "/things?b=2&a=1"))
    #expect([first.status, second.status] == [429, 200])
    await #expect(throws: HTTPFailure.self) { try await provider.send(request("GET", "/things?a=1&b=2")) }
    #expect(provider.order == [0, 1])
    #expect(provider.unplayed.map(\.title) == ["a write", "a search"])
    #expect(provider.misses.first?.nearest?.difference == "it was already asked for")
  }

  struct Miss: Sendable, CustomTestStringConvertible {
    let method: String
    let path: String
    var body: String?
    let difference: String
    var testDescription: String { difference }
  }

  static let misses = [
    Miss(method: "GET", path: "/things?a=1", difference: "`b=2` is missing in the query"),
    Miss(
      method: "GET", path: "/things?a=1&b=3",
      difference: "`b` is `3`, and `2` in the recording"),
    Miss(method: "GET", path: "/things?a=1&b=2&c=3", difference: "`c=3` is not in the recorded query"),
    Miss(
      method: "POST", path: "/things", body: #"{"name": "Ben", "key": "k", "list": [1, 2]}"#,
      difference: #"`name` of the body is "Ben", and "Ada" in the recording"#),
    Miss(
      method: "POST", path: "/things", body: #"{"name": "Ada", "key": "k", "list": [1]}"#,
      difference: "`list` of the body has 1 elements, and 2 in the recording"),
    Miss(
      method: "POST", path: "/things", body: #"{"name": "Ada", "list": [1, 2]}"#,
      difference: "`key` is missing in the body"),
    Miss(
      method: "POST", path: "/search",
      body:
        #"{"q": "select id, name, email, changed from customer where changed >= '2020-02-01' order by id"}"#,
      difference: #"`q` of the body is "…where changed >= '2020-02-01' order by id", "#
        + #"and "…where changed >= '2020-01-01 00:00:00' order by id" in the recording"#),
  ]

  @Test(arguments: misses) func `says what is different in the nearest exchange`(_ miss: Miss) async throws {
    let provider = try provider()
    _ = try? await provider.send(request(miss.method, miss.path, body: miss.body))
    #expect(provider.misses.first?.nearest?.difference == miss.difference)
  }

  /// A first page is recorded with variables that say nothing, or without any.
  @Test(arguments: [
    (#"{"variables": {}}"#, true), (#"{"variables": {"after": null}}"#, true),
    (#"{"variables": {"after": "c2"}}"#, false),
  ])
  func `variables without a value need not be sent`(_ recorded: String, _ isAnswered: Bool) async throws {
    let text = "### first page\nPOST /graphql\n\n\(recorded)\n\nHTTP 200\n\n{}\n"
    let recording = Recording(name: "q", file: SourceFile(path: "q.http", bytes: Array(text.utf8)))
    let provider = RecordedProvider(recording, base: try WebAddress("https://api.example.com/v1"))
    let answer = try? await provider.send(request("POST", "/graphql", body: #"{"query": "{ me { id } }"}"#))
    #expect((answer?.status == 200) == isAnswered)
  }

  @Test func `secrets of a body may be anything, and its form does not matter`() async throws {
    let answer = try await provider().send(
      request("POST", "/things", body: #"{"list":[1,2],"key":"made-up","name":"Ada"}"#))
    #expect(answer.status == 201)
  }
}
