import Rows
import Storage
import Testing
import Values

@testable import Databases

/// What commands read.
@Suite(.timeLimit(.minutes(10))) struct ReadingTests {
  private static let rows = (1...5).map {
    SampleRow("\($0)", raw: #"{"n":\#($0)}"#, ["first_name": .text("N\($0)"), "last_name": .null])
  }

  @Test func `rows come back as they were mapped, page by page`() async throws {
    let test = try await TestStore(raw: .sealed, sealing: OpenSealing())
    let lease = try await test.begin()
    var rows = Self.rows
    rows[0].updatedAt = Instant(seconds: 1_700_000_000, nanoseconds: 120_000_000)
    try await test.commit(lease, rows)
    try await test.commit(lease, []) { $0.deletedKeys = ["2"] }
    let shape = try SampleRow.shape("employee")
    var query = RowQuery(organization: "acme")
    query.limit = 3
    query.includesRaw = true
    let first = try await test.store.rows(shape, query)
    #expect(first.rows.heads.map { first.rows.text($0.sourceID) } == ["1", "3", "4"])
    #expect(first.heads.first?.raw == #"{"n":1}"#)
    #expect(first.rows.heads.first?.updatedAt == rows[0].updatedAt)
    #expect(first.heads.first?.stream == "employees" && first.heads.first?.integration == test.integration)
    let column = try #require(shape.columns.firstIndex { $0.name == "first_name" })
    #expect(first.rows.text(first.rows.cell(1, column)) == "N3")
    query.after = try #require(first.heads.last?.id)
    #expect(try await test.store.rows(shape, query).count == 1)
    query = RowQuery(organization: "acme")
    query.sourceID = "2"
    #expect(try await test.store.rows(shape, query).count == 0)
    query.includesDeleted = true
    #expect(try await test.store.rows(shape, query).heads.first?.deletedAt != nil)
    #expect(try await test.store.rows(shape, RowQuery(organization: "globex")).count == 0)
    #expect(try await test.store.rows(SampleRow.shape("invoice"), RowQuery(organization: "acme")).count == 0)
    let models = try await test.store.models(organization: "acme")
    #expect(models.map(\.model) == ["employee"] && models.map(\.count) == [4])
  }

  @Test func `runs tell what they counted, also those that died`() async throws {
    let test = try await TestStore()
    let first = try await test.begin()
    try await test.commit(first, Self.rows) { $0.read = 5 }
    test.clock.advance(100)
    let second = try await test.begin()
    try await test.commit(second, Self.rows) { $0.read = 5 }
    var counts = RowCounts()
    counts.read = 5
    counts.unchanged = 5
    let outcome = StreamOutcome(
      stream: "employees", outcome: .partial, counts: counts, pages: 1, requests: 2, seconds: 0.5,
      problems: ["one page is \"missing\"", "b"])
    try await test.store.finish(
      second, RunEnd(outcome: .partial, finishedAt: test.clock.now, streams: [outcome]))
    let runs = try await test.store.runs(organization: "acme")
    #expect(runs.map(\.id) == [second.run, first.run])
    #expect(runs.map(\.outcome) == ["partial", "failed"])
    #expect(runs.map(\.counts.created) == [0, 5] && runs.map(\.counts.unchanged) == [5, 0])
    #expect(runs[0].problem == "one page is \"missing\"")
    let shown = try #require(try await test.store.run(second.run, organization: "acme"))
    #expect(shown.streams.first?.problems == ["one page is \"missing\"", "b"])
    #expect(shown.streams.first?.seconds == 0.5 && shown.streams.first?.requests == 2)
    #expect(try await test.store.run(second.run, organization: "globex") == nil)
    #expect(try await test.store.runs(organization: "acme", integration: "other").isEmpty)
    #expect(
      try test.query("SELECT status FROM integration_health_logs ORDER BY id") == ["failed", "partial"])
  }

  @Test func `changes are read on from where one was`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, Self.rows)
    let organization = test.integration.organization
    let first = try await test.store.changes(organization: organization, limit: 3)
    #expect(first.map(\.sequence) == [1, 2, 3])
    let rest = try await test.store.changes(organization: organization, after: 3)
    #expect(rest.map(\.sourceID) == ["4", "5"])
    #expect(try await test.store.changes(organization: OrganizationID(9)).isEmpty)
  }

  @Test func `a quarantined record is opened again`() async throws {
    let test = try await TestStore(raw: .sealed, sealing: OpenSealing())
    let bad = QuarantinedRecord(
      key: "2", model: "employee", path: "hired", reason: "no date", place: "m.yaml:1:1", raw: #"{"id":2}"#)
    try await test.commit(try await test.begin(), []) { $0.quarantined = [bad] }
    let found = try await test.store.quarantine(organization: "acme")
    #expect(found.map(\.record) == [bad])
  }

  @Test func `a model that grew gets its columns, and its old rows stay`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let shape = try SampleRow.shape("employee")
    // The table as an earlier version of the model made it.
    try await test.store.writer.use { (database) throws(StoreFailure) in
      _ = try database.transaction { () throws(StoreFailure) in try database.table(shape).model }
      let last = TableNames(shape).columns[1]
      try database.script("ALTER TABLE employee DROP COLUMN \(last)")
      database.tables = [:]
    }
    let name = shape.columns[1].name
    let before = try test.query("SELECT count(*) FROM pragma_table_info('employee')")
    #expect(try await test.store.rows(shape, RowQuery(organization: "acme")).count == 0)
    #expect(try await test.commit(lease, [SampleRow("1", [name: .text("x")])]).created == 1)
    #expect(try test.query("SELECT count(*) FROM pragma_table_info('employee')") != before)
    #expect(try test.query("SELECT \(name) FROM employee") == ["x"])
  }
}
