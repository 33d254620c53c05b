internal import Databases
internal import Language
internal import Programs
internal import Rows
internal import Storage
internal import TestSupport
internal import Testing
internal import Values

@testable internal import Commands

/// `connector runs`, `records`, `why`: what the store knows, for people and for programs.
struct StoredCommandTests {
  private let project: TemporaryProject

  /// The example project with two employees in its store.
  init() async throws {
    project = try TemporaryProject(ExampleProject.files)
    var options = SQLiteStore.Options()
    options.raw = .plain
    let store = try await SQLiteStore.open(project.path("connector.db"), options)
    let integration = try await store.integration(organization: "default", connector: "acme", name: "acme")
    let now = SystemClock().now
    let lease = try await store.begin(
      integration.id, RunStart(kind: "full", streams: ["employees"]))
    var page = PageCommit(lease: lease, stream: "employees")
    page.read = 3
    page.quarantined = [
      QuarantinedRecord(
        key: "3", model: "employee", path: "hire_date", reason: "'soon' is not a date",
        place: "mappings/acme/employees.yaml:6:9", raw: #"{"id":3}"#)
    ]
    page.rows = [
      try Self.batch([
        (
          "1",
          [
            "first_name": "Ada", "last_name": "=HYPERLINK(\"x\")", "hire_date": "2021-03-01",
            "custom": #"{"nick":"Ada","size":{"a":1}}"#,
          ]
        ),
        ("2", ["first_name": "Joe", "last_name": "Bloggs", "hire_date": "2022-05-16"]),
      ])
    ]
    let counts = try await store.commit(page)
    let outcome = StreamOutcome(
      stream: "employees", outcome: .partial, counts: counts, pages: 1, requests: 3, seconds: 1.5,
      problems: ["a page is missing"])
    try await store.finish(lease, RunEnd(outcome: .partial, finishedAt: now, streams: [outcome]))
    await store.close()
  }

  private static func batch(_ people: [(String, [String: String])]) throws -> RowBatch {
    var batch = RowBatch(RowShape(try #require(BuiltInModels.catalogue["employee"])))
    for (id, fields) in people {
      batch.beginRow()
      var head = RowBatch.Head()
      head.sourceID = batch.append(id)
      head.raw = batch.append(
        #"{"id":\#(id),"lastName":"x","status":"Active","firstName":"\#(fields["first_name"] ?? "")","hired":"\#(fields["hire_date"] ?? "")"}"#
      )
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

  @Test(arguments: [
    ["identities"], ["edi", "files"], ["runs", "other"], ["audit", "--since", "2999-01-01"],
  ])
  func `the form of an answer never changes its code`(words: [String]) async {
    let text = await run(words, in: project.root)
    let json = await run(words + ["--format", "json"], in: project.root)
    #expect(text.code == .nothing && json.code == text.code && json.errors == text.errors)
  }

  @Test func `answers of few words can be had as JSON as well`() async {
    let models = await run("records", "--format", "json", in: project.root)
    #expect(models.output == "{\"model\":\"employee\",\"records\":2}\n")
    let proof = await run("audit", "--verify", "--format", "json", in: project.root)
    #expect(proof.code == .success && proof.output.hasPrefix(#"{"intact":true,"rows":"#))
    let why = await run("why", "employee", "1", "hire_date", "--format", "json", in: project.root)
    #expect(
      why.output.contains(#""field":"hire_date","value":"2021-03-01","rules":[{"text":"#)
        && why.output.contains(#""read":[{"path":"#), "\(why.output)")
  }

  @Test func `an organization or integration that the store does not have is named`() async {
    let organization = await run("records", "employee", "--org", "defualt", in: project.root)
    #expect(organization.code == .nothing)
    #expect(
      organization.errors == "error: the store has no organization `defualt`\nhelp: did you mean `default`?\n"
    )
    let integration = await run("records", "employee", "--integration", "x", in: project.root)
    #expect(
      integration.errors == "error: the store has no integration `x`\nhelp: `--integration` takes `acme`\n")
  }

  @Test func `what is no store is named`() async throws {
    try project.write("nothing", to: "other.db")
    let file = await run("runs", "--store", "sqlite:other.db", in: project.root)
    #expect(file.code == .usage && file.errors.contains("/other.db: the file is not a store"))
    let folder = await run("runs", "--store", "sqlite:connectors", in: project.root)
    #expect(folder.code == .usage && folder.errors.contains("/connectors is no file"))
  }

  @Test func `runs are listed and shown`() async {
    let list = await run("runs", in: project.root)
    #expect(list.code == .success && list.output.contains("acme") && list.output.contains("partial"))
    let page = await run("runs", "show", "1", in: project.root)
    #expect(page.code == .success && page.output.contains("a page is missing"))
    let json = await run("runs", "show", "1", "--format", "json", in: project.root)
    #expect(json.output.contains(#""created":2"#) && json.output.contains(#""requests":3"#))
    // Why a record is missing can be read without opening the store by hand.
    #expect(page.output.contains("'soon' is not a date") && page.output.contains("employee.hire_date"))
    #expect(json.output.contains(#""record":"3""#) && json.output.contains("employees.yaml:6:9"))
    #expect(await run("runs", "show", "7", in: project.root).code == .nothing)
    #expect(await run("runs", "show", "x", in: project.root).code == .usage)
    #expect(await run("runs", "--org", "other", in: project.root).code == .nothing)
  }

  @Test func `records are filtered and limited`() async {
    let some = await run(
      "records", "employee", "--where", "hire_date >= '2022-01-01'", "--format", "json", in: project.root)
    #expect(some.code == .success)
    #expect(
      some.output
        == "{\"id\":\"2\",\"first_name\":\"Joe\",\"last_name\":\"Bloggs\",\"hire_date\":\"2022-05-16\"}\n")
    let table = await run("records", "employee", "--limit", "1", in: project.root)
    #expect(table.output.contains("Ada") && !table.output.contains("Joe"))
    #expect(table.errors.contains("there are more"))
    #expect(await run("records", in: project.root).output.contains("employee"))
    #expect(
      await run("records", "employee", "--where", "hire_date == 'x'", in: project.root).code == .nothing)
    let wrong = await run("records", "employee", "--where", "hire_dat == 'x'", in: project.root)
    #expect(wrong.code == .usage && wrong.errors.contains("hire_date"))
    #expect(await run("records", "employee", "--where", "first_name", in: project.root).code == .negative)
    for condition in ["work_phone == null", "null == record.work_phone"] {
      let null = await run("records", "employee", "--where", condition, in: project.root)
      #expect(
        null.code == .usage && null.errors.contains("`!has(record.work_phone)` is true of those that lack it")
      )
    }
    for condition in ["employment_status == 'actve'", "record.employment_status in ['terminated', 'actve']"] {
      let slip = await run("records", "employee", "--where", condition, in: project.root)
      #expect(slip.code == .usage && slip.errors.contains("did you mean `'active'`?"), "\(slip.errors)")
    }
    #expect(await run("records", "employe", in: project.root).errors.contains("`employee`"))
  }

  @Test func `records name where they come from when that is asked for`() async {
    func records(_ words: String...) async -> String {
      await run(["records", "employee", "--limit", "1"] + words, in: project.root).output
    }
    let json = await records("--format", "json", "--source", "--deleted")
    #expect(json.hasSuffix(#","source_integration":"acme","source_stream":"employees"}"# + "\n"))
    #expect(await !records("--format", "json").contains("source_"))
    let csv = await records("--format", "csv", "--source").split(
      separator: "\r\n", omittingEmptySubsequences: true)
    #expect(csv.first?.hasSuffix(",source_integration,source_stream") == true)
    #expect(csv.last?.hasSuffix(",acme,employees") == true)
    // In a table of one stream it says nothing.
    #expect(await !records().contains("employees"))
    let table = await records("--source")
    #expect(table.hasPrefix("id  integration  stream") && table.contains("acme"), "\(table)")
  }

  @Test func `a record that is not there is called what it is`() async {
    let why = await run("why", "employee", "9", in: project.root)
    #expect(why.errors.contains("error: the store has no record of `employee` with the id `9`"))
    let none = await run("records", "invoice", in: project.root)
    #expect(none.code == .nothing && none.errors.hasPrefix("error: the store has no record of `invoice`\n"))
  }

  @Test func `a spreadsheet gets text and no formulas`() async {
    let outcome = await run("records", "employee", "--format", "csv", in: project.root)
    #expect(outcome.output.contains(#""'=HYPERLINK(""x"")""#))
    #expect(!outcome.output.contains(",=HYPERLINK"))
  }

  @Test(arguments: [
    ("plain", "plain"), ("-12.50", "-12.50"), ("=1", "\"'=1\""), (" +1", "\"' +1\""), ("-1-1", "\"'-1-1\""),
    ("@a", "\"'@a\""), ("a\n=b", "\"'a\n=b\""), ("\u{A0}=b", "\"'\u{A0}=b\""), ("a,b", "\"a,b\""),
    ("-", "\"'-\""),
  ]) func `cells are harmless`(_ cell: String, _ written: String) {
    #expect(CSVText.line([cell]) == written + "\r\n")
  }

  @Test func `why leads from the value to the request`() async {
    let outcome = await run("why", "employee", "2", "hire_date", in: project.root)
    #expect(outcome.code == .success)
    for part in [
      "hire_date = 2022-05-16", "date(hired)", "mappings/acme/employees.yaml:", "hired = \"2022-05-16\"",
      "GET /employees", "connectors/acme/connector.yaml:", "run 1",
    ] {
      #expect(outcome.output.contains(part), "\(outcome.output)")
    }
    #expect(await run("why", "employee", "9", "hire_date", in: project.root).code == .nothing)
    #expect(await run("why", "employee", "2", "hire_dat", in: project.root).code == .usage)
    #expect(await run("why", "employee", in: project.root).code == .usage)
  }

  @Test func `why tells of fields that a mapping adds`() async throws {
    let path = "mappings/acme/employees.yaml"
    let mapping = try #require(project.read(path))
    try project.write(
      mapping.replacing(
        "    fields:\n", with: "    custom: {nick: {type: text, value: firstName}}\n    fields:\n"),
      to: path)
    let one = await run("why", "employee", "1", "custom.nick", in: project.root)
    for part in ["custom.nick = Ada", "firstName   mappings/acme/employees.yaml:", "firstName = \"Ada\""] {
      #expect(one.output.contains(part), "\(one.output)")
    }
    #expect(!one.output.contains("custom.size") && !one.output.contains("hire_date"))
    let all = await run("why", "employee", "1", in: project.root)
    #expect(all.output.contains("hire_date =") && all.output.contains(#"custom.size = {"a":1}"#))
    let json = await run("why", "employee", "1", "custom", "--format", "json", in: project.root)
    #expect(json.output.contains(#""field":"custom.nick","value":"Ada","rules":[{"text":"firstName""#))
  }

  @Test func `a store that is not there is not made`() async throws {
    let empty = try TemporaryProject(ExampleProject.files)
    #expect(await run("runs", in: empty.root).code == .nothing)
    #expect(empty.read("connector.db") == nil)
    #expect(await run("runs", "--store", "postgres:x", in: empty.root).code == .usage)
  }
}
