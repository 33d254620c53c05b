import Storage
import Testing
import Values

@testable import Databases

/// Deletions that follow from a complete listing.
@Suite(.timeLimit(.minutes(10))) struct SweepTests {
  private static let rows = (1...5).map { SampleRow("\($0)", ["first_name": .text("N\($0)")]) }

  @Test func `what a listing has not seen is gone`() async throws {
    let test = try await TestStore()
    let first = try await test.begin()
    try await test.commit(first, Self.rows) {
      $0.parents = (1...5).map { ParentRecord(key: "\($0)", json: "{}") }
    }
    try await test.finish(first)

    let second = try await test.begin()
    try await test.commit(second, [Self.rows[0], Self.rows[2]], notesSeen: true) {
      $0.parents = [ParentRecord(key: "1", json: "{}"), ParentRecord(key: "3", json: "{}")]
    }
    let before = try await test.store.unseen(second, stream: "employees")
    #expect(before.known == 5 && before.unseen == 3)
    #expect(try await test.store.sweep(second, stream: "employees", isAllowedByHand: false).deleted == 3)
    #expect(
      try test.query("SELECT source_id FROM employee WHERE deleted_at IS NULL ORDER BY id") == ["1", "3"])
    let after = try await test.store.unseen(second, stream: "employees")
    #expect(after.known == 2 && after.unseen == 0)
    let parents = try await test.store.parents(test.integration.id, stream: "employees", after: nil, limit: 9)
    #expect(parents.map(\.key) == ["1", "3"])
  }

  @Test func `a complete listing empties the quarantine of what it has not met again`() async throws {
    let test = try await TestStore()
    let bad = ["1", "2"].map {
      QuarantinedRecord(key: $0, model: "employee", path: "a", reason: "b", place: "c", raw: "{}")
    }
    let first = try await test.begin()
    try await test.commit(first, [], notesSeen: true) { $0.quarantined = bad }
    try await test.finish(first)
    #expect(
      try await test.store.quarantinedKeys(test.integration.id, stream: "employees") == ["1", "2"])
    let second = try await test.begin()
    try await test.commit(second, [], notesSeen: true) { $0.quarantined = [bad[1]] }
    _ = try await test.store.sweep(second, stream: "employees")
    #expect(try await test.store.quarantinedKeys(test.integration.id, stream: "employees") == ["2"])
    #expect(try await test.store.quarantinedKeys(test.integration.id, stream: "others").isEmpty)
  }

  @Test func `a quarantined record is still there`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, Self.rows)
    try await test.commit(lease, Array(Self.rows.dropFirst()), notesSeen: true) {
      $0.quarantined = [
        QuarantinedRecord(key: "1", model: "employee", path: "a", reason: "b", place: "c", raw: "{}")
      ]
    }
    #expect(try await test.store.sweep(lease, stream: "employees", isAllowedByHand: false).deleted == 0)
  }

  @Test func `a row seen and then deleted in the same run counts right`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, Self.rows, notesSeen: true)
    try await test.commit(lease, []) { $0.deletedKeys = ["1"] }
    let census = try await test.store.unseen(lease, stream: "employees")
    #expect(census.known == 4 && census.unseen == 0)
  }

  @Test func `another stream's rows are not swept`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, Self.rows)
    var page = PageCommit(lease: lease, stream: "contractors")
    page.rows = [try SampleRow.batch([SampleRow("1", ["first_name": .text("C")])], model: "employee")]
    page.notesSeen = true
    #expect(try await test.store.commit(page).created == 1)
    #expect(try await test.store.sweep(lease, stream: "contractors", isAllowedByHand: false).deleted == 0)
    #expect(try test.query("SELECT count(*) FROM employee WHERE deleted_at IS NULL") == ["6"])
  }

  @Test func `of a span of time only what lies in it can be gone`() async throws {
    let test = try await TestStore()
    let first = try await test.begin()
    let days = ["2026-11-01", "2026-11-03", "2026-11-04", "2026-11-18", "2026-11-19", "2026-11-30"]
    try await test.commit(
      first, days.enumerated().map { SampleRow("\($0.offset)", ["hire_date": .text($0.element)]) })
    try await test.finish(first)

    let second = try await test.begin()
    try await test.commit(second, [SampleRow("2", ["hire_date": .text("2026-11-04")])], notesSeen: true)
    let read = try #require(Instant("2026-11-01T00:00:00Z"))..<(try #require(Instant("2026-11-20T00:00:00Z")))
    let span = try #require(RowSpan(field: "hire_date", within: read))
    #expect(span.from == "2026-11-03" && span.until == "2026-11-19")
    let census = try await test.store.unseen(second, stream: "employees", in: span)
    #expect(census.known == 3 && census.unseen == 2)
    #expect(try await test.store.sweep(second, stream: "employees", in: span).deleted == 2)
    #expect(
      try test.query("SELECT hire_date FROM employee WHERE deleted_at IS NULL ORDER BY id")
        == ["2026-11-01", "2026-11-04", "2026-11-19", "2026-11-30"])
    // A field that the model does not have shows nothing.
    let other = try #require(RowSpan(field: "no_such_field", within: read))
    #expect(try await test.store.sweep(second, stream: "employees", in: other).deleted == 0)
    #expect(
      RowSpan(field: "hire_date", within: read.lowerBound..<(try #require(Instant("2026-11-04T00:00:00Z"))))
        == nil)
  }

  @Test func `a set of rows remembers what was put in`() {
    var set = RowSet()
    let ids: [Int64] = [0, 1, 63, 64, 65_535, 65_536, 1 << 40, Int64.max]
    for id in ids + ids { set.insert(id) }
    #expect(set.count == ids.count)
    #expect(ids.allSatisfy(set.contains))
    #expect(!set.contains(2) && !set.contains(65_537))
  }
}
