import Authentication
import Calling
import Databases
import Dispatch
import HTTP
import Interpreter
import Language
import Programs
import Storage
import Sync
import Synchronization
import TestSupport
import Testing

/// A stream that is read alone is read where its replies are received; of several none holds up the others there.
@Suite(.timeLimit(.minutes(10))) struct ReceivingThreadTests {
  private final class Receiver: TaskExecutor {
    let jobs = Atomic(0)
    private let queue = DispatchQueue(label: "receiver")

    func enqueue(_ job: consuming ExecutorJob) {
      jobs.add(1, ordering: .relaxed)
      let job = UnownedJob(job)
      queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  private struct Client: HTTPClient {
    let provider = PretendProvider(
      (1...9).map { .init(id: $0, name: "Byron", updated: "2026-11-20T08:00:00Z") })
    let thread = Receiver()
    var receiver: (any TaskExecutor)? { thread }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
      try await provider.send(request)
    }
  }

  /// Proves nothing: the pretend provider lets everybody in.
  private struct Nobody: Authenticator {}

  private struct Forgetful: CallMemory {
    func load(_ place: CallMemoryPlace) async -> String? { nil }
    func amend(_ place: CallMemoryPlace, _ body: @Sendable (String?) -> String?) async {}
  }

  private static func stream(_ name: String) -> String {
    """
      \(name):
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: page}}
        deletions: {type: none}

    """
  }

  @Test(arguments: [(["employees"], true), ([], false)])
  func `read where replies are received`(_ named: [String], _ isThere: Bool) async throws {
    var files = ExampleProject.files
    let text = files[ExampleProject.connectorPath, default: ""]
    files[ExampleProject.connectorPath] =
      (text.split(separator: "streams:").first.map(String.init) ?? "")
      + "streams:\n" + Self.stream("employees") + Self.stream("visitors")
    files["mappings/acme/visitors.yaml"] = files["mappings/acme/employees.yaml"]
    let project = ExampleProject.project(files)
    let connector = try #require(project.connector("acme"))
    let program = try ConnectorProgram(connector)
    let clock = ManualClock()
    let store = try await SQLiteStore.open(SQLiteStore.inMemory, SQLiteStore.Options())
    let client = Client()
    let caller = Caller(
      client: client, policy: CallPolicy(), provider: "acme", account: "acme", clock: clock,
      shared: SharedLimits(), memory: Forgetful())
    let session = try await Session.open(
      program, settings: program.settings.values(["api_key": "made-up-key"]), account: [:],
      authenticator: Nobody(), calls: caller, clock: clock)
    var request = SyncRequest()
    request.streams = named
    let run = SyncRun(
      session: session, plan: try SyncPlan(program, connector, models: project.models), store: store,
      integration: try await store.integration(organization: "acme", connector: "acme", name: "acme"),
      request: request, sink: nil, progress: SyncProgress(streams: ["employees", "visitors"]),
      stop: StopSignal())
    let streams = try await run.run().streams
    #expect(streams.count == (isThere ? 1 : 2))
    #expect(streams.allSatisfy { $0.counts.read == 9 && $0.pages == 5 })
    #expect((client.thread.jobs.load(ordering: .relaxed) > 0) == isThere)
  }
}
