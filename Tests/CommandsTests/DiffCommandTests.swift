internal import Commands
internal import Glibc
internal import TestSupport
internal import Testing

/// `connector diff`: what a change of files changes in canonical records.
@Suite(.timeLimit(.minutes(10)))
struct DiffCommandTests {
  private static let mapping = "mappings/acme/employees.yaml"

  /// The example project, committed to a git repository of its own.
  private func committed() throws -> TemporaryProject {
    let project = try TemporaryProject(ExampleProject.files)
    try git(
      project,
      "init -q && git add -A && git -c user.name=Ada -c user.email=ada@example.com commit -q -m first")
    return project
  }

  private func git(_ project: TemporaryProject, _ words: String) throws {
    #expect(system("cd '\(project.root)' && git \(words) >/dev/null 2>&1") == 0)
  }

  private func change(_ project: TemporaryProject, _ path: String, _ old: String, _ new: String) throws {
    let text = try #require(project.read(path))
    #expect(text.contains(old))
    try project.write(text.replacing(old, with: new), to: path)
  }

  @Test func `without a change nothing changes`() async throws {
    let project = try committed()
    let outcome = await run("diff", "--fail-on-change", in: project.root)
    #expect(outcome.code == .success)
    #expect(outcome.output.hasSuffix("1 connector without; 2 records compared\n"), "\(outcome.output)")
  }

  @Test func `a field that comes out differently is told with its line and examples`() async throws {
    let project = try committed()
    try change(project, Self.mapping, "first_name: firstName", "first_name: lastName")
    let outcome = await run("diff", in: project.root)
    #expect(outcome.code == .success)
    #expect(
      outcome.output.hasPrefix(
        """
        acme
          ~ employee.first_name: 2 records  mappings/acme/employees.yaml:6:19
              1: Ada → Byron
              2: Joe → Bloggs

        since HEAD (
        """), "\(outcome.output)")
    #expect(await run("diff", "--fail-on-change", in: project.root).code == .negative)
    let report = await run("diff", "--format", "json", in: project.root).output
    #expect(report.contains(#""field":"first_name","count":2"#))
    #expect(report.contains(#"{"id":"1","old":"Ada","new":"Byron"}"#))
  }

  @Test func `records appear and vanish`() async throws {
    let project = try committed()
    try change(
      project, Self.mapping, "  - model: employee\n",
      "  - model: employee\n    id: \"id == '2' ? '3' : id\"\n")
    let outcome = await run("diff", in: project.root)
    #expect(
      outcome.output.contains("  + employee: 1 appear: 3\n  - employee: 1 vanish: 2\n"), "\(outcome.output)")
  }

  @Test func `an older connector that asks for something else is played over its own recordings`()
    async throws
  {
    let project = try committed()
    try change(project, "connectors/acme/connector.yaml", "{get: /employees}", "{get: /people}")
    let broken = await run("diff", in: project.root)
    #expect(broken.output.contains("  ! two pages of employees: was good, is "), "\(broken.output)")
    try change(project, "connectors/acme/recordings/employees.http", "GET /employees", "GET /people")
    let outcome = await run("diff", in: project.root)
    #expect(outcome.output.hasSuffix("1 connector without; 2 records compared\n"), "\(outcome.output)")
  }

  @Test func `a connector that is new gives new records`() async throws {
    let project = try committed()
    try git(
      project, "rm -q -r --cached . && git -c user.name=Ada -c user.email=ada@example.com commit -q -m none")
    let outcome = await run("diff", in: project.root)
    #expect(outcome.output.contains("  + employee: 2 appear: 1, 2\n"), "\(outcome.output)")
    #expect(await run("diff", "--base", "HEAD~1", "--fail-on-change", in: project.root).code == .success)
  }

  @Test func `a project may lie below the root of its repository`() async throws {
    let files = ExampleProject.files.map { ("deep/er/\($0.key)", $0.value) }
    let project = try TemporaryProject(Dictionary(uniqueKeysWithValues: files))
    try git(
      project,
      "init -q && git add -A && git -c user.name=Ada -c user.email=ada@example.com commit -q -m first")
    try change(project, "deep/er/\(Self.mapping)", "last_name: lastName", "last_name: firstName")
    let outcome = await run("diff", in: project.path("deep/er"))
    #expect(outcome.output.contains("employee.last_name: 2 records"), "\(outcome.output)")
  }

  @Test func `where there is nothing to compare with, it is said why`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outside = await run("diff", in: project.root)
    #expect(outside.code == .usage)
    #expect(outside.errors.contains("is in no git repository\n"))
    let committed = try committed()
    for revision in ["nowhere", "--output=x"] {
      let outcome = await run("diff", "--base=\(revision)", in: committed.root)
      #expect(outcome.code == .usage)
      #expect(outcome.errors.hasPrefix("error: there is no revision `\(revision)` in the git repository\n"))
    }
  }
}
