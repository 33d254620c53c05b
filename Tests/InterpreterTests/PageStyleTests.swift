import HTTP
import Interpreter
import Language
import Programs
import Testing

/// Every page style from its first page to its end, through the requests that it makes.
struct PageStyleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let stream: String
    let bodies: [String]
    let targets: [String]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "none", stream: "read: {get: /things}\npages: {type: none}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}, {"id": 3}]}"#], targets: ["GET /v1/things"]),
    Case(
      name: "page, short page ends",
      stream:
        "read: {get: /things}\npages: {type: page, send: {query: page}, size: {value: 2, send: {query: per_page}}}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#, #"{"data": [{"id": 3}]}"#],
      targets: (1...3).map { "GET /v1/things?per_page=2&page=\($0)" }),
    Case(
      name: "page, a short page is known to be the last",
      stream:
        "read: {get: /things}\npages: {type: page, send: {query: page}, size: {value: 2}, last: size(records) < page.size}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#, #"{"data": [{"id": 3}]}"#],
      targets: ["GET /v1/things?page=1", "GET /v1/things?page=2"]),
    Case(
      name: "keyset, a short page is known to be the last",
      stream:
        "read: {get: /things}\npages: {type: keyset, by: last.id, send: {query: after}, size: {value: 2}, more: size(records) == page.size}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#, #"{"data": [{"id": 3}]}"#],
      targets: ["GET /v1/things", "GET /v1/things?after=2"]),
    Case(
      name: "page, last says",
      stream:
        "read: {get: /things}\npages: {type: page, start: 0, send: {query: page}, last: page.number + 1 >= body.pages}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}], "pages": 2}"#, #"{"data": [{"id": 3}], "pages": 2}"#],
      targets: ["GET /v1/things?page=0", "GET /v1/things?page=1"]),
    Case(
      name: "offset, total says",
      stream: "read: {get: /things}\npages: {type: offset, send: {query: skip}, total: body.total}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}], "total": 3}"#, #"{"data": [{"id": 3}], "total": 3}"#],
      targets: ["GET /v1/things?skip=0", "GET /v1/things?skip=2"]),
    Case(
      name: "offset in a template, counted from 1",
      stream:
        "read: {get: /things, query: {q: \"at ${page.offset} most ${page.size}\"}}\npages: {type: offset, start: 1, size: {value: 2}}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#, #"{"data": [{"id": 3}]}"#],
      targets: [1, 3, 4].map { "GET /v1/things?q=at%20\($0)%20most%202" }),
    Case(
      name: "cursor",
      stream: "read: {get: /things}\npages: {type: cursor, token: body.next, send: {query: after}}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}], "next": "b c"}"#, #"{"data": [{"id": 3}], "next": ""}"#],
      targets: ["GET /v1/things", "GET /v1/things?after=b%20c"]),
    Case(
      name: "cursor with more",
      stream:
        "read: {post: /list, json: {limit: 2}}\npages: {type: cursor, token: body.next, more: body.more, send: {json: page.after}}",
      bodies: [
        #"{"data": [{"id": 1}, {"id": 2}], "next": 7, "more": true}"#,
        #"{"data": [{"id": 3}], "next": 8, "more": false}"#,
      ],
      targets: [#"POST /v1/list {"limit":2}"#, #"POST /v1/list {"limit":2,"page":{"after":7}}"#]),
    Case(
      name: "next_url, relative",
      stream: "read: {get: /things, query: {a: \"1\"}}\npages: {type: next_url, url: body.next}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}], "next": "things?b=2"}"#, #"{"data": [{"id": 3}]}"#],
      targets: ["GET /v1/things?a=1", "GET /v1/things?b=2"]),
    Case(
      name: "keyset",
      stream:
        "read: {get: /things}\npages: {type: keyset, by: last.id, send: {query: after}, more: body.more}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}], "more": true}"#, #"{"data": [{"id": 3}], "more": false}"#],
      targets: ["GET /v1/things", "GET /v1/things?after=2"]),
    Case(
      name: "continue",
      stream:
        "read: {post: /list, json: {}}\npages: {type: continue, token: body.cursor, more: body.more, read: "
        + "{post: /list/more, json: {cursor: \"${page.token}\"}}}",
      bodies: [
        #"{"data": [{"id": 1}, {"id": 2}], "cursor": "c", "more": true}"#,
        #"{"data": [{"id": 3}], "cursor": "d", "more": false}"#,
      ],
      targets: ["POST /v1/list {}", #"POST /v1/list/more {"cursor":"c"}"#]),
    Case(
      name: "continue with an address, without the body of the first request",
      stream:
        "read: {post: /search, json: {}}\npages: {type: continue, token: body.next, size: {value: 2, send: {json: limit}}, "
        + "read: {get: \"${page.token}\"}}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}], "next": "/more?t=c"}"#, #"{"data": [{"id": 3}]}"#],
      targets: [#"POST /v1/search {"limit":2}"#, "GET /v1/more?t=c"]),
    Case(
      name: "relay",
      stream:
        "read: {post: /graphql, graphql: {query: \"query($after: String) { things(after: $after) { id } }\"}}\npages: {type: relay, connection: body.things}",
      bodies: [
        #"{"data": [{"id": 1}, {"id": 2}], "things": {"pageInfo": {"hasNextPage": true, "endCursor": "e"}}}"#,
        #"{"data": [{"id": 3}], "things": {"pageInfo": {"hasNextPage": false, "endCursor": "f"}}}"#,
      ],
      targets: [
        #"POST /v1/graphql {"query":"query($after: String) { things(after: $after) { id } }"}"#,
        #"POST /v1/graphql {"query":"query($after: String) { things(after: $after) { id } }","variables":{"after":"e"}}"#,
      ]),
    Case(
      name: "until_empty", stream: "read: {get: /things}\npages: {type: until_empty}",
      bodies: [#"{"data": [{"id": 1}, {"id": 2}]}"#, #"{"data": [{"id": 3}]}"#, #"{"data": []}"#],
      targets: ["GET /v1/things", "GET /v1/things", "GET /v1/things"]),
  ]

  @Test(arguments: cases) func `reads from the first page to the last`(_ test: Case) async throws {
    let tryOut = try await TryOut(test.stream, bodies: test.bodies)
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil, "\(outcome.failure.map(\.description) ?? "")")
    #expect(outcome.keys == ["1", "2", "3"])
    #expect(tryOut.written == test.targets)
    #expect(outcome.isWhole)
    #expect(outcome.remarks == [])
  }

  @Test(arguments: [
    #"<https://api.example.com/v1/things?p=9>; rel="prev first", <https://api.example.com/v1/things?p=2,3>; rel="next""#,
    "</v1/things?p=9>; title='a, b; c'; rel='prev', </v1/things?p=2,3>; rel='next'",
    "</v1/things?p=2,3>; title='tis; rel=next",
  ]) func `the header Link leads on`(_ link: String) async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: link_header}",
      replies: [
        .init(headers: [("Link", link)], body: #"{"data": [{"id": 1}]}"#),
        .init(body: #"{"data": [{"id": 2}]}"#),
      ])
    let outcome = await tryOut.read()
    #expect(outcome.keys == ["1", "2"])
    #expect(tryOut.written == ["GET /v1/things", "GET /v1/things?p=2,3"])
  }

  @Test(arguments: [
    "<https://api.example.com/v1/things?p=2; rel=\"next\"", "https://api.example.com/v1/things?p=2; rel=next",
    "</v1/things?p=1>; rel=prev, /v1/things?p=2; rel=next",
    "</v1/things?p=1>; rel=prev; title=\"1, </v1/things?p=2>; rel=next",
    "</v1/things?p=1>; rel=prev; title=\"1, </v1/things?p=2>; rel=\"next\"", "</v1/things?p=2>; rel=\"next",
  ]) func `a header Link that cannot be read is no end`(_ link: String) async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: link_header}",
      replies: [.init(headers: [("Link", link)], body: #"{"data": [{"id": 1}]}"#)])
    let outcome = await tryOut.read()
    #expect(outcome.failure?.message.hasPrefix("the header `Link` cannot be read") == true)
    #expect(!outcome.isWhole)
  }

  @Test(arguments: ["", " , ", "</v1/things?p=1>; rel=\"prev\"", "</a.css>; rel=preload; as=style,"])
  func `a header Link without a next page is an end`(_ link: String) async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: link_header}",
      replies: [.init(headers: [("Link", link)], body: #"{"data": [{"id": 1}]}"#)])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil && outcome.isWhole)
  }

  /// Pages of a provider, and what was read of them when 50 records at once were asked for.
  struct Doubt: Sendable, CustomTestStringConvertible {
    let name: String
    let sizes: [Int]
    var last = ScriptedClient.Reply(body: #"{"data": []}"#)
    var says = false
    var testDescription: String { name }
  }

  private static func page(_ ids: Range<Int>) -> String {
    #"{"data": [\#(ids.map { "{\"id\": \($0)}" }.joined(separator: ","))]}"#
  }

  static let doubts = [
    Doubt(name: "no more than 20 at once", sizes: [20, 20, 7], says: true),
    Doubt(name: "fewer in the middle", sizes: [50, 25, 50, 3], says: true),
    Doubt(name: "20 records and no more", sizes: [20]),
    Doubt(name: "some taken out of each", sizes: [37, 50, 41, 3], says: true),
    Doubt(name: "all but one taken out", sizes: [1, 50, 1], says: true),
    Doubt(name: "one record and no more", sizes: [1]),
    Doubt(name: "behind the last page is the first", sizes: [50, 50, 37], last: .init(body: page(0..<50))),
    Doubt(name: "behind the last page is the last", sizes: [50, 50, 37], last: .init(body: page(100..<137))),
    Doubt(name: "no page after the last", sizes: [50, 20], last: .init(status: 404, body: "{}")),
    Doubt(name: "three pages of 16", sizes: [16, 16, 16], says: true),
  ]

  @Test(arguments: doubts, ["page", "offset"])
  func `a short page is doubted`(_ test: Doubt, _ style: String) async throws {
    var first = 0
    var replies = test.sizes.map { size in
      defer { first += size }
      return ScriptedClient.Reply(body: Self.page(first..<first + size))
    }
    replies.append(test.last)
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: \(style), send: {query: n}, size: {value: 50, send: {query: size}}}",
      replies: replies)
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil, "\(outcome.failure.map(\.description) ?? "")")
    #expect(outcome.keys == (0..<first).map(String.init))
    #expect(outcome.isWhole)
    #expect(outcome.remarks == (test.says ? [.smallerPages] : []))
  }

  /// Pages of a provider with the number that it announces on each, when 4 records at once were asked for.
  struct Announcement: Sendable, CustomTestStringConvertible {
    let name: String
    /// How many records a page holds, and how many are announced with it.
    let pages: [(size: Int, total: Int)]
    var last = ScriptedClient.Reply(body: #"{"data": [], "total": 0}"#)
    var style = "offset"
    let calls: Int
    var says = false
    var testDescription: String { name }
  }

  static let announcements = [
    Announcement(name: "two full pages that agree", pages: [(4, 8), (4, 8)], calls: 2),
    Announcement(name: "two full pages that do not", pages: [(4, 9), (4, 8)], calls: 3),
    Announcement(name: "a full page alone is made sure of", pages: [(4, 4)], calls: 2),
    Announcement(name: "a short last page is the last", pages: [(4, 7), (3, 7)], calls: 2),
    Announcement(
      name: "there may be no page behind it", pages: [(4, 4)], last: .init(status: 404, body: "{}"), calls: 2),
    Announcement(
      name: "the number is that of the page", pages: [(4, 4), (4, 4), (3, 3)], calls: 4, says: true),
    Announcement(
      name: "the number is that of the page, numbered", pages: [(4, 4), (4, 4), (1, 1)], style: "page",
      calls: 4,
      says: true),
    Announcement(name: "the number is what is left", pages: [(4, 9), (4, 5), (1, 1)], calls: 4, says: true),
    Announcement(
      name: "what is left is as much as came", pages: [(4, 12), (4, 8), (4, 4)], calls: 4, says: true),
    Announcement(
      name: "what is left behind a key", pages: [(4, 11), (4, 7), (3, 3)], style: "keyset, by: last.id",
      calls: 4,
      says: true),
  ]

  @Test(arguments: announcements)
  func `a number that a full page announces is made sure of`(_ test: Announcement) async throws {
    var first = 0
    var replies = test.pages.map { page in
      defer { first += page.size }
      let records = (first..<first + page.size).map { "{\"id\": \($0)}" }.joined(separator: ",")
      return ScriptedClient.Reply(body: #"{"data": [\#(records)], "total": \#(page.total)}"#)
    }
    replies.append(test.last)
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: \(test.style), send: {query: n}, size: {value: 4}, total: body.total}",
      replies: replies)
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil, "\(outcome.failure.map(\.description) ?? "")")
    #expect(outcome.keys == (0..<first).map(String.init))
    #expect(outcome.isWhole)
    #expect(tryOut.client.requests.count == test.calls)
    #expect(outcome.remarks == (test.says ? [.totalExceeded] : []))
  }

  /// What a provider of 30 records gives where 4 at once are asked for.
  struct Counting: Sendable, CustomTestStringConvertible {
    let name: String
    /// The records after so many that are skipped.
    let page: @Sendable (_ skipped: Int) -> Range<Int>
    var fails = false
    /// Those that are skipped in each call.
    let calls: [Int]
    var testDescription: String { name }
  }

  static let countings = [
    Counting(
      name: "ten at once, whatever is asked for", page: { min($0, 30)..<min($0 + 10, 30) },
      calls: [0, 4, 10, 20, 30]),
    Counting(
      name: "four series of three", page: { min($0 * 3, 30)..<min($0 * 3 + 12, 30) }, fails: true,
      calls: [0, 4]),
    Counting(name: "one page of all", page: { $0 < 4 ? 0..<30 : 30..<30 }, calls: [0, 4, 30]),
  ]

  @Test(arguments: countings)
  func `a page that holds more than was asked for shows what is skipped`(_ test: Counting) async throws {
    let replies = test.calls.map { ScriptedClient.Reply(body: Self.page(test.page($0))) }
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: offset, send: {query: n}, size: {value: 4}}", replies: replies)
    let outcome = await tryOut.read()
    #expect(tryOut.client.requests.map(\.address.target) == test.calls.map { "/v1/things?n=\($0)" })
    let told = outcome.failure?.description ?? ""
    #expect(told.contains("counts something that holds several records") == test.fails, "\(told)")
    if !test.fails { #expect(outcome.isWhole && outcome.keys == (0..<30).map(String.init), "\(told)") }
  }

  /// Pages of a provider that begins each with the record that is named, when 3 records at once were asked for.
  static let inclusive: [(pages: [[(id: Int, at: Int)]], calls: Int)] = [
    ([[(1, 10), (2, 20)], [(2, 20)]], 2),
    ([[(1, 10), (2, 20), (3, 30)], [(3, 30)]], 2),
    ([[(1, 10), (2, 20), (3, 20)], [(2, 20), (3, 20)]], 2),
    ([[(1, 10), (2, 20), (3, 30)], [(3, 30), (4, 40)], [(4, 40)]], 3),
  ]

  @Test(arguments: inclusive)
  func `a page that begins with the record named comes to its end`(
    _ pages: [[(id: Int, at: Int)]], _ calls: Int
  ) async throws {
    let bodies = pages.map { page in
      #"{"data": [\#(page.map { "{\"id\": \($0.id), \"at\": \($0.at)}" }.joined(separator: ","))]}"#
    }
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: keyset, by: last.at, send: {query: from}, size: {value: 3}}",
      bodies: bodies)
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil, "\(outcome.failure.map(\.description) ?? "")")
    #expect(Set(outcome.keys) == Set(pages.joined().map { String($0.id) }))
    #expect(outcome.isWhole && tryOut.client.requests.count == calls)
  }

  @Test func `a provider that gives its only page again has one page`() async throws {
    let body = #"{"data": [\#((0..<30).map { "{\"id\": \($0)}" }.joined(separator: ","))]}"#
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: page, send: {query: n}, size: {value: 50}}", bodies: [body, body])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil && outcome.isWhole && outcome.remarks.isEmpty)
    #expect(outcome.keys == (0..<30).map(String.init))
  }
}

extension TryOut {
  /// Requests as one line each, with their JSON bodies.
  var written: [String] {
    client.requests.map { request in
      let body = request.body.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
      return "\(request.method) \(request.address.target)\(body)"
    }
  }
}
