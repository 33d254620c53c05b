internal import Commands
internal import JSON
internal import TestSupport
internal import Testing

/// `connector list`, `schema`, `explain`: what there is to know.
struct InventoryTests {
  @Test func `one connector is shown with the variables of its settings`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run("list", "acme", in: project.root)
    #expect(
      outcome.output == """
        acme: Acme HR

          category  hris
          docs      https://developer.example.com
          auth      bearer
          can       full

        Streams
          employees  -> employee  pages: cursor

        Settings
          api_key  secret  required  CONNECTOR_ACME_API_KEY  API key

        """)
  }

  @Test func `a feed that tells what is gone is named`() async throws {
    var files = ExampleProject.files
    let path = "connectors/acme/connector.yaml"
    files[path] = files[path]?.replacing(
      "    deletions: {type: none}",
      with: """
            changes:
              type: feed
              read: {get: /events}
              records: body.data
              gone: record.gone
              pages: {type: none}
              follow: {type: token, token: body.sync, send: {query: sync}}
        """)
    let project = try TemporaryProject(files)
    let outcome = await run("list", "acme", in: project.root)
    #expect(outcome.output.contains("can       full, incremental, deletions"), "\(outcome.output)")
  }

  @Test func `the list is JSON for programs`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let all = try JSONDocument(text: await run("list", "--format", "json", in: project.root).output).root
    #expect(all.count == 1)
    let one = try JSONDocument(text: await run("list", "acme", "-f", "json", in: project.root).output).root
    #expect(one["settings"]?[0]?["variable"]?.string == "CONNECTOR_ACME_API_KEY")
    #expect(one["streams"]?[0]?["models"]?[0]?.string == "employee")
    #expect(one["capabilities"]?[0]?.string == "full")
  }

  @Test func `a name that is not there is answered with one that is`() async throws {
    let project = try TemporaryProject.acme()
    let outcome = await run("list", "amce", in: project.root)
    #expect(outcome.errors == "error: there is no connector `amce`\nhelp: did you mean `acme`?\n")
    #expect(outcome.code == .usage)
    #expect(await run("list", in: "/").code == .nothing)
  }

  @Test func `schemas are printed and written`() async throws {
    let project = try TemporaryProject()
    let printed = await run("schema", "connector", in: project.root).output
    #expect(try JSONDocument(text: printed).root["$schema"] != nil)
    let written = await run("schema", "--write", "out/schemas", in: project.root)
    #expect(written.output.split(separator: "\n").count == 4)
    #expect(project.read("out/schemas/connector.schema.json") == printed)
  }

  @Test(arguments: [
    "spec/unknown-key", "pages/cursor", "overlap", "employee", "employee.hire_date", "lowerAscii", "page",
  ])
  func `everything has an explanation`(_ topic: String) async {
    let outcome = await run("explain", topic)
    #expect(outcome.code == .success)
    #expect(outcome.output.count > 60)
  }

  @Test(arguments: [
    ("acme", "acme: Acme HR"), ("sync", "connector help sync"), ("lint", "connector lint [OPTIONS]"),
    ("paging", "paging/no-end"),
    ("no-end", "paging/no-end"), ("models", "employee"), ("functions", "lowerAscii"), ("size()", "size("),
    ("mapping/unknown-path", "A path that no"),
    ("CalDAV", "`propfind` and `report`"), ("xml-rpc value", "methodResponse"),
    ("HTTP 429", "http/throttled/status"),
  ])
  func `what is no name of the language is explained as well`(_ topic: String, _ holds: String) async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run("explain", topic, in: project.root)
    #expect(outcome.code == .success && outcome.output.contains(holds), "\(outcome)")
  }

  @Test func `a line of a file is explained by the block that stands there`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let name = "connectors/acme/connector.yaml"
    let text = try #require(project.read(name))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("rate_limit:") }) + 1
    let outcome = await run("explain", "\(name):\(line)", in: project.root)
    #expect(outcome.code == .success)
    #expect(outcome.output.hasPrefix("http.rate_limit\n"))
    let column = try #require(lines[line - 1].split(separator: "per").first).count + 1
    let inner = await run("explain", "\(name):\(line):\(column)", in: project.root)
    #expect(inner.output.hasPrefix("http.rate_limit.per\n"))
    #expect(await run("explain", "\(name):9999", in: project.root).code == .usage)
    #expect(
      await run("explain", "nothing.yaml:3", in: project.root).errors.hasPrefix(
        "error: nothing.yaml: no such file"))
  }

  @Test func `an unknown topic is answered with near ones`() async {
    let outcome = await run("explain", "overlp")
    #expect(outcome.code == .negative)
    #expect(outcome.errors.hasPrefix("error: nothing here is called `overlp`\nhelp: did you mean `overlap`"))
  }
}
