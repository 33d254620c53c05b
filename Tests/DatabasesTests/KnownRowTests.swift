import Rows
import Storage
import Testing

@testable import Databases

/// Which records a store knows by the origin of their rows.
@Suite(.timeLimit(.minutes(10))) struct KnownRowTests {
  private static func row(_ id: String, _ name: String, origin: UInt64?) -> SampleRow {
    var row = SampleRow(id, ["first_name": .text(name), "last_name": .text("Byron")])
    row.origin = origin.map { RowHash(high: $0, low: 7) }
    return row
  }

  private func known(
    _ test: TestStore, _ lease: RunLease, _ origins: [(String, UInt64)], models: [String] = ["employee"]
  ) async throws -> KnownRecords {
    try await test.store.known(
      lease, stream: "employees", models: try models.map(SampleRow.shape),
      origins.map { RecordSighting(key: $0.0, origin: RowHash(high: $0.1, low: 7)) })
  }

  @Test func `a record is known by its key and the origin of its row`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(
      lease,
      [Self.row("1", "Ada", origin: 1), Self.row("2", "Joe", origin: 2), Self.row("3", "Kim", origin: nil)])
    let known = try await known(test, lease, [("1", 1), ("2", 1), ("3", 3), ("4", 1)])
    #expect(known.isKnown == [true, false, false, false])
    #expect(known.rows.map(\.model) == ["employee"])
    #expect(known.rows.map(\.ids) == [[1]])
  }

  @Test func `nothing is known in an empty store, nor of a stream without models`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    #expect(try await known(test, lease, [("1", 1)]).isKnown == [false])
    #expect(try await known(test, lease, [("1", 1)], models: []).isKnown == [false])
  }

  @Test func `a record is known only if all its models have a row of it`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, [Self.row("1", "Ada", origin: 1)])
    let models = ["employee", "department"]
    #expect(try await known(test, lease, [("1", 1)], models: models).isKnown == [false])
    var department = SampleRow("1", ["name": .text("Research")])
    department.origin = RowHash(high: 1, low: 7)
    try await test.commit(lease, [department], model: "department")
    #expect(try await known(test, lease, [("1", 1)], models: models).isKnown == [true])
  }

  @Test func `a row that is gone is not known, and one that came back is`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, [Self.row("1", "Ada", origin: 1)])
    try await test.commit(lease, []) { $0.deletedKeys = ["1"] }
    #expect(try await known(test, lease, [("1", 1)]).isKnown == [false])
    try await test.commit(lease, [Self.row("1", "Ada", origin: 1)])
    #expect(try await known(test, lease, [("1", 1)]).isKnown == [true])
  }

  @Test func `whoever changes a row without an origin makes it unknown`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, [Self.row("1", "Ada", origin: 1)])
    try await test.commit(lease, [Self.row("1", "Augusta", origin: nil)])
    #expect(try await known(test, lease, [("1", 1)]).isKnown == [false])
    try await test.commit(lease, [Self.row("1", "Ada", origin: 1)])
    #expect(try await known(test, lease, [("1", 1)]).isKnown == [true])
  }

  @Test func `known rows count as unchanged, write nothing and are seen`() async throws {
    let test = try await TestStore()
    let first = try await test.begin()
    try await test.commit(first, [Self.row("1", "Ada", origin: 1), Self.row("2", "Joe", origin: 2)])
    try await test.finish(first)
    let second = try await test.begin()
    let known = try await known(test, second, [("1", 1)])
    let counts = try await test.commit(second, [], notesSeen: true) { $0.known = known.rows }
    #expect(counts.summary == [0, 0, 1, 0])
    let unseen = try await test.store.unseen(second, stream: "employees")
    #expect(unseen.known == 2 && unseen.unseen == 1)
    #expect(try test.query("SELECT DISTINCT changed_run FROM employee") == ["\(first.run.number)"])
    #expect(try await test.store.sweep(second, stream: "employees").deleted == 1)
    #expect(try test.query("SELECT source_id FROM employee WHERE deleted_at IS NULL") == ["1"])
  }
}
