import Rows
import Storage
import Testing
import Values

@testable import Databases

/// The same thing in two providers: linked, never merged.
@Suite(.timeLimit(.minutes(10))) struct IdentityTests {
  private let shape: RowShape
  private let test: TestStore
  private let other: IntegrationRecord

  init() async throws {
    shape = try SampleRow.shape("employee")
    test = try await TestStore()
    other = try await test.store.integration(organization: "acme", connector: "gusto", name: "gusto")
  }

  private func commit(
    _ integration: IntegrationRecord, _ rows: [SampleRow], deleted: [String] = [], by fields: [String]? = nil
  ) async throws {
    let lease = try await test.begin(integration)
    try await test.commit(lease, rows) { $0.deletedKeys = deleted }
    try await test.store.link(
      lease, [IdentityKeys(stream: "employees", shape: shape, fields: fields ?? shape.identity)])
    try await test.finish(lease)
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

  @Test func `another value that differs makes a link weaker`() async throws {
    try await commit(
      test.integration,
      [Self.person("1", "ada@example.com", number: "1"), Self.person("2", "joe@example.com", number: "2")])
    try await commit(
      other,
      [Self.person("a", "ada@example.com", number: "9"), Self.person("b", "eve@example.com", number: "2")])
    #expect(try links() == ["1|3|work_email|0.6|found", "2|4|employee_number|0.6|found"])
  }

  @Test func `a value of its own tells rows apart where another is shared`() async throws {
    try await commit(
      test.integration,
      [Self.person("1", "office@example.com", number: "1"), Self.person("2", "office@example.com")])
    try await commit(other, [Self.person("a", "office@example.com", number: "1")])
    #expect(
      try links() == ["1|3|employee_number+work_email|0.8|found", "2|3|work_email|0.4|found"])
  }

  @Test func `a mapping says by what its own rows are recognised`() async throws {
    try await commit(test.integration, [Self.person("1", "ada@example.com", number: "7")])
    let new = Self.person("a", "ada@example.com", number: "7")
    try await commit(other, [new], by: ["work_email"])
    #expect(try links() == ["1|2|work_email|0.8|found"])
    // When the mapping says something else, what was linked before is linked anew.
    try await commit(other, [new], by: ["employee_number"])
    #expect(try links() == ["1|2|employee_number|0.8|found"])
    try await commit(other, [new])
    #expect(try links() == ["1|2|employee_number+work_email|0.95|found"])
  }

  @Test func `a value that everybody has links nobody, also when it becomes one`() async throws {
    try await commit(test.integration, [Self.person("1", "na@example.com")])
    try await commit(other, (0..<19).map { Self.person("a\($0)", "na@example.com") })
    #expect(try links().count == 19)
    try await commit(other, [Self.person("a19", "na@example.com")])
    #expect(try links().isEmpty)
    try await commit(other, [], deleted: ["a3"])
    #expect(try links().count == 19)
  }

  @Test func `many rows are linked in portions`() async throws {
    let count = 21_000
    for (integration, letter) in [(test.integration, ""), (other, "x")] {
      let lease = try await test.begin(integration)
      for first in stride(from: 0, to: count, by: 3_000) {
        try await test.commit(
          lease,
          (first..<first + 3_000).map {
            SampleRow("\(letter)\($0)", ["work_email": .text("p\($0)@example.com")])
          })
      }
      try await test.store.link(
        lease, [IdentityKeys(stream: "employees", shape: shape, fields: shape.identity)])
      try await test.finish(lease)
    }
    #expect(try test.query("SELECT count(*), min(confidence) FROM identity_links") == ["\(count)|0.8"])
    let (groups, next) = try await test.store.identities(shape, organization: "acme", limit: 2)
    #expect(groups.map { $0.rows.heads.map(\.id) } == [[1, 21_001], [2, 21_002]] && next == 2)
  }

  @Test func `a guess brings nobody's values together until it is confirmed`() async throws {
    try await commit(test.integration, [Self.person("1", "office@example.com")])
    try await commit(
      other, [Self.person("a", "office@example.com"), Self.person("b", "office@example.com")])
    let alone = try #require(try await test.store.identity(shape, row: 1, organization: "acme"))
    #expect(alone.rows.count == 1 && alone.guesses.count == 2 && alone.guessed.count == 2)
    #expect(try await test.store.identities(shape, organization: "acme").groups.isEmpty)
    let guess = alone.guesses[0]
    try await test.store.decide(
      guess.first, guess.second, of: shape, isSame: true, organization: "acme")
    let both = try #require(try await test.store.identity(shape, row: 1, organization: "acme"))
    #expect(both.rows.count == 2 && both.guesses.count == 1)
    let summary = try await test.store.identitySummaries(organization: "acme")
    #expect(
      summary == [IdentitySummary(model: "employee", links: 2, confirmed: 1, rejected: 0, guesses: 1)])
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
    try await test.store.decide(
      link.first, link.second, of: shape, isSame: false, organization: "acme")
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
    let (store, shape) = (test.store, shape)
    func winner() async throws -> [String] {
      let linked = try #require(try await store.identity(shape, row: 1, organization: "acme"))
      let found = try #require(linked.disagreements.first { $0.column == "first_name" })
      #expect(found.losers.count == 1)
      return [linked.rows.heads[found.winner].integration.name]
    }
    #expect(try await winner() == ["gusto"])
    try await store.set(.order(["bamboohr", "gusto"]), field: "first_name", of: shape, organization: "acme")
    #expect(try await winner() == ["bamboohr"])
    try await store.prefer(row: 1, for: "first_name", of: shape, organization: "acme", by: "ada@example.com")
    #expect(try await winner() == ["gusto"])
    #expect(try await store.identity(shape, row: 99, organization: "acme") == nil)
    #expect(try await store.identity(shape, row: 1, organization: "globex") == nil)
  }
}
