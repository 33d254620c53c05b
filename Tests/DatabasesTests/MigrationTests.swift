import Glibc
import Programs
import Storage
import TestSupport
import Testing

@testable import Databases

/// Opening files of all sorts, and what an end in the middle of a migration leaves.
@Suite(.timeLimit(.minutes(10))) struct MigrationTests {
  @Test func `a new file belongs to its owner alone and has every table`() async throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/store.db"
    let store = try await SQLiteStore.open(path)
    for name in [path, path + "-wal"] {
      var status = stat()
      #expect(stat(name, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(name)")
    }
    let tables = try TestStore.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", in: path)
    #expect(Set(tables) == Migrations.tables)
    await store.close()
    await #expect(throws: StoreFailure.self) {
      try await store.integration(organization: "a", connector: "b", name: "c")
    }
  }

  @Test func `every table but those of no organization names one`() async throws {
    let test = try await TestStore()
    try await test.commit(try await test.begin(), [SampleRow("1", ["first_name": .text("Ada")])])
    let without = try test.query(
      """
      SELECT name FROM sqlite_schema s WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND NOT EXISTS(
        SELECT 1 FROM pragma_table_info(s.name) WHERE name = 'organization')
      ORDER BY name
      """)
    #expect(without == ["organizations", "provider_limits", "schema_migrations"])
  }

  @Test func `a newer file is refused in words`() async throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/store.db"
    await (try await SQLiteStore.open(path)).close()
    let database = try Database(path: path, clock: SystemClock())
    try database.script("PRAGMA user_version = 99")
    let failure = await #expect(throws: StoreFailure.self) { try await SQLiteStore.open(path) }
    #expect(failure?.kind == .unusable)
    #expect(failure?.message.contains("newer version") == true && failure?.message.contains("99") == true)
  }

  @Test func `files of others are left alone`() async throws {
    let folder = TemporaryFolder()
    let foreign = folder.path + "/foreign.db"
    try Database(path: foreign, clock: SystemClock()).script("CREATE TABLE t(a)")
    let text = folder.path + "/text.db"
    let file = try #require(fopen(text, "w"))
    for _ in 0..<100 { fputs("This is no database at all.\n", file) }
    fclose(file)
    for path in [foreign, text, folder.path, folder.path + "/missing/store.db"] {
      let failure = await #expect(throws: StoreFailure.self) { try await SQLiteStore.open(path) }
      #expect(failure?.kind == .unusable, "\(path): \(failure?.message ?? "opened")")
    }
    #expect(try TestStore.query("SELECT name FROM sqlite_schema", in: foreign) == ["t"])
  }

  @Test func `sealed records that an older version kept as text stay readable`() async throws {
    let test = try await TestStore(raw: .sealed, sealing: OpenSealing())
    let lease = try await test.begin()
    try await test.commit(lease, [SampleRow("1", raw: #"{"n":1}"#)])
    let shape = try SampleRow.shape("employee")
    let place = SealedPlace.raw(test.integration.organization, test.integration.id, "employee", sourceID: "1")
    let text = try await OpenSealing().seal(#"{"n":1}"#, for: place)
    let step = try #require(Migrations.all.first { $0.name == "packed records" })
    // The file as it was before that step.
    let database = try Database(path: test.path, clock: SystemClock())
    try database.script(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, ', raw ANY,', ', raw TEXT,') WHERE name = 'employee';
      PRAGMA writable_schema = RESET;
      UPDATE employee SET raw = '\(text)';
      ALTER TABLE employee ADD COLUMN shoe_size TEXT;
      """)
    #expect(throws: StoreFailure.self) { try database.script("UPDATE employee SET raw = x'00'") }
    let quarantine = try test.query("SELECT sql FROM sqlite_schema WHERE name = 'quarantine'")
    try database.transaction { () throws(StoreFailure) in try database.script(step.sql) }
    #expect(try test.query("SELECT sql FROM sqlite_schema WHERE name = 'quarantine'") == quarantine)
    #expect(try test.query("PRAGMA integrity_check") == ["ok"])

    var options = SQLiteStore.Options()
    options.sealing = OpenSealing()
    options.clock = test.clock
    let store = try await SQLiteStore.open(test.path, options)
    var page = PageCommit(lease: lease, stream: "employees")
    page.rows = [try SampleRow.batch([SampleRow("2", raw: #"{"n":2}"#)], shape: shape)]
    #expect(try await store.commit(page).created == 1)
    #expect(try test.query("SELECT typeof(raw) FROM employee ORDER BY id") == ["text", "blob"])
    var query = RowQuery(organization: "acme")
    query.includesRaw = true
    #expect(try await store.rows(shape, query).heads.map(\.raw) == [#"{"n":1}"#, #"{"n":2}"#])
    await store.close()
  }

  /// Every point at which the steps of the schema can be ended.
  private static let points =
    Migrations.all.flatMap { ["before \($0.name)", "within \($0.name)"] } + [
      "before the commit", "after the commit",
    ]

  @Test(arguments: points) func `an end in the middle of a migration loses nothing`(_ point: String)
    async throws
  {
    let folder = TemporaryFolder()
    let path = folder.path + "/store.db"
    try folder.makeEmptyFile("store.db")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, point = point as String] in
      var options = SQLiteStore.Options()
      options.failpoint = { reached in
        if reached == point { kill(getpid(), SIGKILL) }
      }
      _ = try await SQLiteStore.open(path, options)
    }
    #expect(try TestStore.query("PRAGMA integrity_check", in: path) == ["ok"])
    let store = try await SQLiteStore.open(path)
    _ = try await store.integration(organization: "a", connector: "b", name: "c")
    let tables = try TestStore.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", in: path)
    #expect(Set(tables) == Migrations.tables)
    #expect(
      try TestStore.query("SELECT count(*) FROM schema_migrations", in: path) == ["\(Migrations.all.count)"])
  }
}
