import HTTP
import Interpreter
import Programs
import Storage
import Testing
import Values

/// What a run reads after an earlier one, and what it leaves for the next.
struct ChangeTests {
  static let since = """
    read: {get: /things}
    pages: {type: cursor, token: body.next, send: {query: after}}
    changes: {type: since, field: at, send: {query: since}, overlap: 5m}
    """

  @Test func `the cursor is the highest moment that was read, minus the overlap`() async throws {
    let tryOut = try await TryOut(
      Self.since,
      bodies: [
        #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}, {"id": 2, "at": "2026-11-20T11:00:00Z"}]}"#,
        #"{"data": []}"#, #"{"data": []}"#,
      ])
    let first = await tryOut.read()
    #expect(first.failure == nil)
    #expect(first.isWhole)
    let second = await tryOut.read(from: first.kept)
    #expect(!second.isWhole)
    _ = await tryOut.read(from: second.kept)
    #expect(
      tryOut.client.targets == [
        "GET /v1/things", "GET /v1/things?since=2026-11-20T10%3A55%3A00Z",
        "GET /v1/things?since=2026-11-20T10%3A55%3A00Z",
      ])
  }

  @Test func `a moment ahead of the clock does not hide what comes before it`() async throws {
    let tryOut = try await TryOut(
      Self.since, bodies: [#"{"data": [{"id": 1, "at": "2999-01-01T00:00:00Z"}]}"#, #"{"data": []}"#])
    _ = await tryOut.read(from: await tryOut.read().kept)
    #expect(tryOut.client.targets.last == "GET /v1/things?since=2026-11-20T11%3A55%3A00Z")
  }

  @Test(arguments: [
    // Between the two something may have changed that nobody has read.
    ("2026-11-20T11:30:00Z", "2026-11-20T10%3A55%3A00Z"), ("2036-01-01", "2026-11-20T10%3A55%3A00Z"),
    ("2026-11-01", "2026-11-20T11%3A40%3A00Z"),
  ])
  func `a given cursor moves the kept one only where nothing is left out`(_ given: String, _ next: String)
    async throws
  {
    let tryOut = try await TryOut(
      Self.since,
      bodies: [
        #"{"data": [{"id": 1, "at": "2026-11-20T11:00:00Z"}]}"#,
        #"{"data": [{"id": 2, "at": "2026-11-20T11:45:00Z"}]}"#, #"{"data": []}"#,
      ])
    let first = await tryOut.read()
    var options = ReadOptions()
    options.since = given
    let second = await tryOut.read(from: first.kept, options: options)
    #expect(second.keys == ["2"])
    _ = await tryOut.read(from: second.kept)
    #expect(tryOut.client.targets.last == "GET /v1/things?since=\(next)")
  }

  @Test func `a moment to begin with is where the first run begins, unless it is to come`() async throws {
    for (given, next) in [
      ("2026-11-01", "GET /v1/things?since=2026-10-31T23%3A55%3A00Z"), ("2036-01-01", "GET /v1/things"),
    ] {
      let tryOut = try await TryOut(Self.since, bodies: [#"{"data": []}"#, #"{"data": []}"#])
      var options = ReadOptions()
      options.since = given
      _ = await tryOut.read(from: await tryOut.read(options: options).kept)
      #expect(tryOut.client.targets.last == next)
    }
  }

  @Test func `a listing with a record that does not say which one it is shows not all there is`() async throws
  {
    let stream = "read: {get: /things}\npages: {type: none}\ndeletions: {type: listing}"
    for (record, isWhole) in [(#"{"id": 2}"#, true), (#"{"id": null}"#, false), (#"{"name": "x"}"#, false)] {
      let tryOut = try await TryOut(stream, bodies: [#"{"data": [{"id": 1}, \#(record)]}"#])
      #expect(await tryOut.read().isWhole == isWhole)
    }
  }

  @Test func `where the provider leaves out the very moment, ties are asked for all the same`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: since, field: at, send: {query: since}, inclusive: false}
      """, bodies: [#"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}]}"#, #"{"data": []}"#])
    _ = await tryOut.read(from: await tryOut.read().kept)
    #expect(tryOut.client.targets.last == "GET /v1/things?since=2026-11-20T09%3A59%3A59Z")
  }

  @Test func `a run that stopped goes on at its page, with the cursor it began with`() async throws {
    let tryOut = try await TryOut(
      Self.since,
      bodies: [
        #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}], "next": "b"}"#,
        #"{"data": [{"id": 2, "at": "2026-11-20T09:00:00Z"}], "next": "c"}"#, #"{"data": []}"#,
        #"{"data": []}"#,
      ])
    var options = ReadOptions()
    options.readsAhead = false
    let stopped = await tryOut.read(options: options, most: 1)
    let resumed = await tryOut.read(from: stopped.kept, options: options)
    #expect(resumed.keys == ["2"])
    #expect(!resumed.isWhole)
    _ = await tryOut.read(from: resumed.kept, options: options)
    #expect(
      tryOut.client.targets == [
        "GET /v1/things", "GET /v1/things?after=b", "GET /v1/things?after=c",
        // Also the moments of the pages before the stop count.
        "GET /v1/things?since=2026-11-20T09%3A55%3A00Z",
      ])
  }

  @Test(arguments: ["since, field: at, send: {query: since}", "filter, field: at"])
  func `what changes on pages that are behind is not hidden by what changes on those to come`(
    _ changes: String
  ) async throws {
    let clock = StillClock("2026-11-20T12:00:00.5Z")
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: cursor, token: body.next, send: {query: after}}
      changes: {type: \(changes)}
      """,
      replies: [
        .init(body: #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}], "next": "b"}"#),
        .init(body: #"{"data": [{"id": 2, "at": "2026-11-20T12:30:00Z"}]}"#),
        .init(
          body:
            #"{"data": [{"id": 1, "at": "2026-11-20T12:00:00Z"}, {"id": 2, "at": "2026-11-20T12:30:00Z"}]}"#),
      ], clock: clock)
    var options = ReadOptions()
    options.readsAhead = false
    let stopped = await tryOut.read(options: options, most: 1)
    try await clock.sleep(for: .seconds(3600))
    let later = try await tryOut.reopened(at: clock)
    let resumed = await later.read(from: stopped.kept, options: options)
    #expect(resumed.keys == ["2"])
    // The first one was changed while nobody looked: in the second in which it was read, and before the other one.
    #expect(await later.read(from: resumed.kept, options: options).keys == ["1", "2"])
  }

  @Test func `a page position that the provider forgot is no failure`() async throws {
    let tryOut = try await TryOut(
      Self.since,
      replies: [
        .init(body: #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}], "next": "b"}"#),
        .init(status: 400, body: #"{"error": "no such page"}"#),
        .init(body: #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}], "next": null}"#),
      ])
    var options = ReadOptions()
    options.readsAhead = false
    let stopped = await tryOut.read(options: options, most: 1)
    let resumed = await tryOut.read(from: stopped.kept, options: options)
    #expect(resumed.failure == nil)
    #expect(resumed.keys == ["1"])
    #expect(resumed.remarks == [.positionLost])
  }

  @Test func `a listing that tells what is gone is read from its beginning`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: cursor, token: body.next, send: {query: after}}
      deletions: {type: listing}
      """, bodies: [#"{"data": [{"id": 1}], "next": "b"}"#, #"{"data": [{"id": 1}]}"#])
    var options = ReadOptions()
    options.readsAhead = false
    let stopped = await tryOut.read(options: options, most: 1)
    #expect(stopped.kept == [.begun(stream: "things", slice: "")])
    #expect(await tryOut.read(from: stopped.kept, options: options).isWhole)
    #expect(tryOut.client.targets == ["GET /v1/things", "GET /v1/things"])
  }

  @Test func `time is read window by window`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: window, from: {query: from}, to: {query: to}, format: date, step: 7d, start: "2026-11-01", overlap: 2d}
      """,
      bodies: Array(repeating: #"{"data": []}"#, count: 4))
    let first = await tryOut.read()
    #expect(first.failure == nil)
    _ = await tryOut.read(from: first.kept)
    #expect(
      tryOut.client.targets == [
        "GET /v1/things?from=2026-11-01&to=2026-11-07", "GET /v1/things?from=2026-11-08&to=2026-11-14",
        "GET /v1/things?from=2026-11-15&to=2026-11-20", "GET /v1/things?from=2026-11-18&to=2026-11-20",
      ])
  }

  /// A record of half a second before the second window begins lies in one of them: `<= 11:59:59` would leave it out.
  @Test(arguments: [
    ("", ["10%3A00%3A00Z&to=2026-11-20T11%3A00%3A00Z", "11%3A00%3A00Z&to=2026-11-20T12%3A00%3A00Z"]),
    (
      ", precision: second",
      ["10%3A00%3A00Z&to=2026-11-20T10%3A59%3A59Z", "11%3A00%3A00Z&to=2026-11-20T11%3A59%3A59Z"]
    ),
    (
      ", end_inclusive: false",
      ["10%3A00%3A00Z&to=2026-11-20T11%3A00%3A00Z", "11%3A00%3A00Z&to=2026-11-20T12%3A00%3A00Z"]
    ),
  ])
  func `nothing lies between two windows`(_ keys: String, _ windows: [String]) async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: window, from: {query: from}, to: {query: to}, step: 1h, start: "2026-11-20T10:00:00Z"\(keys)}
      """, bodies: Array(repeating: #"{"data": []}"#, count: 3))
    _ = await tryOut.read()
    #expect(tryOut.client.targets.prefix(2) == windows.map { "GET /v1/things?from=2026-11-20T\($0)" }[...])
  }

  @Test func `a run that stopped goes on with the next window`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: window, from: {query: from}, to: {query: to}, format: date, step: 10d, start: "2026-11-01"}
      """, bodies: Array(repeating: #"{"data": []}"#, count: 2))
    var options = ReadOptions()
    options.readsAhead = false
    let stopped = await tryOut.read(options: options, most: 1)
    #expect(await tryOut.read(from: stopped.kept, options: options).pages.last?.isEnd == true)
    #expect(tryOut.client.targets.last == "GET /v1/things?from=2026-11-11&to=2026-11-20")
  }

  @Test func `where records do not tell, the next run begins where this one began`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: since, send: {query: since}, overlap: 5m}
      """, bodies: Array(repeating: #"{"data": [{"id": 1}]}"#, count: 2))
    let first = await tryOut.read()
    #expect(first.remarks == [])
    _ = await tryOut.read(from: first.kept)
    #expect(tryOut.client.targets == ["GET /v1/things", "GET /v1/things?since=2026-11-20T11%3A55%3A00Z"])
  }

  @Test(arguments: [
    ("Fri, 20 Nov 2026 11:57:00 GMT", "52%3A00Z"), ("Fri, 20 Nov 2026 12:03:00 GMT", "55%3A00Z"),
    ("Thu, 01 Jan 1970 00:00:00 GMT", "55%3A00Z"), ("tomorrow", "55%3A00Z"),
  ])
  func `what changes while the provider's clock is behind is not overlooked`(_ date: String, _ end: String)
    async throws
  {
    for changes in [
      "{type: since, send: {query: since}, overlap: 5m}",
      "{type: window, from: {query: since}, to: {query: to}, step: 30d, start: \"2026-11-01\", overlap: 5m}",
    ] {
      let reply = ScriptedClient.Reply(headers: [("Date", date)], body: #"{"data": [{"id": 1}]}"#)
      let tryOut = try await TryOut(
        "read: {get: /things}\npages: {type: none}\nchanges: \(changes)", replies: [reply, reply])
      _ = await tryOut.read(from: tryOut.read().kept)
      #expect(tryOut.client.targets.last?.contains("since=2026-11-20T11%3A\(end)") == true)
    }
  }

  @Test func `clocks that do not say their zone are read and written in the zone that is given`() async throws
  {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes:
        type: since
        field: at
        field_format: yyyy-MM-dd HH:mm:ss
        send: {query: since}
        format: yyyy-MM-dd HH:mm
        zone: America/New_York
        overlap: 1h
      """, bodies: [#"{"data": [{"id": 1, "at": "2026-11-20 05:30:10"}]}"#, #"{"data": []}"#])
    let first = await tryOut.read()
    #expect(first.kept.first?.state.contains("2026-11-20T10:30:10Z") == true)
    _ = await tryOut.read(from: first.kept)
    #expect(tryOut.client.targets.last == "GET /v1/things?since=2026-11-20%2004%3A30")
  }

  /// Berlin shows the time from two to three twice on 25 October 2026: who changes at ten past two for the second time seems to have done so
  /// before who changed at ten to three.
  @Test(arguments: [
    ("2026-10-25 02:50", "2026-10-25 01:50"), ("2026-10-25 01:50", "2026-10-25 01:50"),
    ("2026-10-25 03:10", "2026-10-25 03:10"), ("2026-03-29 03:10", "2026-03-29 03:10"),
  ]) func `what changes while clocks are put back is asked for`(_ last: String, _ since: String) async throws
  {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: since, field: at, send: {query: since}, format: "yyyy-MM-dd HH:mm", zone: Europe/Berlin}
      """, bodies: [#"{"data": [{"id": 1, "at": "\#(last)"}]}"#, #"{"data": []}"#])
    _ = await tryOut.read(from: tryOut.read().kept)
    let written = since.replacing(" ", with: "%20").replacing(":", with: "%3A")
    #expect(tryOut.client.targets.last == "GET /v1/things?since=\(written)")
  }

  /// Clocks of New York go back on 1 November 2026 and forward on 14 March 2027.
  @Test(arguments: [
    ("2026-11-03T12:00:00Z", "2026-10-30T04:00:00Z", ["10-30", "10-31", "11-01", "11-02", "11-03"]),
    ("2027-03-16T03:00:00Z", "2027-03-12T05:00:00Z", ["03-12", "03-13", "03-14", "03-15"]),
  ])
  func `days of a zone may have 23 or 25 hours`(now: String, start: String, days: [String]) async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: window, from: {query: from}, to: {query: to}, format: MM-dd, step: 1d, start: "\(start)", zone: America/New_York}
      """, bodies: Array(repeating: #"{"data": []}"#, count: 9), now: now)
    _ = await tryOut.read()
    #expect(tryOut.client.targets == days.map { "GET /v1/things?from=\($0)&to=\($0)" })
  }

  @Test func `windows that a run read whole show what is gone in them`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: cursor, token: body.next, send: {query: after}}
      changes: {type: window, from: {query: from}, to: {query: to}, format: date, step: 10d, start: "2026-11-01"}
      deletions: {type: listing, within: date}
      """,
      bodies: [
        #"{"data": [{"id": 1}], "next": "b"}"#, #"{"data": [{"id": 2}]}"#, #"{"data": []}"#,
        #"{"data": [{"id": 1}], "next": "b"}"#, #"{"data": [{"id": 2}]}"#, #"{"data": []}"#,
      ])
    var options = ReadOptions()
    options.readsAhead = false
    let whole = await tryOut.read(options: options)
    #expect(whole.pages.map { $0.listedTime?.lowerBound.description } == [nil, nil, "2026-11-01T00:00:00Z"])
    #expect(whole.pages.last?.listedTime?.upperBound.description == "2026-11-21T00:00:00Z")
    // Of the window in which a run stopped, the beginning was seen by that run only.
    let stopped = await tryOut.read(options: options, most: 1)
    let resumed = await tryOut.read(from: stopped.kept, options: options)
    #expect(resumed.pages.last?.listedTime?.lowerBound.description == "2026-11-11T00:00:00Z")
  }

  static let token = """
    read: {get: /things}
    pages: {type: cursor, token: body.next, send: {query: page}}
    changes: {type: token, token: body.sync, send: {query: sync}, restart_when: status == 410, lasts: 7d}
    """

  @Test func `the token of the last page begins the next run`() async throws {
    let tryOut = try await TryOut(
      Self.token,
      bodies: [
        #"{"data": [{"id": 1}], "next": "b"}"#, #"{"data": [{"id": 2}], "sync": "s1"}"#,
        #"{"data": [], "sync": "s2"}"#,
      ])
    let first = await tryOut.read()
    let second = await tryOut.read(from: first.kept)
    #expect(first.isWhole && !second.isWhole)
    #expect(tryOut.client.targets == ["GET /v1/things", "GET /v1/things?page=b", "GET /v1/things?sync=s1"])
    #expect(second.kept.first?.state.contains(#""token":"s2""#) == true)
  }

  @Test(arguments: ["string(last.version)", "string(records[0].version)"])
  func `a token made of a record outlives pages and runs without records`(_ token: String) async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: cursor, token: body.next, send: {query: page}}
      changes: {type: token, token: "\(token)", send: {query: after}}
      """,
      bodies: [
        #"{"data": [{"id": 1, "version": 7}], "next": "b"}"#, #"{"data": []}"#, #"{"data": []}"#,
        #"{"data": [{"id": 1, "version": 9}]}"#, #"{"data": []}"#,
      ])
    var kept = await tryOut.read().kept
    for _ in 0..<3 {
      let outcome = await tryOut.read(from: kept)
      #expect(outcome.failure == nil, "\(outcome.failure.map(\.description) ?? "")")
      kept = outcome.kept
    }
    #expect(
      tryOut.client.targets == [
        "GET /v1/things", "GET /v1/things?page=b", "GET /v1/things?after=7", "GET /v1/things?after=7",
        "GET /v1/things?after=9",
      ])
  }

  @Test func `a token that ended makes everything be read anew`() async throws {
    let tryOut = try await TryOut(
      Self.token,
      replies: [
        .init(body: #"{"data": [{"id": 1}], "sync": "s1"}"#), .init(status: 410, body: "{}"),
        .init(body: #"{"data": [{"id": 1}], "sync": "s2"}"#),
      ])
    let first = await tryOut.read()
    let second = await tryOut.read(from: first.kept)
    #expect(second.failure == nil)
    #expect(second.remarks == [.restarted])
    #expect(second.isWhole)
    #expect(tryOut.client.targets.last == "GET /v1/things")
  }

  @Test func `a provider that always says to begin anew is a failure`() async throws {
    let tryOut = try await TryOut(
      Self.token,
      replies: [.init(body: #"{"data": [{"id": 1}], "sync": "s1"}"#)]
        + Array(repeating: .init(status: 410, body: "{}"), count: 3))
    let second = await tryOut.read(from: await tryOut.read().kept)
    #expect(second.failure?.status == 410)
    #expect(tryOut.client.unused == 1)
  }

  @Test func `a reply that holds everything may say that it is a fresh start`() async throws {
    let tryOut = try await TryOut(
      Self.token.replacing("restart_when: status == 410", with: "restart_when: body.reset"),
      bodies: [
        #"{"data": [{"id": 1}], "reset": true, "next": "b"}"#,
        #"{"data": [{"id": 2}], "reset": true, "sync": "s1"}"#,
        #"{"data": [], "reset": false, "sync": "s2"}"#,
        #"{"data": [{"id": 1}], "reset": true, "sync": "s3"}"#,
        #"{"data": [{"id": 1}], "reset": true, "sync": "s4"}"#,
      ])
    let first = await tryOut.read()
    let second = await tryOut.read(from: first.kept)
    let third = await tryOut.read(from: second.kept)
    #expect([first, second, third].allSatisfy { $0.failure == nil })
    #expect(first.remarks == [] && second.remarks == [] && third.remarks == [.restarted])
    #expect(
      tryOut.client.targets == [
        "GET /v1/things", "GET /v1/things?page=b", "GET /v1/things?sync=s1", "GET /v1/things?sync=s2",
        "GET /v1/things",
      ])
  }

  @Test func `only if changed`() async throws {
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: none}\nchanges: {type: conditional, by: etag}",
      replies: [
        .init(headers: [("ETag", "\"v1\"")], body: #"{"data": [{"id": 1}]}"#), .init(status: 304),
        .init(status: 304),
      ])
    let first = await tryOut.read()
    let second = await tryOut.read(from: first.kept)
    #expect(second.failure == nil && second.keys == [] && !second.isWhole)
    _ = await tryOut.read(from: second.kept)
    #expect(tryOut.client.requests.map { $0.headers["If-None-Match"] } == [nil, "\"v1\"", "\"v1\""])
  }

  @Test func `old records are dropped here, and end a listing with the newest first`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: cursor, token: body.next, send: {query: after}}
      changes: {type: filter, field: at, ordered: newest_first}
      """,
      bodies: [
        #"{"data": [{"id": 2, "at": "2026-11-20T10:00:00Z"}]}"#,
        #"{"data": [{"id": 3, "at": "2026-11-20T11:00:00Z"}, {"id": 1, "at": "2026-11-20T09:00:00Z"}], "next": "b"}"#,
      ])
    var options = ReadOptions()
    options.readsAhead = false
    let first = await tryOut.read(options: options)
    let second = await tryOut.read(from: first.kept, options: options)
    #expect(second.keys == ["3"])
    #expect(second.pages.map(\.filtered) == [1])
    #expect(second.failure == nil && !second.isWhole)
  }

  @Test func `a listing is whole also where only what is new of it is wanted`() async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: filter, field: at}
      deletions: {type: listing}
      """,
      bodies: [
        #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}, {"id": 2, "at": "2026-11-20T11:00:00Z"}]}"#,
        #"{"data": [{"id": 2, "at": "2026-11-20T11:00:00Z"}]}"#,
      ])
    let first = await tryOut.read()
    let second = await tryOut.read(from: first.kept)
    #expect(first.isWhole && second.isWhole, "what it lacks is gone, in every run")
    #expect(second.keys == ["2"])
  }

  @Test(arguments: ["{type: listing, every: 7d}", "{type: flag, when: 'record.gone == true', every: 7d}"])
  func `a listing that shows all counts what is old as seen between the listings that are due, too`(
    deletions: String
  ) async throws {
    let tryOut = try await TryOut(
      """
      read: {get: /things}
      pages: {type: none}
      changes: {type: filter, field: at}
      deletions: \(deletions)
      """,
      bodies: [
        #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}, {"id": 2, "at": "2026-11-20T11:00:00Z"}]}"#,
        #"{"data": [{"id": 1, "at": "2026-11-20T10:00:00Z"}, {"id": 2, "at": "2026-11-20T11:00:00Z"}]}"#,
      ])
    let first = await tryOut.read()
    let second = await tryOut.read(from: first.kept)
    #expect(second.isWhole, "what it lacks is gone")
    #expect(second.keys == ["1", "2"], "so that what it holds must be seen")
  }

  @Test func `a checkpoint of a newer program is not guessed at`() async throws {
    let tryOut = try await TryOut(Self.since, bodies: [#"{"data": []}"#])
    let foreign = Checkpoint(stream: "things", state: #"{"v": 99, "cursor": "2026-11-20T10:00:00Z"}"#)
    #expect(await tryOut.read(from: [foreign]).failure == nil)
    #expect(tryOut.client.targets == ["GET /v1/things"])
  }
}
