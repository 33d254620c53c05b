internal import Diagnostics
internal import JSON
internal import Language
internal import YAML

/// What recordings show and their cases do not say: a smaller page, a cursor, for how long a token is good.
enum TestUnsaidCheck: Check {
  static let rules: [Rule] = [.testPageSizeUnsaid, .testSinceUnsaid, .testLifetimeUnsaid]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete, let tests = context.connector.tests, !tests.document.isPartial else { return }
    let cases = tests.file?[TestFile.cases] ?? []
    for test in cases where !report.touch(test.block) {
      guard let recording = test[TestCase.recording] else { continue }
      if test.block.has("sign_in") {
        checkLifetime(test, recording.value, context, &report)
        checkRefresh(test, recording.value, context, &report)
      } else if let name = test[TestCase.stream]?.value, let stream = context.stream(name),
        !report.touch(stream.value.block),
        let first = context.evidence.of(name)?.exchanges.first(where: {
          $0.recording.name == recording.value
        })?.exchange
      {
        checkPageSize(test, stream, first, cases, &report)
        checkCursor(test, stream, first, cases, context, &report)
      }
    }
  }

  // MARK: Pages

  private static func checkPageSize(
    _ test: TestCase, _ stream: Named<StreamBlock>, _ exchange: Exchange, _ cases: [TestCase],
    _ report: inout FindingList
  ) {
    guard !test.block.has("page_size"),
      let size = stream.value[StreamBlock.pages]?.fieldIfKnown(PageGuards.size),
      let declared = size[PageSize.value], let place = WrittenPlacement(size[PageSize.send], ""),
      let asked = recordedSize(place, exchange), asked != declared
    else { return }
    // Where no case says so, it is the stream that asks for another number.
    let isStream = !cases.contains { $0.block.has("page_size") && $0[TestCase.stream]?.value == stream.name }
    let message = "the recorded request asks for \(asked) records a page, and the stream for \(declared)"
    if isStream, report.all.contains(where: { $0.rule == .testPageSizeUnsaid && $0.message == message }) {
      return
    }
    report.add(
      Finding(
        .testPageSizeUnsaid, message, at: test.block.keyRange("recording"), path: "\(test.block.path)",
        related: [.init("recorded here", at: exchange.targetRange)],
        evidence: [.init("add", "`page_size: \(asked)` to the case")]))
  }

  private static func recordedSize(_ place: WrittenPlacement, _ exchange: Exchange) -> Int? {
    guard place.kind == "query" else { return nil }
    return exchange.query.first { $0.name == place.name }.flatMap { Int($0.value) }
  }

  // MARK: Cursors

  private static func checkCursor(
    _ test: TestCase, _ stream: Named<StreamBlock>, _ exchange: Exchange, _ cases: [TestCase],
    _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard !test.block.has("since"), let changes = stream.value[StreamBlock.changes]?.as(SinceChanges.self),
      !changes.block.has("start"), let place = WrittenPlacement(changes[SinceChanges.send], ""),
      place.kind == "query",
      let sent = exchange.query.first(where: { $0.name == place.name })
    else { return }
    let alike = cases.filter { other in
      let stream = other[TestCase.stream].flatMap { context.stream($0.value) }
      return !other.block.has("since")
        && stream?.value[StreamBlock.changes]?.node.range == changes.block.node.range
        && context.evidence.exchanges.contains { recorded in
          recorded.recording.name == other[TestCase.recording]?.value
            && recorded.exchange.query.contains { $0.name == place.name && $0.value == sent.value }
        }
    }
    if alike.count > 1 {
      // What several cases ask for is what the stream begins with.
      guard !report.all.contains(where: { $0.rule == .testSinceUnsaid && $0.subject == sent.value }) else {
        return
      }
      report.add(
        Finding(
          .testSinceUnsaid,
          "recorded requests ask for what changed since `\(sent.value)`, and nothing says so",
          at: changes.block.head, about: sent.value, path: "streams.\(stream.name).changes",
          related: [.init("recorded here", at: exchange.targetRange)],
          suggestions: ["start: \"\(sent.value)\""]))
      return
    }
    report.add(
      Finding(
        .testSinceUnsaid,
        "the recorded request asks for what changed since `\(sent.value)`, and the case begins without a cursor",
        at: test.block.keyRange("recording"), path: "\(test.block.path)",
        related: [.init("recorded here", at: exchange.targetRange)],
        evidence: [.init("add", "`since`, the moment with which the run begins")]))
  }

  // MARK: Tokens

  private static func checkRefresh(
    _ test: TestCase, _ recording: String, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let signIn = test[TestCase.signIn], !signIn.block.has("refresh_lasts"),
      let proof = context.proofs(of: test).first(where: { $0.has("refresh_token_lasts") }),
      !report.touch(test.block),
      let reply = context.connector.recording(recording)?.exchanges.first(where: {
        $0.json?.root["refresh_token"] != nil
      })
    else { return }
    report.add(
      Finding(
        .testLifetimeUnsaid,
        "the connector says how long a refresh token is good for, and the case does not say `refresh_lasts`",
        at: test.block.keyRange("sign_in"), path: "\(signIn.block.path)",
        related: [
          .init("recorded here", at: reply.statusRange),
          .init("said here", at: proof.keyRange("refresh_token_lasts")),
        ]))
  }

  private static func checkLifetime(
    _ test: TestCase, _ recording: String, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    guard let signIn = test[TestCase.signIn], !signIn.block.has("lasts") else { return }
    for recorded in context.evidence.exchanges
    where recorded.recording.name == recording && (200..<300).contains(recorded.exchange.status) {
      guard let root = recorded.exchange.json?.root, root.kind == .object,
        let seconds = root.members.first(where: { $0.key.string == "expires_in" })?.value.numberText
      else { continue }
      report.add(
        Finding(
          .testLifetimeUnsaid,
          "the recorded token is good for \(seconds) seconds, and the case does not say `lasts`",
          at: test.block.keyRange("sign_in"), path: "\(signIn.block.path)",
          related: [.init("recorded here", at: recorded.exchange.statusRange)]))
      return
    }
    let keys = ["expires_in", "expires_at", "lasts"]
    for proof in context.proofs(of: test) where !test.block.has("fails") && !report.touch(test.block) {
      guard let key = keys.first(where: proof.has) else { continue }
      report.add(
        Finding(
          .testLifetimeUnsaid,
          "the connector says how long a token is good for, and the case does not say `lasts`",
          at: test.block.keyRange("sign_in"), path: "\(signIn.block.path)",
          related: [.init("said here", at: proof.keyRange(key))]))
      return
    }
  }
}

extension Rule {
  private static let small = twoPages(
    "GET /employees?limit=1", #""next": "c2""#, "GET /employees?limit=1&cursor=c2", #""next": null"#)

  private static func paged(_ more: String, at mark: String = "") -> Example {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}, size: {value: 50, send: {query: limit}}}
        deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    \(small)
    \(testCase(
      recording: marked("    recording: employees", at: mark, "test/page-size-unsaid"), more: more))
    """
  }

  private static func since(_ more: String, at mark: String = "") -> Example {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
        changes: {type: since, field: hired, send: {query: since}, format: date}
        deletions: {type: none}
    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages(
      "GET /employees?since=2026-11-01", #""next": "c2""#, "GET /employees?since=2026-11-01&cursor=c2",
      #""next": null"#))
    \(testCase(
      recording: marked("    recording: employees", at: mark, "test/since-unsaid"), more: more))
    """
  }

  private static func signedIn(_ signIn: String, at mark: String = "") -> Example {
    """
    settings:
      client_id: {type: string, title: Client}
      client_secret: {type: secret, title: Secret of the client}
    auth:
      type: oauth2
      grant: client_credentials
      token_url: https://api.example.com/token
      client_id: ${settings.client_id}
      client_secret: ${settings.client_secret}
    --- connectors/acme/recordings/sign-in.http
    ### a token
    POST https://api.example.com/token
    Content-Type: application/x-www-form-urlencoded

    grant_type=client_credentials

    HTTP 200
    Content-Type: application/json

    {"access_token": "{secret}", "token_type": "Bearer", "expires_in": 3600}
    --- connectors/acme/tests.yaml
    settings: {client_id: made-up, client_secret: made-up}
    cases:
      - name: two pages of employees
        stream: employees
        recording: employees
    \(expectBoth)
      - name: signing in
    \(marked("    sign_in: \(signIn)", at: mark, "test/lifetime-unsaid"))
        recording: sign-in
    """
  }

  static let testPageSizeUnsaid = Rule(
    "test/page-size-unsaid", .warning, .likely, "a recording of smaller pages than the stream asks for",
    page: """
      The recorded request asks for another number of records than the stream does, so that in the test no recorded request fits. \
      `page_size` of the case says that its pages are smaller; or the stream's `size` is not what was recorded.
      """,
    failing: paged("", at: "|recording"), passing: paged("    page_size: 1"))

  static let testSinceUnsaid = Rule(
    "test/since-unsaid", .warning, .likely,
    "a recording of what changed, and a case that begins without a cursor",
    page: """
      A first run reads everything and sends no moment. The recorded request has one, so that it is not what the case would send: say with \
      which cursor the run begins.
      """,
    failing: since("", at: "|recording"), passing: since("    since: \"2026-11-01\""))

  static let testLifetimeUnsaid = Rule(
    "test/lifetime-unsaid", .info, .likely, "a token whose life is recorded and not tested",
    page: """
      The recorded reply says for how long the token is good, and nothing proves that the connector reads it: a token that is taken for \
      longer-lived than it is fails in the middle of a run. `lasts` of the case says what must come of it.
      """,
    failing: signedIn("{streams: [employees]}", at: "|sign_in"),
    passing: signedIn("{streams: [employees], lasts: 1h}"))
}
