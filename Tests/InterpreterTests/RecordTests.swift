import HTTP
import Interpreter
import JSON
import Language
import Programs
import Storage
import Testing
import Values

/// What becomes of records and replies: deletions, filters, portions of fields, jobs, queues, rules.
struct RecordTests {
  @Test func `a marked record is gone before keep is asked`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      keep: record.kind == 'x'
      deletions: {type: flag, when: "has(record.deleted) && record.deleted"}
      """,
      bodies: [
        #"{"data": [{"id": 1, "kind": "x"}, {"id": 2, "kind": "y"}, {"id": 3, "kind": "y", "deleted": true}]}"#
      ])
    let page = try #require(await tryOut.read().pages.first)
    #expect(page.records.map(\.key) == ["1"])
    #expect(page.gone.names == ["3"])
    #expect(page.filtered == 1)
    #expect(page.read == 3)
  }

  @Test func `records that do not say whether they are kept are told of`() async throws {
    let things =
      #"{"data": [{"id": 1, "left": true}, {"id": 2, "left": false}, {"id": 3, "left": null}, {"id": 4}]}"#
    func outcome(_ keep: String) async throws -> TryOut.Outcome {
      try await TryOut(
        "read: {get: /things}\npages: {type: none}\nkeep: \"\(keep)\"", bodies: [things]
      ).read()
    }
    let unsure = try await outcome("record.left != true")
    #expect(unsure.remarks == [.undecided] && unsure.keys == ["2", "3"])
    let sure = try await outcome("record.?left.orValue(false) != true")
    #expect(sure.remarks.isEmpty && sure.keys == ["2", "3", "4"])
  }

  @Test(arguments: [
    "keep: record.kind.startsWith('y')\ndeletions: {type: listing}",
    "keep: record.kind == 'y'\ndeletions: {type: listing}",
    "deletions: {type: flag, when: record.kind.startsWith('x')}",
  ]) func `a record that cannot be judged costs itself, and nothing is gone by it`(_ stream: String)
    async throws
  {
    let outcome = try await TryOut(
      "read: {get: /things}\npages: {type: none}\n\(stream)",
      bodies: [
        stream.contains("==")
          ? #"{"data": [{"id": 1, "kind": "y"}, {"id": 2}, {"id": 3, "kind": "y"}]}"#
          : #"{"data": [{"id": 1, "kind": "y"}, {"id": 2, "kind": 7}, {"id": 3, "kind": "y"}]}"#
      ]
    ).read()
    #expect(outcome.failure == nil)
    #expect(outcome.keys == ["1", "3"] && outcome.remarks == [.undecided])
    #expect(!outcome.isWhole)
  }

  @Test(arguments: ["text", "text.inner"])
  func `records that are text are read each for itself`(_ path: String) async throws {
    let messages =
      #"{"data": [{"text": "{\"id\": 1}"}, {"text": "no JSON"}, {"text": "{\"id\": 2, \"inner\": \"{\\\"id\\\": 3}\"}"}, {"no": 1}]}"#
    let outcome = try await TryOut(
      "read: {get: /things}\npages: {type: none}", records: "{from: body.data, unwrap: \(path)}",
      bodies: [messages]
    ).read()
    #expect(outcome.failure == nil && outcome.keys == (path == "text" ? ["1", "2"] : ["3"]))
    // What has no key is for the quarantine; left out, it would seem to be gone.
    #expect(outcome.pages.first?.records.count == 4 && !outcome.isWhole)
  }

  @Test func `a list in which one alone is no list loses nobody`() async throws {
    let outcome = try await TryOut(
      "read: {get: /things}\npages: {type: none}", records: "{from: body.data, explode: people}",
      bodies: [
        #"{"data": [{"people": {"id": 1}}, {"people": [{"id": 2}, {"id": 3}]}, {"people": null}, {}, {"people": ""}]}"#
      ]
    ).read()
    #expect(outcome.failure == nil && outcome.keys == ["1", "2", "3"])
  }

  @Test(arguments: [#""maintenance""#, "3", "true", "[]", "null", "{}"])
  func `a reply that is something else is the provider's doing`(_ body: String) async throws {
    let outcome = try await TryOut("read: {get: /things}\npages: {type: none}", bodies: [body]).read()
    #expect(outcome.failure?.kind == .provider)
  }

  @Test func `text that is no JSON leads to where it is read by itself`() async throws {
    let outcome = try await TryOut(
      "read: {get: /things}\npages: {type: none}", records: "\"body.data.map(m, parseJson(m))\"",
      bodies: [#"{"data": ["{}", "no JSON"]}"#]
    ).read()
    #expect(outcome.failure?.kind == .provider && outcome.failure?.message.contains("`unwrap`") == true)
  }

  @Test func `a record is called gone by what it has beside its key`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      deletions: {type: flag, when: "has(record.deleted)", key: at.path}
      """,
      bodies: [
        #"""
        {"data": [{"id": 1, "at": {"path": "/a"}}, {"deleted": true, "at": {"path": "/b"}},
          {"deleted": true, "at": {"path": "/c"}}, {"id": 3, "at": {"path": "/c"}},
          {"id": 4, "at": {"path": "/d"}}, {"deleted": true, "at": {"path": "/d"}}]}
        """#
      ])
    let page = try #require(await tryOut.read().pages.first)
    // What the page says last holds: one came after the deletion by the same name, another one before it.
    #expect(page.records.map(\.key) == ["1", "3"])
    #expect(page.records.map(\.deletionKey) == ["/a", "/c"])
    #expect(
      page.gone.aliases == ["/b", "/d"] && page.gone.replacedAliases == ["/c"] && page.gone.keys.isEmpty)
  }

  @Test func `a record that is marked and then there again is there`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      deletions: {type: flag, when: "has(record.deleted)"}
      """,
      bodies: [
        #"{"data": [{"id": 1, "deleted": true}, {"id": 1}, {"id": 2}, {"id": 2, "deleted": true}]}"#
      ])
    let page = try #require(await tryOut.read().pages.first)
    #expect(page.records.map(\.key) == ["1"])
    #expect(page.gone.keys == ["2"])
  }

  private static let csv = """
    read: {get: /things}
    pages: {type: none}
    decode: {type: csv}
    deletions: {type: listing}
    """

  private static func lines(_ count: Int) -> String {
    "id,name\n" + (0..<count).map { "\($0),n\($0)\n" }.joined()
  }

  @Test(arguments: [(0, [0]), (1, [1]), (1_000, [1_000]), (2_500, [1_000, 1_000, 500])])
  func `a long list is read in portions, and only the last one ends it`(
    _ count: Int, _ portions: [Int]
  ) async throws {
    let tryOut = try await TryOut(Self.csv, records: "body", bodies: [Self.lines(count)])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil)
    #expect(outcome.pages.map(\.records.count) == portions)
    #expect(outcome.pages.map(\.isEndOfListing) == portions.indices.map { $0 == portions.count - 1 })
    #expect(Set(outcome.keys).count == count)
    #expect(tryOut.client.requests.count == 1)
  }

  @Test func `a page is divided so that what it says is said once, at the right end`() async throws {
    let records = (0..<7).map { #"{"id": \#($0), "at": "/\#($0)"}"# }
    let body =
      #"{"data": [{"gone": true, "at": "/3"}, {"gone": true, "at": "/x"}, \#(records.joined(separator: ","))]}"#
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      deletions: {type: flag, when: has(record.gone), key: at}
      """, bodies: [body])
    let page = try #require(await tryOut.read().pages.first)
    let portions = page.portions(of: 3)
    #expect(portions.flatMap(\.records).map(\.key) == page.records.map(\.key))
    #expect(portions.map(\.records.count) == [3, 3, 1] && portions.map(\.read) == [3, 3, 3])
    #expect(
      portions.map(\.isPortion) == [true, true, false] && portions.map(\.isEnd) == [false, false, true])
    #expect(portions.map(\.gone.replacedAliases) == [["/3"], [], []])
    #expect(portions.map(\.gone.aliases) == [[], [], ["/x"]])
    #expect(portions.map(\.checkpoints.isEmpty) == [true, true, page.checkpoints.isEmpty])
    #expect(page.portions(of: 7).count == 1)
  }

  @Test func `a long list that is damaged further on ends nothing`() async throws {
    let tryOut = try await TryOut(
      Self.csv, records: "body", bodies: [Self.lines(1_500) + "1500,a,b,c,d\n"])
    let outcome = await tryOut.read()
    #expect(outcome.pages.map(\.isEndOfListing) == [false])
    #expect(outcome.failure?.message.contains("line 1502") == true)
    #expect(outcome.kept == [.begun(stream: "things", slice: "")])
  }

  static let keys: [(paths: [String], record: String, key: String?)] = [
    (["id"], #"{"id": "a:b%"}"#, "a:b%"), (["id"], #"{"id": 12345678901234567890}"#, "12345678901234567890"),
    (["a.b", "c"], #"{"a": {"b": "x:%"}, "c": 7}"#, "x%3A%25:7"), (["id"], "{}", nil),
    (["id"], #"{"id": null}"#, nil), (["id"], #"{"id": ""}"#, nil), (["id"], #"{"id": {"a": 1}}"#, nil),
    (["id", "x"], #"{"id": 1}"#, nil),
  ]

  @Test(arguments: keys.indices) func `a key is a scalar or there is none`(_ place: Int) throws {
    let (paths, record, key) = Self.keys[place]
    #expect(RecordKey(paths).text(of: .json(try JSONDocument(text: record).root)) == key)
  }

  @Test(arguments: [
    (["id"], #"{"name": "a"}"#, "`id` is missing or empty"),
    (
      ["id"], #""solo""#,
      "it is no object, its type is string; `records` can make one of each, `x.map(v, {'id': v})`"
    ),
    (["site", "person.id"], #"{"site": 1, "person": {"id": null}}"#, "`person.id` is missing or empty"),
    (
      ["@odata.id"], #"{"@odata.id": "/a"}"#,
      "`@odata.id` is a path, and a key with a dot in it stands between backticks"
    ),
  ])
  func `what a record lacks of its key is said`(_ paths: [String], _ record: String, _ words: String) throws {
    let record = Value.json(try JSONDocument(text: record).root)
    #expect(RecordKey(paths).absence(in: record) == "the record has no key: \(words)")
  }

  @Test func `another stream tells what is gone`() async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: none}",
      rest: """
          others:
            read: {get: /others}
            records: body.data
            key: id
            with: {kind: other}
            pages: {type: none}
            deletions: {type: stream, stream: things, key: about, when: record.kind == with.kind}
        """,
      bodies: [
        #"{"data": [{"id": 1, "about": 77, "kind": "other"}, {"id": 2, "about": 78, "kind": "else"}]}"#
      ])
    let page = try #require(await tryOut.read().pages.first)
    #expect(page.deletions.map(\.stream) == ["others"])
    #expect(page.deletions.map(\.keys) == [["77"]])
  }

  @Test func `fields are asked for in portions and joined by the key`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: cursor, token: body.next, send: {query: after}}
      fields: {names: [a, b, c], send: {query: fields}, at_once: 2}
      """,
      bodies: [
        #"{"data": [{"id": 1, "a": 1, "b": 1}, {"id": 2, "a": 2}], "next": "x"}"#,
        #"{"data": [{"id": 2, "c": 20}, {"id": 1, "c": 10}], "next": "y"}"#, #"{"data": []}"#,
        #"{"data": []}"#,
      ])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil)
    #expect(
      tryOut.client.targets == [
        "GET /v1/things?fields=a%2Cb", "GET /v1/things?fields=c", "GET /v1/things?fields=a%2Cb&after=x",
        "GET /v1/things?fields=c&after=y",
      ])
    #expect(
      outcome.pages.flatMap(\.records).map(\.json) == [
        #"{"id":1,"a":1,"b":1,"c":10}"#, #"{"id":2,"a":2,"c":20}"#,
      ])
    #expect(outcome.remarks == [])
  }

  /// One may have come between the two requests; what stays away from one of them is there all the same.
  @Test func `portions that differ are asked for once more, and show nothing to be gone`() async throws {
    let both = (
      #"{"data": [{"id": 1, "a": 1}, {"id": 2, "a": 2}]}"#,
      #"{"data": [{"id": 1, "b": 1}, {"id": 2, "b": 2}]}"#
    )
    let one = #"{"data": [{"id": 1, "a": 1}]}"#
    for (bodies, isWhole) in [([one, both.1, both.0, both.1], true), ([one, both.1, one, both.1], false)] {
      let tryOut = try await TryOut(
        "read: {get: /things}\npages: {type: none}\nfields: {names: [a, b], send: {query: fields}, at_once: 1}",
        bodies: bodies)
      let outcome = await tryOut.read()
      #expect(outcome.failure == nil && tryOut.client.unused == 0)
      #expect(outcome.isWhole == isWhole && outcome.remarks == (isWhole ? [] : [.portionsDiffer]))
      #expect(outcome.keys == (isWhole ? ["1", "2"] : ["1"]))
    }
  }

  @Test func `a job is started, awaited, downloaded elsewhere without credentials, and deleted`() async throws
  {
    let tryOut = try await TryOut(
      """
      job:
        start: {post: /exports, json: {kind: things}}
        id: body.job
        poll: {get: "/exports/${job.id}", every: 5s, at_most: 1m}
        done: body.done
        urls: body.files
        delete: {delete: "/exports/${job.id}"}
      pages: {type: none}
      decode: {type: json}
      """,
      replies: [
        .init(body: #"{"job": 7}"#), .init(body: #"{"done": false}"#),
        .init(
          body:
            #"{"done": true, "files": ["https://files.example.com/1?s=x", "https://files.example.com/2"]}"#),
        .init(body: #"{"data": [{"id": 1}]}"#), .init(body: #"{"data": [{"id": 2}]}"#), .init(status: 204),
      ])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil, "\(outcome.failure.map(\.description) ?? "")")
    #expect(outcome.keys == ["1", "2"])
    #expect(outcome.isWhole)
    #expect(
      tryOut.written == [
        #"POST /v1/exports {"kind":"things"}"#, "GET /v1/exports/7", "GET /v1/exports/7", "GET /1?s=x",
        "GET /2",
        "DELETE /v1/exports/7",
      ])
    let downloads = tryOut.client.requests.filter { $0.address.host == "files.example.com" }
    #expect(downloads.allSatisfy { $0.headers["Authorization"] == nil })
  }

  @Test func `where the files of a job lie may take one more call`() async throws {
    let tryOut = try await TryOut(
      """
      job:
        start: {post: /reports}
        id: body.report
        poll: {get: "/reports/${job.id}", every: 5s, at_most: 1m}
        done: body.status == 'DONE'
        find: {get: "/documents/${job.done.document}", urls: "[body.url]"}
        delete: {delete: "/documents/${job.done.document}"}
      pages: {type: none}
      """,
      bodies: [
        #"{"report": "r"}"#, #"{"status": "DONE", "document": "d"}"#,
        #"{"url": "https://files.example.com/1?s=x"}"#, #"{"data": [{"id": 1}]}"#, "{}",
      ])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil, "\(outcome.failure.map(\.description) ?? "")")
    #expect(outcome.keys == ["1"])
    #expect(
      tryOut.written == [
        "POST /v1/reports", "GET /v1/reports/r", "GET /v1/documents/d", "GET /1?s=x",
        "DELETE /v1/documents/d",
      ])
  }

  @Test(arguments: ["null", "\"\"", "{}"]) func `a job that names no address is no job without files`(
    _ url: String
  )
    async throws
  {
    let tryOut = try await TryOut(
      """
      job:
        start: {post: /exports}
        id: body.job
        poll: {get: "/exports/${job.id}"}
        done: body.done
        urls: body.files
      pages: {type: none}
      """,
      bodies: [
        #"{"job": 7}"#, "{\"done\": true, \"files\": [\(url), \"/1\"]}", #"{"data": [{"id": 1}]}"#,
        #"{"data": [{"id": 1}]}"#,
      ])
    let outcome = await tryOut.read()
    #expect(outcome.failure?.kind == .provider && !outcome.isWhole)
  }

  @Test func `a job that takes too long is given up`() async throws {
    let tryOut = try await TryOut(
      """
      job:
        start: {post: /exports}
        id: body.job
        poll: {get: "/exports/${job.id}", every: 5s, at_most: 12s}
        done: body.done
        download: {get: "/exports/${job.id}/file"}
      pages: {type: none}
      """, bodies: [#"{"job": 7}"#] + Array(repeating: #"{"done": false}"#, count: 9))
    #expect(await tryOut.read().failure?.isPassing == true)
    #expect(tryOut.client.requests.count == 4)
  }

  @Test func `what was read of a queue is acknowledged after its page, never before`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /events}
      pages: {type: until_empty}
      acknowledge: {request: {delete: "/events/${headers['x-id']}"}}
      """,
      replies: [
        .init(headers: [("X-Id", "m1")], body: #"{"data": [{"id": 1}]}"#), .init(status: 204),
        .init(headers: [("X-Id", "m2")], body: #"{"data": [{"id": 2}]}"#), .init(status: 204),
        .init(body: #"{"data": []}"#),
      ])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil)
    #expect(
      tryOut.client.targets == [
        "GET /v1/events", "DELETE /v1/events/m1", "GET /v1/events", "DELETE /v1/events/m2", "GET /v1/events",
      ])
  }

  struct Rule: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let errors: String
    let reply: ScriptedClient.Reply
    var kind: FailureKind?
    var code: String?
    var remarks: [Remark.Kind] = []
    var isWhole = false
  }

  static let rules: [Rule] = [
    Rule(
      testDescription: "an error with status 200",
      errors: "[{when: has(body.err), kind: quota, code: body.err}]",
      reply: .init(body: #"{"err": "e1"}"#), kind: .quota, code: "e1"),
    Rule(
      testDescription: "the first that fits counts",
      errors: "[{status: [403], kind: quota}, {status: [4xx], kind: request}]", reply: .init(status: 403),
      kind: .quota),
    Rule(testDescription: "unlisted 403", errors: "[]", reply: .init(status: 403), kind: .permission),
    Rule(testDescription: "unlisted 404", errors: "[]", reply: .init(status: 404), kind: .not_found),
    Rule(
      testDescription: "a condition that does not fit the body of an error",
      errors: "[{when: body.error.code == 'x', kind: quota}]",
      reply: .init(status: 422, body: "<html>"), kind: .request),
    Rule(
      testDescription: "an error in XML",
      errors: "[{when: body.Error.Code == 'NoKey', kind: credentials, code: body.Error.Code}]",
      reply: .init(status: 403, body: "<?xml version=\"1.0\"?>\n<Error><Code>NoKey</Code></Error>"),
      kind: .credentials, code: "NoKey"),
    Rule(
      testDescription: "a page for people is no XML", errors: "[{when: has(body.html), kind: quota}]",
      reply: .init(status: 400, body: "<html><body>Bad</body></html>"), kind: .request),
    Rule(
      testDescription: "empty", errors: "[{status: [404], then: empty}]", reply: .init(status: 404),
      isWhole: true),
    Rule(testDescription: "nothing at all", errors: "[]", reply: .init(status: 200), kind: .provider),
    Rule(testDescription: "blanks", errors: "[]", reply: .init(status: 200, body: " \r\n"), kind: .provider),
    Rule(
      testDescription: "nothing, which the provider means", errors: "[{when: body == null, then: empty}]",
      reply: .init(status: 200), isWhole: true),
    Rule(
      testDescription: "nothing, as the status says", errors: "[]", reply: .init(status: 204), isWhole: true),
    Rule(
      testDescription: "skip_stream", errors: "[{status: [403], then: skip_stream}]",
      reply: .init(status: 403),
      remarks: [.notAvailable]),
  ]

  @Test(arguments: rules) func `replies mean what the rules say`(_ rule: Rule) async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: none}\nerrors: \(rule.errors)", replies: [rule.reply])
    let outcome = await tryOut.read()
    #expect(outcome.failure?.kind == rule.kind, "\(outcome.failure.map(\.description) ?? "")")
    #expect(outcome.failure?.code == rule.code)
    #expect(outcome.remarks == rule.remarks)
    #expect(outcome.isWhole == rule.isWhole)
  }

  @Test(arguments: ["has(body.error)", "body.code == 'x'"])
  func `a list has no fields to tell of errors`(_ condition: String) async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: none}\nerrors: [{when: \"\(condition)\", kind: quota}]",
      records: "body", bodies: [#"[{"id": 1}]"#])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil && outcome.isWhole)
  }

  struct Empty: Sendable {
    let records: String
    let body: String
    let failure: String?
  }

  @Test(arguments: [
    Empty(records: "body.r.items.item", body: "<r><items/></r>", failure: nil),
    Empty(records: "body.r.item", body: "<r><count>0</count></r>", failure: nil),
    Empty(
      records: "body.r.items.item", body: "<r><error>x</error></r>",
      failure: "the reply has no `body.r.items.item`, where its records should be; "
        + "`body.r.items.?item.orValue([])` where the provider leaves an empty list out"),
  ])
  func `an element that is a list may be missing in XML`(_ example: Empty) async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      decode: {type: xml, lists: [item]}
      """, records: example.records, bodies: [example.body])
    let outcome = await tryOut.read()
    #expect(outcome.failure?.message == example.failure)
    #expect(outcome.isWhole == (example.failure == nil))
  }

  /// Of the forms that nothing at all is a whole body of.
  @Test(arguments: [
    ("{type: jsonl}", "body.map(s, {'id': s.id})"),
    ("{type: csv, header: false, columns: [id]}", "body.filter(r, r.id != '')"),
    ("{type: text, lines: true}", "body.filter(l, l != '').map(l, {'id': l})"),
    ("{type: text}", "body.split(',').filter(l, l != '').map(l, {'id': l})"),
  ])
  func `an empty body is an empty list or text to expressions`(_ decode: String, _ records: String)
    async throws
  {
    for body in ["", "\n"] {
      let tryOut = try await TryOut(
        "read: {get: /things}\npages: {type: none}\ndecode: \(decode)", records: "\"\(records)\"",
        bodies: [body])
      let outcome = await tryOut.read()
      #expect(outcome.failure == nil && outcome.isWhole, "\(outcome.failure.map(\.description) ?? "")")
      #expect(outcome.pages.flatMap(\.records).isEmpty)
    }
  }

  @Test func `a secret that the provider sends back is in no failure`() async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: none}\nerrors: [{status: [401], kind: credentials, message: body.error}]",
      replies: [.init(status: 401, body: #"{"error": "the key made-up-key is wrong"}"#)])
    #expect(await tryOut.read().failure?.message == "the key *** is wrong")
  }
}
