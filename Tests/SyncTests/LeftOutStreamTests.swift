import Authentication
import Calling
import Databases
import HTTP
import Interpreter
import Language
import Programs
import Storage
import Sync
import TestSupport
import Testing

/// A stream whose scopes nobody was asked for is left out, and says how to have it; one that is wanted by name fails.
@Suite(.timeLimit(.minutes(10))) struct LeftOutStreamTests {
  /// An account that was connected for other streams.
  private struct Narrow: Authenticator {
    func scopesNotAskedFor(of stream: String) -> [String] { stream == "employees" ? ["people.read"] : [] }
  }

  private struct Forgetful: CallMemory {
    func load(_ place: CallMemoryPlace) async -> String? { nil }
    func amend(_ place: CallMemoryPlace, _ body: @Sendable (String?) -> String?) async {}
  }

  private struct Nobody: HTTPClient {
    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
      throw HTTPFailure(.connection, "nothing may be asked")
    }
  }

  @Test(arguments: [([String](), RunEnd.Outcome.succeeded), (["employees"], .failed)])
  func `a stream that was left out at sign-in`(_ named: [String], _ outcome: RunEnd.Outcome) async throws {
    let project = ExampleProject.project(ExampleProject.files)
    let connector = try #require(project.connector("acme"))
    let program = try ConnectorProgram(connector)
    let clock = ManualClock()
    var options = SQLiteStore.Options()
    options.clock = clock
    let store = try await SQLiteStore.open(SQLiteStore.inMemory, options)
    let caller = Caller(
      client: Nobody(), policy: CallPolicy(), provider: "acme", account: "acme", clock: clock,
      shared: SharedLimits(), memory: Forgetful())
    let session = try await Session.open(
      program, settings: program.settings.values(["api_key": "made-up-key"]), account: [:],
      authenticator: Narrow(), calls: caller, clock: clock)
    var request = SyncRequest()
    request.streams = named
    let run = SyncRun(
      session: session, plan: try SyncPlan(program, connector, models: project.models), store: store,
      integration: try await store.integration(organization: "acme", connector: "acme", name: "acme"),
      request: request, sink: nil, progress: SyncProgress(streams: ["employees"]), stop: StopSignal())
    let stream = try #require(try await run.run().streams.first)
    #expect(stream.outcome == outcome)
    #expect(stream.pages == 0)
    let problem = try #require(stream.problems.first)
    #expect(problem.contains("`people.read`") && problem.contains("connector auth login acme employees"))
  }

  /// One that others are read for is read all the same.
  @Test func `a stream without a mapping is named`() throws {
    var files = ExampleProject.files
    files[ExampleProject.connectorPath]? += """
        teams:
          read: {get: /teams}
          records: body.data
          key: id
          pages: {type: none}
        shifts:
          read: {get: "/teams/${team.id}/shifts"}
          records: body.data
          key: id
          pages: {type: none}
          for_each: {type: parent, stream: teams, as: team}

      """
    let project = ExampleProject.project(files)
    let connector = try #require(project.connector("acme"))
    let plan = try SyncPlan(ConnectorProgram(connector), connector, models: project.models)
    #expect(plan.unmapped == ["shifts"])
  }
}
