internal import Expressions
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import TestSupport
internal import Testing
internal import Values
internal import WebServer

@testable internal import Mock

/// What feeds of a pretend provider tell, and how it answers what is asked on the way to the data.
struct PretendFeedTests {
  private let clock = ManualClock()

  private func connector(_ example: String) throws -> LoadedConnector {
    try #require(ExampleProject.project(ExampleProject.overlaid(with: example)).connectors.first)
  }

  private func provider(_ connector: LoadedConnector) -> PretendProvider {
    var options = PretendProvider.Options(now: clock.now)
    options.records = 7
    return PretendProvider(connector, options: options, clock: clock)
  }

  private func ask(_ provider: PretendProvider, _ path: String, _ query: String = "") async throws -> Value {
    var headers = HeaderFields()
    headers.append("Host", "api.example.com")
    headers.append("Authorization", "Bearer made-up")
    let reply = await provider.reply(
      to: WebRequest(method: "GET", path: "/v1" + path, query: query, headers: headers, body: []))
    #expect(reply.status == 200)
    return .json(try JSONDocument(reply.body).root)
  }

  private func texts(_ value: Value, _ list: String, _ paths: String...) -> [String] {
    guard case .list(let list)? = ValuePath(dotted: list).value(in: value)?.plain else { return [] }
    return list.values.map { element in
      paths.map { ValuePath(dotted: $0).value(in: element)?.templateText ?? "none" }.joined(separator: " ")
    }
  }

  private static func feed(_ more: String = "") -> String {
    """
    streams:
      employees:
        read: {get: /employees}
        one: {get: "/employees/${key}", records: "[body]"}
        records: body.data
        key: id
        pages: {type: none}
        deletions: {type: listing, every: 30d}
        changes:
          type: feed
          read: {get: /events}
          records: body.events
          key: about.id
          gone: record.kind == 'removed'
          again: true
          pages: {type: none}
          lasts: 30d
    \(more)
    --- connectors/acme/recordings/events.http (whole)
    ### events
    GET /events?from=2026-11-01T00:00:00Z

    HTTP 200
    Content-Type: application/json

    {"events": [{"id": "e1", "kind": "changed", "at": "2026-11-02T00:00:00Z", "about": {"id": "1"}}], "more": "m1"}
    """
  }

  private static let since = """
          follow: {type: since, field: at, send: {query: from}}
    """

  @Test(arguments: [false, true])
  func `a feed tells what happened since a moment, in its order`(isNewestFirst: Bool) async throws {
    let provider = provider(
      try connector(Self.feed(Self.since + (isNewestFirst ? "\n      newest_first: true" : ""))))
    let before = "from=\(clock.now)"
    #expect(texts(try await ask(provider, "/events", before), "events", "kind").isEmpty)
    clock.advance(by: .seconds(10))
    provider.edit("employees", 3)
    clock.advance(by: .seconds(10))
    provider.remove("employees", 5)
    let both = texts(try await ask(provider, "/events", before), "events", "kind", "about.id")
    // The word for what is gone stands in the condition, although no recording shows it.
    let wanted = ["changed 1000003", "removed 1000005"]
    #expect(both == (isNewestFirst ? wanted.reversed() : wanted))
    let later = texts(try await ask(provider, "/events", "from=\(clock.now)"), "events", "about.id")
    #expect(later == ["1000005"])
    // What the feed names can be read anew, and what is gone cannot.
    let one = try await ask(provider, "/employees/1000003")
    #expect(ValuePath(dotted: "id").value(in: one)?.templateText == "1000003")
    let listed = texts(try await ask(provider, "/employees"), "data", "id")
    #expect(listed.count == 6 && !listed.contains("1000005"))
  }

  @Test func `a feed that is followed by its token tells nothing twice`() async throws {
    let provider = provider(
      try connector(
        Self.feed(
          """
                follow: {type: token, token: body.more, send: {query: after}}
          """)))
    provider.edit("employees", 4)
    let first = try await ask(provider, "/events")
    #expect(texts(first, "events", "about.id") == ["1000004"])
    let token = try #require(ValuePath(dotted: "more").value(in: first)?.templateText)
    #expect(texts(try await ask(provider, "/events", "after=\(token)"), "events", "about.id") == [])
    provider.add("employees", 2)
    let second = try await ask(provider, "/events", "after=\(token)")
    #expect(texts(second, "events", "about.id") == ["1000007", "1000008"])
  }

  @Test(arguments: [
    ("/me", "body.active && body.state == 'on'", "Acme"),
    ("/whoami", "body.status in ['fine', 'well'] && body.owner.active", nil),
  ])
  func `the call that proves an account is answered so that it proves it`(
    path: String, condition: String, name: String?
  ) async throws {
    let connector = try connector(
      """
      check:
        get: \(path)
        expect: "\(condition)"
      """)
    let body = try await ask(provider(connector), path)
    var variables = Activation()
    variables["body"] = body
    let expected = try #require(connector.file?[ConnectorFile.check]?[CheckRequest.expect])
    #expect(try ExpressionProgram(expected, Surroundings()).isTrue(variables), "\(body)")
    // What a recording shows is answered as it is.
    #expect(ValuePath(dotted: "name").value(in: body)?.templateText == name)
  }
}
