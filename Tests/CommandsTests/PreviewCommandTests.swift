internal import TestSupport
internal import Testing

@testable internal import Commands

/// `connector preview`: from the request to the canonical rows, and what is left over.
struct PreviewCommandTests {
  /// A piece of the recording put in place of another, and what the preview then says.
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    var arguments: [String] = []
    var replacing = ""
    var with = ""
    let says: [String]
    var keepsQuiet: [String] = []
    var testDescription: String { name }
  }

  static let samples = [
    Sample(
      name: "values with their rules",
      says: [
        "--header 'Authorization: REDACTED' 'https://api.example.com/v1/employees'", "HTTP 200", "record 1",
        "\"firstName\": \"Ada\"",
        "employee 1",
        "first_name", "firstName", "date(hired)", "mappings/acme/employees.yaml:7", "active (Active)",
        "2 records",
      ], keepsQuiet: ["record 2", "made-up", "read by nothing", "quarantined", "no case"]),
    Sample(
      name: "several records, with the call of each page", arguments: ["--records", "5"],
      says: ["record 1", "record 2", "employees?cursor=c2"]),
    Sample(
      name: "a limit", arguments: ["--records", "5", "--limit", "1"], says: ["1 record", "record 1"],
      keepsQuiet: ["record 2", "cursor=c2"]),
    Sample(
      name: "a key that nothing reads", replacing: #""firstName": "Joe","#,
      with: #""firstName": "Joe", "shoeSize": 42,"#, says: ["read by nothing: shoeSize"]),
    Sample(
      name: "a field that no record has", replacing: #""hired""#, with: #""begun""#,
      says: ["absent in all records: employee.hire_date", "read by nothing: begun"]),
    Sample(
      name: "a word without a case", replacing: #""status": "Active"}], "next": null"#,
      with: #""status": "Asleep"}], "next": null"#,
      says: ["no case for `Asleep` in employee.employment_status"]
    ),
    Sample(
      name: "a quarantined record", replacing: "2022-05-16", with: "someday",
      says: ["quarantined: record 2 gives no employee: hire_date", "mappings/acme/employees.yaml:7"]),
    Sample(
      name: "records with the same problem", replacing: #""hired": ""#, with: #""hired": [], "begun": ""#,
      says: ["quarantined: record 1 and 1 other give no employee: hire_date"], keepsQuiet: ["record 2 gives"]),
    Sample(
      name: "json", arguments: ["--format", "json"],
      says: [
        #""read":2"#, #""field":"hire_date""#, #""paths":["record.hired"]"#, #""status":200"#,
        #""unread_keys":[]"#,
      ]),
  ]

  @Test(arguments: samples) func preview(_ sample: Sample) async throws {
    var files = ExampleProject.files
    if !sample.replacing.isEmpty {
      let path = "connectors/acme/recordings/employees.http"
      let parts = (files[path] ?? "").split(separator: sample.replacing, omittingEmptySubsequences: false)
      #expect(parts.count > 1)
      files[path] = parts.joined(separator: sample.with)
    }
    let project = try TemporaryProject(files)
    let outcome = await run(["preview", "acme", "employees"] + sample.arguments, in: project.root)
    #expect(outcome.code == .success, "\(outcome.errors)")
    for words in sample.says { #expect(outcome.output.contains(words), "\(words) in\n\(outcome.output)") }
    for words in sample.keepsQuiet {
      #expect(!outcome.output.contains(words), "\(words) in\n\(outcome.output)")
    }
    #expect(project.read("connector.db") == nil)
  }

  @Test(arguments: ["text", "json"])
  func `no secret is shown, wherever the connector puts it`(_ format: String) async throws {
    var files = ExampleProject.files
    files[ExampleProject.connectorPath] = try #require(files[ExampleProject.connectorPath])
      .replacing(
        "{get: /employees}", with: #"{get: /employees, headers: {X-Note: "of ${settings.api_key}"}}"#)
    let project = try TemporaryProject(files)
    let outcome = await run("preview", "acme", "employees", "--format", format, in: project.root)
    #expect(outcome.output.contains("'X-Note: of ***'"), "\(outcome)")
    #expect(!outcome.output.contains("made-up"), "\(outcome)")
  }

  @Test func `what cannot be previewed is refused`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let stream = await run("preview", "acme", "employee", in: project.root)
    #expect(stream.code == .usage && stream.errors.contains("`employees`"))
    let recording = await run("preview", "acme", "employees", "--recording", "employee", in: project.root)
    #expect(recording.code == .usage && recording.errors.contains("`employees`"))
    #expect(await run("preview", "acme", in: project.root).code == .usage)
  }

  @Test func `a stream without a mapping says where it would be`() async throws {
    var files = ExampleProject.files
    files["mappings/acme/employees.yaml"] = nil
    let project = try TemporaryProject(files)
    let outcome = await run("preview", "acme", "employees", in: project.root)
    #expect(outcome.output.contains("gives no row: there is no mappings/acme/employees.yaml"), "\(outcome)")
  }

  @Test(arguments: [
    ("text", "  {\"error\": \"no such cursor, ***\"}\n"), ("json", #"no such cursor, ***\"}"#),
  ])
  func `what the provider answered is shown where it refused`(_ format: String, _ words: String) async throws
  {
    var files = ExampleProject.files
    let path = "connectors/acme/recordings/employees.http"
    let pages = try #require(files[path]).split(separator: "HTTP 200", omittingEmptySubsequences: false)
    let refused = " \nContent-Type: application/json\n\n{\"error\": \"no such cursor, made-up\"}\n"
    files[path] = pages.prefix(2).joined(separator: "HTTP 200") + "HTTP 418" + refused
    let project = try TemporaryProject(files)
    let outcome = await run("preview", "acme", "employees", "--format", format, in: project.root)
    #expect(outcome.code == .providerFailed)
    #expect(outcome.output.contains(words), "\(outcome)")
    // What was asked is seen beside it.
    if format == "text" {
      #expect(outcome.output.contains("cursor=c2'\nHTTP 418\n\nwhat the provider answered"), "\(outcome)")
    }
  }

  @Test func `a reply that holds no records is shown, and a page line by line`() async throws {
    var files = ExampleProject.files
    let path = "connectors/acme/recordings/employees.http"
    let start = try #require(files[path]).split(separator: "HTTP 200").first
    for (reply, shown) in [
      ("HTTP 200\nContent-Type: application/json\n\n{\"items\": []}\n", "  {\"items\": []}\n"),
      (
        "HTTP 400\nContent-Type: text/html\n\n<html>\n <h1>Bad</h1>\n</html>\n",
        "  <html>\n   <h1>Bad</h1>\n  </html>\n"
      ),
    ] {
      files[path] = String(try #require(start)) + reply
      let project = try TemporaryProject(files)
      let outcome = await run("preview", "acme", "employees", in: project.root)
      #expect(outcome.output.contains("what the provider answered:\n" + shown), "\(outcome)")
    }
  }

  @Test func `a reply that is missing fails after what was read`() async throws {
    var files = ExampleProject.files
    let path = "connectors/acme/recordings/employees.http"
    files[path] = (files[path] ?? "").split(separator: "cursor=c2", omittingEmptySubsequences: false)
      .joined(separator: "cursor=c3")
    let project = try TemporaryProject(files)
    let outcome = await run("preview", "acme", "employees", in: project.root)
    #expect(outcome.code != .success && outcome.output.contains("record 1"))
    #expect(outcome.errors.contains("no recorded exchange answers"))
  }
}
