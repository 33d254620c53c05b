import Storage
import TestSupport
import Testing

@testable import Databases

/// Who may write, and who may not any longer.
@Suite(.timeLimit(.minutes(10))) struct LeaseTests {
  @Test func `a second run is refused while the first lives`() async throws {
    let test = try await TestStore()
    let first = try await test.begin()
    let failure = await #expect(throws: StoreFailure.self) { try await test.begin() }
    #expect(failure?.kind == .alreadyRunning)
    try await test.finish(first)
    let second = try await test.begin()
    #expect(second.number == first.number + 1)
  }

  @Test func `of many that begin at once exactly one may`() async throws {
    let test = try await TestStore()
    var options = SQLiteStore.Options()
    options.clock = test.clock
    let other = try await SQLiteStore.open(test.path, options)
    let started = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<500 {
        let store = index % 2 == 0 ? test.store : other
        let id = test.integration.id
        group.addTask {
          let start = RunStart(kind: "full", streams: [])
          return (try? await store.begin(id, start)) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(started == 1)
    #expect(try test.query("SELECT count(*) FROM integration_sync_log") == ["1"])
  }

  @Test func `a silent run is taken over and may write no more`() async throws {
    let test = try await TestStore()
    let first = try await test.begin()
    test.clock.advance(Database.leaseSeconds - 1)
    try await test.store.renew(first)
    test.clock.advance(Database.leaseSeconds - 1)
    await #expect(throws: StoreFailure.self) { try await test.begin() }
    test.clock.advance(2)
    let second = try await test.begin()
    for attempt in 0..<4 {
      let failure = await #expect(throws: StoreFailure.self) {
        switch attempt {
        case 0: try await test.store.renew(first)
        case 1: try await test.commit(first, [SampleRow("1", ["first_name": .text("A")])])
        case 2: _ = try await test.store.sweep(first, stream: "employees", isAllowedByHand: false)
        default: try await test.finish(first)
        }
      }
      #expect(failure?.kind == .leaseLost)
    }
    #expect(try await test.commit(second, [SampleRow("1", ["first_name": .text("A")])]).created == 1)
    #expect(
      try test.query("SELECT outcome, problem FROM integration_sync_log ORDER BY id LIMIT 1")
        == ["failed|the process ended before the run did"])
  }

  @Test func `a run whose process is gone is taken over at once`() async throws {
    let test = try await TestStore()
    let first = try await test.begin()
    let own = ProcessIdentity.own
    for (holder, isGone) in [
      (own, false),
      // The same number, begun at another time: the number was given away again.
      (ProcessIdentity(boot: own.boot, namespace: own.namespace, process: own.process, start: "1"), true),
      (ProcessIdentity(boot: "another", namespace: own.namespace, process: own.process, start: "1"), false),
      (ProcessIdentity(boot: own.boot, namespace: "pid:[1]", process: own.process, start: "1"), false),
    ] {
      try await test.store.writer.use { (database) throws(StoreFailure) in
        try database.run(
          "UPDATE leases SET holder = ?, run = ?", [.text(holder.text), .integer(first.run.number)])
      }
      if isGone {
        let second = try await test.begin()
        #expect(second.number == first.number + 1)
      } else {
        await #expect(throws: StoreFailure.self) { try await test.begin() }
      }
    }
  }

  @Test func `an identity survives being written down`() {
    let own = ProcessIdentity.own
    #expect(ProcessIdentity(own.text) == own)
    #expect(!own.isSurelyGone)
    #expect(!own.start.isEmpty && !own.boot.isEmpty)
    #expect(ProcessIdentity("nonsense") == nil)
  }

  @Test func `an integration keeps its connector`() async throws {
    let test = try await TestStore()
    let again = try await test.store.integration(
      organization: "acme", connector: "bamboohr", name: "bamboohr")
    #expect(again == test.integration)
    await #expect(throws: StoreFailure.self) {
      try await test.store.integration(organization: "acme", connector: "xero", name: "bamboohr")
    }
    let other = try await test.store.integration(organization: "globex", connector: "xero", name: "bamboohr")
    #expect(other.organization != again.organization)
  }

  @Test func `small values are remembered`() async throws {
    let test = try await TestStore()
    let (store, id) = (test.store, test.integration.id)
    #expect(try await store.memory(id, "quota") == nil)
    try await store.remember(id, "quota", "5")
    try await store.remember(id, "quota", "6")
    #expect(try await store.memory(id, "quota") == "6")
    try await store.remember(id, "quota", nil)
    #expect(try await store.memory(id, "quota") == nil)
  }
}
