internal import Commands
internal import TestSupport
internal import Testing

/// What was found clean is not checked again, and whatever changes is.
struct LintMemoryTests {
  private static let connector = "connectors/acme/connector.yaml"
  private static let mapping = "mappings/acme/employees.yaml"
  private static let base = "connectors/house/connector.yaml"

  /// The example project, whose connector extends a family that has its check.
  private static let files: [String: String] = {
    var files = ExampleProject.files
    files[connector] = files[connector]?.replacing("name: acme\n", with: "name: acme\nextends: house\n")
      .replacing("check:\n  get: /me\n", with: "")
    files[base] = """
      spec: 1
      name: house
      title: House
      category: hris
      docs: https://developer.example.com
      verified: {date: 2026-11-20, confidence: unconfirmed}
      family: true
      check:
        get: /me

      """
    return files
  }()

  /// The words of the memory file, a line each: who made it, then the connectors.
  private func memory(of project: TemporaryProject, in cache: TemporaryProject) throws -> (
    path: String, lines: [String]
  ) {
    let names = cache.names(in: "connector/lint")
    let path = "connector/lint/" + (try #require(names.first))
    let text = try #require(cache.read(path))
    return (path, text.split(separator: "\n").map(String.init))
  }

  private func lint(_ project: TemporaryProject, _ cache: TemporaryProject, _ words: String...) async
    -> Outcome
  {
    await run(
      ["lint", "--format", "json"] + words, in: project.root, environment: ["XDG_CACHE_HOME": cache.root])
  }

  @Test func `what is remembered as clean is passed over, unless everything is asked for`() async throws {
    let (project, cache) = (try TemporaryProject(Self.files), try TemporaryProject())
    #expect(await lint(project, cache).code == .success)
    let clean = try memory(of: project, in: cache)
    #expect(clean.lines.dropFirst().map { $0.prefix { $0 != " " } } == ["acme", "house"])

    // The same files are wrong by another model. That they were clean by it is a lie, which only one who believes it repeats.
    let model = try #require(TemporaryProject.shipped("schemas/models/employee.json"))
    try project.write(
      model.replacing("\"hire_date\"", with: "\"day_of_hiring\""), to: "schemas/models/employee.json")
    #expect(await lint(project, cache).code == .negative)
    let wrong = try memory(of: project, in: cache)
    #expect(wrong.lines.first != clean.lines.first)
    #expect(!wrong.lines.dropFirst().contains { $0.hasPrefix("acme ") })
    try cache.write(([wrong.lines[0]] + clean.lines.dropFirst()).joined(separator: "\n"), to: wrong.path)
    #expect(await lint(project, cache).code == .success)
    #expect(await lint(project, cache, "--no-cache").code == .negative)
  }

  @Test(arguments: [
    (connector, "records: body.data", "records: body.dat"),
    (mapping, "lastName", "lastname"),
    ("connectors/acme/tests.yaml", "Byron", "Babbage"),
    ("connectors/acme/recordings/employees.http", "\"lastName\": \"Byron\"", "\"surname\": \"Byron\""),
    (base, "get: /me", "gett: /me"),
  ])
  func `a change of any of its files is seen`(_ path: String, _ old: String, _ new: String) async throws {
    let (project, cache) = (try TemporaryProject(Self.files), try TemporaryProject())
    let before = await lint(project, cache)
    #expect(before.code == .success)
    #expect(await lint(project, cache).output == before.output)
    try project.write(try #require(project.read(path)).replacing(old, with: new), to: path)
    let after = await lint(project, cache)
    #expect(after.output != before.output)
    #expect(after.output == (await lint(project, cache, "--no-cache").output))
    try project.write(try #require(Self.files[path]), to: path)
    #expect(await lint(project, cache).output == before.output)
  }

  @Test func `files that come and go are seen`() async throws {
    let (project, cache) = (try TemporaryProject(Self.files), try TemporaryProject())
    #expect(await lint(project, cache).code == .success)
    for path in ["connectors/acme/test.yml", "mappings/acme/people.yaml", "mappings/acme/employees.yml"] {
      try project.write("mapping: 1\n", to: path)
      let found = await lint(project, cache).output
      #expect(found.contains(path), "\(path)")
      #expect(found == (await lint(project, cache, "--no-cache").output))
      project.remove(path)
    }
    #expect(await lint(project, cache).code == .success)
  }

  @Test func `a run over one connector keeps what is known of others, and one with remarks is not kept`()
    async throws
  {
    let (project, cache) = (try TemporaryProject(Self.files), try TemporaryProject())
    #expect(await lint(project, cache).code == .success)
    let ignored = "# connector: ignore[paging/no-end] made up\n"
    try project.write(ignored + (Self.files[Self.base] ?? ""), to: Self.base)
    _ = await lint(project, cache, "house")
    #expect(try memory(of: project, in: cache).lines.dropFirst().map { $0.prefix { $0 != " " } } == ["acme"])
  }

  @Test func `projects that come and go leave no endless files behind`() async throws {
    let others = (1...200).map { ("connector/lint/other-\($0)", "1\n") }
    let cache = try TemporaryProject(Dictionary(uniqueKeysWithValues: others))
    let project = try TemporaryProject(Self.files)
    #expect(await lint(project, cache).code == .success)
    #expect(cache.names(in: "connector/lint").count == 1)
    #expect(try memory(of: project, in: cache).lines.count == 3)
  }

  @Test func `a place that cannot be written changes nothing`() async throws {
    let project = try TemporaryProject(Self.files)
    let cache = try TemporaryProject(["connector": "a file where a folder is wanted"])
    for _ in 1...2 {
      let outcome = await lint(project, cache)
      #expect(outcome.code == .success)
      #expect(outcome.errors.hasPrefix("no findings in "))
    }
  }
}
