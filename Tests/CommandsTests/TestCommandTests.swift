internal import Commands
internal import TestSupport
internal import Testing

/// `connector test`: what it tells, and how it ends.
struct TestCommandTests {
  @Test func `coverage names what nobody has seen, with its line`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run("test", "--coverage", in: project.root)
    #expect(outcome.code == .success)
    #expect(
      outcome.output.contains(
        """

        coverage
        acme 90 %: fields 4 of 4, enum arms 1 of 2, page endings 2 of 2, error rules 1 of 1, streams 1 of 1
          mappings/acme/employees.yaml:8:78 employee.employment_status: otherwise: a record whose `status` is a word that no case names

        """), "\(outcome.output)")
    #expect(outcome.output.contains(", 90 % covered ("))
  }

  @Test func `that a file cannot be read is told once`() async throws {
    var files = ExampleProject.files
    let path = "mappings/acme/employees.yaml"
    files[path] = files[path]?.replacing("lastName", with: "true ? lastName : ''")
    let project = try TemporaryProject(files)
    let outcome = await run("test", in: project.root)
    #expect(outcome.code == .negative)
    #expect(outcome.output.contains("error[yaml/needs-quotes]"), "\(outcome.output)")
    #expect(!outcome.output.contains("run/cannot-run"))
  }

  @Test func `records that lack what keep asks for fail a case`() async throws {
    var files = ExampleProject.files
    let (path, recording) = ("connectors/acme/connector.yaml", "connectors/acme/recordings/employees.http")
    files[path] = files[path]?.replacing(
      "    key: id\n", with: "    key: id\n    keep: record.left != true\n")
    files[recording] = files[recording]?.replacing("{\"id\": \"1\"", with: "{\"left\": false, \"id\": \"1\"")
    let project = try TemporaryProject(files)
    let outcome = await run("test", in: project.root)
    #expect(outcome.code == .negative)
    #expect(outcome.output.contains("1 record does not have what `keep` asks for"), "\(outcome.output)")
  }

  @Test func `cases that cannot be read are not missing as well`() async throws {
    var files = ExampleProject.files
    files["connectors/acme/tests.yaml"] = "tests: 1\ncases: [\n"
    let project = try TemporaryProject(files)
    let outcome = await run("test", in: project.root)
    #expect(outcome.code == .negative)
    #expect(outcome.output.contains("error[yaml/syntax]"), "\(outcome.output)")
    #expect(!outcome.output.contains("run/no-tests"))
  }

  @Test func `less coverage than is wanted ends with 1`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    #expect(await run("test", "--min-coverage", "90", in: project.root).code == .success)
    let outcome = await run("test", "--min-coverage", "91", in: project.root)
    #expect(outcome.code == .negative)
    #expect(
      outcome.output.contains(
        "error[run/coverage-below]: the cases show 90 % of `acme`, and 91 % are wanted"))
    #expect(await run("test", "--min-coverage", "101", in: project.root).code == .usage)
  }

  @Test func `programs are told of coverage too`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run("test", "--coverage", "--format", "json", in: project.root)
    #expect(outcome.output.contains("\"percent\": 90"))
    #expect(outcome.output.contains("\"kind\": \"enum_arms\""))
    #expect(!(await run("test", "--format", "json", in: project.root)).output.contains("percent"))
  }
}
