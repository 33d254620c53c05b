import Glibc
import Programs
import Storage
import TestSupport
import Testing
import Values

@testable import Databases

/// A new store, which is put in its place whole, beside one that went through the migrations.
@Suite(.timeLimit(.minutes(10))) struct NewStoreTests {
  /// Everything that a file says of its form.
  private static let questions = [
    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
    "SELECT version, name FROM schema_migrations ORDER BY version",
    "PRAGMA user_version", "PRAGMA application_id", "PRAGMA page_size", "PRAGMA encoding",
    "PRAGMA auto_vacuum",
    "PRAGMA integrity_check", "PRAGMA foreign_key_check",
  ]

  @Test func `a new store is what the migrations make, or else 'make generate' was forgotten`() async throws {
    let folder = TemporaryFolder()
    try folder.makeEmptyFile("steps.db")
    for name in ["steps.db", "new.db"] {
      await (try await SQLiteStore.open(folder.path + "/" + name)).close()
    }
    for question in Self.questions + ["PRAGMA journal_mode"] {
      #expect(
        try TestStore.query(question, in: folder.path + "/new.db")
          == TestStore.query(question, in: folder.path + "/steps.db"), "\(question)")
    }
    let kept = try Database(path: SQLiteStore.inMemory, clock: SystemClock())
    try kept.take(try #require(NewStore.bytes(at: SystemClock().now, isLogged: false)))
    for question in Self.questions {
      let answer = try kept.rows(question) { row in
        (0..<row.columnCount).map { row.textOrNil($0) ?? "" }.joined(separator: "|")
      }
      #expect(try answer == TestStore.query(question, in: folder.path + "/steps.db"), "\(question)")
    }
  }

  @Test func `it says when it was made`() async throws {
    let test = try await TestStore()
    let moment = try #require(Instant(seconds: test.clock.now.seconds)).description
    #expect(try test.query("SELECT DISTINCT applied_at FROM schema_migrations") == [moment])
  }

  @Test func `nothing is left beside it, and what is there is left alone`() async throws {
    let folder = TemporaryFolder()
    guard folder.knowsNamelessFiles else {
      print("not tried: the file system knows no nameless files")
      return
    }
    let path = folder.path + "/store.db"
    NewStore.put(at: path, SystemClock())
    #expect(folder.names() == ["store.db"])
    var made = stat()
    #expect(stat(path, &made) == 0 && made.st_mode & 0o777 == 0o600)
    NewStore.put(at: path, SystemClock())
    var after = stat()
    #expect(stat(path, &after) == 0 && after.st_ino == made.st_ino)
    #expect(folder.names() == ["store.db"])

    try folder.makeEmptyFile("empty.db")
    #expect(symlink("nowhere", folder.path + "/link.db") == 0)
    for name in ["empty.db", "link.db"] { NewStore.put(at: folder.path + "/" + name, SystemClock()) }
    #expect(stat(folder.path + "/empty.db", &after) == 0 && after.st_size == 0)
    #expect(folder.names() == ["empty.db", "link.db", "store.db"])
  }

  @Test func `the log of a store that is gone is not taken for the log of a new one`() async throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/store.db"
    let store = try await SQLiteStore.open(path)
    _ = try await store.integration(organization: "acme", connector: "a", name: "a")
    // What a process that was killed leaves, of which somebody removes the store alone.
    #expect(rename(path + "-wal", folder.path + "/kept") == 0)
    await store.close()
    for name in folder.names() where name != "kept" { unlink(folder.path + "/" + name) }
    #expect(rename(folder.path + "/kept", path + "-wal") == 0)
    await (try await SQLiteStore.open(path)).close()
    #expect(try TestStore.query("SELECT count(*) FROM organizations", in: path) == ["0"])
    #expect(try TestStore.query("PRAGMA integrity_check", in: path) == ["ok"])
  }

  @Test func `of many who make it at once one does, and all write into the same`() async throws {
    for _ in 0..<10 {
      let folder = TemporaryFolder()
      let path = folder.path + "/store.db"
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask {
            let store = try await SQLiteStore.open(path)
            _ = try await store.integration(organization: "acme", connector: "a", name: "\(number)")
            await store.close()
          }
        }
        try await group.waitForAll()
      }
      #expect(try TestStore.query("SELECT count(*) FROM integrations", in: path) == ["8"])
      #expect(try TestStore.query("PRAGMA integrity_check", in: path) == ["ok"])
    }
  }
}
