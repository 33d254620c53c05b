import HTTP
import Interpreter
import Language
import Programs
import Storage
import Testing
import Values

/// Streams that are read once for each of something.
struct SliceTests {
  static let owners = """
      owners:
        read: {get: /owners}
        records: body.data
        key: id
        pages: {type: none}
    """

  @Test func `the records of another stream, with fields that are carried over`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/owners/${owner.id}/things"}
      pages: {type: none}
      for_each: {type: parent, stream: owners, as: owner, when: owner.active, carry: {owner: owner.id}}
      """, rest: Self.owners,
      bodies: [
        #"{"data": [{"id": "a/b", "active": true}, {"id": "c", "active": false}, {"id": "d", "active": true}]}"#,
        #"{"data": [{"id": 1}]}"#, #"{"data": [{"id": 2}]}"#,
      ])
    var options = ReadOptions()
    options.parallelSlices = 1
    let outcome = await tryOut.read(options: options)
    #expect(outcome.failure == nil)
    #expect(
      tryOut.client.targets == ["GET /v1/owners", "GET /v1/owners/a%2Fb/things", "GET /v1/owners/d/things"])
    #expect(
      outcome.pages.flatMap(\.records).map(\.json) == [#"{"id":1,"owner":"a/b"}"#, #"{"id":2,"owner":"d"}"#])
    #expect(outcome.isWhole)
    #expect(outcome.checkpoints.keys.sorted() == ["a/b", "d"])
  }

  /// Without the part that is missing the address is that of something else.
  @Test(arguments: [
    ("${owner.links.things}", "there is no field 'things'", "/things"),
    ("/owners/${owner.code}/things", "there is no field 'code'", "/owners//things"),
    ("/owners${owner.?code.optMap(c, '/' + c)}", nil, "/owners"),
  ])
  func `nothing is called when a part of its address is missing`(
    _ path: String, _ words: String?, _ target: String
  ) async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "\(path)"}
      pages: {type: none}
      for_each: {type: parent, stream: owners, as: owner}
      """, rest: Self.owners, bodies: [#"{"data": [{"id": "a", "links": {}}]}"#, #"{"data": []}"#])
    let outcome = await tryOut.read()
    #expect(outcome.failure?.message == words)
    #expect(tryOut.client.targets.dropFirst() == (words == nil ? ["GET /v1\(target)"] : []))
  }

  /// Parents as a store keeps them.
  struct Kept: ParentSource {
    let records: [ParentRecord]

    func parents(of stream: String, after key: String?, limit: Int) -> [ParentRecord]? {
      Array(records.filter { $0.key > key ?? "" }.prefix(1))
    }
  }

  @Test func `parents that are kept are not read again, and only changed ones are read for`() async throws {
    let stream = """
      read: {get: "/owners/${parent.id}/things"}
      pages: {type: none}
      for_each: {type: parent, stream: owners, changed_only: true}
      """
    let tryOut = try await TryOut(
      stream, rest: Self.owners, bodies: Array(repeating: #"{"data": []}"#, count: 3))
    var options = ReadOptions()
    options.parallelSlices = 1
    let first = Kept(records: [.init(key: "a", json: #"{"id":"a"}"#), .init(key: "b", json: #"{"id":"b"}"#)])
    let one = await tryOut.read(options: options, parents: first)
    let second = Kept(records: [
      .init(key: "a", json: #"{"id":"a"}"#), .init(key: "b", json: #"{"id":"b","n":1}"#),
    ])
    let two = await tryOut.read(from: one.kept, options: options, parents: second)
    #expect(two.failure == nil && !two.isWhole)
    #expect(
      tryOut.client.targets == [
        "GET /v1/owners/a/things", "GET /v1/owners/b/things", "GET /v1/owners/b/things",
      ])
  }

  /// A part that is no more is one that nothing names: told of once and forgotten, and not missing for ever.
  @Test func `a part that is gone is forgotten, and what it held with it`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/owners/${parent.id}/things"}
      pages: {type: none}
      for_each: {type: parent, stream: owners}
      errors: [{status: [410], then: gone}]
      """, rest: Self.owners,
      replies: [
        .init(body: #"{"data": [{"id": 1}]}"#), .init(body: #"{"data": [{"id": 2}]}"#),
        .init(body: #"{"data": [{"id": 1}]}"#), .init(status: 410), .init(body: #"{"data": [{"id": 1}]}"#),
        .init(status: 410),
      ])
    var options = ReadOptions()
    options.parallelSlices = 1
    let parents = Kept(records: [
      .init(key: "a", json: #"{"id":"a"}"#), .init(key: "b", json: #"{"id":"b"}"#),
    ])
    var outcome = await tryOut.read(options: options, parents: parents)
    #expect(outcome.checkpoints.keys.sorted() == ["a", "b"])
    for _ in 1...2 {
      outcome = await tryOut.read(from: outcome.kept, options: options, parents: parents)
      #expect(outcome.failure == nil && outcome.isWhole)
      #expect(outcome.remarks == [.gone] && outcome.pages.flatMap(\.remarks).allSatisfy { !$0.isIncomplete })
      #expect(outcome.checkpoints.keys.sorted() == ["a"])
    }
  }

  /// Of which of several records, or of all there are, is not said.
  @Test(arguments: ["", "for_each: {type: batch, stream: owners, value: id, size: 2}"])
  func `what is no part is not gone`(_ each: String) async throws {
    let query = each.isEmpty ? "" : ", query: {ids: \"${batch.join(',')}\"}"
    let tryOut = try await TryOut(
      "read: {get: /things\(query)}\npages: {type: cursor, token: body.?next, send: {query: after}}\n"
        + "errors: [{status: [410], then: gone}]\n\(each)",
      rest: Self.owners, replies: [.init(body: #"{"data": [], "next": 1}"#), .init(status: 410)])
    let parents = Kept(records: [
      .init(key: "a", json: #"{"id":"a"}"#), .init(key: "b", json: #"{"id":"b"}"#),
    ])
    #expect(await tryOut.read(parents: parents).failure?.kind == .not_found)
  }

  private static func batches(_ then: String) -> String {
    """
    read: {get: /things, query: {ids: "${batch.join(',')}"}}
    pages: {type: none}
    for_each: {type: batch, stream: owners, value: id, size: 5}
    errors: [{status: [404], then: \(then)}]
    """
  }

  /// One id that the provider does not know costs itself, and not those that were asked for with it.
  @Test(arguments: ["gone", "skip_record"])
  func `a batch with a bad id is asked for in parts`(_ then: String) async throws {
    let tryOut = try await TryOut(
      Self.batches(then), rest: Self.owners,
      replies: [
        .init(status: 404), .init(body: #"{"data": [{"id": 1}, {"id": 2}]}"#), .init(status: 404),
        .init(status: 404),
        .init(body: #"{"data": [{"id": 4}, {"id": 5}]}"#),
      ])
    var options = ReadOptions()
    options.parallelSlices = 1
    let parents = Kept(records: (1...5).map { .init(key: "\($0)", json: #"{"id":"\#($0)"}"#) })
    let outcome = await tryOut.read(options: options, parents: parents)
    #expect(outcome.failure == nil)
    #expect(
      tryOut.client.targets.map { $0.replacing("%2C", with: ",") }
        == ["1,2,3,4,5", "1,2", "3,4,5", "3", "4,5"].map { "GET /v1/things?ids=\($0)" })
    #expect(outcome.keys == ["1", "2", "4", "5"])
    // Nobody has ever read what is left out, so that nothing of it is missing.
    #expect(outcome.isWhole && outcome.remarks == [then == "gone" ? .gone : .neverRead])
    let kept = (1...5).map { Checkpoint(stream: "things", slice: "\($0)", state: #"{"v":1}"#) }
    let again = try await TryOut(
      Self.batches(then), rest: Self.owners,
      replies: [.init(status: 404), .init(status: 404), .init(status: 404)]
        + Array(repeating: .init(body: #"{"data": []}"#), count: 5))
    let second = await again.read(from: kept, options: options, parents: parents)
    #expect(second.failure == nil && second.isWhole == (then == "gone"))
  }

  /// What looks alike is not the same: an accent with its letter, and one behind it.
  @Test func `keys are told apart byte by byte`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: since, field: at, send: {query: since}}
      deletions: {type: flag, when: record.gone}
      """,
      bodies: [
        "{\"data\": [{\"id\": \"\u{E9}\", \"at\": \"2026-01-01T00:00:00Z\", \"gone\": true}, "
          + "{\"id\": \"e\u{301}\", \"at\": \"2026-01-01T00:00:00Z\", \"gone\": false}]}"
      ])
    let outcome = await tryOut.read()
    #expect(outcome.pages.flatMap(\.gone.keys).map { Array($0.utf8) } == [Array("\u{E9}".utf8)])
    #expect(outcome.keys.map { Array($0.utf8) } == [Array("e\u{301}".utf8)])
  }

  @Test func `only ids whose records changed go into a batch`() async throws {
    let stream = """
      read: {get: /things, query: {ids: "${ids.join(',')}"}}
      pages: {type: none}
      for_each: {type: batch, stream: owners, value: id, size: 2, as: ids, changed_only: true}
      """
    let tryOut = try await TryOut(
      stream, rest: Self.owners, bodies: Array(repeating: #"{"data": []}"#, count: 4))
    func kept(_ numbers: [Int]) -> Kept {
      Kept(
        records: zip(["a", "b", "c"], numbers).map { .init(key: $0, json: #"{"id":"\#($0)","n":\#($1)}"#) })
    }
    let first = await tryOut.read(parents: kept([1, 1, 1]))
    #expect(first.isWhole && first.checkpoints.keys.sorted() == ["", "a", "b", "c"])
    let second = await tryOut.read(from: first.kept, parents: kept([1, 1, 1]))
    #expect(second.failure == nil && !second.isWhole)
    let third = await tryOut.read(from: second.kept, parents: kept([2, 1]))
    #expect(
      tryOut.client.targets == [
        "GET /v1/things?ids=a%2Cb", "GET /v1/things?ids=c", "GET /v1/things?ids=a",
      ])
    // Who is no more is forgotten, and the cursor of all stays.
    #expect(third.checkpoints.keys.sorted() == ["", "a", "b"])
    var options = ReadOptions()
    options.isFull = true
    _ = await tryOut.read(from: third.kept, options: options, parents: kept([2, 1]))
    #expect(tryOut.client.targets.last == "GET /v1/things?ids=a%2Cb")
  }

  @Test func `an id of a batch that was not given is asked for again`() async throws {
    let stream = """
      read: {get: /things, query: {ids: "${ids.join(',')}"}}
      pages: {type: none}
      for_each: {type: batch, stream: owners, value: id, size: 2, as: ids, changed_only: true}
      """
    let bodies = ["a", "c", "b"].map { #"{"data": [{"id": "\#($0)"}]}"# }
    let tryOut = try await TryOut(stream, rest: Self.owners, bodies: bodies)
    let parents = Kept(records: ["a", "b", "c"].map { .init(key: $0, json: #"{"id":"\#($0)"}"#) })
    var kept = await tryOut.read(parents: parents).kept
    kept = await tryOut.read(from: kept, parents: parents).kept
    _ = await tryOut.read(from: kept, parents: parents)
    #expect(
      tryOut.client.targets == [
        "GET /v1/things?ids=a%2Cb", "GET /v1/things?ids=c", "GET /v1/things?ids=b",
      ])
  }

  /// What came to be before the cursor is where it is would never be asked for.
  @Test(arguments: [
    (
      "parent, stream: owners, as: ids, state: shared", "ids.id",
      ["a", "a?since=2", "b", "b?since=2", "a", "b?since=2"]
    ),
    (
      "batch, stream: owners, value: id, size: 2, as: ids", "ids.join('-')",
      ["a", "b", "a?since=2", "b?since=2", "a", "b?since=2"]
    ),
  ]) func `what is new among slices that share a cursor is read from its beginning`(
    _ kind: String, _ name: String, _ targets: [String]
  ) async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/things/${\(name)}"}
      pages: {type: none}
      changes: {type: since, field: at, send: {query: since}}
      for_each: {type: \(kind)}
      """, rest: Self.owners,
      bodies: Array(repeating: #"{"data": [{"id": 1, "at": "2026-03-01T00:00:00Z"}]}"#, count: 6))
    func kept(_ ids: String...) -> Kept {
      Kept(records: ids.map { .init(key: $0, json: #"{"id":"\#($0)"}"#) })
    }
    let first = await tryOut.read(parents: kept("a"))
    let second = await tryOut.read(from: first.kept, parents: kept("a", "b"))
    // Who went away and is back is new as well.
    let third = await tryOut.read(from: second.kept, parents: kept("b"))
    let fourth = await tryOut.read(from: third.kept, parents: kept("a", "b"))
    #expect(fourth.failure == nil)
    #expect(fourth.checkpoints.keys.sorted() == ["", "a", "b"])
    #expect(
      tryOut.client.targets.map { $0.dropFirst("GET /v1/things/".count).prefix(9) } == targets.map { $0[...] }
    )
  }

  @Test func `a list in parents of which one alone is no list loses nobody`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/things/${unit.id}"}
      pages: {type: none}
      for_each: {type: parent, stream: owners, each: units, as: unit}
      """, rest: Self.owners,
      bodies: [
        #"{"data": [{"id": 1, "units": {"id": "a"}}, {"id": 2, "units": [{"id": "b"}]}, {"id": 3, "units": null}, {"id": 4}, {"id": 5, "units": ""}]}"#,
        #"{"data": []}"#, #"{"data": []}"#,
      ])
    var options = ReadOptions()
    options.parallelSlices = 1
    _ = await tryOut.read(options: options)
    #expect(tryOut.client.targets == ["GET /v1/owners", "GET /v1/things/a", "GET /v1/things/b"])
  }

  @Test func `several kinds multiply, and a slice that is no more is forgotten`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/${kind}/${state}"}
      pages: {type: none}
      for_each:
        - {type: list, of: "['x', 'y']", as: kind}
        - {type: list, of: "['open', 'closed']", as: state}
      """, bodies: Array(repeating: #"{"data": []}"#, count: 4))
    var options = ReadOptions()
    options.parallelSlices = 1
    let gone = Checkpoint(stream: "things", slice: "z:open", state: #"{"v":1}"#)
    let outcome = await tryOut.read(from: [gone], options: options)
    #expect(
      tryOut.client.targets == ["GET /v1/x/open", "GET /v1/x/closed", "GET /v1/y/open", "GET /v1/y/closed"])
    #expect(outcome.pages.last?.forgottenSlices == ["z:open"])
    #expect(outcome.pages.map(\.isEnd) == [false, false, false, true])
  }

  @Test func `ids in batches share one cursor`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things, query: {ids: "${ids.join(',')}"}}
      pages: {type: none}
      changes: {type: since, field: at, send: {query: since}}
      for_each: {type: batch, stream: owners, value: id, size: 2, as: ids}
      """, rest: Self.owners,
      bodies: [
        #"{"data": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}"#,
        #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}]}"#,
        #"{"data": [{"id": 2, "at": "2026-11-20T09:00:00Z"}]}"#,
      ])
    let outcome = await tryOut.read()
    #expect(outcome.failure == nil)
    #expect(tryOut.client.targets == ["GET /v1/owners", "GET /v1/things?ids=a%2Cb", "GET /v1/things?ids=c"])
    #expect(outcome.pages.first?.checkpoints.map(\.slice) == ["a", "b"])
    #expect(outcome.checkpoints[""]?.state == #"{"v":1,"cursor":"2026-11-20T10:00:00Z"}"#)
  }

  @Test func `items are discovered when the run begins`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/tables/${table}"}
      pages: {type: none}
      for_each: {type: discovered, request: {get: /tables}, items: body.tables, as: table}
      """, bodies: [#"{"tables": ["t1"]}"#, #"{"data": []}"#])
    #expect(await tryOut.read().isWhole)
    #expect(tryOut.client.targets == ["GET /v1/tables", "GET /v1/tables/t1"])
  }

  @Test func `a parent that is left out leaves the listing incomplete`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/things/${item}"}
      pages: {type: none}
      for_each: {type: list, of: "['a', 'b']"}
      errors: [{status: [404], then: skip_record}]
      """,
      replies: [404, 200, 200, 200, 404, 200, 404, 200].enumerated().map { number, status in
        .init(status: status, body: #"{"data": [{"id": \#(number)}]}"#)
      })
    var options = ReadOptions()
    options.parallelSlices = 1
    // What was never read has left nothing behind.
    let first = await tryOut.read(options: options)
    #expect(first.keys == ["1"] && first.remarks == [.neverRead] && first.isWhole)
    let second = await tryOut.read(from: first.kept, options: options)
    #expect(second.keys == ["2", "3"] && second.remarks == [] && second.isWhole)
    for isFull in [false, true] {
      options.isFull = isFull
      let later = await tryOut.read(from: second.kept, options: options)
      #expect(later.keys.count == 1 && later.remarks == [.leftOut])
      #expect(later.pages.last?.isEnd == true && !later.isWhole)
    }
  }

  @Test func `a parent that is left out in the middle leaves the listing incomplete`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/things/${item}"}
      pages: {type: cursor, token: body.next, send: {query: after}}
      for_each: {type: list, of: "['a']"}
      errors: [{status: [404], then: skip_record}]
      """, replies: [.init(body: #"{"data": [{"id": 1}], "next": "x"}"#), .init(status: 404, body: "{}")])
    let outcome = await tryOut.read()
    #expect(outcome.keys == ["1"] && outcome.remarks == [.leftOut] && !outcome.isWhole)
  }

  @Test func `what slices with one cursor leave out is read from its beginning when it is there`()
    async throws
  {
    let tryOut = try await TryOut(
      """
      read: {get: "/things/${item.id}"}
      pages: {type: none}
      changes: {type: since, field: at, send: {query: since}}
      for_each: {type: parent, stream: owners, as: item, state: shared}
      errors: [{status: [404], then: skip_record}]
      """, rest: Self.owners,
      replies: [404, 200, 404, 200, 200, 200].enumerated().map { number, status in
        .init(status: status, body: #"{"data": [{"id": \#(number), "at": "2026-11-20T10:00:00Z"}]}"#)
      })
    let parents = Kept(records: ["a", "b"].map { .init(key: $0, json: #"{"id":"\#($0)"}"#) })
    let first = await tryOut.read(parents: parents)
    #expect(first.remarks == [.neverRead])
    let second = await tryOut.read(from: first.kept, parents: parents)
    _ = await tryOut.read(from: second.kept, parents: parents)
    let since = "?since=2026-11-20T10%3A00%3A00Z"
    #expect(
      tryOut.client.targets == [
        "GET /v1/things/a", "GET /v1/things/b", "GET /v1/things/a", "GET /v1/things/b\(since)",
        "GET /v1/things/a",
        "GET /v1/things/b\(since)",
      ])
  }

  @Test(arguments: [
    ([404, 200, 404, 200], ["1", "3"]), ([200, 200, 200, 403], ["0", "1", "2"]),
    // What may pass is asked for five times.
    ([200] + [Int](repeating: 500, count: 10) + [200], ["0", "11"]),
    // Whoever is down is so for all, and so are the credentials.
    ([Int](repeating: 500, count: 15), []), ([200, 401, 401], ["0"]),
  ])
  func `the others are read where one cannot be, and the failure comes after them`(
    _ statuses: [Int], _ keys: [String]
  ) async throws {
    let replies = statuses.enumerated().map { number, status in
      ScriptedClient.Reply(status: status, body: #"{"data": [{"id": \#(number)}]}"#)
    }
    let tryOut = try await TryOut(
      "read: {get: \"/things/${item}\"}\npages: {type: none}\nfor_each: {type: list, of: \"['a', 'b', 'c', 'd']\"}",
      replies: replies)
    var options = ReadOptions()
    options.parallelSlices = 1
    options.readsOn = true
    let outcome = await tryOut.read(options: options)
    #expect(outcome.keys == keys)
    #expect(outcome.failure?.status == statuses.first { $0 != 200 })
    #expect(!outcome.pages.contains { $0.isEnd || $0.isEndOfListing })
    #expect(tryOut.client.targets.count == statuses.count)
  }

  @Test func `ten in a row that cannot be read are enough`() async throws {
    let tryOut = try await TryOut(
      "read: {get: \"/things/${item}\"}\npages: {type: none}\nfor_each: {type: list, of: \"lists.range(20)\"}",
      replies: (0..<20).map { _ in .init(status: 404) })
    var options = ReadOptions()
    options.parallelSlices = 1
    options.readsOn = true
    #expect(await tryOut.read(options: options).failure?.status == 404)
    #expect(tryOut.client.targets.count == 10)
  }

  @Test func `nothing to be read for is an end all the same`() async throws {
    let tryOut = try await TryOut(
      "read: {get: \"/things/${item}\"}\npages: {type: none}\nfor_each: {type: list, of: \"[]\"}", bodies: [])
    let outcome = await tryOut.read()
    #expect(outcome.pages.map(\.isEnd) == [true])
    #expect(outcome.isWhole)
  }

  @Test func `slices that are asked for at once come in their order`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: "/things/${item}"}
      pages: {type: none}
      for_each: {type: list, of: "['a', 'b', 'c', 'd', 'e']", carry: {slice: item}}
      """, bodies: Array(repeating: #"{"data": [{"id": 1}]}"#, count: 5))
    let outcome = await tryOut.read()
    #expect(outcome.pages.flatMap(\.records).map(\.json) == "abcde".map { #"{"id":1,"slice":"\#($0)"}"# })
  }
}
