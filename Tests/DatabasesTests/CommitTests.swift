import Rows
import Storage
import Testing

@testable import Databases

/// What becomes of rows, exactly counted.
@Suite(.timeLimit(.minutes(10))) struct CommitTests {
  private static let ada = SampleRow("1", ["first_name": .text("Ada"), "last_name": .text("Byron")])
  private static let joe = SampleRow("2", ["first_name": .text("Joe"), "last_name": .text("Bloggs")])

  @Test func `rows are created once, unchanged the second time, updated when they differ`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    #expect(try await test.commit(lease, [Self.ada, Self.joe]).summary == [2, 0, 0, 0])
    #expect(try await test.commit(lease, [Self.ada, Self.joe]).summary == [0, 0, 2, 0])
    var other = Self.joe
    other.cells["last_name"] = .text("O'Neil \"Joe\"")
    #expect(try await test.commit(lease, [Self.ada, other]).summary == [0, 1, 1, 0])
    #expect(
      try test.query("SELECT source_id, first_name, last_name FROM employee ORDER BY id")
        == ["1|Ada|Byron", "2|Joe|O'Neil \"Joe\""])
    #expect(
      try test.query("SELECT sequence, model, source_id, kind, cause, fields FROM changes") == [
        "1|employee|1|created|sync|", "2|employee|2|created|sync|",
        #"3|employee|2|updated|sync|{"before":{"last_name":"Bloggs"},"after":{"last_name":"O'Neil \"Joe\""}}"#,
      ])
  }

  @Test func `an unchanged page writes no row`() async throws {
    let test = try await TestStore()
    let first = try await test.begin()
    try await test.commit(first, [Self.ada, Self.joe])
    try await test.finish(first)
    let second = try await test.begin()
    try await test.commit(second, [Self.ada, Self.joe])
    #expect(try test.query("SELECT DISTINCT changed_run FROM employee") == ["\(first.run.number)"])
    #expect(try test.query("SELECT count(*) FROM changes") == ["2"])
  }

  @Test func `what pages that change nothing have to say waits for one that does, for time, or for the end`()
    async throws
  {
    let test = try await TestStore()
    let lease = try await test.begin()
    func commit(_ row: SampleRow, _ state: String) async throws {
      _ = try await test.commit(lease, [row]) {
        $0.read = 1
        $0.checkpoints = [Checkpoint(stream: "employees", slice: "", state: state)]
      }
    }
    func known() throws -> [String] {
      try test.query(
        "SELECT state, s.read, s.unchanged, s.pages FROM checkpoints, sync_streams AS s WHERE s.run = checkpoints.run"
      )
    }
    try await commit(Self.ada, "1")
    #expect(try known() == ["1|1|0|1"])
    try await commit(Self.ada, "2")
    try await commit(Self.ada, "3")
    #expect(try known() == ["1|1|0|1"])
    try await commit(Self.joe, "4")
    #expect(try known() == ["4|4|2|4"])
    try await commit(Self.joe, "5")
    test.clock.advance(3)
    try await commit(Self.joe, "6")
    #expect(try known() == ["6|6|4|6"])
    try await commit(Self.joe, "7")
    try await test.store.renew(lease)
    #expect(try known() == ["7|7|5|7"])
    try await commit(Self.joe, "8")
    try await test.finish(lease)
    #expect(try known() == ["8|8|6|8"])
  }

  @Test func `absent keeps what is stored, null empties it`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, [Self.ada])
    #expect(
      try await test.commit(lease, [SampleRow("1", ["last_name": .text("Byron")])]).summary == [0, 0, 1, 0])
    #expect(try await test.commit(lease, [SampleRow("1", ["last_name": .null])]).summary == [0, 1, 0, 0])
    #expect(try test.query("SELECT first_name, last_name IS NULL FROM employee") == ["Ada|1"])
    #expect(
      try test.query("SELECT fields FROM changes WHERE kind = 'updated'")
        == [#"{"before":{"last_name":"Byron"},"after":{"last_name":null}}"#])
  }

  @Test func `the same row twice on a page counts once as created`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let twice = [Self.ada, SampleRow("1", ["first_name": .text("Augusta")]), Self.joe]
    #expect(try await test.commit(lease, twice).summary == [2, 1, 0, 0])
    #expect(try test.query("SELECT first_name FROM employee ORDER BY id") == ["Augusta", "Joe"])
  }

  @Test func `new rows among many known ones are found`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let rows = (1...200).map { SampleRow("\($0)", ["first_name": .text("N\($0)")]) }
    #expect(try await test.commit(lease, Array(rows[0..<50])).summary == [50, 0, 0, 0])
    #expect(try await test.commit(lease, rows).summary == [150, 0, 50, 0])
    #expect(try await test.commit(lease, rows.reversed()).summary == [0, 0, 200, 0])
  }

  @Test func `a deleted row gets a tombstone and comes back as created`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, [Self.ada, Self.joe])
    #expect(try await test.commit(lease, []) { $0.deletedKeys = ["2", "9"] }.summary == [0, 0, 0, 1])
    #expect(try await test.commit(lease, []) { $0.deletedKeys = ["2"] }.summary == [0, 0, 0, 0])
    #expect(try test.query("SELECT source_id FROM employee WHERE deleted_at IS NOT NULL") == ["2"])
    #expect(try await test.commit(lease, [Self.joe]).summary == [1, 0, 0, 0])
    #expect(try test.query("SELECT count(*) FROM employee WHERE deleted_at IS NULL") == ["2"])
    #expect(
      try test.query("SELECT kind, cause FROM changes WHERE source_id = '2'")
        == ["created|sync", "deleted|sync", "created|restored"])
  }

  @Test func `a record is gone by the other name that it was known by`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, [Self.ada, Self.joe]) {
      $0.aliases = [RecordAlias(key: "1", alias: "/a"), RecordAlias(key: "2", alias: "/b")]
    }
    // The first moved, so its former name says nothing any more.
    try await test.commit(lease, [Self.ada]) { $0.aliases = [RecordAlias(key: "1", alias: "/c")] }
    #expect(try await test.commit(lease, []) { $0.deletedAliases = ["/a", "/nobody"] }.deleted == 0)
    #expect(try await test.commit(lease, []) { $0.deletedAliases = ["/b"] }.deleted == 1)
    #expect(try test.query("SELECT source_id FROM employee WHERE deleted_at IS NULL") == ["1"])
    // Another one takes the name in the same page in which the first is called gone by it.
    let counts = try await test.commit(lease, [SampleRow("3", ["first_name": .text("Eve")])]) {
      $0.replacedAliases = ["/c"]
      $0.aliases = [RecordAlias(key: "3", alias: "/c")]
    }
    #expect(counts.summary == [1, 0, 0, 1])
    #expect(try test.query("SELECT source_id FROM employee WHERE deleted_at IS NULL") == ["3"])
    #expect(try test.query("SELECT record_key, alias FROM record_aliases") == ["3|/c"])
  }

  @Test func `rows that a record no longer gives are withdrawn`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let three = ["a", "b", "c"].map { SampleRow("7:\($0)", key: "7", ["first_name": .text($0)]) }
    let other = SampleRow("8:a", key: "8", ["first_name": .text("z")])
    #expect(try await test.commit(lease, three + [other], isDerived: true).summary == [4, 0, 0, 0])
    #expect(try await test.commit(lease, [three[0], three[2]], isDerived: true).summary == [0, 0, 2, 1])
    #expect(try await test.commit(lease, []) { $0.deletedKeys = ["7"] }.summary == [0, 0, 0, 2])
    #expect(try test.query("SELECT source_id FROM employee WHERE deleted_at IS NULL") == ["8:a"])
  }

  @Test func `a page is quarantined and healed record by record`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let bad = QuarantinedRecord(
      key: "2", model: "employee", path: "hired", reason: "no date",
      place: "mappings/bamboohr/employees.yaml:6:9",
      raw: #"{"id":2}"#)
    let counts = try await test.commit(lease, [Self.ada]) {
      $0.quarantined = [bad]
      $0.read = 2
    }
    #expect(counts.quarantined == 1 && counts.created == 1 && counts.read == 2)
    #expect(try test.query("SELECT record_key, path, raw FROM quarantine") == [#"2|hired|{"id":2}"#])
    try await test.commit(lease, [Self.joe]) { $0.healedKeys = ["2"] }
    #expect(try test.query("SELECT count(*) FROM quarantine") == ["0"])
  }

  @Test func `rows and checkpoints come together or not at all`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    try await test.commit(lease, [Self.ada]) {
      $0.checkpoints = [Checkpoint(stream: "employees", slice: "a", state: "1")]
    }
    let stale = RunLease(
      organization: lease.organization, integration: lease.integration, run: lease.run,
      number: lease.number - 1)
    let failure = await #expect(throws: StoreFailure.self) {
      try await test.commit(stale, [Self.joe]) {
        $0.checkpoints = [Checkpoint(stream: "employees", slice: "a", state: "2")]
      }
    }
    #expect(failure?.kind == .leaseLost)
    #expect(try test.query("SELECT count(*) FROM employee") == ["1"])
    #expect(
      try await test.store.checkpoints(test.integration.id)
        == [Checkpoint(stream: "employees", slice: "a", state: "1")])
    try await test.commit(lease, []) { $0.forgottenSlices = ["a"] }
    #expect(try await test.store.checkpoints(test.integration.id).isEmpty)
  }

  @Test func `a page that fails in the middle leaves nothing, and the next one goes on`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let shape = try SampleRow.shape("employee")
    let column = try #require(shape.columns.first { $0.kind == .boolean || $0.kind == .integer })
    await #expect(throws: StoreFailure.self) {
      try await test.commit(lease, [Self.ada, SampleRow("3", [column.name: .text("no number")])])
    }
    #expect(try test.query("SELECT count(*) FROM sqlite_schema WHERE name = 'employee'") == ["0"])
    #expect(try await test.commit(lease, [Self.ada]).summary == [1, 0, 0, 0])
    #expect(try test.query("SELECT model FROM source_models") == ["employee"])
  }
}
