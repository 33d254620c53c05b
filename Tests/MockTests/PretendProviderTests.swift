internal import Expressions
internal import Formats
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import TestSupport
internal import Testing
internal import Values
internal import WebServer

@testable internal import Mock

/// What a pretend provider answers beyond plain pages of JSON.
struct PretendProviderTests {
  private func provider(
    _ example: String, faults: Faults = .none
  ) throws -> (PretendProvider, LoadedConnector) {
    let connector = try #require(
      ExampleProject.project(ExampleProject.overlaid(with: example)).connectors.first)
    let clock = ManualClock()
    var options = PretendProvider.Options(now: clock.now)
    options.records = 7
    return (PretendProvider(connector, options: options, faults: faults, clock: clock), connector)
  }

  private func request(_ method: String, _ path: String, query: String = "", body: String = "") -> WebRequest
  {
    var headers = HeaderFields()
    headers.append("Host", "api.example.com")
    headers.append("Authorization", "Bearer made-up")
    return WebRequest(method: method, path: path, query: query, headers: headers, body: Array(body.utf8))
  }

  private func json(_ reply: WebReply) throws -> Value { .json(try JSONDocument(reply.body).root) }

  /// What is looked for in a reply about the account, and what is found.
  @Test(arguments: [
    ("body.tenants[0].id", "mock-id"),
    ("coalesce(settings.tenant, body.filter(c, c.kind == 'ORG')[0].tenantId)", "mock-tenantid"),
    (
      "body.members.filter(m, string(m.unit.id) == coalesce(settings.tenant, string(m.unit.id)))[0].unit.no",
      "mock-no"
    ),
    ("body.accounts.filter(a, a.is_default && !a.closed)[0].base_uri", "http://api.example.com/who"),
    ("body.accounts.filter(a, a.kind in ['live', 'test']).first().name", "mock-name"),
    ("body.?owner.?name.orValue(body.name)", "mock-name"),
    ("string(body['user-id'])", "mock-userid"),
  ]) func `a question whose account it is finds what it looks for`(_ expression: String, _ found: String)
    async throws
  {
    let (provider, connector) = try provider(
      """
      settings:
        api_key: {type: secret, title: Secret}
        tenant: {type: string, title: Tenant, optional: true}
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/token
        client_id: made-up
        client_secret: ${settings.api_key}
        identify:
          get: https://api.example.com/who
          capture:
            account: "\(expression)"
      """)
    let reply = await provider.reply(to: request("GET", "/who"))
    let text = try #require(
      connector.file?[ConnectorFile.auth]?[OAuth2Fields.identify]?.block[CaptureField.capture]?.first?.value)
    var variables = Activation()
    let body = try json(reply)
    variables["body"] = body
    variables["settings"] = .map(MapValue([("tenant", Value.null)]))
    #expect(try ExpressionProgram(text, Surroundings()).text(variables) == found, "\(body)")
  }

  @Test func `a page comes a second time where that is asked for`() async throws {
    let (provider, _) = try provider(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}, size: {value: 3, send: {query: limit}}}
          deletions: {type: none}
      """, faults: Faults(reading: "duplicate-page:1"))
    let first = await provider.reply(to: request("GET", "/v1/employees", query: "limit=3"))
    #expect(first.status == 200 && String(decoding: first.body, as: UTF8.self).contains("mock-from-3"))
    let next = await provider.reply(to: request("GET", "/v1/employees", query: "limit=3&cursor=mock-from-3"))
    #expect(next.body == first.body)
  }

  @Test func `a log-in gives the token, its end and what is kept`() async throws {
    let (provider, _) = try provider(
      """
      auth:
        type: session
        login: {post: /login, json: {key: "${settings.api_key}"}}
        token: body.result.session
        expires_at: instant(body.result.until, 'yyyy-MM-dd HH:mm:ss')
        send: {header: X-Session}
      """)
    let body = try json(await provider.reply(to: request("POST", "/v1/login", body: #"{"key": "made-up"}"#)))
    #expect(ValuePath(dotted: "result.session").value(in: body)?.templateText == "mock-session")
    let until = try #require(ValuePath(dotted: "result.until").value(in: body)?.templateText)
    #expect(try TimePattern("yyyy-MM-dd HH:mm:ss").instant(from: until) != nil, "\(until)")
  }

  @Test func `a message of a queue is given until it is acknowledged by its own name`() async throws {
    let (provider, _) = try provider(
      """
      streams:
        employees:
          read: {get: /messages}
          records: "body.events.map(e, {'message': headers['x-message'], 'event': e})"
          key: message
          pages: {type: until_empty}
          deletions: {type: none}
          acknowledge: {request: {delete: "/messages/${headers['x-message']}"}}
      --- connectors/acme/recordings/employees.http (whole)
      ### one
      GET /messages

      HTTP 200
      Content-Type: application/json
      X-Message: M-1

      {"events": ["hired"]}

      ### another
      GET /messages

      HTTP 200
      Content-Type: application/json
      X-Message: M-2

      {"events": ["left", "paid"]}

      ### none
      GET /messages

      HTTP 204
      """)
    #expect(provider.silentStreams.isEmpty && provider.streamNames == ["employees"])
    var names: [String] = []
    for number in 0..<7 {
      let reply = await provider.reply(to: request("GET", "/v1/messages"))
      let name = try #require(reply.headers["x-message"])
      names.append(name)
      #expect(String(decoding: reply.body, as: UTF8.self).contains(number % 2 == 0 ? "hired" : "left"))
      #expect(await provider.reply(to: request("GET", "/v1/messages")).headers["x-message"] == name)
      #expect(await provider.reply(to: request("DELETE", "/v1/messages/other")).status == 404)
      #expect(await provider.reply(to: request("DELETE", "/v1/messages/\(name)")).status == 200)
    }
    #expect(Set(names).count == 7)
    let end = await provider.reply(to: request("GET", "/v1/messages"))
    #expect(end.status == 204 && end.headers["x-message"] == nil)
  }

  @Test func `streams at one address are told apart by what they ask`() async throws {
    let (provider, _) = try provider(
      """
      streams:
        employees: &query
          with: {object: person}
          read: {post: /query, json: {object: "${with.object}", filters: [{after: "${since}"}]}}
          records: body.data
          key: id
          pages: {type: none}
          changes: {type: since, field: changed, start: "2000-01-01T00:00:00Z"}
          deletions: {type: none}
        teams: {like: employees, with: {object: team}}
      --- connectors/acme/recordings/employees.http (whole)
      ### people
      POST /query
      Content-Type: application/json

      {"object": "person", "filters": [{"after": "2026-01-01T00:00:00Z"}]}

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "p1", "changed": "2026-01-02T00:00:00Z"}]}

      ### teams
      POST /query
      Content-Type: application/json

      {"object": "team"}

      HTTP 200
      Content-Type: application/json

      {"data": [{"id": "t1"}, {"id": "t2"}]}
      """)
    for (object, first) in [("person", "p1"), ("team", "t1")] {
      let reply = await provider.reply(to: request("POST", "/v1/query", body: #"{"object": "\#(object)"}"#))
      guard case .list(let list)? = ValuePath(dotted: "data").value(in: try json(reply))?.plain else {
        Issue.record("no list for \(object)")
        continue
      }
      #expect(list.count == 7)
      #expect(list.values.first.flatMap { ValuePath(dotted: "id").value(in: $0)?.templateText } == first)
    }
    // Who asks for what changed gets only that.
    let late = #"{"object": "person", "filters": [{"after": "2099-01-01T00:00:00Z"}]}"#
    let none = try json(await provider.reply(to: request("POST", "/v1/query", body: late)))
    #expect(ValuePath(dotted: "data").value(in: none)?.templateText == "[]")
  }

  @Test(arguments: [", when: record.kind == 'removed'", ""])
  func `a stream that tells what is gone tells of nobody who is still there`(_ condition: String) async throws
  {
    let (provider, _) = try provider(
      """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: stream, stream: news, key: about.id\(condition)}
        news:
          read: {get: /news, query: {since: "${since}"}}
          records: body.items
          key: no
          pages: {type: none}
          changes: {type: since, field: at, start: "2000-01-01T00:00:00Z"}
      --- connectors/acme/recordings/news.http (whole)
      ### news
      GET /news?since=2000-01-01T00:00:00Z

      HTTP 200
      Content-Type: application/json

      {"items": [
        {"no": 1, "kind": "removed", "at": "2026-01-02T00:00:00Z", "about": {"id": "8"}},
        \(condition.isEmpty ? "" : #"{"no": 2, "kind": "changed", "at": "2026-01-03T00:00:00Z", "about": {"id": "9"}},"#)
        {"no": 3, "kind": "removed", "at": "2026-01-04T00:00:00Z", "about": {"id": "10"}}
      ]}
      """)
    func gone() async throws -> [String?] {
      let body = try json(
        await provider.reply(to: request("GET", "/v1/news", query: "since=2001-01-01T00:00:00Z")))
      guard case .list(let items)? = ValuePath(dotted: "items").value(in: body)?.plain else { return [] }
      return items.values.filter { ValuePath(dotted: "kind").value(in: $0)?.templateText == "removed" }.map {
        ValuePath(dotted: "about.id").value(in: $0)?.templateText
      }
    }
    #expect(try await gone() == [])
    provider.remove("employees", 4)
    #expect(try await gone() == ["1000004"])
    let left = try json(await provider.reply(to: request("GET", "/v1/employees")))
    #expect(ValuePath(dotted: "data").value(in: left)?.templateText?.contains("1000004") == false)
  }

  @Test func `elements that the connector rearranges are made as they stand in the reply`() async throws {
    let (provider, _) = try provider(
      """
      streams:
        employees:
          read: {get: /employees}
          records: "body.data.map(e, {'id': e.id, 'name': e.firstName})"
          key: id
          pages: {type: none}
          deletions: {type: none}
      """)
    #expect(provider.silentStreams.isEmpty)
    let body = try json(await provider.reply(to: request("GET", "/v1/employees")))
    let names = try #require(ValuePath(dotted: "data").value(in: body)?.templateText)
    #expect(names.contains("firstName") && names.contains("1000006"), "\(names)")
  }

  @Test func `pages of XML have their records, numbers and escapes`() async throws {
    let (provider, _) = try provider(
      """
      streams:
        employees:
          read: {post: /gate, xml: "<ask><who>${page.offset}</who><n>${page.size}</n></ask>"}
          decode: {type: xml, lists: [person]}
          records: body.reply.?person.orValue([])
          key: no
          pages: {type: offset, last: "body.reply['@left'] == '0'", size: {value: 4}}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### people
      POST /gate
      Content-Type: application/xml

      <ask><who>0</who><n>4</n></ask>

      HTTP 200
      Content-Type: application/xml

      <reply left="1"><person kind="a&amp;b"><no>1</no><name>R&amp;D &lt;one&gt;</name><gone/></person></reply>
      """)
    for (offset, count, isLast) in [(0, 4, false), (4, 3, true)] {
      let reply = await provider.reply(
        to: request("POST", "/v1/gate", body: "<ask><who>\(offset)</who><n>4</n></ask>"))
      let body = try BodyDecoder.xml.decode(reply.body)
      #expect((ValuePath(dotted: "reply.@left").value(in: body)?.templateText == "0") == isLast)
      guard case .list(let list)? = ValuePath(dotted: "reply.person").value(in: body)?.plain else {
        Issue.record("no list in \(String(decoding: reply.body, as: UTF8.self))")
        continue
      }
      #expect(list.count == count)
      let first = try #require(list.values.first)
      #expect(ValuePath(dotted: "name").value(in: first)?.templateText == "R&D <one>")
      #expect(ValuePath(dotted: "@kind").value(in: first)?.templateText == "a&b")
      #expect(ValuePath(dotted: "gone").value(in: first)?.isNull == true)
    }
  }

  @Test func `a tree has folders in folders and an end`() async throws {
    let (provider, _) = try provider(
      """
      streams:
        employees:
          for_each: {type: tree, from: "[{'path': ''}]", as: folder, when: folder.kind == 'folder'}
          read: {get: "/tree/${folder.path}"}
          records: body.content
          key: path
          pages: {type: none}
          deletions: {type: none}
      --- connectors/acme/recordings/employees.http (whole)
      ### the top
      GET /tree/

      HTTP 200
      Content-Type: application/json

      {"content": [{"path": "a/é", "kind": "folder"}, {"path": "b", "kind": "file"}]}
      """)
    var waiting = [""]
    var files = 0
    var asked = 0
    while let path = waiting.popLast(), asked < 500 {
      asked += 1
      let reply = await provider.reply(to: request("GET", "/v1/tree/" + path))
      #expect(reply.status == 200, "\(path)")
      guard case .list(let list)? = ValuePath(dotted: "content").value(in: try json(reply))?.plain else {
        break
      }
      for record in list.values {
        let path = ValuePath(dotted: "path").value(in: record)?.templateText ?? ""
        let isFolder = ValuePath(dotted: "kind").value(in: record)?.templateText == "folder"
        if isFolder { waiting.append(path) } else { files += 1 }
      }
    }
    #expect(asked > 2 && asked < 500 && files > 10, "\(asked) folders, \(files) files")
  }
}
