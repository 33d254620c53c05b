import Authentication
import Calling
import Diagnostics
import HTTP
import Interpreter
import Language
import Programs
import Storage
import Synchronization
import TestSupport
import Values

/// Answers from a list of replies, and remembers what was asked.
final class ScriptedClient: HTTPClient {
  struct Reply: Sendable {
    var status = 200
    var headers: [(String, String)] = []
    var body = ""
  }

  private struct State {
    var replies: [Reply]
    var requests: [HTTPRequest] = []
  }

  private let state: Mutex<State>

  init(_ replies: [Reply]) { state = Mutex(State(replies: replies)) }

  convenience init(_ bodies: String...) { self.init(bodies.map { Reply(body: $0) }) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  var targets: [String] { requests.map { "\($0.method) \($0.address.target)" } }
  var unused: Int { state.withLock { $0.replies.count } }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let reply: Reply? = state.withLock { state in
      state.requests.append(request)
      return state.replies.isEmpty ? nil : state.replies.removeFirst()
    }
    guard let reply else { throw HTTPFailure(.noRecording, "nothing answers \(request.address)") }
    return HTTPResponse(
      status: reply.status, headers: HeaderFields(reply.headers.map { .init($0.0, $0.1) }),
      body: Array(reply.body.utf8), address: request.address)
  }
}

/// Makes calls without limits or waits.
struct PlainCalls: Calls {
  let client: any HTTPClient

  func call(_ plan: some CallPlan) async throws(RunFailure) -> HTTPResponse {
    var hasRenewed = false
    for attempt in 1...5 {
      let request = try await plan.request()
      let response: HTTPResponse
      do {
        response = try await client.send(request)
      } catch {
        throw RunFailure(.provider, error.message, at: plan.place, isPassing: error.kind != .noRecording)
      }
      switch try plan.verdict(response) {
      case .accept: return response
      case .throttled: continue
      case .retry(let failure): if attempt == 5 { throw failure }
      case .renewCredentials(let failure):
        if hasRenewed { throw failure }
        hasRenewed = true
        guard try await plan.renew(after: response) else { throw failure }
      case .fail(let failure): throw failure
      }
    }
    throw RunFailure(.quota, "no attempt is left", at: plan.place, isPassing: true)
  }
}

/// Puts a known credential into each request.
struct KnownCredentials: Authenticator {
  func prepare(_ draft: inout RequestDraft) { draft.headers.set("Authorization", "Bearer made-up") }
  func renew(after refused: RefusedCall?) -> Bool { true }
}

/// A clock that stands still, except when somebody sleeps.
final class StillClock: RunClock {
  private let start: Instant
  private let slept = Mutex(Duration.zero)

  init(_ moment: String = "2026-11-20T12:00:00Z") { start = Instant(moment) ?? .epoch }

  var elapsed: Duration { slept.withLock { $0 } }
  var now: Instant {
    start.adding(TimeSpan(nanoseconds: Int64(elapsed / .nanoseconds(1)))) ?? start
  }
  func sleep(for duration: Duration) async throws(CancellationError) { slept.withLock { $0 += duration } }
}

/// A connector with one stream, `things`, and whatever else a test lays over it.
struct TryOut {
  let program: ConnectorProgram
  let client: ScriptedClient
  private(set) var session: Session

  /// `stream` are the keys of `things` besides `records` and `key`; `rest` are further top-level keys.
  init(
    _ stream: String, rest: String = "", records: String = "body.data", replies: [ScriptedClient.Reply],
    now: String = "2026-11-20T12:00:00Z", clock: StillClock? = nil
  ) async throws {
    let text =
      ExampleProject.files[ExampleProject.connectorPath, default: ""].split(separator: "streams:").first.map(
        String.init) ?? ""
    var files = ExampleProject.files
    let indented = stream.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    files[ExampleProject.connectorPath] =
      text + "streams:\n  things:\n    records: \(records)\n    key: id\n" + indented + "\n" + rest + "\n"
    let project = ExampleProject.project(files)
    let errors = project.findings.all.filter { $0.severity == .error }.map { "\($0.message)" }
    struct Unusable: Error { let errors: [String] }
    guard errors.isEmpty, let connector = project.connector("acme") else { throw Unusable(errors: errors) }
    program = try ConnectorProgram(connector)
    client = ScriptedClient(replies)
    session = try await Self.session(program, client, clock ?? StillClock(now))
  }

  private static func session(
    _ program: ConnectorProgram, _ client: ScriptedClient, _ clock: StillClock
  ) async throws -> Session {
    try await Session.open(
      program, settings: program.settings.values(["api_key": "made-up-key"]), account: [:],
      authenticator: KnownCredentials(), calls: PlainCalls(client: client), clock: clock)
  }

  /// The same in a later run.
  func reopened(at clock: StillClock) async throws -> TryOut {
    var later = self
    later.session = try await Self.session(program, client, clock)
    return later
  }

  init(
    _ stream: String, rest: String = "", records: String = "body.data", bodies: [String],
    now: String = "2026-11-20T12:00:00Z"
  ) async throws {
    try await self.init(
      stream, rest: rest, records: records, replies: bodies.map { .init(body: $0) }, now: now)
  }

  /// What came of reading a stream.
  struct Outcome {
    var pages: [ReadPage] = []
    var failure: RunFailure?
    var checkpoints: [String: Checkpoint] = [:]

    var keys: [String] { pages.flatMap(\.records).compactMap(\.key) }
    var remarks: [Remark.Kind] { pages.flatMap(\.remarks).map(\.kind) }
    var isWhole: Bool { pages.last?.isEndOfListing ?? false }
    var kept: [Checkpoint] { Array(checkpoints.values) }
  }

  func read(
    _ name: String = "things", from checkpoints: [Checkpoint] = [], options: ReadOptions = ReadOptions(),
    most: Int = 1000, parents: (any ParentSource)? = nil
  ) async -> Outcome {
    var outcome = Outcome()
    guard let stream = program.stream(name) else { return outcome }
    var reader = StreamReader(session, stream, checkpoints: checkpoints, options: options, parents: parents)
    for checkpoint in checkpoints { outcome.checkpoints[checkpoint.slice] = checkpoint }
    do throws(RunFailure) {
      while outcome.pages.count < most, let page = try await reader.next() {
        outcome.pages.append(page)
        for checkpoint in page.checkpoints { outcome.checkpoints[checkpoint.slice] = checkpoint }
        for slice in page.forgottenSlices { outcome.checkpoints[slice] = nil }
        try await reader.acknowledge(page)
      }
    } catch {
      outcome.failure = error
    }
    return outcome
  }
}
