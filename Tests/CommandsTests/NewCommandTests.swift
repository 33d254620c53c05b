internal import Commands
internal import Testing

/// `connector new`: what is made passes the checker, and nothing is overwritten.
struct NewCommandTests {
  @Test func `a new connector is clean and complete`() async throws {
    let project = try TemporaryProject()
    let outcome = await run("new", "acme", in: project.root)
    #expect(outcome.code == .success)
    #expect(outcome.output.contains("wrote connectors/acme/connector.yaml\n"))
    #expect(outcome.errors.hasPrefix("next: connector lint acme"))
    #expect(outcome.errors.contains("connector schema --write schemas"))
    #expect(await run("schema", "--write", "schemas", in: project.root).code == .success)
    let second = await run("new", "other", in: project.root)
    #expect(second.errors.hasPrefix("next: connector lint other") && !second.errors.contains("schema"))
    let lint = await run("lint", "--fail-on", "warning", in: project.root)
    #expect(lint.code == .success, "\(lint.output)")
    #expect(await run("fmt", "--check", in: project.root).code == .success)
  }

  @Test(arguments: [
    #"curl https://api.example.com/v1/employees/search -d '{"paging": {"page": 1, "limit": 50}, "updated_since": null}' -u a:b"#,
    "curl https://api.example.com/users.list -d 'token=s3cr3t&offset=0&count=20'",
    "curl 'https://api.example.com/v1/people?page=1'",
    "curl 'https://api.example.com/v1/people?api_key=abc&p=1&ids[]=1&ids[]=2'",
    "curl --aws-sigv4 aws:amz:us-east-1:es -u a:b https://api.example.com/日本/people?offset=0",
    #"curl https://api.example.com/rpc --data-raw '{"method": "list", "params": {"page": 1}, "id": 1}'"#,
    #"curl https://api.example.com/graphql -d '{"query": "{ departments { id name } }"}'"#,
    #"curl https://api.example.com/graphql -d '{"query": "query($a: String) { people(after: $a) { nodes { id } pageInfo { hasNextPage endCursor } } }"}'"#,
  ])
  func `what is made of a command plays its own cases`(command: String) async throws {
    let project = try TemporaryProject()
    let outcome = await run("new", "acme", "--from", command, in: project.root)
    #expect(outcome.code == .success, "\(outcome.errors)")
    let test = await run("test", in: project.root)
    #expect(test.code == .success, "\(test.output)\(test.errors)")
    let lint = await run("lint", "--fail-on", "warning", in: project.root)
    #expect(lint.code == .success, "\(lint.output)")
  }

  @Test func `a program is told what was made, and how it is explained`() async throws {
    let project = try TemporaryProject()
    let made = await run("new", "acme", "--format", "json", in: project.root).output
    let found = #"{"connector":"acme","found":[{"subject":"auth","finding":"bearer","origin":"a token"#
    #expect(made.hasPrefix(found) && made.contains(#""files":["connectors/acme/connector.yaml","#), "\(made)")
    #expect(made.hasSuffix(#""guesses":0}"# + "\n"))
    let starts = ["overlap": "overlap\\n", "acme": "acme: Acme\\n", "backup": "Copy the store"]
    for (topic, start) in starts {
      let told = await run("explain", topic, "--format", "json", in: project.root).output
      #expect(told.hasPrefix(#"{"topic":"\#(topic)","text":"\#(start)"#), "\(told)")
      #expect(told.split(separator: "\n").count == 1)
    }
  }

  @Test func `nothing is overwritten`() async throws {
    let project = try TemporaryProject(["connectors/acme/connector.yaml": "mine\n"])
    let outcome = await run("new", "acme", in: project.root)
    #expect(outcome.code == .usage)
    #expect(outcome.errors.hasPrefix("error: `connectors/acme/connector.yaml` exists already"))
    #expect(project.read("connectors/acme/connector.yaml") == "mine\n")
    #expect(project.read("mappings/acme/employees.yaml") == nil)
  }

  @Test(arguments: [
    (["Acme HR"], "such as `acme-hr`"), (["7"], "such as `acme-hr`"), (["ACME"], "such as `acme`"),
    (["acme", "--from", "https://example.com/a.json"], "curl -fsSL https://example.com/a.json | "),
    (["acme", "--from="], "`--from` needs a file"),
  ])
  func `a slip is told with what was meant`(words: [String], says: String) async throws {
    let project = try TemporaryProject()
    let outcome = await run(["new"] + words, in: project.root)
    #expect(outcome.code == .usage && outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test func `what could not be written whole is not left`() async throws {
    let project = try TemporaryProject(["mappings/acme": "a file in the place of a folder"])
    #expect(await run("new", "acme", in: project.root).code == .usage)
    #expect(project.read("connectors/acme/connector.yaml") == nil)
  }

  @Test func `a source that is none is refused`() async throws {
    let project = try TemporaryProject(["x.json": "{}"])
    #expect(await run("new", "acme", "--from", "x.json", in: project.root).code == .usage)
    #expect(await run("new", "acme", "--from", "none.json", in: project.root).code == .usage)
    #expect(await run("new", "acme", "--from", "x.json", "--stdin", in: project.root).code == .usage)
    #expect(await run("new", "Not A Name", in: project.root).code == .usage)
    #expect(project.read("connectors/acme/connector.yaml") == nil)
  }
}
