import Interpreter
import Programs
import Storage
import Testing

/// A stream that is listed once, and whose changes come from a feed ever after.
struct FeedTests {
  static let events = """
    read: {get: /things}
    pages: {type: cursor, token: body.next, send: {query: after}}
    one: {get: "/things/${key}", records: "[body]"}
    changes:
      type: feed
      read: {get: /events, query: {type: thing.*}}
      records: body.data
      record: record.object
      gone: record.type == 'thing.deleted'
      pages: {type: cursor, token: body.next, send: {query: after}}
      follow: {type: since, field: created, send: {query: from}, overlap: 1m}
      lasts: 30d
    """

  static func event(_ id: Int, _ kind: String, at time: String, _ rest: String = "") -> String {
    #"{"type": "thing.\#(kind)", "created": "2026-11-20T\#(time)Z", "object": {"id": \#(id)\#(rest)}}"#
  }

  @Test func `the first run lists, the next one reads what happened since the listing began`() async throws {
    let tryOut = try await TryOut(
      Self.events,
      bodies: [
        #"{"data": [{"id": 1}], "next": "b"}"#, #"{"data": [{"id": 2}]}"#,
        #"{"data": [\#(Self.event(1, "updated", at: "12:01:00", #", "n": 7"#)), \#(Self.event(2, "deleted", at: "12:02:00"))]}"#,
        #"{"data": []}"#,
      ])
    let first = await tryOut.read()
    #expect(first.keys == ["1", "2"])
    #expect(first.isWhole)
    let second = await tryOut.read(from: first.kept)
    #expect(second.failure == nil)
    #expect(second.pages.flatMap(\.records).map(\.json) == [#"{"id":1,"n":7}"#])
    #expect(second.pages.flatMap(\.gone.names) == ["2"])
    #expect(!second.isWhole)
    _ = await tryOut.read(from: second.kept)
    #expect(
      tryOut.client.targets == [
        "GET /v1/things", "GET /v1/things?after=b",
        "GET /v1/events?type=thing.%2A&from=2026-11-20T11%3A59%3A00Z",
        "GET /v1/events?type=thing.%2A&from=2026-11-20T11%3A59%3A00Z",
      ])
  }

  @Test func `pages of a feed do not move as those of the listing may`() async throws {
    let tryOut = try await TryOut(
      Self.events.replacing(
        "pages: {type: cursor, token: body.next, send: {query: after}}\none",
        with: "pages: {type: offset, send: {query: skip}, size: {value: 1}}\none"),
      bodies: [
        #"{"data": [{"id": 1}]}"#, #"{"data": []}"#,
        #"{"data": [\#(Self.event(1, "updated", at: "12:01:00"))], "next": "b"}"#, #"{"data": []}"#,
      ])
    let first = await tryOut.read()
    #expect(first.pages.last?.mayHaveDrifted == true)
    let second = await tryOut.read(from: first.kept)
    #expect(second.pages.count == 2 && second.pages.last?.mayHaveDrifted == false)
  }

  @Test(arguments: [(false, ["1"], [String]()), (true, [String](), ["1"])])
  func `the last word about a record counts`(
    isNewestFirst: Bool, living: [String], gone: [String]
  ) async throws {
    let words = [Self.event(1, "deleted", at: "12:01:00"), Self.event(1, "updated", at: "12:02:00")]
    let tryOut = try await TryOut(
      Self.events + "\n  newest_first: \(isNewestFirst)",
      bodies: [#"{"data": []}"#, "{\"data\": [\(words[0])], \"next\": \"b\"}", "{\"data\": [\(words[1])]}"])
    let outcome = await tryOut.read(from: await tryOut.read().kept)
    // A page that comes later is stored later: across pages only the newest-first order needs memory.
    #expect(outcome.keys == living)
    #expect(outcome.pages.flatMap(\.gone.names) == (isNewestFirst ? gone : ["1"]))
  }

  @Test func `what is heard again and was taken back since does not happen again`() async throws {
    let deleted = Self.event(1, "deleted", at: "11:31:00")
    let restored = Self.event(1, "updated", at: "11:32:00")
    let gone = Self.event(2, "deleted", at: "11:33:00")
    let pages = ["{\"data\": [\(deleted)], \"next\": \"b\"}", "{\"data\": [\(restored)]}"]
    let later = ["{\"data\": [\(restored)], \"next\": \"b\"}", "{\"data\": [\(gone)]}"]
    let tryOut = try await TryOut(Self.events, bodies: pages + pages + later)
    let listed = Checkpoint(
      stream: "things", state: #"{"v": 1, "cursor": "2026-11-20T11:30:00Z", "fed": true}"#)
    let first = await tryOut.read(from: [listed])
    #expect(first.pages.map(\.gone.names) == [["1"], []])
    let second = await tryOut.read(from: first.kept)
    #expect(second.pages.map(\.gone.names) == [[], []] && second.keys == ["1"])
    // Whoever is killed in between begins with the first page again.
    #expect(second.pages.first?.checkpoints.isEmpty == true)
    let third = await tryOut.read(from: second.kept)
    #expect(third.pages.map(\.gone.names) == [[], ["2"]] && third.keys == ["1"])
  }

  @Test(arguments: ["keep: record.type.startsWith('thing')", "keep: \"true\""])
  func `an element of another form costs itself`(_ keep: String) async throws {
    let odd = Self.event(2, "deleted", at: "12:02:00").replacing("\"thing.deleted\"", with: "7")
    let tryOut = try await TryOut(
      Self.events.replacing("record.type == 'thing.deleted'", with: "record.type.endsWith('deleted')")
        + "\n  \(keep)",
      bodies: [
        #"{"data": [{"id": 1}, {"id": 2}, {"id": 3}]}"#,
        #"{"data": [\#(Self.event(1, "updated", at: "12:01:00", #", "n": 7"#)), \#(odd), \#(Self.event(3, "deleted", at: "12:03:00"))]}"#,
      ])
    let outcome = await tryOut.read(from: await tryOut.read().kept)
    #expect(outcome.failure == nil && outcome.remarks == [.undecided])
    #expect(outcome.keys == ["1"] && outcome.pages.flatMap(\.gone.names) == ["3"])
    // Under the key that it has as an event it would become a row of its own.
    #expect(outcome.pages.flatMap(\.doubted).map(\.key) == [nil])
  }

  @Test func `in one page a record is told of once`() async throws {
    let words = [Self.event(1, "updated", at: "12:01:00"), Self.event(1, "deleted", at: "12:02:00")]
    let tryOut = try await TryOut(
      Self.events, bodies: [#"{"data": []}"#, "{\"data\": [\(words.joined(separator: ","))]}"])
    let outcome = await tryOut.read(from: await tryOut.read().kept)
    #expect(outcome.keys == [])
    #expect(outcome.pages.flatMap(\.gone.names) == ["1"])
  }

  @Test func `a feed that only names keys has each record read anew`() async throws {
    let tryOut = try await TryOut(
      Self.events + "\n  again: true",
      bodies: [
        #"{"data": []}"#, #"{"data": [\#(Self.event(7, "updated", at: "12:01:00"))]}"#, #"{"id": 7, "n": 1}"#,
      ])
    let outcome = await tryOut.read(from: await tryOut.read().kept)
    #expect(outcome.pages.flatMap(\.records).map(\.json) == [#"{"id":7,"n":1}"#])
    #expect(tryOut.client.targets.last == "GET /v1/things/7")
  }

  @Test func `a record that was read anew and cannot be judged waits in quarantine`() async throws {
    let tryOut = try await TryOut(
      Self.events + "\n  again: true\nkeep: record.kind == 'x'",
      bodies: [
        #"{"data": []}"#, #"{"data": [\#(Self.event(7, "updated", at: "12:01:00"))]}"#, #"{"id": 7, "n": 1}"#,
      ])
    let outcome = await tryOut.read(from: await tryOut.read().kept)
    #expect(outcome.failure == nil && outcome.remarks == [.undecided] && outcome.keys == [])
    #expect(outcome.pages.flatMap(\.doubted).map(\.key) == ["7"])
  }

  @Test func `a feed that reaches back too little makes the stream be listed`() async throws {
    let tryOut = try await TryOut(Self.events, bodies: [#"{"data": [{"id": 1}]}"#])
    let old = Checkpoint(
      stream: "things", state: #"{"v": 1, "cursor": "2026-10-01T00:00:00Z", "fed": true}"#)
    #expect(await tryOut.read(from: [old]).isWhole)
    #expect(tryOut.client.targets == ["GET /v1/things"])
  }

  static let changes = """
    read: {get: /things}
    pages: {type: cursor, token: body.next, send: {query: after}}
    deletions: {type: listing}
    changes:
      type: feed
      read: {get: /changes}
      records: body.changes
      key: thing
      record: record.?content
      gone: record.removed
      pages: {type: none}
      follow: {type: token, token: body.sync, send: {query: sync}, restart_when: status == 412}
      begin: {get: /changes, token: body.sync}
    errors: [{status: [412], then: empty}]
    """

  @Test func `the token is asked for before the listing`() async throws {
    let tryOut = try await TryOut(
      Self.changes,
      replies: [
        .init(status: 412, body: #"{"sync": "s0"}"#), .init(body: #"{"data": [{"id": 1}, {"id": 2}]}"#),
        .init(
          body:
            #"{"changes": [{"thing": 2, "removed": true}, {"thing": 1, "removed": false, "content": {"id": 1}}], "sync": "s1"}"#
        ),
        .init(body: #"{"changes": [], "sync": "s2"}"#),
      ])
    let first = await tryOut.read()
    #expect(first.failure == nil)
    #expect(first.isWhole)
    let second = await tryOut.read(from: first.kept)
    #expect(second.keys == ["1"])
    #expect(second.pages.flatMap(\.gone.names) == ["2"])
    #expect(!second.isWhole)
    _ = await tryOut.read(from: second.kept)
    #expect(
      tryOut.client.targets == [
        "GET /v1/changes", "GET /v1/things", "GET /v1/changes?sync=s0", "GET /v1/changes?sync=s1",
      ])
  }

  @Test func `a token that the provider forgot makes the stream be listed, with a new token before it`()
    async throws
  {
    let tryOut = try await TryOut(
      Self.changes,
      replies: [
        .init(status: 412, body: "{}"), .init(body: #"{"sync": "s5"}"#),
        .init(body: #"{"data": [{"id": 1}]}"#),
      ])
    let old = Checkpoint(stream: "things", state: #"{"v": 1, "token": "s1", "fed": true}"#)
    let outcome = await tryOut.read(from: [old])
    #expect(outcome.failure == nil)
    #expect(outcome.remarks == [.restarted])
    #expect(outcome.isWhole)
    #expect(outcome.kept.first?.state.contains(#""token":"s5""#) == true)
    #expect(tryOut.client.targets == ["GET /v1/changes?sync=s1", "GET /v1/changes", "GET /v1/things"])
  }

  @Test func `an element that names no record is refused`() async throws {
    let tryOut = try await TryOut(
      Self.changes,
      replies: [.init(body: #"{"changes": [{"removed": false}], "sync": "s1"}"#)])
    let old = Checkpoint(stream: "things", state: #"{"v": 1, "token": "s1", "fed": true}"#)
    #expect(await tryOut.read(from: [old]).pages.flatMap(\.records).map(\.key) == [nil])
  }
}

/// Lists inside of records that come cut off.
struct InnerListTests {
  static let invoices = """
    read: {get: /things}
    pages: {type: none}
    lists:
      path: lines.data
      when: record.lines.more
      read: {get: "/things/${record.id}/lines"}
      records: body.data
      pages: {type: keyset, by: last.n, send: {query: after}, more: body.more}
    """

  @Test func `a list that came cut off is read whole and put in its place`() async throws {
    let tryOut = try await TryOut(
      Self.invoices,
      bodies: [
        #"{"data": [{"id": 1, "lines": {"more": true, "data": [{"n": 1}]}}, {"id": 2, "lines": {"more": false, "data": []}}]}"#,
        #"{"data": [{"n": 1}, {"n": 2}], "more": true}"#, #"{"data": [{"n": 3}], "more": false}"#,
      ])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil)
    #expect(
      outcome.pages.flatMap(\.records).map(\.json) == [
        #"{"id":1,"lines":{"more":true,"data":[{"n":1},{"n":2},{"n":3}]}}"#,
        #"{"id":2,"lines":{"more":false,"data":[]}}"#,
      ])
    #expect(
      tryOut.client.targets == ["GET /v1/things", "GET /v1/things/1/lines", "GET /v1/things/1/lines?after=2"])
  }

  @Test(arguments: ["skip_record", "skip_stream"])
  func `a list that a rule leaves out stays as it came, and that is told`(
    _ then: String
  ) async throws {
    let came = #"{"id":1,"lines":{"more":true,"data":[{"n":1}]}}"#
    let tryOut = try await TryOut(
      Self.invoices + "\nerrors: [{status: [404], then: \(then)}]",
      replies: [.init(body: "{\"data\": [\(came)]}"), .init(status: 404, body: "{}")])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil && outcome.pages.flatMap(\.records).map(\.json) == [came])
    #expect(outcome.remarks == [then == "skip_record" ? .leftOut : .notAvailable])
  }

  @Test func `a list that cannot be read whole fails the stream`() async throws {
    let tryOut = try await TryOut(
      Self.invoices,
      replies: [
        .init(body: #"{"data": [{"id": 1, "lines": {"more": true, "data": []}}]}"#),
        .init(status: 404, body: "{}"),
      ])
    let outcome = await tryOut.read()
    #expect(outcome.failure?.status == 404)
    #expect(outcome.keys == [])
  }
}
