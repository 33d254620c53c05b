import Authentication
import Calling
import Databases
import Diagnostics
import HTTP
import Interpreter
import Language
import Programs
import Storage
import Sync
import TestSupport
import Testing
import Values

/// Runs read what changed, and now and then everything, so that what is gone is found; whatever happens in between.
@Suite(.timeLimit(.minutes(10))) struct ListingRhythmTests {
  private let clock = ManualClock(goesByItself: false)
  private let provider = PretendProvider([
    .init(id: 1, name: "Byron", updated: "2026-11-20T08:00:00Z"),
    .init(id: 2, name: "Okafor", updated: "2026-11-20T09:00:00Z"),
    .init(id: 3, name: "Nakamura", updated: "2026-11-20T10:00:00Z"),
  ])
  private let store: SQLiteStore
  private let integration: IntegrationRecord
  private let plan: SyncPlan
  private let program: ConnectorProgram

  private static func stream(_ pages: String, _ deletions: String) -> String {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {\(pages), send: {query: page}}
        changes: {type: since, field: updated, send: {query: since}, restart_when: status == 410}
        deletions: {\(deletions), every: 1d, at_most: 50}

    """
  }
  private static let mapping = """
    mapping: 1
    models:
      - model: employee
        fields:
          last_name: lastName
          employment_status: "'active'"

    """

  init() async throws { try await self.init(pages: "type: cursor, token: body.next") }

  private init(pages: String, deletions: String = "type: listing") async throws {
    var files = ExampleProject.files
    let text = files[ExampleProject.connectorPath, default: ""]
    files = [
      ExampleProject.connectorPath: (text.split(separator: "streams:").first.map(String.init) ?? "")
        + Self.stream(pages, deletions),
      "mappings/acme/employees.yaml": Self.mapping,
    ]
    let project = ExampleProject.project(files)
    let connector = try #require(project.connector("acme"))
    try #require(project.findings.all.filter { $0.severity == .error }.map(\.message) == [])
    program = try ConnectorProgram(connector)
    plan = try SyncPlan(program, connector, models: project.models)
    var options = SQLiteStore.Options()
    options.clock = clock
    store = try await SQLiteStore.open(SQLiteStore.inMemory, options)
    integration = try await store.integration(organization: "acme", connector: "acme", name: "acme")
  }

  /// Proves nothing: the pretend provider lets everybody in.
  private struct Nobody: Authenticator {
    func renew(after refused: RefusedCall?) -> Bool { false }
  }

  private struct Forgetful: CallMemory {
    func load(_ place: CallMemoryPlace) async -> String? { nil }
    func amend(_ place: CallMemoryPlace, _ body: @Sendable (String?) -> String?) async {}
  }

  @discardableResult
  private func run(
    in other: (any Store)? = nil, _ change: (inout SyncRequest) -> Void = { _ in }
  ) async throws -> StreamOutcome {
    let caller = Caller(
      client: provider, policy: CallPolicy(), provider: "acme", account: "acme", clock: clock,
      shared: SharedLimits(), memory: Forgetful())
    let session = try await Session.open(
      program, settings: program.settings.values(["api_key": "made-up-key"]), account: [:],
      authenticator: Nobody(), calls: caller, clock: clock)
    var request = SyncRequest()
    change(&request)
    let run = SyncRun(
      session: session, plan: plan, store: other ?? store, integration: integration, request: request,
      sink: nil, progress: SyncProgress(streams: ["employees"]), stop: StopSignal())
    let report = try await run.run()
    return try #require(report.streams.first)
  }

  private func wait(hours: Int) { clock.advance(by: .seconds(hours * 3600)) }

  private var isListing: Bool { !provider.asked().contains { $0.contains("since=") } }

  @Test func `who wants a few records asks for no page behind them`() async throws {
    #expect(try await run { $0.limit = 1 }.counts.created == 1)
    #expect(provider.asked().count == 1)
  }

  @Test func `what is gone is found when everything is read again`() async throws {
    #expect(try await run().counts.created == 3)
    #expect(isListing)
    provider.dismiss(1)
    wait(hours: 6)
    #expect(try await run().counts.deleted == 0)
    #expect(!isListing)
    wait(hours: 18)
    #expect(try await run().counts.deleted == 1)
    #expect(isListing)
    wait(hours: 1)
    #expect(try await run().counts.deleted == 0)
    #expect(!isListing)
  }

  @Test func `a daily run that begins a little early lists all the same`() async throws {
    try await run()
    _ = provider.asked()
    clock.advance(by: .seconds(86_400 - 90))
    try await run()
    #expect(isListing)
  }

  @Test func `what came meanwhile is read by the runs in between`() async throws {
    try await run()
    provider.hire(.init(id: 4, name: "Sato", updated: "2026-11-20T11:00:00Z"))
    wait(hours: 2)
    #expect(try await run().counts.created == 1)
    wait(hours: 22)
    let listed = try await run().counts
    #expect(listed.created == 0 && listed.unchanged == 4 && listed.deleted == 0)
  }

  @Test func `a listing that fails counts for nothing`() async throws {
    try await run()
    provider.dismiss(1)
    provider.hire(.init(id: 4, name: "Sato", updated: "2026-11-20T11:00:00Z"))
    wait(hours: 24)
    provider.refuse(page: 2)
    let broken = try await run()
    #expect(broken.outcome == .partial && broken.counts.deleted == 0)
    #expect(broken.pages == 1 && broken.requests == 2)
    provider.refuse(page: nil)
    _ = provider.asked()
    wait(hours: 1)
    #expect(try await run().counts.deleted == 1)
    #expect(isListing)
  }

  @Test(arguments: [DyingStore.Step.unseen, .sweep, .remember])
  func `a process that dies before the listing is noted leaves it to the next run`(
    _ step: DyingStore.Step
  ) async throws {
    try await run()
    provider.dismiss(1)
    wait(hours: 24)
    #expect(try await run(in: DyingStore(store: store, step: step)).outcome != .succeeded)
    _ = provider.asked()
    wait(hours: 1)
    let next = try await run().counts
    #expect(isListing)
    // What was marked before the end is not marked twice.
    #expect(next.deleted == (step == .remember ? 0 : 1))
    wait(hours: 1)
    try await run()
    #expect(!isListing)
  }

  @Test func `a listing that would let too many go is made again until somebody allows it`() async throws {
    try await run()
    for id in [1, 2] { provider.dismiss(id) }
    wait(hours: 24)
    #expect(try await run().outcome == .partial)
    _ = provider.asked()
    wait(hours: 1)
    #expect(try await run { $0.allowsMassDeletion = true }.counts.deleted == 2)
    #expect(isListing)
    wait(hours: 1)
    try await run()
    #expect(!isListing)
  }

  @Test func `who was only overlooked between two pages comes back with the next run`() async throws {
    let suite = try await ListingRhythmTests(pages: "type: page, last: body.next == null")
    try await suite.run()
    suite.wait(hours: 24)
    // Whoever leaves after the first page was read draws the first of the next page onto it.
    suite.provider.dismiss(1, after: 1)
    let listed = try await suite.run()
    #expect(listed.counts.deleted == 1, "\(listed)")
    _ = suite.provider.asked()
    suite.wait(hours: 1)
    let next = try await suite.run().counts
    #expect(suite.isListing)
    #expect(next.deleted == 1 && next.created + next.updated == 1, "\(next)")
  }

  @Test func `what was deleted while a cursor ran out is gone beside what is marked`() async throws {
    let suite = try await ListingRhythmTests(
      pages: "type: cursor, token: body.next", deletions: "type: flag, when: record.lastName == 'gone'")
    try await suite.run()
    suite.provider.dismiss(1)
    suite.provider.hire(.init(id: 3, name: "gone", updated: "2026-11-20T11:00:00Z"))
    suite.wait(hours: 2)
    #expect(try await suite.run().counts.deleted == 1)
    suite.provider.forgetCursors()
    suite.wait(hours: 2)
    #expect(try await suite.run().counts.deleted == 1)
  }

  @Test func `what a lost cursor leaves open is settled by the next run`() async throws {
    let suite = try await ListingRhythmTests(
      pages: "type: cursor, token: body.next", deletions: "type: flag, when: record.lastName == 'gone'")
    try await suite.run()
    for id in [1, 2] { suite.provider.dismiss(id) }
    suite.provider.forgetCursors()
    suite.wait(hours: 1)
    #expect(try await suite.run().outcome == .partial)
    _ = suite.provider.asked()
    suite.wait(hours: 1)
    #expect(try await suite.run { $0.allowsMassDeletion = true }.counts.deleted == 2)
    #expect(suite.isListing)
    suite.wait(hours: 1)
    try await suite.run()
    #expect(!suite.isListing)
  }

  @Test(arguments: [DyingStore.Step.unseen, .sweep])
  func `a process that dies after the cursor was lost leaves the listing to the next run`(
    _ step: DyingStore.Step
  ) async throws {
    try await run()
    provider.dismiss(1)
    provider.forgetCursors()
    wait(hours: 1)
    #expect(try await run(in: DyingStore(store: store, step: step)).outcome != .succeeded)
    wait(hours: 1)
    #expect(try await run().counts.deleted == 1)
  }

  @Test func `a trial run and one from a given moment note nothing`() async throws {
    try await run { $0.isDryRun = true }
    try await run { $0.since = Instant("2026-11-20T09:30:00Z") }
    _ = provider.asked()
    try await run()
    #expect(isListing)
  }
}
