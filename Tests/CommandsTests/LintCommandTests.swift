import Glibc
internal import Commands
internal import TestSupport
internal import Testing

/// `connector lint`: what it looks at, what it writes where, how it ends.
struct LintCommandTests {
  static let name = "connectors/acme/connector.yaml"

  /// The example project with the key of the token misspelt.
  private func broken() throws -> TemporaryProject {
    let project = try TemporaryProject(ExampleProject.files)
    let text = try #require(project.read(Self.name))
    try project.write(text.replacing("  token: $", with: "  tokn: $"), to: Self.name)
    return project
  }

  @Test func `a project without a mistake ends with 0`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run("lint", in: project.root)
    #expect(outcome.code == .success)
    #expect(outcome.output.hasPrefix("no findings in "))
    #expect(outcome.errors == "")
  }

  @Test func `findings go to standard output and end with 1`() async throws {
    let project = try broken()
    let outcome = await run("lint", in: project.root)
    #expect(outcome.code == .negative)
    #expect(
      outcome.output.hasPrefix("error[spec/unknown-key]: `tokn` is not a key of an `auth/bearer` block\n"))
    #expect(outcome.errors == "")
  }

  @Test(arguments: ["concise", "json", "sarif", "github", "gitlab", "junit"])
  func `no format changes the code, and the summary is on standard error`(_ format: String) async throws {
    let project = try broken()
    let outcome = await run("lint", "--format", format, in: project.root)
    #expect(outcome.code == .negative)
    #expect(outcome.output.contains("spec/unknown-key"))
    #expect(outcome.errors.hasPrefix("1 error in "))
    #expect(await run("lint", "-q", "--format", format, in: project.root).errors == "")
  }

  @Test func `failing can be moved and switched off`() async throws {
    let project = try broken()
    for words in [["--exit-zero"], ["--fail-on", "never"]] {
      #expect(await run(["lint"] + words, in: project.root).code == .success, "\(words)")
    }
    for severity in ["error", "warning", "info"] {
      #expect(await run("lint", "--fail-on", severity, in: project.root).code == .negative)
    }
  }

  @Test func `a connector, a folder and a file can be named from anywhere`() async throws {
    let project = try broken()
    for path in ["acme", "connectors/acme", Self.name, "./connectors", project.path("connectors/acme"), "."] {
      #expect(await run("lint", path, in: project.root).code == .negative, "\(path)")
    }
    #expect(await run("lint", project.root, in: "/").code == .negative)
    #expect(await run("lint", "connector.yaml", in: project.path("connectors/acme")).code == .negative)
    #expect(await run("lint", "mappings", in: project.root).code == .success)
  }

  @Test func `a name means the connector where a folder is called that as well`() async throws {
    let project = try broken()
    try project.write("nothing to check", to: "elsewhere/acme/notes.txt")
    let outcome = await run("lint", "acme", "--project", project.root, in: project.path("elsewhere"))
    #expect(outcome.code == .negative)
  }

  @Test func `a path that is not there is answered with one that is`() async throws {
    let project = try TemporaryProject.acme()
    let outcome = await run("lint", "connectors/acne", in: project.root)
    #expect(outcome.code == .usage)
    #expect(
      outcome.errors
        == "error: there is no file, folder or connector `connectors/acne`\nhelp: did you mean `connectors/acme`?\n"
    )
  }

  @Test func `nothing to check ends with 3, unless that is allowed`() async throws {
    let project = try TemporaryProject(["connectors/README": "", "notes.txt": "x"])
    for words in [["lint"], ["lint", "notes.txt"]] {
      #expect(await run(words, in: project.root).code == .nothing, "\(words)")
      #expect(await run(words + ["--allow-empty"], in: project.root).code == .success, "\(words)")
    }
  }

  @Test func `fixes are written and what is left is reported`() async throws {
    let project = try broken()
    let outcome = await run("lint", "--fix", in: project.root)
    #expect(outcome.code == .success)
    #expect(outcome.errors == "fixed 1 finding in 1 file\n")
    #expect(project.read(Self.name) == ExampleProject.files[Self.name])
  }

  @Test func `an empty word is no path`() async throws {
    let project = try broken()
    let before = project.read(Self.name)
    for words in [["lint", ""], ["lint", "--stdin-filename", ""], ["fmt", ""]] {
      #expect(await run(words, in: project.root).code == .usage, "\(words)")
    }
    #expect(project.read(Self.name) == before)
  }

  @Test func `a report into a pipe leaves the pipe where it is`() async throws {
    let project = try TemporaryProject.acme()
    let path = project.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    #expect(await run("lint", "--output", "concise=\(path)", in: project.root).code == .success)
    var information = stat()
    #expect(lstat(path, &information) == 0)
    #expect(information.st_mode & S_IFMT == S_IFIFO)
    #expect(await run("fmt", "pipe", in: project.root).code == .usage)
  }

  @Test func `a difference is shown and nothing is written`() async throws {
    let project = try broken()
    let before = project.read(Self.name)
    let outcome = await run("lint", "--diff", in: project.root)
    #expect(outcome.code == .negative)
    #expect(outcome.output.hasPrefix("--- a/\(Self.name)\n+++ b/\(Self.name)\n@@"))
    #expect(outcome.output.contains("\n-  tokn: ${settings.api_key}\n+  token: ${settings.api_key}\n"))
    #expect(project.read(Self.name) == before)
  }

  @Test func `standard input stands for a file that may not be there`() async throws {
    let project = try TemporaryProject.acme()
    let text = TemporaryProject.acmeText(token: "tokn")
    let found = await run(
      "lint", "--stdin-filename", Self.name, "-f", "concise", in: project.root, input: text)
    #expect(found.code == .negative)
    #expect(found.output.hasPrefix("\(Self.name):8:22: error[spec/unknown-key]"))
    let fixed = await run("lint", "--stdin-filename", Self.name, "--fix", in: project.root, input: text)
    #expect(fixed.output == TemporaryProject.acmeText())
    let kept = await run(
      "lint", "--stdin-filename", Self.name, "--fix", in: project.root, input: TemporaryProject.acmeText())
    #expect(kept.output == TemporaryProject.acmeText())
    #expect(project.read(Self.name) == TemporaryProject.acmeText())
  }

  @Test func `reports go into files beside the one that is shown`() async throws {
    let project = try broken()
    let outcome = await run(
      "lint", "--output", "sarif=out.sarif", "-o", "junit=out.xml", "--exit-zero", in: project.root)
    #expect(outcome.code == .success)
    #expect(outcome.output.hasPrefix("error[spec/unknown-key]"))
    #expect(project.read("out.sarif")?.contains("\"2.1.0\"") == true)
    #expect(project.read("out.xml")?.contains("<testsuite") == true)
    let failed = await run("lint", "--output", "json=no/such/folder/x", in: project.root)
    #expect(failed.code == .usage)
    #expect(failed.errors.hasSuffix("no/such/folder/x: no such file or directory\n"))
  }

  @Test func `in a GitHub workflow findings are annotations too`() async throws {
    let project = try broken()
    let workflow = ["GITHUB_ACTIONS": "true"]
    let both = await run("lint", in: project.root, environment: workflow)
    #expect(both.output.contains("::error file=\(Self.name),line="))
    let chosen = await run("lint", "--format", "text", in: project.root, environment: workflow)
    #expect(!chosen.output.contains("::error"))
  }

  @Test func `statistics count instead of showing`() async throws {
    let project = try broken()
    let outcome = await run("lint", "--statistics", in: project.root)
    #expect(outcome.code == .negative)
    #expect(
      outcome.output
        == "1  error    spec/unknown-key  a key that the language does not know  [1 fixable with --fix]\n")
  }
}
