import Rows
import Storage
import TestSupport
import Testing
import Values

@testable import Databases

/// Settings, tokens and keys: sealed, bound to their places, replaced by whoever was first.
@Suite(.timeLimit(.minutes(10))) struct CredentialTests {
  private static let token = TokenContent(
    accessToken: "access-canary", refreshToken: "refresh-canary", issuedAt: Instant(seconds: 5),
    expiresAt: Instant(seconds: 3_605), refreshExpiresAt: nil, scopes: ["a", "b"],
    captured: ["account": #"{"id": 7}"#], endedBecause: nil, settingsMark: "m",
    claim: TokenClaim(holder: "h", until: Instant.epoch))

  @Test func `settings come back and secret ones lie sealed`() async throws {
    let test = try await TestStore(sealing: OpenSealing())
    let (store, id) = (test.store, test.integration.id)
    try await store.set(id, setting: "subdomain", to: "example", isSecret: false)
    try await store.set(id, setting: "api_key", to: "canary", isSecret: true)
    #expect(try await store.settings(id) == ["subdomain": "example", "api_key": "canary"])
    #expect(
      try test.query("SELECT value FROM integration_configs ORDER BY setting")
        == ["v1.1.\(Base64.encode(Array("1-1-setting:api_key.yranac".utf8)))", "example"])
    try await store.set(id, setting: "api_key", to: nil, isSecret: true)
    #expect(try await store.settings(id) == ["subdomain": "example"])
  }

  @Test func `without keys no secret is kept`() async throws {
    let test = try await TestStore()
    let failure = await #expect(throws: StoreFailure.self) {
      try await test.store.set(test.integration.id, setting: "api_key", to: "canary", isSecret: true)
    }
    #expect(failure?.kind == .sealed)
    #expect(try test.query("SELECT count(*) FROM integration_configs") == ["0"])
  }

  @Test func `a sealed value opens only where it was put`() async throws {
    let test = try await TestStore(sealing: OpenSealing())
    let other = try await test.store.integration(organization: "globex", connector: "xero", name: "xero")
    try await test.store.set(test.integration.id, setting: "api_key", to: "canary", isSecret: true)
    try await test.store.writer.use { (database) throws(StoreFailure) in
      try database.run(
        "UPDATE integration_configs SET integration = ?, organization = ?",
        [.integer(other.id.number), .integer(other.organization.number)])
    }
    let failure = await #expect(throws: StoreFailure.self) { try await test.store.settings(other.id) }
    #expect(failure?.kind == .sealed)
  }

  @Test func `a token is replaced by whoever read it last`() async throws {
    let test = try await TestStore(sealing: OpenSealing())
    let (store, id) = (test.store, test.integration.id)
    #expect(try await store.token(id, "main") == nil)
    #expect(try await store.replaceToken(id, "main", Self.token, ifVersion: nil))
    #expect(try await !store.replaceToken(id, "main", Self.token, ifVersion: nil))
    let first = try #require(try await store.token(id, "main"))
    #expect(first.content == Self.token)
    var renewed = Self.token
    renewed.accessToken = "second"
    #expect(try await store.replaceToken(id, "main", renewed, ifVersion: first.version))
    #expect(try await !store.replaceToken(id, "main", Self.token, ifVersion: first.version))
    let second = try #require(try await store.token(id, "main"))
    #expect(second.content.accessToken == "second")
    #expect(try await store.replaceToken(id, "main", nil, ifVersion: second.version))
    #expect(try await store.token(id, "main") == nil)
    // A token that was taken away and got again is another one.
    #expect(try await store.replaceToken(id, "main", Self.token, ifVersion: nil))
    #expect(try await !store.replaceToken(id, "main", nil, ifVersion: first.version))
  }

  @Test func `of fifty that renew at once one wins`() async throws {
    let test = try await TestStore(sealing: OpenSealing())
    let (store, id) = (test.store, test.integration.id)
    #expect(try await store.replaceToken(id, "main", Self.token, ifVersion: nil))
    let version = try #require(try await store.token(id, "main")).version
    let won = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<50 {
        group.addTask {
          var mine = Self.token
          mine.accessToken = "\(index)"
          return (try? await store.replaceToken(id, "main", mine, ifVersion: version)) == true
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(won == 1)
  }

  @Test func `a run that keeps raw records keeps those of rows that have not changed as well`() async throws {
    let test = try await TestStore(raw: .sealed, sealing: OpenSealing())
    let lease = try await test.begin()
    _ = try await test.commit(lease, [SampleRow("1", ["first_name": .text("Ada")])])
    #expect(try test.query("SELECT raw FROM employee") == [""])
    let counts = try await test.commit(lease, [SampleRow("1", raw: "{}", ["first_name": .text("Ada")])])
    #expect(counts.unchanged == 1 && counts.updated == 0)
    #expect(try test.query("SELECT raw FROM employee") == ["v1.1.1-1-raw:employee:1.}{"])
  }

  /// What a record says beside its fields is the provider's record all the same; an origin or the record itself tells that it has changed.
  @Test(arguments: [nil, RowHash(high: 1, low: 1)])
  func `the record that is kept is the last one, and of the row beside it`(_ origin: RowHash?) async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    func commit(_ raw: String?, _ name: String, _ time: Int64, origin: RowHash?) async throws -> RowCounts {
      var row = SampleRow("1", raw: raw, ["first_name": .text(name)])
      row.updatedAt = Instant(seconds: time, nanoseconds: 0)
      row.origin = origin
      return try await test.commit(lease, [row])
    }
    let next = origin.map { RowHash(high: $0.high, low: $0.low + 1) }
    let state = "SELECT raw, source_updated_at FROM employee"
    #expect(try await commit(#"{"a":1}"#, "Ada", 0, origin: origin).created == 1)
    #expect(try await commit(#"{"a":2}"#, "Ada", 60, origin: next).unchanged == 1)
    #expect(try test.query(state) == [#"{"a":2}|1970-01-01T00:01:00Z"#])
    _ = try test.query(
      "CREATE TRIGGER idle BEFORE UPDATE ON employee BEGIN SELECT raise(ABORT, 'written'); END")
    #expect(try await commit(#"{"a":2}"#, "Ada", 60, origin: next).unchanged == 1)
    _ = try test.query("DROP TRIGGER idle")
    #expect(try await commit(nil, "Ada", 60, origin: next).unchanged == 1)
    #expect(try test.query(state) == [#"{"a":2}|1970-01-01T00:01:00Z"#])
    #expect(try await commit(nil, "Eve", 90, origin: nil).updated == 1)
    #expect(try test.query(state) == ["|1970-01-01T00:01:30Z"])
  }

  @Test func `raw records lie sealed, or open, or not at all`() async throws {
    let row = SampleRow("1", raw: #"{"secret":"canary"}"#, ["first_name": .text("Ada")])
    for (raw, sealing, expected) in [
      (SQLiteStore.RawForm.plain, nil, row.raw), (.sealed, nil, ""),
      (.sealed, OpenSealing(), #"v1.1.1-1-raw:employee:1.}"yranac":"terces"{"#),
    ] {
      let test = try await TestStore(raw: raw, sealing: sealing)
      try await test.commit(try await test.begin(), [row])
      #expect(try test.query("SELECT raw FROM employee") == [expected])
    }
  }

  @Test func `records that other streams are read for lie sealed, and are written when they change`()
    async throws
  {
    let test = try await TestStore(sealing: OpenSealing())
    let lease = try await test.begin()
    func commit(_ json: String) async throws {
      try await test.commit(lease, []) { $0.parents = [ParentRecord(key: "1", json: json)] }
    }
    func kept() async throws -> [String] {
      try await test.store.parents(test.integration.id, stream: "employees", after: nil, limit: 9).map(\.json)
    }
    // As an older version kept them.
    try await commit("{}")
    _ = try test.query(#"UPDATE parent_records SET json = '{"n":"canary"}', hash = NULL"#)
    #expect(try await kept() == [#"{"n":"canary"}"#])
    try await commit(#"{"n":"canary"}"#)
    let place = SealedPlace.parent(
      test.integration.organization, test.integration.id, "employees", key: "1")
    let sealed = try await OpenSealing().seal(#"{"n":"canary"}"#, for: place)
    #expect(try test.query("SELECT json FROM parent_records") == [sealed])
    _ = try test.query(
      "CREATE TRIGGER idle BEFORE UPDATE ON parent_records BEGIN SELECT raise(ABORT, 'written'); END")
    try await commit(#"{"n":"canary"}"#)
    _ = try test.query("DROP TRIGGER idle")
    try await commit(#"{"n":"another"}"#)
    #expect(try await kept() == [#"{"n":"another"}"#])
  }

  @Test func `keys are kept, and sealed values can be sealed anew one after another`() async throws {
    let test = try await TestStore(raw: .sealed, sealing: OpenSealing())
    let (store, id, organization) = (test.store, test.integration.id, test.integration.organization)
    let key = WrappedKey(organization: organization, version: 1, wrapped: "w1", created: Instant.epoch)
    #expect(try await store.add(key))
    #expect(try await !store.add(key))
    #expect(try await store.rewrap(key, as: "w2"))
    #expect(try await !store.rewrap(key, as: "w3"))
    #expect(try await store.dataKeys(organization).map(\.wrapped) == ["w2"])

    for name in ["a", "b", "c"] { try await store.set(id, setting: name, to: name, isSecret: true) }
    try await store.set(id, setting: "open", to: "v1.1.looks sealed", isSecret: false)
    #expect(try await store.replaceToken(id, "main", Self.token, ifVersion: nil))
    let rows = (1...3).map { SampleRow("\($0)", raw: "{}", ["first_name": .text("N\($0)")]) }
    try await test.commit(try await test.begin(), rows) {
      $0.quarantined = [
        QuarantinedRecord(key: "9", model: "employee", path: "p", reason: "r", place: "l", raw: "{}")
      ]
      $0.parents = [ParentRecord(key: "1", json: "{}")]
    }
    #expect(try await !store.remove(key))

    let next = OpenSealing(version: 2)
    var mark: String?
    var count = 0
    while let value = try await store.sealedValues(
      organization, notBeginning: "v1.2.", after: mark, limit: 2
    ).first {
      let text = try await OpenSealing().open(value.sealed, for: value.place)
      let sealed = try await next.seal(text, for: value.place)
      #expect(try await store.reseal(value, as: sealed))
      #expect(try await !store.reseal(value, as: sealed))
      mark = value.id
      count += 1
    }
    #expect(count == 9)
    #expect(try await store.settings(id)["b"] == "b")
    #expect(try await store.token(id, "main")?.content == Self.token)
    #expect(try await store.remove(key))
    #expect(try await store.dataKeys(nil).isEmpty)
  }
}
