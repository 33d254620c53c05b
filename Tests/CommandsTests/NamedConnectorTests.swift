import Commands
import TestSupport
import Testing

/// What every command says of a connector or a stream that is not there.
struct NamedConnectorTests {
  @Test(arguments: [
    ["sync", "acme", "employes"], ["record", "acme", "employes"], ["preview", "acme", "employes"],
    ["auth", "login", "acme", "employes", "--no-check"],
  ])
  func `a stream is named wrongly`(words: [String]) async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run(words, in: project.root, environment: ["CONNECTOR_ACME_API_KEY": "made-up"])
    #expect(outcome.code == .usage)
    #expect(
      outcome.errors.contains("`acme` has no stream `employes`\nhelp: did you mean `employees`?"),
      "\(outcome.errors)")
    // A mistake makes no store, but for the settings that a sign-in keeps.
    #expect((project.read("connector.db") == nil) == (words.first != "auth"))
  }

  @Test func `a secret that is missing is not asked for on a command line`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run("check", "acme", in: project.root)
    #expect(outcome.code == .refused || outcome.code == .usage)
    #expect(
      outcome.errors.contains("help: `--set api_key=@FILE` or CONNECTOR_ACME_API_KEY"), "\(outcome.errors)")
  }

  @Test func `all settings that are missing are helped with`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let path = "connectors/acme/connector.yaml"
    let text = try #require(project.read(path))
    try project.write(
      text.replacing("settings:\n", with: "settings:\n  tenant: {type: string, title: Tenant}\n"), to: path)
    let outcome = await run("sync", "acme", in: project.root)
    #expect(
      outcome.errors.contains(
        "help: `--set tenant=...` or CONNECTOR_ACME_TENANT, `--set api_key=@FILE` or CONNECTOR_ACME_API_KEY, "
          + "or `connector auth login acme` to keep them\n"), "\(outcome.errors)")
  }

  @Test func `to look at a sign-in makes no store, and no organization in one`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let fresh = await run("auth", "status", "acme", in: project.root)
    #expect(fresh.code == .negative && fresh.output.contains("missing"), "\(fresh.errors)")
    #expect(project.read("connector.db") == nil)
    try project.write("made-up", to: "key")
    _ = await run("auth", "login", "acme", "--no-check", "--set", "api_key=@key", in: project.root)
    #expect(await run("auth", "status", "acme", in: project.root).code == .success)
    for action in ["status", "logout"] {
      let other = await run("auth", action, "acme", "--org", "other", in: project.root)
      #expect(
        other.code == .nothing && other.errors.contains("the store has no organization `other`"),
        "\(other.errors)")
    }
  }

  @Test(arguments: ["--org", "--integration"], ["", " "]) func `a name that is none is no organization`(
    option: String, name: String
  ) async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run(
      "sync", "acme", option, name, in: project.root, environment: ["CONNECTOR_ACME_API_KEY": "made-up"])
    #expect(outcome.code == .usage && outcome.errors.contains(option), "\(outcome.errors)")
    #expect(project.read("connector.db") == nil)
  }

  @Test(arguments: [
    ("mappings/acme/employees.yaml", "{Active: active}", "{Active: bogus}", "`bogus` is not a value of"),
    ("mappings/acme/employees.yaml", "date(hired)", "dat(hired)", "there is no function 'dat'"),
    (
      "connectors/acme/connector.yaml", "get: /employees", "get: '/${settings.tenant}'",
      "there is no setting `tenant`"
    ),
  ])
  func `what lint refuses is not run`(file: String, old: String, new: String, says: String) async throws {
    var files = ExampleProject.files
    let parts = try #require(files[file]).split(separator: old, omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    files[file] = parts.joined(separator: new)
    let project = try TemporaryProject(files)
    let environment = ["CONNECTOR_ACME_API_KEY": "made-up"]
    let outcome = await run("sync", "acme", in: project.root, environment: environment)
    #expect(outcome.code == .usage && outcome.errors.contains("\(file):"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains(says) && outcome.errors.contains("connector lint acme"), "\(outcome.errors)")
    #expect(project.read("connector.db") == nil)
  }

  @Test func `what only recordings prove keeps nobody from a run`() async throws {
    var files = ExampleProject.files
    let path = "connectors/acme/recordings/employees.http"
    files[path] = files[path]?.split(separator: "\"hired\"").joined(separator: "\"begun\"")
    let project = try TemporaryProject(files)
    #expect(await run("lint", in: project.root).code == .negative)
    // It gets as far as asking for the key.
    let outcome = await run("sync", "acme", in: project.root)
    #expect(outcome.errors.contains("api_key") && !outcome.errors.contains("is not run"), "\(outcome.errors)")
  }

  @Test func `a setting is named wrongly`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run("check", "acme", "--set", "api_kye=@x", in: project.root)
    #expect(outcome.code == .usage)
    #expect(
      outcome.errors.contains("`acme` has no setting `api_kye`\nhelp: did you mean `api_key`?"),
      "\(outcome.errors)")
  }

  @Test(arguments: [
    (["--divert", "nowhere"], "`--divert` cannot be `nowhere`"),
    (["--ca-file", "none.pem"], "the trusted certificates cannot be read"),
  ])
  func `an option that cannot be is named`(words: [String], says: String) async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run(
      ["check", "acme"] + words, in: project.root, environment: ["CONNECTOR_ACME_API_KEY": "made-up"])
    #expect(outcome.code == .usage && outcome.errors.contains(says), "\(outcome.errors)")
  }
}
