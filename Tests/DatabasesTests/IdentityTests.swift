import Rows
import Storage
import Testing
import Values

@testable import Databases

/// The same thing in two providers: linked, never merged.
@Suite(.timeLimit(.minutes(1))) struct IdentityTests {
  private let shape: RowShape
  private let test: TestStore
  private let other: IntegrationRecord

  init() async throws {
    shape = try SampleRow.shape("employee")
    test = try await TestStore()
    other = try await test.store.integration(organization: "acme", connector: "gusto", name: "gusto")
  }

  private func commit(_ integration: IntegrationRecord, _ rows: [SampleRow], deleted: [String] = [])
    async throws
  {
    let lease = try await test.begin(integration)
    try await test.commit(lease, rows) { $0.deletedKeys = deleted }
    try await test.finish(lease)
    try await test.store.linkIdentities(integration.organization, shape)
  }

  private func links() throws -> [String] {
    try test.query(
      "SELECT first_row, second_row, method, confidence, status FROM identity_links ORDER BY 1, 2")
  }

  private static func person(_ id: String, _ mail: String, number: String? = nil, title: String = "a")
    -> SampleRow
  {
    var row = SampleRow(id, ["work_email": .text(mail), "first_name": .text(title)])
    if let number { row.cells["employee_number"] = .text(number) }
    return row
  }

  @Test func `rows that agree are linked, with what agreed`() async throws {
    try await commit(
      test.integration,
      [Self.person("1", "Ada@example.com "), Self.person("2", "joe@example.com", number: "7")])
    #expect(try links().isEmpty)
    try await commit(
      other, [Self.person("a", "ada@example.com"), Self.person("b", "joe@example.com", number: "7")])
    #expect(try links() == ["1|3|work_email|0.8|found", "2|4|employee_number+work_email|0.95|found"])
    // A changed value ends the link, and so does a deletion.
    try await commit(other, [Self.person("a", "new@example.com")])
    #expect(try links() == ["2|4|employee_number+work_email|0.95|found"])
    try await commit(test.integration, [], deleted: ["2"])
    #expect(try links().isEmpty)
  }

  @Test func `a value that two of one integration share is only a guess`() async throws {
    try await commit(test.integration, [Self.person("1", "office@example.com")])
    try await commit(other, [Self.person("a", "office@example.com")])
    #expect(try links() == ["1|2|work_email|0.8|found"])
    try await commit(other, [Self.person("b", "office@example.com")])
    #expect(try links() == ["1|2|work_email|0.4|found", "1|3|work_email|0.4|found"])
  }

  @Test func `other organizations are never linked`() async throws {
    let stranger = try await test.store.integration(organization: "globex", connector: "x", name: "x")
    try await commit(test.integration, [Self.person("1", "ada@example.com")])
    try await commit(stranger, [Self.person("1", "ada@example.com")])
    #expect(try links().isEmpty)
  }

  @Test func `a rejected link stays rejected`() async throws {
    try await commit(test.integration, [Self.person("1", "ada@example.com")])
    try await commit(other, [Self.person("a", "ada@example.com")])
    let link = try #require(
      try await test.store.identity(shape, row: 1, organization: "acme")?.links.first)
    try await test.store.decide(link, of: shape, isSame: false)
    try await commit(other, [Self.person("a", "ada@example.com", title: "b")])
    #expect(try links() == ["1|2|work_email|0.8|rejected"])
    #expect(try await test.store.identity(shape, row: 1, organization: "acme")?.rows.count == 1)
  }

  @Test func `whose value counts follows the policy, and the other stays visible`() async throws {
    var old = Self.person("1", "ada@example.com", title: "old")
    old.updatedAt = Instant(seconds: 10)
    var new = Self.person("a", "ada@example.com", title: "new")
    new.updatedAt = Instant(seconds: 20)
    try await commit(other, [new])
    try await commit(test.integration, [old])
    let (store, shape, organization) = (test.store, shape, test.integration.organization)
    func winner() async throws -> [String] {
      let linked = try #require(try await store.identity(shape, row: 1, organization: "acme"))
      let found = try #require(linked.disagreements.first { $0.column == "first_name" })
      #expect(found.losers.count == 1)
      return [linked.rows.heads[found.winner].integration.name]
    }
    #expect(try await winner() == ["gusto"])
    try await store.set(.order(["bamboohr", "gusto"]), field: "first_name", of: shape, organization)
    #expect(try await winner() == ["bamboohr"])
    try await store.prefer(row: 1, for: "first_name", of: shape, organization, by: "ada@example.com")
    #expect(try await winner() == ["gusto"])
    #expect(try await store.identity(shape, row: 99, organization: "acme") == nil)
    #expect(try await store.identity(shape, row: 1, organization: "globex") == nil)
  }
}
