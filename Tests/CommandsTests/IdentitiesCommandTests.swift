internal import Databases
internal import JSON
internal import Language
internal import Programs
internal import Rows
internal import Storage
internal import TestSupport
internal import Testing

@testable internal import Commands

/// `connector identities`: who is the same in several providers, and whose values count.
struct IdentitiesCommandTests {
  private let project: TemporaryProject
  private let shape: RowShape

  /// Two providers that know Ada under different titles, and a mailbox that two people share.
  init() async throws {
    project = try TemporaryProject(ExampleProject.files)
    shape = RowShape(try #require(BuiltInModels.catalogue["employee"]))
    let store = try await SQLiteStore.open(project.path("connector.db"))
    let people = [
      "hris": [
        ("1", ["work_email": "ada@example.com", "job_title": "Engineer"]),
        ("2", ["work_email": "office@example.com", "first_name": "Joe"]),
      ],
      "payroll": [
        ("a", ["work_email": "Ada@example.com", "job_title": "Principal", "first_name": "Ada"]),
        ("b", ["work_email": "office@example.com"]), ("c", ["work_email": "office@example.com"]),
      ],
    ]
    for (name, rows) in people.sorted(by: { $0.key < $1.key }) {
      let integration = try await store.integration(organization: "default", connector: "acme", name: name)
      let lease = try await store.begin(
        integration.id, RunStart(kind: "full", streams: ["employees"]))
      var page = PageCommit(lease: lease, stream: "employees")
      page.rows = [batch(rows)]
      _ = try await store.commit(page)
      try await store.link(
        lease, [IdentityKeys(stream: "employees", shape: shape, fields: shape.identity)])
      try await store.finish(
        lease, RunEnd(outcome: .succeeded, finishedAt: SystemClock().now, streams: []))
    }
    await store.close()
  }

  private func batch(_ rows: [(String, [String: String])]) -> RowBatch {
    var batch = RowBatch(shape)
    for (id, fields) in rows {
      batch.beginRow()
      var head = RowBatch.Head()
      head.sourceID = batch.append(id)
      for (column, shape) in batch.shape.columns.enumerated() {
        guard let text = fields[shape.name] else { continue }
        let start = batch.bytes.count
        _ = batch.append(text)
        batch.setText(column, from: start)
      }
      batch.endRow(head)
    }
    return batch
  }

  private func identities(_ words: String...) async -> Outcome {
    await run(["identities"] + words, in: project.root, environment: ["CONNECTOR_ACTOR": "ada"])
  }

  @Test func `linked records are listed, and guesses only counted`() async throws {
    let models = await identities()
    #expect(models.code == .success && models.output.contains("employee"))
    let list = await identities("employee")
    #expect(list.output.contains("hris/1 = payroll/a") && list.output.contains("job_title"))
    #expect(!list.output.contains("office") && !list.output.contains("hris/2"))
    let json = await identities("employee", "--format", "json")
    let root = try JSONDocument(text: json.output).root
    #expect(root["links"].map { $0.elements.map { $0["method"]?.string } } == ["work_email"])
    #expect(root["records"].map { $0.elements.map { $0["id"]?.string } } == ["1", "a"])
    #expect(await identities("invoice").code == .nothing)
  }

  @Test func `one record shows each field's winner and losers`() async throws {
    let page = await identities("employee", "hris/1")
    #expect(page.output.contains("hris/1 = payroll/a by work_email, confidence 0.8"))
    #expect(page.output.contains("Engineer (hris/1)"))
    // The one that changed last says what counts, until a policy or a person says otherwise.
    #expect(try await title("1") == "Principal")
    let policy = await identities(
      "employee", "1", "--policy", "job_title=order:hris,payroll", "--format", "json")
    #expect(try Self.title(policy) == "Engineer")
    #expect(
      try Self.title(await identities("employee", "a", "--prefer", "job_title", "--format", "json"))
        == "Principal")
  }

  @Test func `links are confirmed and rejected by hand`() async throws {
    let guess = await identities("employee", "2")
    #expect(guess.output.contains("perhaps hris/2 = payroll/b"))
    let confirmed = await identities("employee", "2", "--confirm", "b")
    #expect(confirmed.output.contains("hris/2 = payroll/b by work_email, confirmed"))
    let rejected = await identities("employee", "1", "--reject", "payroll/a")
    #expect(rejected.code == .success && !rejected.output.contains("payroll/a"))
    // Two that nothing links may be the same all the same.
    #expect(await identities("employee", "1", "--confirm", "c").output.contains("by decided, confirmed"))
  }

  @Test(arguments: [
    ["employee", "1", "2"], ["--policy", "x=newest"], ["employee", "--confirm", "1"],
    ["employee", "1", "--confirm", "1"], ["employee", "1", "--prefer", "nothing"],
    ["employee", "--policy", "job_title"], ["employee", "--policy", "job_title=order:"], ["employe"],
  ]) func `a wrong command line is refused`(_ words: [String]) async {
    #expect(await run(["identities"] + words, in: project.root).code == .usage)
  }

  private func title(_ id: String) async throws -> String? {
    try Self.title(await identities("employee", id, "--format", "json"))
  }

  private static func title(_ outcome: Outcome) throws -> String? {
    try JSONDocument(text: outcome.output).root["fields"]?["job_title"]?["winner"]?["value"]?.string
  }
}
