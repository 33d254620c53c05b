import Storage
import Testing
import Values

@testable import Databases

/// What is written down for good, and whether it shows when somebody lays hands on it.
@Suite(.timeLimit(.minutes(10))) struct AuditTests {
  private let test: TestStore

  init() async throws { test = try await TestStore(sealing: OpenSealing()) }

  private func rows() throws -> [String] {
    try test.query(
      """
      SELECT o.name, a.actor, a.action, a.subject, a.details
      FROM audit_log a JOIN organizations o ON o.id = a.organization ORDER BY a.sequence
      """)
  }

  @Test func `each kind of act is a row of its organization, without a secret`() async throws {
    let (store, integration) = (test.store, test.integration)
    try await store.set(integration.id, setting: "api_key", to: "canary", isSecret: true)
    try await store.set(integration.id, setting: "api_key", to: nil, isSecret: true)
    var token = TokenContent(accessToken: "canary")
    _ = try await store.replaceToken(integration.id, "auth", token, ifVersion: nil)
    token.endedBecause = "the grant was revoked"
    _ = try await store.replaceToken(integration.id, "auth", token, ifVersion: 1)
    _ = try await store.replaceToken(integration.id, "auth", token, ifVersion: 2)
    let key = WrappedKey(
      organization: integration.organization, version: 1, wrapped: "canary", created: test.clock.now)
    _ = try await store.add(key)
    _ = try await store.add(
      WrappedKey(
        organization: integration.organization, version: 2, wrapped: "canary", created: test.clock.now))
    _ = try await store.rewrap(key, as: "canary 2")
    #expect(try await !store.rewrap(key, as: "canary 3"))
    let lease = try await store.begin(
      integration.id,
      RunStart(kind: "full", streams: ["employees"], isByHand: true))
    try await test.commit(lease, [SampleRow("1", ["first_name": .text("Ada")])], notesSeen: true)
    try await test.finish(lease)
    let second = try await test.begin()
    _ = try await store.sweep(second, stream: "employees", isAllowedByHand: true)
    try await store.audit(.login, integration)
    #expect(
      try rows() == [
        "acme|connector|setting.changed|bamboohr api_key|",
        "acme|connector|setting.removed|bamboohr api_key|",
        "acme|connector|auth.refresh_failed|bamboohr auth|the grant was revoked",
        "acme|connector|key.rotated|data key 2|", "acme|connector|key.rewrapped|data key 1|",
        "acme|connector|sync.begun|bamboohr|run 1, full: employees",
        "acme|connector|sync.deletions_allowed|bamboohr employees|1 rows in run 2",
        "acme|connector|auth.login|bamboohr|",
      ])
    #expect(
      try await store.auditLog(organization: "acme", limit: 2).map(\.action).first == "sync.deletions_allowed"
    )
    #expect(try await store.auditLog(organization: "globex", limit: 9).isEmpty)
    guard case .intact(8, let head) = try await store.auditProof() else {
      Issue.record("the log is not intact")
      return
    }
    #expect(try await store.auditProof(head: head) == .intact(rows: 8, head: head))
  }

  @Test(arguments: [
    ("UPDATE audit_log SET actor = 'eve' WHERE sequence = 2", AuditProof.broken(at: 2)),
    ("UPDATE audit_log SET details = '' WHERE sequence = 3", .broken(at: 3)),
    ("UPDATE audit_log SET organization = 2 WHERE sequence = 1", .broken(at: 1)),
    ("DELETE FROM audit_log WHERE sequence = 2", .broken(at: 3)),
    ("DELETE FROM audit_log WHERE sequence = 1", .broken(at: 2)),
    ("DELETE FROM audit_log WHERE sequence = 4", .unknownHead), ("DELETE FROM audit_log", .unknownHead),
    (
      """
      UPDATE audit_log SET sequence = sequence - 5 WHERE sequence IN (2, 3);
      UPDATE audit_log SET sequence = -sequence WHERE sequence < 0
      """,
      .broken(at: 2)
    ),
    (
      """
      INSERT INTO audit_log SELECT 5, organization, at, actor, action, subject, details, hash, hash
      FROM audit_log WHERE sequence = 4
      """,
      .broken(at: 5)
    ),
  ])
  func `a hand laid on the log shows`(_ sql: String, _ proof: AuditProof) async throws {
    _ = try await test.store.integration(organization: "globex", connector: "x", name: "x")
    for action in [AuditAction.login, .logout, .login, .logout] {
      try await test.store.audit(action, test.integration)
    }
    guard case .intact(4, let head) = try await test.store.auditProof() else {
      Issue.record("the log is not intact")
      return
    }
    let database = try Database(path: test.path, clock: test.clock)
    try database.script(sql)
    #expect(try await test.store.auditProof(head: head) == proof)
  }
}
