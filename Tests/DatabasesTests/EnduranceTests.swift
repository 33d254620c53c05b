import Glibc
import Programs
import Storage
import TestSupport
import Testing

@testable import Databases

/// What the store promises when the process, the disk or somebody else gets in the way.
@Suite(.timeLimit(.minutes(10)), .serialized) struct EnduranceTests {
  static var isLong: Bool { getenv("CONNECTOR_LONG_TESTS") != nil }
  private static let rounds = isLong ? 200 : 50
  private static let pages = 40
  private static let pageSize = 25

  /// Commits page after page from where the checkpoint says; a row says which page it belongs to.
  private static func work(_ path: String) async throws {
    let store = try await SQLiteStore.open(path)
    let integration = try await store.integration(organization: "acme", connector: "a", name: "a")
    let lease = try await store.begin(
      integration.id, RunStart(kind: "full", streams: ["employees"]))
    let state = try await store.checkpoints(integration.id).first?.state
    let first = state.flatMap { Int($0) } ?? 0
    for page in first..<pages {
      var commit = PageCommit(lease: lease, stream: "employees")
      let rows = (0..<pageSize).map { SampleRow("\(page)-\($0)", ["first_name": .text("page \(page)")]) }
      commit.rows = [try SampleRow.batch(rows, model: "employee")]
      commit.read = pageSize
      commit.checkpoints = [Checkpoint(stream: "employees", state: "\(page + 1)")]
      _ = try await store.commit(commit)
    }
    try await store.finish(
      lease, RunEnd(outcome: .succeeded, finishedAt: SystemClock().now, streams: []))
  }

  /// Ends this process after so many microseconds, whatever it is doing then.
  private static func killSoon(_ microseconds: UInt32) {
    var thread = pthread_t()
    let context = UnsafeMutableRawPointer(bitPattern: UInt(microseconds) + 1)
    pthread_create(
      &thread, nil,
      { context in
        usleep(UInt32(truncatingIfNeeded: UInt(bitPattern: context)))
        kill(getpid(), SIGKILL)
        return nil
      }, context)
  }

  @Test func `killed at random points it loses nothing and doubles nothing`() async throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/store.db"
    var random = SystemRandomNumberGenerator()
    var earlier = -1
    for round in 0..<Self.rounds {
      // A fresh file now and then, so that the first pages are hit as often as the last.
      if round % 5 == 0 {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        earlier = -1
      }
      let delay = UInt32.random(in: 0..<60_000, using: &random)
      _ = await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, delay = delay as UInt32] in
        EnduranceTests.killSoon(delay)
        try await EnduranceTests.work(path)
        // Faster than the hand that kills: then there is nothing left to be killed in.
        kill(getpid(), SIGKILL)
      }
      guard access(path, F_OK) == 0 else { continue }
      guard try TestStore.query("SELECT 1 FROM sqlite_schema WHERE name = 'employee'", in: path) == ["1"]
      else { continue }
      let note = "round \(round), killed after \(delay) microseconds"
      #expect(try TestStore.query("PRAGMA integrity_check", in: path) == ["ok"], "\(note)")
      let reached =
        Int(try TestStore.query("SELECT max(state + 0) FROM checkpoints", in: path).first ?? "") ?? 0
      let rows = try TestStore.query("SELECT count(*), count(DISTINCT source_id) FROM employee", in: path)
      #expect(rows == ["\(reached * Self.pageSize)|\(reached * Self.pageSize)"], "\(note)")
      #expect(
        try TestStore.query("SELECT count(*) FROM changes", in: path) == ["\(reached * Self.pageSize)"],
        "\(note)")
      #expect(reached >= earlier, "\(note)")
      earlier = reached
    }
    try await Self.work(path)
    #expect(
      try TestStore.query("SELECT count(DISTINCT source_id) FROM employee", in: path)
        == ["\(Self.pages * Self.pageSize)"])
  }

  @Test func `every commit is on the disk before it is told`() async throws {
    guard access("/usr/bin/strace", X_OK) == 0 else {
      print("not tried: strace is missing")
      return
    }
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let trace = try SyncTrace(folder.path + "/trace")
      let store = try await SQLiteStore.open(folder.path + "/store.db")
      let integration = try await store.integration(organization: "acme", connector: "a", name: "a")
      let lease = try await store.begin(
        integration.id, RunStart(kind: "full", streams: []))
      let before = trace.count()
      for number in 0..<20 {
        var page = PageCommit(lease: lease, stream: "employees")
        page.checkpoints = [Checkpoint(stream: "employees", state: "\(number)")]
        _ = try await store.commit(page)
      }
      let after = trace.finish()
      guard before > 0, after - before >= 20 else {
        print("20 commits, but \(before) and then \(after) times to the disk")
        exit(1)
      }
    }
  }

  @Test func `a first run of one page waits for the disk five times`() async throws {
    guard access("/usr/bin/strace", X_OK) == 0, TemporaryFolder().knowsNamelessFiles else {
      print("not tried: strace is missing, or the file system knows no nameless files")
      return
    }
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let trace = try SyncTrace(folder.path + "/trace")
      let store = try await SQLiteStore.open(folder.path + "/store.db")
      let integration = try await store.integration(organization: "acme", connector: "a", name: "a")
      let lease = try await store.begin(
        integration.id, RunStart(kind: "full", streams: ["employees"]))
      let shape = try SampleRow.shape("employee")
      _ = try await store.known(lease, stream: "employees", models: [shape], [])
      var page = PageCommit(lease: lease, stream: "employees")
      page.rows = [try SampleRow.batch([SampleRow("1")], shape: shape)]
      _ = try await store.commit(page)
      try await store.link(lease, [IdentityKeys(stream: "employees", shape: shape, fields: ["work_email"])])
      try await store.finish(lease, RunEnd(outcome: .succeeded, finishedAt: SystemClock().now, streams: []))
      // The store, its log and the folder of both; then the page, with what was before it, and the end.
      let times = trace.finish()
      guard times == 5 else {
        print("\(times) times to the disk")
        exit(1)
      }
    }
  }

  @Test func `nobody is told that the database is locked`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let other = try Database(path: test.path, clock: SystemClock())
    try other.run("BEGIN IMMEDIATE")
    let seconds: UInt32 = Self.isLong ? 6 : 1
    let (store, path, id) = (test.store, test.path, test.integration.id)
    let failures = await withTaskGroup(of: Int.self) { group in
      for writer in 0..<50 {
        group.addTask {
          do {
            let own = writer % 10 == 0 ? try await SQLiteStore.open(path) : store
            try await own.remember(id, "\(writer)", "x")
            return 0
          } catch {
            return 1
          }
        }
      }
      group.addTask {
        var page = PageCommit(lease: lease, stream: "employees")
        page.checkpoints = [Checkpoint(stream: "employees", state: "1")]
        return (try? await store.commit(page)) == nil ? 1 : 0
      }
      usleep(seconds * 1_000_000)
      try? other.run("ROLLBACK")
      return await group.reduce(0, +)
    }
    #expect(failures == 0)
    #expect(try test.query("SELECT count(*) FROM memory") == ["50"])
  }

  @Test func `a full disk undoes the page, and more room is enough to go on`() async throws {
    let folder = TemporaryFolder()
    let disk = folder.path
    guard getuid() == 0, mount("tmpfs", disk, "tmpfs", 0, "size=6m") == 0 else {
      print("not tried: mounting a small disk needs the rights of root")
      return
    }
    defer { umount2(disk, Int32(MNT_DETACH)) }
    let store = try await SQLiteStore.open(disk + "/store.db")
    let integration = try await store.integration(organization: "acme", connector: "a", name: "a")
    let lease = try await store.begin(
      integration.id, RunStart(kind: "full", streams: []))
    func commit(_ page: Int) async throws {
      var commit = PageCommit(lease: lease, stream: "employees")
      let text = String(repeating: "x", count: 2_000)
      let rows = (0..<50).map { SampleRow("\(page)-\($0)", ["first_name": .text(text)]) }
      commit.rows = [try SampleRow.batch(rows, model: "employee")]
      commit.checkpoints = [Checkpoint(stream: "employees", state: "\(page + 1)")]
      _ = try await store.commit(commit)
    }
    var reached = 0
    var failure: StoreFailure?
    while failure == nil && reached < 200 {
      do {
        try await commit(reached)
        reached += 1
      } catch {
        failure = error as? StoreFailure
      }
    }
    #expect(failure?.kind == .diskFull, "\(failure?.message ?? "no failure after \(reached) pages")")
    #expect(try await store.checkpoints(integration.id).map(\.state) == ["\(reached)"])
    #expect(mount("tmpfs", disk, "tmpfs", UInt(MS_REMOUNT), "size=64m") == 0)
    try await commit(reached)
    #expect(try TestStore.query("PRAGMA integrity_check", in: disk + "/store.db") == ["ok"])
    #expect(
      try TestStore.query("SELECT count(*) FROM employee", in: disk + "/store.db") == [
        "\((reached + 1) * 50)"
      ])
    await store.close()
  }

  @Test func `a copy made under load is whole and goes on`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let copy = test.folder.path + "/copy.db"
    let store = test.store
    async let load: Void = {
      for page in 0..<60 {
        var commit = PageCommit(lease: lease, stream: "employees")
        let rows = (0..<20).map { SampleRow("\(page)-\($0)", ["first_name": .text("x")]) }
        commit.rows = [try SampleRow.batch(rows, model: "employee")]
        commit.checkpoints = [Checkpoint(stream: "employees", state: "\(page + 1)")]
        _ = try await store.commit(commit)
      }
    }()
    while try test.query("SELECT count(*) FROM checkpoints") == ["0"] { await Task.yield() }
    try await SQLiteStore.copy(store.path, to: copy)
    try await load
    let reached = Int(try TestStore.query("SELECT state FROM checkpoints", in: copy).first ?? "") ?? -1
    #expect(reached > 0)
    #expect(try TestStore.query("SELECT count(*) FROM employee", in: copy) == ["\(reached * 20)"])
    #expect(try TestStore.query("PRAGMA integrity_check", in: copy) == ["ok"])
    #expect(try test.query("SELECT count(*) FROM employee") == ["1200"])
    var options = SQLiteStore.Options()
    options.clock = test.clock
    test.clock.advance(1_000)
    let restored = try await SQLiteStore.open(copy, options)
    _ = try await restored.begin(
      test.integration.id, RunStart(kind: "full", streams: []))
    let taken = await #expect(throws: StoreFailure.self) { try await SQLiteStore.copy(store.path, to: copy) }
    #expect(taken?.message == "\(copy) is there already")
  }
}
